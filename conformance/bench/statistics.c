// SPDX-License-Identifier: GPL-2.0-only
#include "statistics.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_size(const void *left, const void *right)
{
	double first = *(const double *)left;
	double second = *(const double *)right;

	return (first > second) - (first < second);
}

static double at(const double *sorted, size_t count, double part)
{
	double place = part * (double)(count - 1);
	size_t below = (size_t)place;

	if (below + 1 == count)
		return sorted[below];
	return sorted[below] +
	       (place - (double)below) * (sorted[below + 1] - sorted[below]);
}

struct quartiles quartiles_of(const double *values, size_t count)
{
	double *sorted = malloc(count * sizeof(*sorted));
	struct quartiles result;

	if (!sorted) {
		fputs("out of memory\n", stderr);
		exit(EXIT_FAILURE);
	}
	memcpy(sorted, values, count * sizeof(*sorted));
	qsort(sorted, count, sizeof(*sorted), by_size);
	result.first = at(sorted, count, 0.25);
	result.median = at(sorted, count, 0.5);
	result.third = at(sorted, count, 0.75);
	free(sorted);
	return result;
}
