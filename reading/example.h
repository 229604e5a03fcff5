/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef READING_EXAMPLE_H
#define READING_EXAMPLE_H

#include "text.h"

/*
 * In HTML, mandoc drops the empty lines of a program and gives those that
 * begin with a blank an empty line each.  These two keep the lines as they are:
 * the first changes a page before mandoc reads it, the second what mandoc makes
 * of it.
 */
void guard_example_lines(const char *page, struct text *guarded);
void restore_example_lines(const char *html, struct text *restored);

#endif
