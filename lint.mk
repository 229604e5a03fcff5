# SPDX-License-Identifier: GPL-2.0-only
LINT_C        = $(filter %.c,$(SOURCES))
LINT_HEADERS  = $(filter %.h,$(SOURCES))
LINT_PAGES   := $(PAGES) $(MANTRACE_PAGE)
LINT_SHELL    = $(shell grep -lE '^(\#!/bin/|\# shellcheck shell=)(ba)?sh' \
			$(SOURCES) /dev/null)
# Licences, patches as others mailed them, and files that have no comments.
LINT_UNTAGGED := LICENSES/% kernel/patches/% debian/changelog \
		debian/source/format
LINT_CFLAGS  := $(CFLAGS) -Iconformance/harness -I$(mantrace) \
		-I$(reading) -I$(reading)/check -I$(report) \
		-DCLAIMS_FILE='"$(B)/lint/claims.tsv"'

lint: ## Style and warnings of everything.
lint: lint-pages lint-text lint-shell lint-gcc \
      lint-clang lint-cppcheck lint-format lint-licences

lint-pages:
	$(call need,groff mandoc)
	@conformance/review/lint-pages $(LINT_PAGES)

# mandoc and groff print the same words, headers and blanks aside.
lint-text:
	$(call need,groff mandoc)
	@for page in $(LINT_PAGES); do reading/same-text $$page || status=1; done; \
		exit $${status:-0}

lint-shell: sources
	$(call need,shellcheck)
	shellcheck -x -P SCRIPTDIR $(LINT_SHELL)
	@for file in $(LINT_SHELL); do \
		lines=$$(wc -l <$$file); \
		[ $$lines -le 120 ] || \
			echo "$$file:1: error: $$lines lines: move logic to C"; \
	done | { ! grep .; }

lint-gcc lint-clang: lint-%: $(B)/lint/claims.tsv sources
	@mkdir -p $(B)/lint
	@for file in $(LINT_C); do \
		$* $(LINT_CFLAGS) -c -o $(B)/lint/$*.o $$file || exit 1; \
	done

$(B)/lint/claims.tsv:
	@mkdir -p $(@D)
	@: >$@

lint-cppcheck: sources
	cppcheck --quiet --std=c11 --enable=warning,performance,portability \
		--inline-suppr --error-exitcode=1 -Iconformance/harness -I$(mantrace) \
		$(LINT_C)

lint-format: sources
	clang-format --dry-run -Werror $(LINT_C) $(LINT_HEADERS)

# Every file names its licence in one of its first two lines.
lint-licences: sources
	@printf '%s\n' $(filter-out $(LINT_UNTAGGED),$(SOURCES)) | \
	while read -r file; do \
		head -n 2 "$$file" | grep -q 'SPDX-License-Identifier: ' || \
			echo "$$file:1: error: no SPDX-License-Identifier"; \
	done | { ! grep .; }

.PHONY: lint lint-pages lint-text lint-shell lint-gcc \
	lint-clang lint-cppcheck lint-format lint-licences
