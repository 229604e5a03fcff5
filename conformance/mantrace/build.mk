# SPDX-License-Identifier: GPL-2.0-only
mantrace_source := conformance/mantrace
mantrace_names := $(basename $(notdir $(wildcard $(mantrace_source)/*.c)))
mantrace_objects := $(mantrace_names:%=$(B)/objects/mantrace/%.o)
mantrace_sanitized_objects := \
	$(mantrace_names:%=$(B)/objects/mantrace-sanitized/%.o)
mantrace_sanitizers := -fsanitize=address,undefined -fno-sanitize-recover=all

$(B)/mantrace: $(mantrace_objects)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lz

$(B)/objects/mantrace/%.o: $(mantrace_source)/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

.PHONY: mantrace-sanitized
mantrace-sanitized: $(B)/sanitized/mantrace

$(B)/sanitized/mantrace: $(mantrace_sanitized_objects)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) $(mantrace_sanitizers) -o $@ $^ -lz

$(B)/objects/mantrace-sanitized/%.o: $(mantrace_source)/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(mantrace_sanitizers) -MMD -MP -c -o $@ $<

-include $(mantrace_objects:.o=.d) $(mantrace_sanitized_objects:.o=.d)
