# SPDX-License-Identifier: GPL-2.0-only
# No rules but our own: looking through those of make takes longer than all else.
MAKEFLAGS += -r
B      := build
CC     := gcc
CFLAGS := -std=gnu17 -O2 -g -D_GNU_SOURCE -Wall -Wextra -Werror
PAGES  := $(wildcard man2/*.2 man2const/*.2const)
KERNEL ?= debian-7.3

# A tarball has no .git: all that it holds are sources, but for what is built.
SOURCES = $(shell if [ -e .git ]; then git ls-files; else \
		find . -path ./build -prune -o -type f -printf "%P\n"; fi)

# need TOOL...: ends a recipe that lacks a program, and says what to do.
need = @for tool in $(1); do \
	command -v $$tool >/dev/null || { echo "$@: $$tool is missing:" \
		"make deps installs all that is needed" >&2; exit 1; }; done

.DELETE_ON_ERROR:

help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / {printf "%-15s %s\n", $$1, $$2}' \
		$(MAKEFILE_LIST)

# Where there are none, all would be well with them.
sources:
	$(if $(SOURCES),,$(error git does not tell the sources: see above))
	@:

deps: ## Install the Debian packages that everything here needs.
	@conformance/install-packages packages

all: ## Build the programs, and see that every sentence has its test.

include conformance/mantrace/build.mk
include conformance/harness/build.mk
include conformance/man1/build.mk
include conformance/stress/build.mk
include conformance/vm/build.mk
include conformance/bench/build.mk
include conformance/review/build.mk
include examples/build.mk
include kernel/build.mk
include reading/build.mk
include conformance/report/build.mk
include install/build.mk
include lint.mk

conformance: ## A verdict for every sentence: [KERNEL=...] [PAGE=...] [ONLY=...]
	+@conformance/run

matrix: ## All pages on all kernels of the table.
	+@conformance/matrix

check: lint check-vm check-tests ## The project's own tests.

# Of the tests themselves: what they quote, what they notice, where they fail.
check-tests: all $(addprefix $(B)/,bench-report run-programs review-commit \
			confine)
	$(MAKE) -s $(addprefix $(B)/sanitized/,run-vm init uffd-conformance)
	prove -v conformance/check/sabotage
	prove $(addprefix conformance/check/,stale-quote published uapi \
		wrong-kernel sanitized installed-pages bench stress) \
		$(addprefix conformance/review/check/,tree-series tree-trouble \
			tree-patches)

published: all ## What released pages say, sentence by sentence: [KERNEL=...]
	@conformance/judge $(KERNEL)

errata: all ## What documents get wrong, and whether it is shown: [KERNEL=...]
	@conformance/errata $(KERNEL)

errata-patches: all ## Patches that correct released pages.
	@conformance/errata-patches

clean: ## Remove what was built.
	rm -rf $(B)

.PHONY: sources help deps all conformance matrix check check-tests published errata \
	errata-patches clean
