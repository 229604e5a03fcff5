// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "corpus.h"
#include "similarity.h"

int corpus_add_map(struct corpus *corpus, const char *file)
{
	corpus->maps =
		array_with_room(corpus->maps, &corpus->map_room,
				corpus->map_count, sizeof(*corpus->maps));
	return map_read(&corpus->maps[corpus->map_count++], file);
}

static bool is_known(const struct corpus *corpus, const char *fingerprint)
{
	struct map_position position = { 0 };

	return corpus_next(corpus, fingerprint, &position) != NULL;
}

void corpus_add_page(struct corpus *corpus, const struct page *page)
{
	for (size_t i = 0; i < page->count; i++) {
		struct saying saying = { page, &page->items[i], { "" } };

		if (!saying.item->claim)
			continue;
		saying.print = fingerprint_of(page->name, saying.item);
		if (!is_known(corpus, saying.print.digits))
			continue;
		corpus->sayings = array_with_room(corpus->sayings,
						  &corpus->room, corpus->count,
						  sizeof(*corpus->sayings));
		corpus->sayings[corpus->count++] = saying;
	}
}

void corpus_free(struct corpus *corpus)
{
	for (size_t i = 0; i < corpus->map_count; i++)
		map_free(&corpus->maps[i]);
	free(corpus->maps);
	free(corpus->sayings);
	*corpus = (struct corpus){ 0 };
}

const struct mapping *corpus_next(const struct corpus *corpus,
				  const char *fingerprint,
				  struct map_position *position)
{
	for (; position->map < corpus->map_count; position->map++) {
		const struct map *map = &corpus->maps[position->map];
		size_t found = map_next(map, fingerprint, position->line);

		if (found < map->count) {
			position->line = found + 1;
			return &map->list[found];
		}
		position->line = 0;
	}
	return NULL;
}

const struct saying *corpus_nearest(const struct corpus *corpus,
				    const char *page, const char *text,
				    size_t *distance)
{
	const struct saying *nearest = NULL;

	*distance = UNLIKE;
	for (size_t i = 0; i < corpus->count; i++) {
		const struct saying *saying = &corpus->sayings[i];
		size_t unlike = text_distance(saying->item->text, text);

		if (unlike > *distance || unlike == UNLIKE ||
		    (nearest && unlike == *distance &&
		     strcmp(saying->page->name, page)))
			continue;
		*distance = unlike;
		nearest = saying;
	}
	return nearest;
}
