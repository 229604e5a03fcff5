/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_WORDS_H
#define MANTRACE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/* What stands between blanks. Points into the text. */
struct word {
	const char *start;
	size_t length;
};

/*
 * Splits a text whose blanks are squeezed into its words, the first `most` of
 * them, for which words has room.  Returns how many they are.
 */
size_t words_of(const char *text, struct word *words, size_t most);

bool is_same_word(const struct word *a, const struct word *b);

#endif
