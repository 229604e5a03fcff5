/* SPDX-License-Identifier: GPL-2.0-only */
/* The files with the results: one complete TAP stream for each page. */
#ifndef PAGES_H
#define PAGES_H

#include "claims.h"

#define UPSTREAM_COMMENT "# upstream: " /* in a result file, then "7.3" */
#include "text.h"

/*
 * Writes one file for each page into `directory`, made if it is not there.
 * Each replaces the old one at once.  `about` holds comment lines, each ended.
 * A page that cannot be written: its old file goes, a message says why, and
 * its stream goes to standard output instead.  Returns 0, or -1 if that
 * happened.
 */
int pages_write(const struct claims *claims, const char *directory,
		const char *about);

/* File of a page: "UFFDIO_RWPROTECT.2const.tap".  The caller frees it. */
void pages_file_name(const char *page, struct text *name);

#endif
