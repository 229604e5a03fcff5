# SPDX-License-Identifier: GPL-2.0-only
# Linux 6.12 with read-write protection.

# Only a compiler that was asked for counts here: a cache may be used, too.
KERNEL_CC = $(if $(filter command environment,$(firstword $(origin CC))),\
		CC='$(CC)',CC=)

kernel: ## Build Linux 6.12 with RWP: [CONFIG=debug|nonuma] [KSRC=...]
	+@$(KERNEL_CC) KSRC='$(KSRC)' kernel/build $(CONFIG)

.PHONY: kernel
