# SPDX-License-Identifier: GPL-2.0-only
# The page of mantrace, whose claims are proved by running it.
MANTRACE_PAGE := man1/mantrace.1
prove_mantrace_objects := $(patsubst %.c,$(B)/%.o, \
			$(wildcard conformance/man1/*.c)) \
			$(B)/conformance/harness/sentence.o

all: $(B)/prove-mantrace

# A sentence without its test, or a stale quote, stops the build here, too.
$(B)/prove-mantrace: $(prove_mantrace_objects) $(MANTRACE_PAGE) $(B)/mantrace
	$(B)/mantrace check $(MANTRACE_PAGE)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(prove_mantrace_objects)

$(B)/conformance/man1/%.o: conformance/man1/%.c conformance/man1/trial.h \
		$(HARNESS_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -Iconformance/harness -c -o $@ $<

check: check-mantrace-page

check-mantrace-page: $(B)/prove-mantrace $(B)/sanitized/mantrace
	$(B)/mantrace verify $(MANTRACE_PAGE)
	prove $(B)/prove-mantrace :: $(B)/mantrace
	prove $(B)/prove-mantrace :: $(B)/sanitized/mantrace
	prove conformance/check/mantrace-page

.PHONY: check-mantrace-page
