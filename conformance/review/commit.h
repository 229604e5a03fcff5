/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REVIEW_COMMIT_H
#define REVIEW_COMMIT_H

#include "finding.h"
#include "report.h"
#include "subject.h"

/* A commit that is reviewed. */
struct commit {
	const char *old; /* directories */
	const char *new;
	const char *directory;
	struct subjects subjects;
	struct findings findings;
};

/* Returns 0, or -1 with the trouble told on stderr. Free it in either case. */
int commit_read(struct commit *commit, const char *old, const char *new,
		const char *directory);
void commit_free(struct commit *commit);

/*
 * Prints what the commit means.  Clean: every claim that it changes is proved,
 * and nothing else is to be said.  The pages that others refer to are looked
 * for in the directories `pages` and in the commit itself.
 */
enum outcome commit_report(struct commit *commit, const char *const *pages,
			   size_t page_count);

#endif
