// SPDX-License-Identifier: GPL-2.0-only
#include <stdbool.h>
#include <string.h>

#include "similarity.h"

enum {
	MOST_WORDS = 256, /* a longer text is compared up to there */
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

static size_t least(size_t a, size_t b, size_t c)
{
	size_t smaller = a < b ? a : b;

	return smaller < c ? smaller : c;
}

size_t word_count(const char *text)
{
	struct word words[MOST_WORDS];

	return words_of(text, words);
}

size_t word_distance(const char *from, const char *to)
{
	struct word a[MOST_WORDS];
	struct word b[MOST_WORDS];
	size_t row[MOST_WORDS + 1];
	size_t a_count = words_of(from, a);
	size_t b_count = words_of(to, b);

	for (size_t j = 0; j <= b_count; j++)
		row[j] = j;
	for (size_t i = 0; i < a_count; i++) {
		size_t diagonal = row[0];

		row[0] = i + 1;
		for (size_t j = 0; j < b_count; j++) {
			size_t above = row[j + 1];
			size_t changed = diagonal + !is_same(&a[i], &b[j]);

			row[j + 1] = least(above + 1, row[j] + 1, changed);
			diagonal = above;
		}
	}
	return row[b_count];
}
