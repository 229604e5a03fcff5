/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REPORT_CHANGES_H
#define REPORT_CHANGES_H

#include "json.h"
#include "survey.h"

enum change_kind {
	CHANGE_VERDICT,
	CHANGE_SENTENCE_ADDED,
	CHANGE_SENTENCE_REMOVED,
	CHANGE_KERNEL_ADDED,
	CHANGE_KERNEL_REMOVED,
};

/* What does not apply is NULL. */
struct change {
	enum change_kind kind;
	const char *page;   /* "UFFDIO_API(2const)" */
	const char *file;   /* of its HTML */
	const char *anchor; /* of a sentence that is still there */
	const char *text;
	const char *kernel;
	const char *before; /* verdicts in words, as in results.json */
	const char *after;
};

/* How the results differ from those of a results.json. */
struct changes {
	struct change *list;
	size_t count;
	size_t room;
	bool known;	    /* there was something to compare with */
	struct text source; /* of that results.json, as it was */
	struct text parsed;
	struct json *before;
};

/*
 * Compares with the report that was made last or, if that has the same
 * results, with the one that it was compared with: so that making a report
 * again changes nothing.
 *
 * last		the results.json of the last report; need not exist
 * earlier	what that one was compared with; need not exist
 */
void changes_read(struct changes *changes, const struct survey *survey,
		  const char *last, const char *earlier);
void changes_free(struct changes *changes);

/* "true", "false", "skipped", "none" */
extern const char *const verdict_words[];

/* "verdict", "sentence added"... */
extern const char *const change_words[];

#endif
