/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_SHOW_H
#define MANTRACE_SHOW_H

#include "differences.h"

/* Prints a difference between the claims of two pages. */
typedef void show(const struct difference *difference, const struct page *old,
		  const struct page *new);

/* For programs: a line of ten fields, separated by tabs. */
show show_line;

/*
 * For people: what changed and where, and the words, with [-dropped-] and
 * {+added+} ones marked, and coloured on a terminal.
 */
show show_text;

#endif
