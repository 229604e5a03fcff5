// SPDX-License-Identifier: GPL-2.0-only
#include "samples.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define UNIT_PREFIX   "# unit: "
#define SAMPLE_PREFIX "# sample: "

bool add_sample(struct samples *samples, double rwp, double counterpart)
{
	if (samples->count == MAX_SAMPLES)
		return false;
	samples->rwp[samples->count] = rwp;
	samples->counterpart[samples->count] = counterpart;
	samples->count++;
	return true;
}

void print_unit(const char *unit)
{
	printf(UNIT_PREFIX "%s\n", unit);
}

void print_sample(size_t row, double rwp, double counterpart)
{
	printf(SAMPLE_PREFIX "%zu %.3f %.3f\n", row, rwp, counterpart);
}

static const char *after(const char *line, const char *prefix)
{
	size_t length = strlen(prefix);

	return strncmp(line, prefix, length) ? NULL : line + length;
}

static bool take_unit(struct measurement *measurement, const char *name)
{
	const char *unit;

	if (!strcmp(name, NANOSECONDS))
		unit = NANOSECONDS;
	else if (!strcmp(name, INSTRUCTIONS))
		unit = INSTRUCTIONS;
	else
		return false;
	if (measurement->unit && strcmp(measurement->unit, unit))
		return false;
	measurement->unit = unit;
	return true;
}

static bool take_sample(struct measurement *measurement, const char *numbers)
{
	double counterpart;
	double rwp;
	size_t row;

	if (!measurement->unit ||
	    sscanf(numbers, "%zu %lf %lf", &row, &rwp, &counterpart) != 3 ||
	    row >= ROWS || !isfinite(rwp) || !isfinite(counterpart) ||
	    rwp <= 0 || counterpart <= 0)
		return false;
	return add_sample(&measurement->rows[row], rwp, counterpart);
}

bool take_line(struct measurement *measurement, const char *line)
{
	const char *rest;

	rest = after(line, UNIT_PREFIX);
	if (rest)
		return take_unit(measurement, rest);
	rest = after(line, SAMPLE_PREFIX);
	if (rest)
		return take_sample(measurement, rest);
	return true;
}
