/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REPORT_MARKING_H
#define REPORT_MARKING_H

#include "page.h"
#include "report.h"
#include "text.h"

/* What to write around claims: each adds to html. */
struct marks {
	/* Opens an element round a claim; again if tags cut it in parts. */
	void (*open)(struct text *html, size_t claim, void *about);
	/* Behind a claim, whose last element is closed. */
	void (*behind)(struct text *html, size_t claim, void *about);
	void *about;
};

/*
 * Finds the claims of a page in what `mandoc -T html -O fragment` made of it,
 * and copies that with marks around them.  Claims are numbered from 0 in the
 * page's order.  All that the page prints is compared, so that every claim is
 * found once.  Returns 0, or -1 with the fault: it names the claim, and its
 * line, that is not found where it belongs.
 */
int mark_claims(const struct page *page, const char *html,
		const struct marks *marks, struct text *marked,
		struct fault *fault);

#endif
