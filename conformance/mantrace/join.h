/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_JOIN_H
#define MANTRACE_JOIN_H

#include "page.h"
#include "quotes.h"

#define UNJOINED ((size_t)-1)

/*
 * A page's claims and the sentences that its test file quotes, each numbered
 * from 0 in their order.  Points into both.
 */
struct join {
	const struct page *page;
	const struct quotes *quotes;
	const struct item **claims;
	size_t *quote_of; /* each claim's sentence, or UNJOINED */
	size_t *twin_of;  /* the claim before that says the same, or UNJOINED */
	size_t claim_count;
	const struct quote **sentences;
	size_t *claim_of; /* each sentence's claim, or UNJOINED */
	size_t sentence_count;
};

/*
 * Joins by section, tag and text.  Where claims are the same in all three,
 * sentences go to them in order.  Free the join.
 */
void join_make(struct join *join, const struct page *page,
	       const struct quotes *quotes);
void join_free(struct join *join);

#endif
