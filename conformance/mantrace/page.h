/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_PAGE_H
#define MANTRACE_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "report.h"
#include "text.h"

/* A stretch of what the page prints. All its strings belong to the page. */
struct item {
	bool claim;  /* else only context */
	bool row;    /* of a table */
	bool joined; /* no blank between the item before and this one */
	size_t line;
	const char *section; /* "DESCRIPTION / Usage" */
	const char *tag;     /* "" outside of tagged text */
	const char *text;    /* blanks squeezed */
};

/* A man(7) page, read: its items, in page order, are all that it prints. */
struct page {
	const char *file;
	char *root; /* where mandoc looks for what the page includes */
	char *name; /* "UFFDIO_API(2const)" */
	struct text source;
	struct item *items;
	size_t count;
	size_t room;
	struct strings strings;
};

/*
 * Reads a page. Tells on stderr what mandoc found wrong in it.  Returns 0, or
 * -1 with the trouble told on stderr.  Close the page in either case.
 */
int page_open(struct page *page, const char *file);

/*
 * Reads a page from its source, which it takes over.  name is what messages
 * call it, and must outlive the page; root is where mandoc looks for what the
 * page includes.  Otherwise as page_open().
 */
int page_read(struct page *page, const char *name, struct text *source,
	      const char *root);
void page_close(struct page *page);

#endif
