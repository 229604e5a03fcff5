/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef CASE_H
#define CASE_H

#include "expect.h"
#include "options.h"
#include "place.h"

/* How the userfaultfd is set up. */
struct mode {
	const char *name;
	unsigned long long features;
	unsigned long long modes;
	unsigned long long modes_of_files; /* in addition */
	bool balances;			   /* NUMA balancing is on */
};

#define MODE_COUNT 3
extern const struct mode modes[MODE_COUNT];

struct stress_case {
	const struct kind *kind;
	const struct mode *mode;
	enum tamper sabotage;
	double seconds;
	unsigned int deadline; /* seconds for one operation */
};

/*
 * Runs a case in a process of its own, whose lines are printed as diagnostics
 * as they come.
 */
enum verdict run_case(const struct options *options,
		      const struct stress_case *stress_case);

#endif
