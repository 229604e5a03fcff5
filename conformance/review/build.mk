# SPDX-License-Identifier: GPL-2.0-only
# What a change of the pages means.
review          := conformance/review
review_sources  := $(filter-out $(review)/confine.c,$(wildcard $(review)/*.c))
review_objects  := $(review_sources:%.c=%.o) \
			$(filter-out $(mantrace)/main.o,$(mantrace_objects))
review_harness  := $(filter-out %/lines.o,$(patsubst %.c,$(B)/%.o, \
			$(HARNESS_SOURCES)))
REVIEW_CFLAGS   := $(CFLAGS) -I$(mantrace)

$(B)/$(review)/%.o: $(review)/%.c
	@mkdir -p $(@D)
	$(CC) $(REVIEW_CFLAGS) -MMD -MP -c -o $@ $<

$(B)/sanitized/$(review)/%.o: $(review)/%.c
	@mkdir -p $(@D)
	$(CC) $(REVIEW_CFLAGS) $(mantrace_sanitize) -MMD -MP -c -o $@ $<

$(B)/review-commit: $(addprefix $(B)/,$(review_objects))
	$(CC) $(CFLAGS) -o $@ $^ -lz

$(B)/sanitized/review-commit: $(addprefix $(B)/sanitized/,$(review_objects))
	$(CC) $(CFLAGS) $(mantrace_sanitize) -o $@ $^ -lz

$(B)/confine: $(review)/confine.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -o $@ $<

# Tests of a commit are compiled as ours are, and linked with our harness.
review_needs := $(addprefix $(B)/,review-commit confine mantrace run-vm init) \
		$(review_harness)

review: $(review_needs) $(if $(TREE),all) ## What commits or mails change: [BASE=...] [MBOX=...] [KERNELS=...] [TREE=...]
	+@if [ -n "$$TREE" ]; then \
		$(review)/published "$$TREE" "$$MBOX"; \
	else \
		CC='$(CC)' TEST_CFLAGS='$(HARNESS_CFLAGS)' \
			HARNESS='$(review_harness)' $(review)/review; \
	fi

check: check-review

check-review: $(review_needs) $(B)/sanitized/review-commit
	@prove $(addprefix $(review)/check/,judgements.t citations.t)
	@REVIEW_COMMIT=$(B)/sanitized/review-commit \
		prove $(addprefix $(review)/check/,judgements.t citations.t)
	@CC='$(CC)' TEST_CFLAGS='$(HARNESS_CFLAGS)' \
		HARNESS='$(review_harness)' prove $(addprefix $(review)/check/, \
		base.t input.t pages.t hostile-patches.t hostile-tests.t verdict.t)

.PHONY: review check-review

-include $(wildcard $(B)/$(review)/*.d $(B)/sanitized/$(review)/*.d)
