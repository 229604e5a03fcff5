# SPDX-License-Identifier: GPL-2.0-only
HARNESS_SOURCES  := $(wildcard conformance/harness/*.c)
HARNESS_HEADERS  := $(wildcard conformance/harness/*.h)
TEST_SOURCES     := $(wildcard conformance/man2/*.c conformance/man2const/*.c)
HARNESS_CFLAGS   := $(CFLAGS) -Iconformance/harness -pthread
HARNESS_SANITIZE := -fsanitize=undefined -fno-sanitize-recover=all

PROGRAM_OBJECTS  := $(patsubst conformance/%.c,conformance/%.o, \
			$(HARNESS_SOURCES) $(TEST_SOURCES))

all: $(B)/uffd-conformance

# A sentence without its test, or a stale quote, stops the build.
$(B)/claims.tsv: $(PAGES) $(TEST_SOURCES) $(B)/mantrace
	$(B)/mantrace check $(PAGES)
	$(B)/mantrace list $(PAGES) >$@

$(B)/conformance/harness/lines.o \
$(B)/sanitized/conformance/harness/lines.o: $(B)/claims.tsv
$(B)/conformance/harness/lines.o \
$(B)/sanitized/conformance/harness/lines.o: HARNESS_CFLAGS += \
	-DCLAIMS_FILE='"$(B)/claims.tsv"'

$(B)/conformance/%.o: conformance/%.c $(HARNESS_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(HARNESS_CFLAGS) -c -o $@ $<

$(B)/sanitized/conformance/%.o: conformance/%.c $(HARNESS_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(HARNESS_CFLAGS) $(HARNESS_SANITIZE) -c -o $@ $<

$(B)/uffd-conformance: $(addprefix $(B)/,$(PROGRAM_OBJECTS))
	$(CC) $(HARNESS_CFLAGS) -static -o $@ $^

$(B)/sanitized/uffd-conformance: $(addprefix $(B)/sanitized/,$(PROGRAM_OBJECTS))
	$(CC) $(HARNESS_CFLAGS) $(HARNESS_SANITIZE) -static -o $@ $^
