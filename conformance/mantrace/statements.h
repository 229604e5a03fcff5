/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_STATEMENTS_H
#define MANTRACE_STATEMENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "report.h"
#include "text.h"

enum verdict {
	VERDICT_NONE,
	VERDICT_OK,
	VERDICT_NOT_OK,
	VERDICT_SKIPPED,
};

/* A claim of our pages. */
struct statement {
	const char *description; /* "PAGE(2const) SECTION / TAG: text" */
	const char *page;
	const char *section;
	const char *tag;
	const char *text;
	enum verdict verdict;
};

struct statements {
	struct statement *list;
	size_t count;
	size_t room;
	bool judged; /* results were read */
	struct text source;
	struct strings strings;
};

/*
 * Reads what `mantrace list` printed of our pages.  Each function returns 0,
 * or -1 with the trouble told on stderr.
 */
int statements_read(struct statements *statements, const char *claims);

/* Reads a TAP file of results for statements that were read. */
int statements_read_results(struct statements *statements, const char *tap);

void statements_free(struct statements *statements);

/* NULL if no page of ours says that. */
const struct statement *statements_find(const struct statements *statements,
					const char *description);

/*
 * Tells, as findings at a place that relies on the description, that no page
 * says it, or that there are results and it is not ok.  Returns whether all is
 * well.
 */
bool statements_bear_out(const struct statements *statements,
			 const char *description, const char *file,
			 size_t line);

#endif
