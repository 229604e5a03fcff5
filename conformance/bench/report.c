// SPDX-License-Identifier: GPL-2.0-only
/*
 * Puts together what uffd-bench printed in each boot of each kernel: a table a
 * kernel and unit, and what one kernel costs in proportion to another.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "samples.h"
#include "statistics.h"
#include "table.h"

#define MAX_LINE    4096
#define MAX_KERNELS 8

enum {
	STATUS_FINE = 0,
	STATUS_DEFECT = 1,
	STATUS_USAGE = 2,
	STATUS_NO_VERDICT = 125,
};

static const char usage[] = "usage: bench-report KERNEL=FILE...\n"
			    "Files of one kernel follow each other.\n";

enum unit {
	TIME,
	COUNT,
	UNITS
};

/* Of all boots so far, the least and the greatest median. */
struct extremes {
	double least;
	double greatest;
};

struct boots {
	unsigned int count;
	struct measurement pooled;
	struct extremes rwp[ROWS];
	struct extremes counterpart[ROWS];
};

struct kernel {
	const char *name;
	char release[MAX_LINE];
	struct boots units[UNITS];
};

static void extend(struct extremes *extremes, const double *values,
		   size_t count, bool is_first)
{
	double median = quartiles_of(values, count).median;

	if (is_first || median < extremes->least)
		extremes->least = median;
	if (is_first || median > extremes->greatest)
		extremes->greatest = median;
}

static bool add_boot(struct kernel *kernel, const struct measurement *boot)
{
	enum unit unit = strcmp(boot->unit, INSTRUCTIONS) == 0 ? COUNT : TIME;
	struct boots *boots = &kernel->units[unit];

	boots->pooled.unit = boot->unit;
	for (size_t row = 0; row < ROWS; row++) {
		const struct samples *samples = &boot->rows[row];
		struct samples *pooled = &boots->pooled.rows[row];
		bool is_first = pooled->count == 0;

		for (size_t i = 0; i < samples->count; i++)
			if (!add_sample(pooled, samples->rwp[i],
					samples->counterpart[i]))
				return false;
		if (samples->count == 0)
			continue;
		extend(&boots->rwp[row], samples->rwp, samples->count,
		       is_first);
		extend(&boots->counterpart[row], samples->counterpart,
		       samples->count, is_first);
	}
	boots->count++;
	return true;
}

static void take_release(struct kernel *kernel, const char *line)
{
	static const char prefix[] = "# release: ";

	if (strncmp(line, prefix, sizeof(prefix) - 1) == 0)
		strcpy(kernel->release, line + sizeof(prefix) - 1);
}

static int read_boot(struct kernel *kernel, FILE *file, const char *path)
{
	static struct measurement boot;
	char line[MAX_LINE];

	memset(&boot, 0, sizeof(boot));
	for (unsigned long number = 1; fgets(line, sizeof(line), file);
	     number++) {
		line[strcspn(line, "\n")] = '\0';
		take_release(kernel, line);
		if (take_line(&boot, line))
			continue;
		fprintf(stderr, "%s:%lu: error: no sample: %s\n", path, number,
			line);
		return -1;
	}
	if (ferror(file) || !boot.unit) {
		fprintf(stderr, "bench-report: %s: no samples: %s\n", path,
			ferror(file) ? strerror(errno)
				     : "has the kernel no such protection?");
		return -1;
	}
	if (add_boot(kernel, &boot))
		return 0;
	fprintf(stderr, "bench-report: %s: more than %d samples of a row\n",
		path, MAX_SAMPLES);
	return -1;
}

static int read_file(struct kernel *kernel, const char *path)
{
	FILE *file = fopen(path, "re");
	int result;

	if (!file) {
		fprintf(stderr, "bench-report: %s: %s\n", path,
			strerror(errno));
		return -1;
	}
	result = read_boot(kernel, file, path);
	fclose(file);
	return result;
}

static double spread(const struct extremes *extremes)
{
	return extremes->greatest / extremes->least - 1;
}

static double largest_spread(const struct boots *boots)
{
	double largest = 0;

	for (size_t row = 0; row < ROWS; row++) {
		if (boots->pooled.rows[row].count == 0)
			continue;
		if (spread(&boots->rwp[row]) > largest)
			largest = spread(&boots->rwp[row]);
		if (spread(&boots->counterpart[row]) > largest)
			largest = spread(&boots->counterpart[row]);
	}
	return largest;
}

static void print_kernel(const struct kernel *kernel)
{
	for (int unit = 0; unit < UNITS; unit++) {
		const struct boots *boots = &kernel->units[unit];

		if (boots->count == 0)
			continue;
		printf("%s (%s), %u boot%s\n", kernel->name, kernel->release,
		       boots->count, boots->count == 1 ? "" : "s");
		print_table("", &boots->pooled);
		if (boots->count > 1)
			printf("medians of one boot and another: at most "
			       "%.2f %% apart\n",
			       100 * largest_spread(boots));
		putchar('\n');
	}
}

static void compare(const struct kernel *first, const struct kernel *second)
{
	for (int unit = 0; unit < UNITS; unit++) {
		if (first->units[unit].count == 0 ||
		    second->units[unit].count == 0)
			continue;
		printf("%s in proportion to %s\n", second->name, first->name);
		print_comparison(&first->units[unit].pooled,
				 &second->units[unit].pooled);
		putchar('\n');
	}
}

/*
 * Where instructions were counted, they decide: the times of a machine that is
 * emulated say little of others.
 */
static int status_of(const struct kernel *kernel)
{
	enum unit unit = kernel->units[COUNT].count > 0 ? COUNT : TIME;
	int status = STATUS_FINE;

	for (size_t row = 0; row < ROWS; row++) {
		const struct samples *samples =
			&kernel->units[unit].pooled.rows[row];
		enum finding finding = judge(row, samples);

		if (finding == NOT_MEASURED)
			return STATUS_NO_VERDICT;
		if (finding == DEFECT)
			status = STATUS_DEFECT;
	}
	return status;
}

static int report(const struct kernel *kernels, size_t count)
{
	int status = STATUS_FINE;

	for (size_t i = 0; i < count; i++)
		print_kernel(&kernels[i]);
	for (size_t i = 1; i < count; i++)
		compare(&kernels[0], &kernels[i]);
	for (size_t i = 0; i < count; i++)
		if (status_of(&kernels[i]) > status)
			status = status_of(&kernels[i]);
	return status;
}

/* KERNEL=FILE; false after a message, with the status in `*status`. */
static bool take_argument(struct kernel *kernels, size_t *count, char *argument,
			  int *status)
{
	char *path = strchr(argument, '=');

	*status = STATUS_USAGE;
	if (!path) {
		fputs(usage, stderr);
		return false;
	}
	*path++ = '\0';
	if (*count == 0 || strcmp(kernels[*count - 1].name, argument) != 0) {
		if (*count == MAX_KERNELS) {
			fprintf(stderr, "bench-report: at most %d kernels\n",
				MAX_KERNELS);
			return false;
		}
		kernels[(*count)++].name = argument;
	}
	*status = STATUS_NO_VERDICT;
	return read_file(&kernels[*count - 1], path) == 0;
}

int main(int argc, char **argv)
{
	struct kernel *kernels = calloc(MAX_KERNELS, sizeof(*kernels));
	size_t count = 0;
	int status = STATUS_NO_VERDICT;
	bool taken = argc > 1;

	if (!kernels) {
		fputs("bench-report: out of memory\n", stderr);
		return STATUS_NO_VERDICT;
	}
	if (argc == 1) {
		fputs(usage, stderr);
		status = STATUS_USAGE;
	}
	for (int i = 1; taken && i < argc; i++)
		taken = take_argument(kernels, &count, argv[i], &status);
	if (taken)
		status = report(kernels, count);
	free(kernels);
	return status;
}
