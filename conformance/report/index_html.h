/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REPORT_INDEX_HTML_H
#define REPORT_INDEX_HTML_H

#include "changes.h"
#include "frame.h"

/* Counts of each page, what changed, what needs a look, and the errata. */
void add_index(struct text *html, const struct frame *frame,
	       const struct survey *survey, const struct changes *changes);

#endif
