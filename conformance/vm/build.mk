# SPDX-License-Identifier: GPL-2.0-only
# The runner, the guest's first process, and what fetches kernels.

VM          := conformance/vm
VM_HEADERS  := $(wildcard $(VM)/*.h)
VM_SOURCES  := $(filter-out $(VM)/init.c $(VM)/shell.c,$(wildcard $(VM)/*.c))
VM_SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all

all: $(B)/run-vm $(B)/init

$(B)/conformance/vm/%.o: conformance/vm/%.c $(VM_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -c -o $@ $<

$(B)/sanitized/conformance/vm/%.o: conformance/vm/%.c $(VM_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(VM_SANITIZE) -c -o $@ $<

$(B)/run-vm: $(VM_SOURCES:%.c=$(B)/%.o)
	$(CC) $(CFLAGS) -o $@ $^

run-vm-sanitized: $(B)/sanitized/run-vm

$(B)/sanitized/run-vm: $(VM_SOURCES:%.c=$(B)/sanitized/%.o)
	$(CC) $(CFLAGS) $(VM_SANITIZE) -o $@ $^

$(B)/init: $(VM)/init.c $(VM)/guest.h
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -static -o $@ $<

$(B)/sanitized/init: $(VM)/init.c $(VM)/guest.h
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -fsanitize=undefined -fno-sanitize-recover=all -static \
		-o $@ $<

$(B)/boot-shell: $(addprefix $(B)/$(VM)/,shell.o accelerator.o child.o \
		clock.o initramfs.o message.o qemu.o text.o)
	$(CC) $(CFLAGS) -o $@ $^

bench: $(B)/boot-shell ## Compare a run with booting to a shell: [RUNS=3]
	@$(VM)/bench

# What provokes trouble runs with the sanitized runner.
check-vm: $(B)/uffd-conformance $(B)/init $(B)/run-vm run-vm-sanitized
	@KERNEL_DIRECTORY=$$($(VM)/fetch $(KERNEL) | head -n 1) \
		RUNNER=$(B)/sanitized/run-vm prove $(VM)/check/*.t

lock: ## Note the packages in the cache as those last proved.
	@$(VM)/lock

.PHONY: run-vm-sanitized bench check-vm lock
