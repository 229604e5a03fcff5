/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_VERSION_H
#define MANTRACE_VERSION_H

#include "page.h"
#include "revision.h"

/* A page as it was in a revision. */
struct version {
	struct page page;
	char *name; /* what messages call it: "v1.0:man2/userfaultfd.2" */
	bool present;
};

/*
 * Reads a page of a revision, and where it is another name for a page (`.so`)
 * that one.  Nothing else that it includes is found: it might be of another
 * revision.
 *
 * Returns 0, also if there is no such page, or -1 with the trouble told on
 * stderr.  Close the version in either case.
 */
int version_open(struct version *version, const struct revision *revision,
		 const struct place *place);
void version_close(struct version *version);

#endif
