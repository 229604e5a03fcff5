/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REVIEW_SUBJECT_H
#define REVIEW_SUBJECT_H

#include <stdbool.h>
#include <stddef.h>

#include "join.h"
#include "page.h"
#include "quotes.h"
#include "text.h"

/* A page and its tests before or after a commit. */
struct side {
	char *path; /* "man2/x.2" below the directory */
	char *file;
	char *tests; /* "conformance/man2/x.2.c" below the directory */
	char *tests_file;
	bool has_page;
	bool is_read;	/* the page could be read; else it is empty */
	bool has_tests; /* the tests could be read; else there are none */
	struct page page;
	struct quotes quotes;
	struct join join;
};

/* What a commit changes: a page, its tests, or both. */
struct subject {
	struct side old;
	struct side new;
	bool page_changed;
	bool page_stays; /* it is changed, and not deleted */
	bool tests_changed;
};

struct subjects {
	struct subject *list;
	size_t count;
	size_t room;
	struct strings others; /* what is changed besides, "M path" */
};

/*
 * Reads the list of changed files, as `git diff --name-status` prints it, and
 * from two directories the pages and tests that it names.  What cannot be read
 * is told on stderr.  Returns 0, or -1 if the list cannot be read.  Free the
 * subjects in either case.
 */
int subjects_read(struct subjects *subjects, const char *list, const char *old,
		  const char *new);
void subjects_free(struct subjects *subjects);

/* "UFFDIO_API(2const)": the page that a test file is about. Free it. */
char *page_of_path(const char *path);

/* The block that quotes these words in this place, or NULL. */
const struct quote *find_quote(const struct side *side, const char *section,
			       const char *tag, const char *text);

/* The number of the block's sentence in the join. */
size_t sentence_number(const struct side *side, const struct quote *quote);

/* No claim of the page has these words in this place. */
bool is_stale(const struct side *side, const struct quote *quote);

#endif
