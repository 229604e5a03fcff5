/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REPORT_SYMBOLS_H
#define REPORT_SYMBOLS_H

#include "report.h"
#include "text.h"

/* What mandoc prints in ASCII for characters that ASCII lacks. */
struct symbols {
	unsigned long *codes;
	char **ascii; /* of each */
	size_t count;
	size_t room;
	struct text printed;
};

/*
 * Asks mandoc about the characters that stand in its HTML as `&#x2014;`.
 * Returns 0, or -1 with the fault.  Free the symbols in either case.
 */
int symbols_read(struct symbols *symbols, const char *html,
		 struct fault *fault);
void symbols_free(struct symbols *symbols);

/* "" if it was not asked about. */
const char *symbols_find(const struct symbols *symbols, unsigned long code);

#endif
