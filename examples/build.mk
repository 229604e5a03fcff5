# SPDX-License-Identifier: GPL-2.0-only
# The programs of the pages.

EXAMPLES        := $(B)/examples
EXAMPLE_NAMES   := $(shell sed -n 's/^\.\\" SRC BEGIN (\([a-z0-9_-]*\)\.c)$$/\1/p' $(PAGES))
# As one would compile them who has pasted them.
EXAMPLE_CFLAGS  := -std=gnu17 -O2 -Wall -Wextra -Werror -static

$(EXAMPLES)/list: $(PAGES) $(B)/mantrace
	@rm -rf $(@D)
	@mkdir -p $(@D)
	$(B)/mantrace extract $(@D) $(PAGES) >$@

$(EXAMPLES)/since: $(EXAMPLES)/list
	$(B)/mantrace since man2const/UFFDIO_API.2const >$@

# With the headers of the newest kernel, as the pages are about it.
$(EXAMPLES)/headers: $(EXAMPLES)/list
	@conformance/vm/fetch headers | sed -n '1s|$$|/include|p' >$@
	@test -s $@

$(EXAMPLE_NAMES:%=$(EXAMPLES)/%): $(EXAMPLES)/list $(EXAMPLES)/headers
	clang $(EXAMPLE_CFLAGS) -isystem "$$(cat $(EXAMPLES)/headers)" \
		-o $@.clang $@.c
	gcc $(EXAMPLE_CFLAGS) -isystem "$$(cat $(EXAMPLES)/headers)" \
		-o $@ $@.c

$(B)/run-examples: $(wildcard examples/*.c examples/*.h)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -static -o $@ $(filter %.c,$^)

EXAMPLES_NEED := $(EXAMPLE_NAMES:%=$(EXAMPLES)/%) $(EXAMPLES)/since \
		$(addprefix $(B)/,run-examples run-programs init)

examples: $(EXAMPLES_NEED) ## Run the programs of the pages: [KERNEL=...]
	@KERNEL='$(KERNEL)' examples/run

# Where there is no read-write protection, too.
check: check-examples

check-examples: $(EXAMPLES_NEED)
	prove examples/check/*.t

.PHONY: examples check-examples
