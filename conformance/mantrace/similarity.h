/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_SIMILARITY_H
#define MANTRACE_SIMILARITY_H

#include <stddef.h>

/* Words of a text, as far as they are compared. */
size_t word_count(const char *text);

/*
 * How many words must be added, dropped or changed to get from one text to
 * the other.
 */
size_t word_distance(const char *from, const char *to);

#endif
