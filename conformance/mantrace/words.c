// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "words.h"

size_t words_of(const char *text, struct word *words, size_t most)
{
	size_t count = 0;

	for (;;) {
		text += strspn(text, " ");
		if (!*text || count == most)
			return count;
		words[count].start = text;
		words[count].length = strcspn(text, " ");
		text += words[count++].length;
	}
}

bool is_same_word(const struct word *a, const struct word *b)
{
	return a->length == b->length && !memcmp(a->start, b->start, a->length);
}
