/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REPORT_TAP_H
#define REPORT_TAP_H

#include <stdbool.h>
#include <stddef.h>

#include "report.h"
#include "statements.h"
#include "text.h"

/* A kind of memory that a sentence was tried on. */
struct tap_backing {
	const char *name;
	enum verdict verdict;
	const char *reason; /* of a skipped one, else NULL */
};

struct tap_result {
	enum verdict verdict;
	const char *description; /* "PAGE(2const) SECTION / TAG: text" */
	const char *reason;	 /* of a skipped one or of none, else NULL */
	const char *diagnostics; /* lines, as they stand in the file; or "" */
	struct tap_backing *backings;
	size_t backing_count;
	size_t backing_room;
	bool taken; /* by the sentence that it belongs to */
};

/* What the runner wrote of a page on a kernel. All zeroes: nothing. */
struct tap {
	struct text source;
	char **about; /* comments at the top, without "# " */
	size_t about_count;
	size_t about_room;
	struct tap_result *results;
	size_t count;
	size_t room;
	struct strings strings;
};

/*
 * Reads a file of results.  Every line must be one that the runner writes, and
 * the results numbered as the plan says.  Returns 0, or -1 with the fault.
 * Free the results in either case.
 */
int tap_read(struct tap *tap, const char *file, struct fault *fault);
void tap_free(struct tap *tap);

/* What a comment at the top says, as "7.3" for "upstream", or NULL. */
const char *tap_about(const struct tap *tap, const char *what);

#endif
