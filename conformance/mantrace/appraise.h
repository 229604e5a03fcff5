/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_APPRAISE_H
#define MANTRACE_APPRAISE_H

#include "corpus.h"
#include "errata.h"
#include "kernels.h"
#include "map.h"
#include "page.h"

/* What speaks for or against a sentence, or only near it. */
enum evidence_kind {
	EVIDENCE_CLAIM,	    /* a claim of ours that says it */
	EVIDENCE_CONTRARY,  /* a claim of ours that says otherwise */
	EVIDENCE_RELEASE,   /* a claim of ours that has another release */
	EVIDENCE_ERRATUM,   /* the name of one that contradicts it */
	EVIDENCE_CORRECTED, /* the name of one that corrects it so */
	EVIDENCE_REASON,    /* why it is left out */
	EVIDENCE_NEAR, /* the claim of ours with the most words in common */
};

struct evidence {
	enum evidence_kind kind;
	const char *text;
	struct release ours;   /* EVIDENCE_RELEASE: what our claim says */
	struct release theirs; /* and what the sentence says */
	size_t distance;       /* EVIDENCE_NEAR: as of text_distance() */
};

struct appraisal {
	enum standing standing;
	struct evidence *list;
	size_t count;
	size_t room;
	const struct saying *near; /* if unmapped: the nearest that is known */
	size_t near_distance;
};

/* What an appraisal is made from. */
struct sources {
	struct corpus corpus;
	struct errata errata;
	struct kernels kernels; /* at least one */
};

/*
 * Judges a sentence of somebody else's page: by the maps; if they do not have
 * it, by a claim of ours that says the same in the same place, by one that has
 * its words under another error, by an erratum that corrects a known sentence
 * to it, by a claim that has another release.  All that
 * remains is unmapped, and is told what is nearest by its words, which proves
 * nothing.  Free the appraisal.
 */
void appraise(const struct sources *sources, const char *page,
	      const struct item *item, const struct fingerprint *print,
	      struct appraisal *appraisal);
void appraisal_free(struct appraisal *appraisal);

#endif
