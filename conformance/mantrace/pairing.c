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

/* In thousandths of the words, as text_distance() gives them. */
enum {
	FARTHEST = 600, /* apart, and still one text reworded */
	MARGIN = 100,	/* by which any other must be farther */
};

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
				text_distance(old->list[i], new->list[j]);
}

/* Nothing in the row or the column of the two is nearer, or about as near. */
static bool is_nearest(const struct table *table, size_t old, size_t new)
{
	bool in_order = table->old_count == table->new_count && old == new;
	size_t limit = distance(table, old, new) + (in_order ? 0 : MARGIN);

	for (size_t i = 0; i < table->old_count; i++)
		if (i != old && distance(table, i, new) < limit)
			return false;
	for (size_t j = 0; j < table->new_count; j++)
		if (j != new &&distance(table, old, j) < limit)
			return false;
	return true;
}

static bool find_new(const struct table *table, size_t old, size_t *found)
{
	for (size_t j = 0; j < table->new_count; j++) {
		if (!is_nearest(table, old, j))
			continue;
		*found = j;
		return distance(table, old, j) <= FARTHEST;
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
		clear = find_new(&table, i, &new_of[i]);
		if (!clear)
			*unclear = i;
	}
	free(table.distances);
	return clear;
}
