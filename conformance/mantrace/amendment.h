/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_AMENDMENT_H
#define MANTRACE_AMENDMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "appraise.h"

/* A sentence that only one of two versions of a page has. */
struct change {
	const struct item *item;
	struct fingerprint print;
	struct appraisal appraisal; /* of a new sentence */
	const struct change *other; /* what it was, or became; NULL for none */
};

struct changes {
	struct change *list;
	size_t count;
	size_t room;
};

/* Two versions of a page; a page that is not there has no items. */
struct amendment {
	const char *page; /* its name */
	const struct page *old;
	const struct page *new;
	struct changes added;
	struct changes removed;
};

/*
 * Finds the sentences that differ, by their fingerprints; pairs those that are
 * likest, where half of the words are the same; and judges the new ones.
 */
void amendment_make(struct amendment *amendment, const struct page *old,
		    const struct page *new, const struct sources *sources);
void amendment_free(struct amendment *amendment);

#endif
