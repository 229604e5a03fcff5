// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "text.h"
#include "word_diff.h"

enum {
	MOST_CELLS = 4 << 20,
};

/* The words between what both texts have at their ends. */
struct middle {
	struct marked *old;
	struct marked *new;
	size_t start;
	size_t old_end;
	size_t new_end;
};

/* How much of a word stands before its punctuation: `7.2)` is 7.2. */
static size_t core_length(const struct word *word)
{
	bool opens = memchr(word->start, '(', word->length);
	size_t length = word->length;

	while (length > 1 && (strchr(".,:;", word->start[length - 1]) ||
			      (!opens && word->start[length - 1] == ')')))
		length--;
	return length;
}

/* Words, and what punctuation stands behind them. */
static size_t split(const char *text, struct word *words)
{
	size_t count = 0;

	while (words_of(text, &words[count], 1)) {
		struct word *word = &words[count++];
		size_t length = core_length(word);

		text = word->start + word->length;
		if (length == word->length)
			continue;
		words[count].start = word->start + length;
		words[count++].length = word->length - length;
		word->length = length;
	}
	return count;
}

static void mark_words(struct marked *marked, const char *text)
{
	size_t most = strlen(text) + 1;
	size_t room = 0;

	marked->words =
		array_with_room(NULL, &room, most, sizeof(*marked->words));
	marked->count = split(text, marked->words);
	room = 0;
	marked->kept = array_with_room(NULL, &room, marked->count,
				       sizeof(*marked->kept));
	memset(marked->kept, 0, marked->count * sizeof(*marked->kept));
}

static void keep(const struct middle *middle, size_t old, size_t new)
{
	middle->old->kept[old] = true;
	middle->new->kept[new] = true;
}

static bool is_kept(const struct middle *middle, size_t old, size_t new)
{
	return is_same_word(&middle->old->words[old], &middle->new->words[new]);
}

static void keep_ends(struct middle *middle)
{
	while (middle->start < middle->old_end &&
	       middle->start < middle->new_end &&
	       is_kept(middle, middle->start, middle->start)) {
		keep(middle, middle->start, middle->start);
		middle->start++;
	}
	while (middle->old_end > middle->start &&
	       middle->new_end > middle->start &&
	       is_kept(middle, middle->old_end - 1, middle->new_end - 1)) {
		middle->old_end--;
		middle->new_end--;
		keep(middle, middle->old_end, middle->new_end);
	}
}

/* A row for each old word: how much both have in common from here on. */
static unsigned *common_from(const struct middle *middle, size_t width)
{
	size_t height = middle->old_end - middle->start + 1;
	size_t room = 0;
	unsigned *common =
		array_with_room(NULL, &room, width * height, sizeof(*common));

	memset(common, 0, width * height * sizeof(*common));
	for (size_t i = height - 1; i-- > 0;) {
		unsigned *row = common + i * width;
		const unsigned *below = row + width;

		for (size_t j = width - 1; j-- > 0;) {
			if (is_kept(middle, middle->start + i,
				    middle->start + j))
				row[j] = below[j + 1] + 1;
			else
				row[j] = below[j] > row[j + 1] ? below[j]
							       : row[j + 1];
		}
	}
	return common;
}

static void keep_between(const struct middle *middle)
{
	size_t width = middle->new_end - middle->start + 1;
	size_t i = middle->start;
	size_t j = i;
	unsigned *common;

	if ((middle->old_end - middle->start + 1) > MOST_CELLS / width)
		return;
	common = common_from(middle, width);
	while (i < middle->old_end && j < middle->new_end) {
		const unsigned *cell = common + (i - middle->start) * width +
				       j - middle->start;

		if (is_kept(middle, i, j))
			keep(middle, i++, j++);
		else if (cell[width] >= cell[1])
			i++;
		else
			j++;
	}
	free(common);
}

void word_diff(const char *old_text, const char *new_text, struct marked *old,
	       struct marked *new)
{
	struct middle middle = { .old = old, .new = new };

	mark_words(old, old_text);
	mark_words(new, new_text);
	middle.old_end = old->count;
	middle.new_end = new->count;
	keep_ends(&middle);
	keep_between(&middle);
}

void marked_free(struct marked *marked)
{
	free(marked->words);
	free(marked->kept);
	*marked = (struct marked){ 0 };
}
