# SPDX-License-Identifier: GPL-2.0-only
# The runner, the guest's first process, and what fetches kernels.

VM          := conformance/vm
VM_HEADERS  := $(wildcard $(VM)/*.h)
VM_INIT     := $(addprefix $(VM)/,init.c fw_cfg.c)
VM_MAINS    := $(addprefix $(VM)/,shell.c programs.c)
VM_SOURCES  := $(filter-out $(VM_INIT) $(VM_MAINS),$(wildcard $(VM)/*.c))
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

$(B)/init: $(VM_INIT) $(VM)/guest.h $(VM)/fw_cfg.h
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -static -o $@ $(VM_INIT)

$(B)/sanitized/init: $(VM_INIT) $(VM)/guest.h $(VM)/fw_cfg.h
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -fsanitize=undefined -fno-sanitize-recover=all -static \
		-o $@ $(VM_INIT)

$(B)/boot-shell: $(addprefix $(B)/$(VM)/,shell.o accelerator.o cache.o \
		child.o clock.o initramfs.o message.o monitor.o qemu.o text.o)
	$(CC) $(CFLAGS) -o $@ $^

$(B)/run-programs: $(addprefix $(B)/$(VM)/,programs.o accelerator.o cache.o \
		child.o clock.o initramfs.o ktap.o message.o monitor.o qemu.o \
		text.o)
	$(CC) $(CFLAGS) -o $@ $^

bench: $(B)/boot-shell bench-selftests ## Compare with a shell and the kernel's own tests: [RUNS=3]
	@$(VM)/bench

bench-selftests: $(addprefix $(B)/,run-programs init uffd-conformance) ## Compare with those tests alone.
	@$(VM)/bench-selftests

selftests: ## Build the kernel's own tests of userfaultfd.
	@$(VM)/selftests

kselftest: $(addprefix $(B)/,run-programs init uffd-conformance run-vm) ## Run them on a kernel: [KERNEL=...] [AGAINST=...]
	@KERNEL='$(KERNEL)' $(VM)/kselftest

# What provokes trouble runs with the sanitized runner.
check-vm: $(addprefix $(B)/,uffd-conformance init run-vm run-programs) \
		run-vm-sanitized
	@KERNEL_DIRECTORY=$$($(VM)/fetch $(KERNEL) | head -n 1) \
		RUNNER=$(B)/sanitized/run-vm prove $(VM)/check/*.t

lock: ## Note the packages in the cache as those last proved.
	@$(VM)/lock

.PHONY: run-vm-sanitized bench bench-selftests selftests kselftest check-vm lock
