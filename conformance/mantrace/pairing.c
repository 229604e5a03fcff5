// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>

#include "pairing.h"
#include "similarity.h"
#include "text.h"

void texts_add(struct texts *texts, const char *text)
{
	texts->list = array_with_room(texts->list, &texts->room, texts->count,
	                              sizeof(*texts->list));
	texts->list[texts->count++] = text;
}

void texts_free(struct texts *texts)
{
	free(texts->list);
	*texts = (struct texts){ 0 };
}

/* Whether enough is left of the old text for its test to be the new one's. */
static bool is_alike(const char *old, const char *new)
{
	size_t old_words = word_count(old);
	size_t new_words = word_count(new);
	size_t longer = old_words > new_words ? old_words : new_words;

	return word_distance(old, new) * 3 <= longer * 2;
}

/* Distances, a row for each old text. */
struct table {
	size_t *distances;
	size_t old_count;
	size_t new_count;
};

static size_t distance(const struct table *table, size_t old, size_t new)
{
	return table->distances[old * table->new_count + new];
}

static void table_make(struct table *table, const struct texts *old,
                       const struct texts *new)
{
	size_t room = 0;

	table->old_count = old->count;
	table->new_count = new->count;
	table->distances =
		array_with_room(NULL, &room, old->count * new->count + 1,
	                        sizeof(*table->distances));
	for (size_t i = 0; i < old->count; i++)
		for (size_t j = 0; j < new->count; j++)
			table->distances[i * new->count + j] =
				word_distance(old->list[i], new->list[j]);
}

/* Nothing in the row or the column of the two is nearer, or as near. */
static bool is_nearest(const struct table *table, size_t old, size_t new)
{
	size_t least = distance(table, old, new);
	bool tie_wins = table->old_count == table->new_count && old == new;

	for (size_t i = 0; i < table->old_count; i++)
		if (i != old && distance(table, i, new) < least + !tie_wins)
			return false;
	for (size_t j = 0; j < table->new_count; j++)
		if (j != new &&distance(table, old, j) < least + !tie_wins)
			return false;
	return true;
}

static bool find_new(const struct table *table, const struct texts *old,
                     const struct texts *new, size_t i, size_t *found)
{
	for (size_t j = 0; j < new->count; j++) {
		if (!is_nearest(table, i, j))
			continue;
		*found = j;
		return is_alike(old->list[i], new->list[j]);
	}
	return false;
}

bool pair_texts(const struct texts *old, const struct texts *new,
                size_t *new_of, size_t *unclear)
{
	struct table table;
	bool clear = true;

	table_make(&table, old, new);
	for (size_t i = 0; clear && i < old->count; i++) {
		clear = find_new(&table, old, new, i, &new_of[i]);
		if (!clear)
			*unclear = i;
	}
	free(table.distances);
	return clear;
}
