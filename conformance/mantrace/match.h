/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_MATCH_H
#define MANTRACE_MATCH_H

#include "page.h"

#define UNMATCHED ((size_t)-1)

/* The claims of one of two pages, numbered from 0 in their order. */
struct side {
	const struct item **claims;
	size_t *partner; /* each claim's number on the other side, or UNMATCHED
			  */
	size_t count;
};

/* Which claims of the old page the claims of the new one were. */
struct match {
	struct side old;
	struct side new;
	bool *strays; /* old claims that have changed places with others of the
			 same section and tag */
};

/*
 * Matches the claims of two pages: those that say the same in the same place,
 * then those that say the same, then those whose words are alike.  A page
 * without items stands for one that is not there.  Points into both.  Free the
 * match.
 */
void match_make(struct match *match, const struct page *old,
		const struct page *new);
void match_free(struct match *match);

/* Whether both stand under the same section and tag. */
bool is_one_place(const struct item *a, const struct item *b);

#endif
