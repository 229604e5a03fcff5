/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_SINCE_H
#define MANTRACE_SINCE_H

#include "page.h"
#include "report.h"

/*
 * Prints the claims as `list` does, each with the release of Linux that its
 * page says it holds from, or "-" if it says none.  A page says so by the
 * first sentence of HISTORY ("Linux 7.3."), for all of it, and by "(since
 * Linux 7.3)" in a heading or a tag, for what is below.
 */
enum outcome since(const struct page *page);

/* That release, or "-", of what stands under an item. Free the result. */
char *since_release(const struct page *page, const struct item *item);

#endif
