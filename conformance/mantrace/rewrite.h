/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_REWRITE_H
#define MANTRACE_REWRITE_H

#include "quotes.h"

/* A quote that shall say something else. The text is not owned. */
struct change {
	const struct quote *quote;
	const char *text;
};

struct changes {
	struct change *list;
	size_t count;
	size_t room;
};

/*
 * Writes the file anew with the changed quotes, which are in file order, their
 * literals wrapped at 80 columns.  All other bytes stay.  The file is replaced
 * in one step, or not at all.  Returns 0, or -1 with the fault.
 */
int rewrite(const char *file, const struct quotes *quotes,
	    const struct changes *changes, struct fault *fault);

#endif
