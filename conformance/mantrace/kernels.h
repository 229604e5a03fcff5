/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_KERNELS_H
#define MANTRACE_KERNELS_H

#include <stdbool.h>
#include <stddef.h>

#include "release.h"
#include "statements.h"

/* A kernel and what its results say of our claims. */
struct kernel {
	char *name;
	struct release upstream; /* 0.0: no upstream version */
	bool asked; /* else it only witnesses in which release a thing came */
	struct statements statements;
};

struct kernels {
	struct kernel *list;
	size_t count;
	size_t room;
};

/*
 * Adds a kernel `NAME` or `NAME=RELEASE`, for claims that `mantrace list`
 * printed.  Each function that returns an int returns 0, or -1 with the
 * trouble told on stderr.  Free the kernels in either case.
 */
int kernels_add(struct kernels *kernels, const char *kernel, bool asked,
		const char *claims);

/* Reads `NAME=FILE`, a file of results of a kernel that was added. */
int kernels_read_results(struct kernels *kernels, const char *results);

void kernels_free(struct kernels *kernels);

/* What each asked kernel makes of a claim, or of the test of an erratum. */
enum verdict kernel_verdict(const struct kernel *kernel,
			    const char *description);
bool kernels_bear_out(const struct kernels *kernels, const char *description);

/*
 * The next kernel, from *at on, that has one of two releases and not the
 * other; *at is moved behind it.  NULL if there is none.
 */
const struct kernel *kernels_between(const struct kernels *kernels,
				     struct release a, struct release b,
				     size_t *at);

#endif
