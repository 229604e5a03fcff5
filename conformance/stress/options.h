/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef STRESS_OPTIONS_H
#define STRESS_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tamper.h"

struct options {
	uint64_t seed;
	double seconds; /* of all cases together */
	unsigned long rounds;
	size_t threads;
	unsigned int deadline;
	const char *backing; /* NULL: all */
	const char *mode;    /* NULL: all */
	const char *without; /* as given, or NULL */
	enum tamper sabotage;
	bool every_sabotage;
	/* Of "shmem-thp-protection" among what is left out. */
	bool uncertain_shmem_thp;
};

/* Ends the process with status 2 and a message if something is wrong. */
struct options parse_options(int argc, char **argv);

#endif
