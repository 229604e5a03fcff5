/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REVIEW_CITATIONS_H
#define REVIEW_CITATIONS_H

#include <stddef.h>

#include "finding.h"

/*
 * Prints who cites claims that have changed, in the words that they had: errata
 * of DIRECTORY/ERRATA and maps of DIRECTORY/conformance/published.  Returns how
 * many these are.
 */
size_t print_citations(const struct findings *findings, const char *directory);

/* Prints which errata are no longer there, and which are new. */
void print_settled(const char *old, const char *new);

#endif
