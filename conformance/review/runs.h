/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REVIEW_RUNS_H
#define REVIEW_RUNS_H

#include <stdbool.h>
#include <stddef.h>

#include "../mantrace/release.h"
#include "statements.h"
#include "text.h"

/* What a kernel said of a block. */
struct result {
	const char *description;
	enum verdict verdict;
	const char *reason;	 /* "" if none was given */
	const char *diagnostics; /* lines, "" if there are none */
};

struct run {
	const char *name;
	struct release release; /* none: no upstream version */
	bool wanted;		/* asked for; else it only bounds releases */
	struct result *results;
	size_t count;
	size_t room;
};

struct runs {
	struct run *list;
	size_t count;
	size_t room;
	struct strings strings;
};

/*
 * Reads DIRECTORY/kernels, a line "NAME RELEASE wanted|bound" for each kernel
 * that the tests ran on, and the results DIRECTORY/results/NAME/partial/ has of
 * it.  No such file: no kernel.  Free the kernels.
 */
void runs_read(struct runs *kernels, const char *directory);
void runs_free(struct runs *kernels);

/* NULL: the kernel has no result of it. */
const struct result *result_of(const struct run *kernel,
			       const char *description);

#endif
