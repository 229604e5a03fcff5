/* SPDX-License-Identifier: GPL-2.0-only */
/* The guest that the tests run in: booted, or resumed from a snapshot. */
#ifndef BOOT_H
#define BOOT_H

#include "options.h"
#include "qemu.h"
#include "snapshot.h"
#include "text.h"

/*
 * Boots a guest that runs the test program with the arguments given, of which
 * each ends with a NUL.  Returns 0, or -1 after a message.
 */
int boot_guest(struct machine *machine, const struct options *options,
	       const struct hardware *hardware, const struct text *arguments);

/*
 * The same from a snapshot, which is NO_SNAPSHOT at first, stays open for
 * further guests, and which the caller closes.  If none is saved, boots a guest
 * that says when it can be saved, or runs the test program if it lacks
 * something.
 */
int boot_or_resume(struct machine *machine, const struct options *options,
		   const struct hardware *hardware, struct snapshot *snapshot,
		   const struct text *arguments);

#endif
