/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef EVENTS_H
#define EVENTS_H

#include <sys/types.h>

#include "backing.h"
#include "uffd.h"

/*
 * Changes of the address space that a userfaultfd reports.  The thread that
 * makes one waits until its event is read.
 */
enum change {
	CHANGE_FORK,
	CHANGE_REMAP,
	CHANGE_REMOVE,
	CHANGE_UNMAP,
	CHANGE_REPLACE, /* mmap(2) with MAP_FIXED */
};

struct change_under_way;

/* The feature with which a userfaultfd reports the change. */
unsigned long long feature_of_change(enum change change);

/*
 * Begins to change the area, in a thread of its own, and returns when the
 * event of the change can be read from `uffd`.  CHANGE_FORK: the child waits
 * to be killed with the block.
 */
struct change_under_way *begin_change(int uffd, enum change change,
				      const struct area *area);

/* Reads the event, and leaves the change to go on. */
struct uffd_msg read_event(struct change_under_way *change);

/* Reads the event, and returns when the change is complete. */
struct uffd_msg complete_change(struct change_under_way *change);

/* Returns when the change is complete, whose event was read. */
void await_change_end(struct change_under_way *change);

#endif
