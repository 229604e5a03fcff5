/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REVIEW_FINDING_H
#define REVIEW_FINDING_H

#include "differences.h"
#include "subject.h"

/* What becomes of a changed claim; all but the first two want a person. */
enum standing_of_change {
	CHANGE_PROVED,
	CHANGE_GONE, /* and its test with it */
	CHANGE_FALSE,
	CHANGE_UNPROVED,   /* it has a test, but no kernel bears it out */
	CHANGE_UNTESTED,   /* no test quotes it */
	CHANGE_WORDS_ONLY, /* other words, and the proof is as before */
	CHANGE_LEFT_STALE, /* it is gone, a test still quotes it */
	CHANGE_NOT_JUDGED, /* proved on the host, where no patch runs */
	CHANGE_STANDINGS,
};

/* A claim that a commit changes, with its tests. */
struct finding {
	const struct subject *subject;
	bool test_only; /* the claim is as before, its block is not */
	struct difference change;
	const struct quote *quote;  /* quotes the claim now; NULL: none does */
	const struct quote *stale;  /* still quotes the old words */
	const struct quote *before; /* quoted the old words, before, or was
				       this block with other words */
	bool is_requoted;	    /* its block quoted other words before */
	enum standing_of_change standing; /* once it is judged */
	bool proof_changed; /* the block is not the one that was there before */
};

struct findings {
	struct finding *list;
	size_t count;
	size_t room;
};

/* Points into the subjects.  Free the findings. */
void findings_make(struct findings *findings, const struct subjects *subjects);
void findings_free(struct findings *findings);

/* The block whose verdict says something about the claim, or NULL. */
const struct quote *block_of_finding(const struct finding *finding);

/* "PAGE SECTION / TAG: text", of what a block quotes. Free it. */
char *description_of(const struct side *side, const struct quote *quote);

#endif
