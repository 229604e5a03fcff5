/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REVIEW_PASSAGES_H
#define REVIEW_PASSAGES_H

#include <stddef.h>

#include "subject.h"

/*
 * Prints what the linters say of the lines of the page that are changed;
 * `lint` is all that they say of it, "FILE:LINE: ..." being somewhere in a
 * line.  Returns how much that is.
 */
size_t print_lint(const struct subject *subject, const char *lint);

/* Prints the changed passages as readers see them, before and after. */
void print_passages(const struct subject *subject);

#endif
