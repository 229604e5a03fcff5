# SPDX-License-Identifier: GPL-2.0-only
# Linux 6.12 with read-write protection.

# Only a compiler that was asked for counts here: there may be a cache for it.
KERNEL_CC = $(if $(filter command environment,$(firstword $(origin CC))),$(CC))

kernel: ## Build Linux 6.12 with RWP: [CONFIG=debug|nonuma] [KSRC=...]
	+@CC='$(KERNEL_CC)' KSRC='$(KSRC)' kernel/build $(CONFIG)

kernel-deb: ## Build packages of it that can be installed: [KSRC=...]
	+@CC='$(KERNEL_CC)' KSRC='$(KSRC)' kernel/deb

kernel-bisect: ## Compile it after each patch, with the option and without.
	+@CC='$(KERNEL_CC)' KSRC='$(KSRC)' kernel/bisect

check: check-kernel

check-kernel:
	@prove kernel/check/*.t

.PHONY: kernel kernel-deb kernel-bisect check-kernel
