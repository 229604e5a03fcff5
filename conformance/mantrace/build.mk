# SPDX-License-Identifier: GPL-2.0-only
mantrace := conformance/mantrace
mantrace_objects := $(patsubst %.c,%.o,$(wildcard $(mantrace)/*.c))
mantrace_plain := $(mantrace_objects:%=$(B)/%)
mantrace_sanitized := $(mantrace_objects:%=$(B)/sanitized/%)
mantrace_fuzzed := $(filter-out %/main.o,$(mantrace_objects:%=$(B)/fuzzed/%))
mantrace_readers := tree quotes diff
mantrace_fuzzers := $(mantrace_readers:%=$(B)/fuzzed/%)
mantrace_seeds := $(wildcard $(mantrace)/regress/list/*.7) $(PAGES)
mantrace_tests := $(addprefix $(mantrace)/regress/,run differences revisions \
			broken-revisions speed judgements hostile other-mandoc)
mantrace_sanitize := -fno-sanitize-recover=all -fsanitize=address,undefined

$(B)/mantrace: $(mantrace_plain)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lz

$(B)/$(mantrace)/%.o: $(mantrace)/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

mantrace-sanitized: $(B)/sanitized/mantrace

$(B)/sanitized/mantrace: $(mantrace_sanitized)
	$(CC) $(CFLAGS) $(LDFLAGS) $(mantrace_sanitize) -o $@ $^ -lz

$(B)/sanitized/$(mantrace)/%.o: $(mantrace)/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(mantrace_sanitize) -MMD -MP -c -o $@ $<

check: check-mantrace

check-mantrace: $(B)/mantrace $(B)/sanitized/mantrace
	$(B)/mantrace verify $(PAGES)
	prove -e sh $(mantrace_tests) :: $(B)/mantrace
	prove -e sh $(mantrace_tests) :: $(B)/sanitized/mantrace

fuzz: $(mantrace_fuzzers) $(B)/fuzzed/seeds ## Fuzz mantrace's readers for 60 s.
	for reader in $(mantrace_readers); do \
		mkdir -p $(B)/fuzzed/found/$$reader && \
		$(B)/fuzzed/$$reader -max_total_time=20 -timeout=5 \
			-verbosity=0 -print_final_stats=1 \
			-artifact_prefix=$(B)/fuzzed/$$reader- \
			$(B)/fuzzed/found/$$reader \
			$(B)/fuzzed/seeds/$$reader || exit 1; \
	done

$(mantrace_fuzzers): $(B)/fuzzed/%: \
		$(B)/fuzzed/$(mantrace)/fuzz/%.o $(mantrace_fuzzed)
	clang $(CFLAGS) $(mantrace_sanitize),fuzzer -o $@ $^ -lz

$(B)/fuzzed/$(mantrace)/%.o: $(mantrace)/%.c
	@mkdir -p $(@D)
	clang $(CFLAGS) $(mantrace_sanitize),fuzzer-no-link -MMD -MP \
		-c -o $@ $<

$(B)/fuzzed/seeds: $(mantrace_seeds)
	@mkdir -p $(mantrace_readers:%=$@/%)
	for page in $(mantrace_seeds); do \
		mandoc -T tree $$page >$@/tree/$${page##*/} || exit 1; \
	done
	for tests in $(wildcard $(mantrace)/regress/*/*/tests \
			conformance/man2const/*.c); do \
		cp $$tests $@/quotes/$$(echo $$tests | tr / -) || exit 1; \
	done
	for pair in $(wildcard $(mantrace)/regress/diff/*); do \
		{ mandoc -T tree $$pair/old.7 && printf "\0" && \
			mandoc -T tree $$pair/new.7; } \
			>$@/diff/$${pair##*/} || exit 1; \
	done
	@touch $@

.PHONY: mantrace-sanitized check-mantrace fuzz

-include $(mantrace_plain:.o=.d) $(mantrace_sanitized:.o=.d) \
	$(mantrace_fuzzed:.o=.d) \
	$(wildcard $(B)/fuzzed/$(mantrace)/fuzz/*.d)
