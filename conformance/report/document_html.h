/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REPORT_DOCUMENT_HTML_H
#define REPORT_DOCUMENT_HTML_H

#include "frame.h"

/*
 * A page as people read it, with the verdicts of its sentences.  Returns 0, or
 * -1 with the trouble told on stderr: a sentence that is not found.
 */
int add_document(struct text *html, const struct frame *frame,
		 const struct survey *survey, const struct document *document);

#endif
