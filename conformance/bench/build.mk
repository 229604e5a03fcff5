# SPDX-License-Identifier: GPL-2.0-only
# What read-write protection costs.

BENCH         := conformance/bench
BENCH_HEADERS := $(wildcard $(BENCH)/*.h) conformance/harness/uapi.h
BENCH_SHARED  := $(addprefix $(B)/$(BENCH)/,rows.o samples.o statistics.o \
			table.o)
BENCH_PROGRAM := $(addprefix $(B)/$(BENCH)/,main.o die.o faults.o huge_pool.o \
			measure.o memory.o pagemap.o stopwatch.o tracking.o)

$(B)/$(BENCH)/%.o: $(BENCH)/%.c $(BENCH_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(HARNESS_CFLAGS) -c -o $@ $<

$(B)/uffd-bench: $(BENCH_PROGRAM) $(BENCH_SHARED)
	$(CC) $(HARNESS_CFLAGS) -static -o $@ $^

$(B)/bench-report: $(B)/$(BENCH)/report.o $(BENCH_SHARED)
	$(CC) $(HARNESS_CFLAGS) -o $@ $^

bench-kernel: $(addprefix $(B)/,run-programs init uffd-bench bench-report) ## What protection costs: [KERNEL="NAME NAME..."] [BOOTS=2]
	@$(BENCH)/bench-kernel $(KERNEL)

.PHONY: bench-kernel
