/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REVIEW_PLAIN_H
#define REVIEW_PLAIN_H

#include <stdio.h>

/*
 * A line of somebody else's text that a terminal shows as it is: control
 * characters, those that turn the direction of writing, and what is no UTF-8
 * come out as \x1b or \u202e.  Free the result.
 */
char *plain(const char *line);

/* The same of a whole stream, newlines and tabs kept. */
void plain_copy(FILE *from, FILE *to);

#endif
