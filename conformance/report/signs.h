/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REPORT_SIGNS_H
#define REPORT_SIGNS_H

#include "survey.h"

/* How a verdict is shown. */
struct sign {
	const char *class; /* of CSS; its first letter stands for it */
	const char *mark;
	const char *words;
};

enum shown {
	SHOWN_TRUE,
	SHOWN_EARLY, /* true, though the page says from a later release on */
	SHOWN_FALSE,
	SHOWN_BEFORE, /* false, as the page says of the release */
	SHOWN_SKIPPED,
	SHOWN_NONE,
	SHOWN_KINDS,
};

extern const struct sign signs[SHOWN_KINDS];

enum shown shown_as(const struct verdict_of *of);

/* A backing has no release. */
enum shown backing_shown_as(enum verdict verdict);

/* `<span class="m true">...`: the sign alone. */
void add_sign(struct text *html, enum shown shown);

/* What each sign stands for. */
void add_legend_of_signs(struct text *html);

/* "true on debian-7.3, host; skipped on debian-6.1", for an attribute. */
void add_verdicts_in_words(struct text *html, const struct survey *survey,
			   const struct sentence *sentence);

/*
 * Whether something is the matter that nobody said would be.  That a page was
 * not run on a kernel is none of it.
 */
bool needs_a_look(const struct verdict_of *of);

#endif
