# SPDX-License-Identifier: GPL-2.0-only
# The runner, the guest's first process, and what fetches kernels.

vm := conformance/vm
vm_sources := $(addprefix $(vm)/,accelerator.c brackets.c child.c claims.c \
	clock.c initramfs.c ktap.c lane.c message.c options.c pages.c \
	progress.c qemu.c run.c start.c summary.c text.c)
vm_headers := $(wildcard $(vm)/*.h)

$(B)/run-vm: $(vm_sources:%.c=$(B)/%.o)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^

$(B)/$(vm)/%.o: $(vm)/%.c $(vm_headers)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -c -o $@ $<

$(B)/init: $(vm)/init.c $(vm)/guest.h
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -static -o $@ $<
