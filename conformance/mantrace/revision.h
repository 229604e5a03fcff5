/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_REVISION_H
#define MANTRACE_REVISION_H

#include <stdbool.h>

#include "report.h"
#include "text.h"

/* A revision of the git repository that the program runs in. */
struct revision {
	const char *name;
	char commit[65];
};

/* Returns 0, or -1 with the fault: none that git knows, no repository. */
int revision_find(struct revision *revision, const char *name,
		  struct fault *fault);

/* Where a file stands in a revision. */
struct place {
	const char *path;
	bool from_top; /* of the repository, else from the current directory */
};

/*
 * Adds what a file held in a revision to text; *present tells whether there
 * was one.  Returns 0, or -1 with the fault: no file, not to be read.
 */
int revision_read(const struct revision *revision, const struct place *place,
		  struct text *text, bool *present, struct fault *fault);

/* A file that changed its content or, both paths given, its name, too. */
struct renaming {
	const char *old;
	const char *new;
};

/* The paths, from the top of the repository, lie in the text. */
struct renamings {
	struct renaming *list;
	size_t count;
	size_t room;
	struct text text;
};

/*
 * Adds the files in which two revisions differ; both paths are the same where
 * the name is.  Returns 0, or -1 with the fault.  Free the renamings in either
 * case.
 */
int revision_compare(const struct revision *old, const struct revision *new,
		     struct renamings *renamings, struct fault *fault);
void renamings_free(struct renamings *renamings);

#endif
