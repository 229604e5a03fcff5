/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A lane takes the claims that are proved in one place (a guest, or this
 * machine) from the first to the last.  A block that takes its guest down is
 * false, and the lane goes on with the next block in a new guest.
 */
#ifndef LANE_H
#define LANE_H

#include <poll.h>
#include <stdbool.h>

#include "claims.h"
#include "options.h"
#include "qemu.h"
#include "snapshot.h"
#include "text.h"

enum phase {
	PHASE_BOOT,	/* until the guest's first process speaks */
	PHASE_SET_UP,	/* until the test program starts */
	PHASE_TESTS,	/* until it ends */
	PHASE_SHUTDOWN, /* until the machine is gone */
	PHASE_OVER,
	PHASES = PHASE_OVER,
};

struct lane {
	const struct options *options;
	struct claims *claims;
	bool of_host;	 /* takes the claims that are proved on the host */
	bool in_machine; /* in a virtual machine */

	enum phase phase;
	enum accelerator accelerator;
	bool accelerator_proved;
	struct machine machine;
	struct snapshot
		snapshot;	/* that guests are from, or the first is for */
	bool boots_only;	/* snapshots are of no use here */
	bool waits_to_be_saved; /* the guest that runs */
	unsigned int guests_booted;
	unsigned int guests_resumed;
	unsigned long next; /* number of the first claim without a verdict */
	int boots_failed;   /* in a row, before the program started */
	int deaths;	    /* in a row, without one result in between */

	bool alone;	       /* a guest for each block, since one was lost */
	int cleared;	       /* blocks that have run so, and did no harm */
	struct claim *suspect; /* may have done it; NULL: nobody */
	struct claim *tested;  /* runs alone; NULL: many run */
	struct text charge;    /* diagnostics if it proves to be the suspect */
	double deadline;
	double phase_start;

	struct text received; /* results: what is no whole line yet */
	struct text block;    /* diagnostics of the block that runs */
	struct text console;  /* the end of what the console showed */

	bool misbehaved;	/* a guest went down after its last block */
	char *release;		/* of the kernel; NULL: not known */
	struct text trouble;	/* what the guest could not set up */
	double seconds[PHASES]; /* spent, over all guests */
	double packing;		/* seconds */
};

#define LANE_DESCRIPTORS 3

/* False if no claim is left for the lane: it is over. */
bool lane_start(struct lane *lane);

/* What to wait for, and until when (milliseconds, as poll(2) has it). */
void lane_wait_for(const struct lane *lane,
		   struct pollfd descriptors[LANE_DESCRIPTORS]);
int lane_milliseconds(const struct lane *lane);

/* Takes what has come, and what has not come in time. */
void lane_step(struct lane *lane);

/* Ends it now: claims without a verdict get `reason`. */
void lane_stop(struct lane *lane, const char *reason);

void lane_free(struct lane *lane);

#endif
