/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REPORT_PANEL_H
#define REPORT_PANEL_H

#include "survey.h"

/*
 * What stands behind a sentence in the HTML of its page: its verdicts, as a
 * link that opens the panel; and the panel, which is shown while the sentence
 * is the target of the page's address.  Both are phrasing content, so that
 * they can stand wherever a sentence can.
 */
void add_marks(struct text *html, const struct survey *survey,
	       const struct sentence *sentence);
void add_panel(struct text *html, const struct survey *survey,
	       const struct document *document,
	       const struct sentence *sentence);

#endif
