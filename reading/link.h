/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef READING_LINK_H
#define READING_LINK_H

#include "text.h"

/*
 * Copies HTML as mandoc prints it, and makes links of its references to other
 * pages, such as `<b>read</b>(2)`.  A tag that is one leads to that page, no
 * longer to itself; in other links they stay as they are, and so does what
 * self names.  A page of ours is one of pages, NULL at the end;
 * any other is looked up in Debian's pages.
 */
void link_references(const char *html, const char *self, char **pages,
		     struct text *linked);

/* The name of a page in a path: man2/read.2 gives read(2). Free the result. */
char *reference_to(const char *page);

#endif
