/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_QUOTES_H
#define MANTRACE_QUOTES_H

#include <stdbool.h>
#include <stddef.h>

#include "report.h"
#include "text.h"

enum quote_kind {
	QUOTE_SECTION,
	QUOTE_TAG,
	QUOTE_SENTENCE,
};

/* SECTION("..."), TAG("...") or SENTENCE("...") at the start of a line. */
struct quote {
	enum quote_kind kind;
	size_t line;
	const char *section; /* in force, with this quote */
	const char *tag;
	const char *text; /* what the string literals say */
	size_t start; /* of the first literal, in bytes from the file's start */
	size_t end;   /* of the last */
	bool commented; /* comments stand between the literals */
};

/* The quotes of a test file, in file order. */
struct quotes {
	const char *file;
	struct text source;
	struct quote *list;
	size_t count;
	size_t room;
	struct strings strings;
};

/*
 * Scans the C text in quotes->source.  What stands in comments, literals,
 * directives and after `#if 0` is no quote.  Returns 0, or -1 with the fault.
 * Free the quotes in either case, the source with them.
 */
int quotes_scan(struct quotes *quotes, struct fault *fault);

/* Reads the file, then as above. */
int quotes_read(struct quotes *quotes, const char *file, struct fault *fault);

void quotes_free(struct quotes *quotes);

#endif
