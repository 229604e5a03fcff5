// SPDX-License-Identifier: GPL-2.0-only
#include "table.h"

#include <stdio.h>

#include "statistics.h"

struct quartiles ratio_of(const struct samples *samples)
{
	double ratios[MAX_SAMPLES];

	for (size_t i = 0; i < samples->count; i++)
		ratios[i] = samples->rwp[i] / samples->counterpart[i];
	return quartiles_of(ratios, samples->count);
}

enum finding judge(size_t row, const struct samples *samples)
{
	double ratio;

	if (samples->count == 0)
		return NOT_MEASURED;
	if (!describe_row(row).has_limit)
		return FINE;
	ratio = ratio_of(samples).median;
	if (ratio > LIMIT)
		return DEFECT;
	return ratio > AIM ? BEYOND_AIM : FINE;
}

/* Large numbers need no fraction. */
static void print_number(const struct quartiles *number)
{
	int places = number->median < 1000 ? 1 : 0;
	char spread[48];

	snprintf(spread, sizeof(spread), "(%.*f..%.*f)", places, number->first,
		 places, number->third);
	printf(" %11.*f %-23s", places, number->median, spread);
}

static void print_ratio(const struct quartiles *ratio)
{
	printf(" %6.2f (%.2f..%.2f)", ratio->median, ratio->first,
	       ratio->third);
}

static void print_row(const char *prefix, size_t row,
		      const struct samples *samples)
{
	static const char *const remarks[] = {
		[BEYOND_AIM] = "  more than 1.10",
		[DEFECT] = "  DEFECT: more than 1.25",
	};
	struct row described = describe_row(row);
	enum finding finding = judge(row, samples);
	struct quartiles rwp;
	struct quartiles counterpart;
	struct quartiles ratio;

	printf("%s%-17s %-7s", prefix, described.what, described.kind);
	if (finding == NOT_MEASURED) {
		puts(" not measured");
		return;
	}
	rwp = quartiles_of(samples->rwp, samples->count);
	counterpart = quartiles_of(samples->counterpart, samples->count);
	ratio = ratio_of(samples);
	print_number(&rwp);
	print_number(&counterpart);
	print_ratio(&ratio);
	printf("  %s%s\n", described.counterpart,
	       remarks[finding] ? remarks[finding] : "");
}

void print_table(const char *prefix, const struct measurement *measurement)
{
	printf("%s%-17s %-7s %11s %-23s %11s %-23s %6s\n", prefix,
	       measurement->unit, "memory", "RWP", "(quartiles)", "other",
	       "(quartiles)", "ratio");
	for (size_t row = 0; row < ROWS; row++)
		print_row(prefix, row, &measurement->rows[row]);
}

static double change(const double *first, size_t first_count,
		     const double *second, size_t second_count)
{
	return quartiles_of(second, second_count).median /
	       quartiles_of(first, first_count).median;
}

static void compare_row(size_t row, const struct samples *first,
			const struct samples *second)
{
	struct row described = describe_row(row);

	printf("%-17s %-7s", described.what, described.kind);
	if (first->count == 0 || second->count == 0)
		puts(" not measured");
	else
		printf(" %11.2f %11.2f  %s\n",
		       change(first->rwp, first->count, second->rwp,
			      second->count),
		       change(first->counterpart, first->count,
			      second->counterpart, second->count),
		       described.counterpart);
}

void print_comparison(const struct measurement *first,
		      const struct measurement *second)
{
	printf("%-17s %-7s %11s %11s\n", first->unit, "memory", "RWP", "other");
	for (size_t row = 0; row < ROWS; row++)
		compare_row(row, &first->rows[row], &second->rows[row]);
}
