/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_FINGERPRINT_H
#define MANTRACE_FINGERPRINT_H

#include "page.h"

enum {
	FINGERPRINT_LENGTH = 16,
};

struct fingerprint {
	char digits[FINGERPRINT_LENGTH + 1];
};

/*
 * What a sentence of somebody else's page is known by here, where its words
 * must not be repeated: 64 bits of the SHA-256 of the name of the page, the
 * section, the tag and the text, a line each.  The same words in two places
 * are two sentences.
 *
 * Sentences will come from patches of strangers, so nobody must be able to
 * word another sentence that passes for a known one: hence no simpler hash.
 *
 * Before, blanks are squeezed, the ways to type a quote or a dash made one,
 * and "(since Linux X.Y)", or "(since X.Y)", is cut from section and tag, so
 * that a release that is corrected in a heading leaves the sentences below it
 * known.
 */
struct fingerprint fingerprint_of(const char *page, const struct item *item);

/* That of a line of a file, its newline included. */
struct fingerprint fingerprint_of_line(const char *line, size_t length);

/* `mantrace fingerprint`: as `list`, a fingerprint in front of each claim. */
enum outcome fingerprint(const struct page *page);

#endif
