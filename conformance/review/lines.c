// SPDX-License-Identifier: GPL-2.0-only
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lines.h"
#include "text.h"
#include "word_diff.h"

enum {
	MOST_CELLS = 16 << 20,
};

static void add(struct pieces_of_text *pieces, const char *start, size_t length)
{
	pieces->list = array_with_room(pieces->list, &pieces->room,
				       pieces->count, sizeof(*pieces->list));
	pieces->list[pieces->count++] = copy_of(start, length);
}

static struct pieces_of_text split(const char *text, const char *separators)
{
	struct pieces_of_text pieces = { 0 };

	while (*text) {
		size_t length = strcspn(text, separators);

		/* An empty line is a line, two blanks hold no word. */
		if (length || *separators == '\n')
			add(&pieces, text, length);
		text += length + (text[length] != '\0');
	}
	return pieces;
}

struct pieces_of_text split_lines(const char *text)
{
	return split(text, "\n");
}

struct pieces_of_text split_words(const char *text)
{
	return split(text, " \t\n");
}

void pieces_end(struct pieces_of_text *pieces)
{
	for (size_t i = 0; i < pieces->count; i++)
		free(pieces->list[i]);
	free(pieces->list);
	free(pieces->changed);
	*pieces = (struct pieces_of_text){ 0 };
}

static void mark_all(struct pieces_of_text *pieces)
{
	size_t room = 0;

	free(pieces->changed);
	pieces->changed = array_with_room(NULL, &room, pieces->count + 1,
					  sizeof(*pieces->changed));
	memset(pieces->changed, true, pieces->count);
}

/* The part of two texts that differs: all but their common start and end. */
struct middle {
	size_t start;
	size_t old_end;
	size_t new_end;
};

static struct middle find_middle(struct pieces_of_text *old,
				 struct pieces_of_text *new)
{
	struct middle middle = { 0, old->count, new->count };

	while (middle.start < old->count && middle.start < new->count &&
	       !strcmp(old->list[middle.start], new->list[middle.start])) {
		old->changed[middle.start] = false;
		new->changed[middle.start] = false;
		middle.start++;
	}
	while (middle.old_end > middle.start && middle.new_end > middle.start &&
	       !strcmp(old->list[middle.old_end - 1],
		       new->list[middle.new_end - 1])) {
		old->changed[--middle.old_end] = false;
		new->changed[--middle.new_end] = false;
	}
	return middle;
}

/*
 * lengths[i * columns + j]: how much the parts from i and from j on have in
 * common at most.
 */
static void fill(uint32_t *lengths, const struct pieces_of_text *old,
		 const struct pieces_of_text *new, const struct middle *middle)
{
	size_t rows = middle->old_end - middle->start;
	size_t columns = middle->new_end - middle->start;

	for (size_t i = rows; i-- > 0;) {
		uint32_t *row = lengths + i * (columns + 1);
		const uint32_t *below = row + columns + 1;

		for (size_t j = columns; j-- > 0;) {
			if (!strcmp(old->list[middle->start + i],
				    new->list[middle->start + j]))
				row[j] = below[j + 1] + 1;
			else
				row[j] = below[j] > row[j + 1] ? below[j]
							       : row[j + 1];
		}
	}
}

static void walk(const uint32_t *lengths, struct pieces_of_text *old,
		 struct pieces_of_text *new, const struct middle *middle)
{
	size_t columns = middle->new_end - middle->start + 1;
	size_t i = middle->start;
	size_t j = i;

	while (i < middle->old_end && j < middle->new_end) {
		const uint32_t *cell = lengths + (i - middle->start) * columns +
				       (j - middle->start);

		if (!strcmp(old->list[i], new->list[j])) {
			old->changed[i++] = false;
			new->changed[j++] = false;
		} else if (cell[columns] >= cell[1]) {
			i++;
		} else {
			j++;
		}
	}
}

void mark_changes(struct pieces_of_text *old, struct pieces_of_text *new)
{
	struct middle middle;
	size_t rows, columns;
	uint32_t *lengths;

	mark_all(old);
	mark_all(new);
	middle = find_middle(old, new);
	rows = middle.old_end - middle.start + 1;
	columns = middle.new_end - middle.start + 1;
	if (rows > MOST_CELLS / columns)
		return;
	lengths = calloc(rows * columns, sizeof(*lengths));
	if (!lengths)
		return;
	fill(lengths, old, new, &middle);
	walk(lengths, old, new, &middle);
	free(lengths);
}

/* Whether blanks stand in front of a word. */
static bool is_apart(const struct marked *words, size_t i)
{
	const struct word *word = &words->words[i];

	return i && word[-1].start + word[-1].length < word->start;
}

static void add_word(struct text *text, const struct marked *words, size_t i,
		     bool apart)
{
	if (apart)
		text_add_string(text, " ");
	text_add(text, words->words[i].start, words->words[i].length);
}

/* Adds the run of changed words at `from`; returns where it ends. */
static size_t add_run(struct text *text, const struct marked *words,
		      size_t from, const char *marks)
{
	size_t first = from;

	if (from == words->count || words->kept[from])
		return from;
	if (is_apart(words, from) && text->bytes[text->length - 1] != ']')
		text_add_string(text, " ");
	text_add(text, marks, 2);
	for (; from < words->count && !words->kept[from]; from++)
		add_word(text, words, from,
			 from > first && is_apart(words, from));
	text_add_string(text, marks + 2);
	return from;
}

char *marked_words(const char *old, const char *new)
{
	struct marked before, after;
	struct text text = { 0 };
	size_t i = 0;
	size_t j = 0;

	word_diff(old, new, &before, &after);
	text_add(&text, "", 0);
	while (i < before.count || j < after.count) {
		if (i < before.count && j < after.count && before.kept[i] &&
		    after.kept[j]) {
			add_word(&text, &after, j, is_apart(&after, j));
			i++;
			j++;
			continue;
		}
		i = add_run(&text, &before, i, "[--]");
		j = add_run(&text, &after, j, "{++}");
	}
	marked_free(&before);
	marked_free(&after);
	return text.bytes;
}
