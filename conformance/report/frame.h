/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REPORT_FRAME_H
#define REPORT_FRAME_H

#include "survey.h"

/* What every file of HTML carries in itself. */
struct frame {
	struct text style;
	struct text script;
	char *policy; /* content of Content-Security-Policy */
};

/* Reads them.  Returns 0, or -1 with the trouble told on stderr. */
int frame_read(struct frame *frame, char **styles, const char *script);
void frame_free(struct frame *frame);

/* From the doctype to the links to all pages; document NULL: the index. */
void add_frame_head(struct text *html, const struct frame *frame,
		    const struct survey *survey,
		    const struct document *document);
void add_frame_foot(struct text *html, const struct frame *frame);

/*
 * A table of counts, a line for each kernel, of a document, or of all if it is
 * NULL.
 */
void add_counts(struct text *html, const struct survey *survey,
		const struct document *document);

#endif
