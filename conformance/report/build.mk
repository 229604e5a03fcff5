# SPDX-License-Identifier: GPL-2.0-only
# The pages with the verdicts of their sentences, for people and for machines.
report := conformance/report
report_objects := $(patsubst %.c,%.o,$(wildcard $(report)/*.c)) \
		$(addprefix $(reading)/,link.o outline.o)
report_sanitized := $(addprefix $(B)/sanitized/,$(report_objects))

report: all $(B)/make-report ## The pages with verdicts and tests: build/report.
	@$(report)/run $(PAGES)

$(B)/make-report: $(addprefix $(B)/,$(report_objects) mantrace.a)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lz

$(B)/sanitized/make-report: $(report_sanitized) $(B)/sanitized/mantrace.a
	$(CC) $(CFLAGS) $(LDFLAGS) $(mantrace_sanitize) -o $@ $^ -lz

$(B)/mantrace.a: $(filter-out %/main.o,$(mantrace_plain))
$(B)/sanitized/mantrace.a: $(filter-out %/main.o,$(mantrace_sanitized))
$(B)/mantrace.a $(B)/sanitized/mantrace.a:
	@rm -f $@
	$(AR) rcs $@ $^

$(B)/validate-json: $(addprefix $(B)/,$(report)/check/validate.o \
		$(report)/json.o mantrace.a)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lz

$(B)/check-report: $(addprefix $(B)/,$(report)/check/browser.o \
		$(addprefix $(reading)/check/,chromium.o look.o) mantrace.a)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lz

$(B)/$(report)/%.o: $(report)/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -I$(mantrace) -I$(reading) -I$(reading)/check \
		-I$(report) -MMD -MP -c -o $@ $<

$(B)/sanitized/$(report)/%.o: $(report)/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(mantrace_sanitize) -I$(mantrace) -I$(reading) \
		-MMD -MP -c -o $@ $<

$(B)/sanitized/$(reading)/%.o: $(reading)/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(mantrace_sanitize) -I$(mantrace) -MMD -MP -c -o $@ $<

check: check-report-files

check-report-files: $(B)/make-report $(B)/sanitized/make-report $(B)/validate-json
	prove $(wildcard $(report)/check/*.t) :: $(B)/make-report
	prove $(wildcard $(report)/check/*.t) :: $(B)/sanitized/make-report


check-install: check-report-browser

check-report-browser: $(B)/make-report $(B)/mantrace $(B)/check-report
	@conformance/install-packages install/packages
	prove -v $(report)/check/browser

.PHONY: report check-report-files check-report-browser

-include $(addprefix $(B)/,$(report_objects:.o=.d)) $(report_sanitized:.o=.d) \
	$(wildcard $(B)/$(report)/check/*.d)
