// SPDX-License-Identifier: GPL-2.0-only
#include "similarity.h"
#include "words.h"

enum {
	MOST_WORDS = 256,
};

static size_t larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* The length of the longest sequence of words that both have, in order. */
static size_t common_words(const struct word *a, size_t a_count,
			   const struct word *b, size_t b_count)
{
	size_t row[MOST_WORDS + 1] = { 0 };

	for (size_t i = 0; i < a_count; i++) {
		size_t diagonal = 0;

		for (size_t j = 0; j < b_count; j++) {
			size_t above = row[j + 1];

			if (is_same_word(&a[i], &b[j]))
				row[j + 1] = diagonal + 1;
			else
				row[j + 1] = larger(above, row[j]);
			diagonal = above;
		}
	}
	return row[b_count];
}

size_t text_distance(const char *from, const char *to)
{
	struct word a[MOST_WORDS];
	struct word b[MOST_WORDS];
	size_t a_count = words_of(from, a, MOST_WORDS);
	size_t b_count = words_of(to, b, MOST_WORDS);
	size_t all = a_count + b_count;

	if (!all)
		return 0;
	return (all - 2 * common_words(a, a_count, b, b_count)) * UNLIKE / all;
}
