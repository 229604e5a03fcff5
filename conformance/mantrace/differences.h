/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_DIFFERENCES_H
#define MANTRACE_DIFFERENCES_H

#include "page.h"

enum change {
	CHANGE_ADDED,
	CHANGE_REMOVED,
	CHANGE_REWORDED, /* perhaps moved, too */
	CHANGE_MOVED,
};

/* A claim that has changed. Points into the pages. */
struct difference {
	enum change change;
	const struct item *old; /* NULL for an added claim */
	const struct item *new; /* NULL for a removed claim */
};

/* In the order of the new page; removed claims where they stood. */
struct differences {
	struct difference *list;
	size_t count;
	size_t room;
};

/*
 * Adds how the claims of new differ from those of old.  A page without items
 * stands for one that is not there.  Free the differences.
 */
void differences_find(struct differences *differences, const struct page *old,
		      const struct page *new);
void differences_free(struct differences *differences);

#endif
