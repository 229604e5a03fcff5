/* SPDX-License-Identifier: GPL-2.0-only */
/* Measured numbers, and the lines that carry them from a guest. */
#ifndef SAMPLES_H
#define SAMPLES_H

#include <stdbool.h>
#include <stddef.h>

#include "rows.h"

#define MAX_SAMPLES 1000 /* of a row */

/* A round measures both sides. */
struct samples {
	size_t count;
	double rwp[MAX_SAMPLES];
	double counterpart[MAX_SAMPLES];
};

/* Counted all in the same unit, under one kernel. */
struct measurement {
	const char *unit; /* "ns" or "instructions"; NULL: nothing yet */
	struct samples rows[ROWS];
};

#define NANOSECONDS  "ns"
#define INSTRUCTIONS "instructions"

/* False if there is no room for more. */
bool add_sample(struct samples *samples, double rwp, double counterpart);

/* As comments of TAP. */
void print_unit(const char *unit);
void print_sample(size_t row, double rwp, double counterpart);

/*
 * Takes what is in such a line.  Lines of other kinds are passed over.  False
 * if it says something impossible: two units, no such row, not a number.
 */
bool take_line(struct measurement *measurement, const char *line);

#endif
