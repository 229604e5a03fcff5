/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef STATISTICS_H
#define STATISTICS_H

#include <stddef.h>

struct quartiles {
	double first;
	double median;
	double third;
};

/* Of at least one number; between two of them, in proportion. */
struct quartiles quartiles_of(const double *values, size_t count);

#endif
