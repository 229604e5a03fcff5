// SPDX-License-Identifier: GPL-2.0-only
/*
 * Measures read-write protection on the kernel that runs here, beside what it
 * is compared with, and prints the samples, a table, and a verdict on each row
 * as TAP.
 */
#include <errno.h>
#include <getopt.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <termios.h>
#include <unistd.h>

#include "die.h"
#include "measure.h"
#include "memory.h"
#include "statistics.h"
#include "stopwatch.h"
#include "table.h"
#include "tracking.h"

#define DEFAULT_ROUNDS 11
#define STATUS_USAGE   2

static const char usage[] =
	"usage: uffd-bench [--rounds N] [--instructions]\n"
	"Measures read-write protection of memory on this kernel beside write\n"
	"protection, and mprotect(2).  Needs about 2.5 GiB of memory.\n"
	"\n"
	"  --rounds N      of both sides in turns, for each row (11)\n"
	"  --instructions  count instructions: in a machine that QEMU emulates\n"
	"                  with -icount shift=0\n";

static unsigned int read_rounds(const char *text)
{
	char *end;
	unsigned long rounds = strtoul(text, &end, 10);

	if (end == text || *end || rounds < 1 || rounds > MAX_SAMPLES) {
		fprintf(stderr, "uffd-bench: %s: not a number from 1 to %d\n",
			text, MAX_SAMPLES);
		exit(STATUS_USAGE);
	}
	return (unsigned int)rounds;
}

/* Two threads that hand faults to each other are as one there. */
static void stay_on_one_processor(void)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(0, &set);
	if (sched_setaffinity(0, sizeof(set), &set))
		die("sched_setaffinity to processor 0: %m");
}

/* A serial port that still sends would take time from the next row. */
static void finish_printing(void)
{
	if (fflush(stdout))
		die("standard output: %m");
	if (isatty(STDOUT_FILENO) && tcdrain(STDOUT_FILENO))
		die("tcdrain: %m");
}

static void print_release(void)
{
	struct utsname name;

	if (uname(&name))
		die("uname: %m");
	printf("# release: %s\n", name.release);
}

static void print_result(size_t row, const struct samples *samples)
{
	struct row described = describe_row(row);
	enum finding finding = judge(row, samples);

	printf("%s %zu - %s, %s: ", finding == DEFECT ? "not ok" : "ok",
	       row + 1, described.what, described.kind);
	if (finding == NOT_MEASURED)
		puts("# SKIP not enough huge pages (vm.nr_hugepages)");
	else
		printf("%s is %.2f of %s\n", described.of_rwp,
		       ratio_of(samples).median, described.counterpart);
}

static void measure_all(struct measurement *measurement, unsigned int rounds)
{
	bool have[KINDS] = { false };

	for (size_t row = 0; row < ROWS; row++) {
		enum kind kind = kind_of(row);

		/* Huge pages for one kind are in the way of those before. */
		if (operation_of(row) == 0)
			have[kind] = have_memory(kind, pages_needed(kind));
		if (have[kind])
			measure(row, rounds, &measurement->rows[row]);
		print_result(row, &measurement->rows[row]);
		finish_printing();
	}
}

static bool has_defect(const struct measurement *measurement)
{
	for (size_t row = 0; row < ROWS; row++)
		if (judge(row, &measurement->rows[row]) == DEFECT)
			return true;
	return false;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "rounds", required_argument, NULL, 'r' },
		{ "instructions", no_argument, NULL, 'i' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	static struct measurement measurement = { .unit = NANOSECONDS };
	unsigned int rounds = DEFAULT_ROUNDS;
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'r') {
			rounds = read_rounds(optarg);
		} else if (option == 'i') {
			measurement.unit = INSTRUCTIONS;
		} else {
			fputs(usage, option == 'h' ? stdout : stderr);
			return option == 'h' ? 0 : STATUS_USAGE;
		}
	}
	puts("KTAP version 1");
	print_release();
	if (!have_protection()) {
		puts("1..0 # SKIP this kernel has no read-write protection");
		return 0;
	}
	printf("1..%zu\n", ROWS);
	print_unit(measurement.unit);
	stay_on_one_processor();
	if (!strcmp(measurement.unit, INSTRUCTIONS))
		stopwatch_count_instructions();
	measure_all(&measurement, rounds);
	print_table("# ", &measurement);
	return has_defect(&measurement);
}
