# SPDX-License-Identifier: GPL-2.0-only
LINT_C       := $(shell git ls-files '*.c' 2>/dev/null)
LINT_HEADERS := $(shell git ls-files '*.h' 2>/dev/null)
LINT_SHELL   := $(shell git grep -lE '^(\#!/bin/|\# shellcheck shell=)(ba)?sh' 2>/dev/null)
LINT_CFLAGS  := $(CFLAGS) -Iconformance/harness \
		-DCLAIMS_FILE='"$(B)/lint/claims.tsv"'

lint: ## Style and warnings of everything.
lint: lint-mandoc lint-groff lint-newlines lint-shell lint-gcc lint-clang \
      lint-cppcheck lint-format lint-licences

# man-pages(7) spells the title as the page is called, mandoc in capitals.
lint-mandoc:
	@mandoc -T lint $(PAGES) | \
		{ ! grep -v 'lower case character in document title'; }

# groff says what is wrong and still succeeds.
lint-groff:
	@for page in $(PAGES); do \
		groff -man -ww -z -Tutf8 $$page 2>&1; \
	done | { ! grep .; }

# A line ends where a sentence ends, so that a diff shows sentences.
lint-newlines:
	@! grep -nE '^[^.].*[^.][.?!]\)? +[A-Z(]|.{81}|[ 	]$$' $(PAGES) || \
		{ echo 'end a line where a sentence ends, before column 80'; \
		exit 1; }

lint-shell:
	shellcheck -x -P SCRIPTDIR $(LINT_SHELL)
	@for file in $(LINT_SHELL); do \
		lines=$$(wc -l <$$file); \
		[ $$lines -le 120 ] || \
			echo "$$file:1: error: $$lines lines: move logic to C"; \
	done | { ! grep .; }

lint-gcc lint-clang: lint-%: $(B)/lint/claims.tsv
	@mkdir -p $(B)/lint
	@for file in $(LINT_C); do \
		$* $(LINT_CFLAGS) -c -o $(B)/lint/$*.o $$file || exit 1; \
	done

$(B)/lint/claims.tsv:
	@mkdir -p $(@D)
	@: >$@

lint-cppcheck:
	cppcheck --quiet --std=c11 --enable=warning,performance,portability \
		--inline-suppr --error-exitcode=1 -Iconformance/harness \
		$(LINT_C)

lint-format:
	clang-format --dry-run -Werror $(LINT_C) $(LINT_HEADERS)

# Every file names its licence in one of its first two lines.
lint-licences:
	@git ls-files | grep -Ev '^(LICENSES|kernel/patches)/' | \
	while read -r file; do \
		head -n 2 "$$file" | grep -q 'SPDX-License-Identifier: ' || \
			echo "$$file:1: error: no SPDX-License-Identifier"; \
	done | { ! grep .; }

.PHONY: lint lint-mandoc lint-groff lint-newlines lint-shell lint-gcc \
	lint-clang lint-cppcheck lint-format lint-licences
