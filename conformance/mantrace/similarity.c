// SPDX-License-Identifier: GPL-2.0-only
#include <stdbool.h>
#include <string.h>

#include "similarity.h"

enum {
	MOST_WORDS = 256,
};

struct word {
	const char *start;
	size_t length;
};

static size_t words_of(const char *text, struct word *words)
{
	size_t count = 0;

	for (;;) {
		text += strspn(text, " ");
		if (!*text || count == MOST_WORDS)
			return count;
		words[count].start = text;
		words[count].length = strcspn(text, " ");
		text += words[count++].length;
	}
}

static bool is_same(const struct word *a, const struct word *b)
{
	return a->length == b->length && !memcmp(a->start, b->start, a->length);
}

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

			if (is_same(&a[i], &b[j]))
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
	size_t a_count = words_of(from, a);
	size_t b_count = words_of(to, b);
	size_t all = a_count + b_count;

	if (!all)
		return 0;
	return (all - 2 * common_words(a, a_count, b, b_count)) * UNLIKE / all;
}
