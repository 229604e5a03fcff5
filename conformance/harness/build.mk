# SPDX-License-Identifier: GPL-2.0-only
HARNESS_SOURCES := $(wildcard conformance/harness/*.c)
HARNESS_HEADERS := $(wildcard conformance/harness/*.h)
TEST_SOURCES    := $(wildcard conformance/man2/*.c conformance/man2const/*.c)
HARNESS_CFLAGS  := $(CFLAGS) -Iconformance/harness -pthread

PROGRAM_OBJECTS := $(patsubst conformance/%.c,$(B)/conformance/%.o, \
			$(HARNESS_SOURCES) $(TEST_SOURCES))

all: $(B)/uffd-conformance

# A sentence without its test, or a stale quote, stops the build.
$(B)/claims.tsv: $(PAGES) $(TEST_SOURCES) $(B)/mantrace
	$(B)/mantrace check $(PAGES)
	$(B)/mantrace list $(PAGES) >$@

$(B)/conformance/%.o: conformance/%.c $(HARNESS_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(HARNESS_CFLAGS) -c -o $@ $<

$(B)/conformance/harness/lines.o: conformance/harness/lines.c $(B)/claims.tsv
	@mkdir -p $(@D)
	$(CC) $(HARNESS_CFLAGS) -DCLAIMS_FILE='"$(B)/claims.tsv"' -c -o $@ $<

$(B)/uffd-conformance: $(PROGRAM_OBJECTS)
	$(CC) $(HARNESS_CFLAGS) -static -o $@ $^
