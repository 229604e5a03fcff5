/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Snapshots: guests that have been booted and set up, saved in the cache, so
 * that the next run need not boot.  Each belongs to what it was booted from,
 * byte for byte, and to one boot of this machine.  A few are kept, those that
 * were used last.
 */
#ifndef SNAPSHOT_H
#define SNAPSHOT_H

#include <limits.h>
#include <stdbool.h>

#include "qemu.h"
#include "text.h"

struct snapshot {
	int directory; /* descriptor; -1: there is none */
	bool is_saved; /* a guest can be resumed from the files */
	struct saved_guest files;
	char path[PATH_MAX];	  /* where it is looked for */
	char temporary[PATH_MAX]; /* where it is until it is kept */
};

/* What snapshot_find() starts from, and what snapshot_close() leaves. */
#define NO_SNAPSHOT                                                            \
	((struct snapshot){ .directory = -1,                                   \
			    .files = { .memory = { -1, -1 }, .state = -1 } })

/*
 * Opens the snapshot of a guest that was booted from `origin`, or files to save
 * one in.  What is open can be used whatever others do.  Returns 0, or -1 after
 * a message.
 */
int snapshot_find(struct snapshot *snapshot, const struct text *origin);

/*
 * The guest has been saved: from now on others find it, too.  That they do not
 * is told by a message.
 */
void snapshot_keep(struct snapshot *snapshot);

/* Closes a snapshot that is of no use, so that nobody finds it. */
void snapshot_remove(struct snapshot *snapshot);

/* Closes it.  Files in which nothing was saved are removed. */
void snapshot_close(struct snapshot *snapshot);

#endif
