/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef TABLE_H
#define TABLE_H

#include "samples.h"

#define AIM   1.10 /* of the counterpart */
#define LIMIT 1.25 /* beyond it is a defect, to be explained or mended */

enum finding {
	FINE,
	BEYOND_AIM,
	DEFECT,
	NOT_MEASURED,
};

/* RWP in proportion to its counterpart, round by round. */
struct quartiles ratio_of(const struct samples *samples);

enum finding judge(size_t row, const struct samples *samples);

/*
 * One line a row, each after `prefix`: medians, with quartiles in parentheses,
 * and what is to be said of them.
 */
void print_table(const char *prefix, const struct measurement *measurement);

/*
 * The same rows under two kernels: both sides of the second in proportion to
 * those of the first.
 */
void print_comparison(const struct measurement *first,
		      const struct measurement *second);

#endif
