/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REPORT_SURVEY_H
#define REPORT_SURVEY_H

#include <stdbool.h>
#include <stddef.h>

#include "errata.h"
#include "page.h"
#include "quotes.h"
#include "tap.h"

/* How a verdict compares with the release that the page says it holds from. */
enum bearing {
	BEARING_OPEN, /* the kernel is no release, or there is no verdict */
	BEARING_AS_SAID,
	BEARING_UNLIKE_SAID,
};

struct verdict_of {
	const struct tap_result *result; /* NULL: none in the files */
	enum verdict verdict;
	enum bearing bearing;
};

/* A claim of a page. */
struct sentence {
	const struct item *item;
	char *description;	   /* "PAGE(2const) SECTION / TAG: text" */
	char *anchor;		   /* made of section, tag and text alone */
	char *since;		   /* "7.3", or "-" */
	const char *kind;	   /* NULL if it is not known */
	const struct quote *quote; /* of its test; NULL: it has none */
	const struct erratum **errata;
	size_t erratum_count;
	struct verdict_of *verdicts; /* one for each kernel */
};

struct document {
	struct page page;
	struct quotes quotes;
	char *tests; /* the file */
	char *name;  /* "UFFDIO_API.2const" */
	char *file;  /* "UFFDIO_API.2const.html" */
	struct sentence *sentences;
	size_t count;
};

struct kernel {
	char *name;
	struct tap *taps; /* one for each document */
	/* What the first of its files says; NULL: nothing. */
	const char *version;
	const char *release;
	const char *upstream;
	const char *accelerator;
};

struct survey {
	struct document *documents;
	size_t document_count;
	struct kernel *kernels;
	size_t kernel_count;
	struct errata errata;
	struct text kinds;
	char **pages; /* the files; not the survey's own */
};

/* Where things lie. */
struct sources {
	const char *results; /* a directory with one for each kernel */
	const char *tests;   /* that of man2/PAGE lies in man2/PAGE.c of it */
	const char *errata;
	const char *kinds; /* what `uffd-conformance --list` prints, or NULL */
	char **pages;	   /* NULL at the end */
};

/*
 * Reads all of it.  Returns 0, or -1 with the trouble told on stderr.  Free
 * the survey in either case.
 */
int survey_read(struct survey *survey, const struct sources *sources);
void survey_free(struct survey *survey);

/* The sentence of a description, and its page, or NULL. */
const struct sentence *survey_find(const struct survey *survey,
				   const char *description,
				   const struct document **document);

/*
 * How many sentences of a document, or of all if it is NULL, are of each
 * verdict on a kernel.
 */
struct counts {
	size_t all;
	size_t by_verdict[VERDICT_SKIPPED + 1];
	size_t false_as_said;
};

struct counts survey_count(const struct survey *survey, size_t kernel,
			   const struct document *document);

#endif
