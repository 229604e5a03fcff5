/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ROUNDS_H
#define ROUNDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "place.h"
#include "worker.h"

/* What to do, and for how long. */
struct stress {
	const struct kind *kind;
	unsigned long long features;
	unsigned long long modes;
	uint64_t seed;
	size_t threads;
	double seconds;		   /* 0: as many rounds as this */
	unsigned long rounds;	   /* 0: as long as that */
	unsigned int deadline;	   /* seconds that one operation may take */
	bool uncertain_protection; /* what is protected may not be */
	bool is_balanced;	   /* NUMA balancing is at work */
};

/*
 * Rounds of storms, in which all threads make operations at random, and of
 * quiet, in which one thread checks everything.  Prints what it did to standard
 * error.  Ends the process if anything is wrong.
 */
void do_rounds(const struct stress *stress);

/*
 * waking.c: what has to wake a thread does.  A second worker waits in assist(),
 * until end_assistance().
 */
void set_up_waking(void);
void assist(struct worker *worker);
void end_assistance(void);
void check_waking(struct worker *worker);

/* quiet.c: everything is as the model says, and can be protected. */
void check_everything(struct worker *worker, bool is_certain);

#endif
