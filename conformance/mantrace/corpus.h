/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_CORPUS_H
#define MANTRACE_CORPUS_H

#include <stddef.h>

#include "fingerprint.h"
#include "map.h"
#include "page.h"

/* Somebody else's sentence whose words are at hand and that a map knows. */
struct saying {
	const struct page *page;
	const struct item *item;
	struct fingerprint print;
};

/* What is known of published pages: maps, and sentences that they judge. */
struct corpus {
	struct map *maps;
	size_t map_count;
	size_t map_room;
	struct saying *sayings;
	size_t count;
	size_t room;
};

/* Returns 0, or -1 with the trouble told on stderr. */
int corpus_add_map(struct corpus *corpus, const char *file);

/* Adds those sentences of a page that a map knows; the page must live on. */
void corpus_add_page(struct corpus *corpus, const struct page *page);
void corpus_free(struct corpus *corpus);

/* Goes through the mappings of a fingerprint in all maps; starts at zeros. */
struct map_position {
	size_t map;
	size_t line;
};

const struct mapping *corpus_next(const struct corpus *corpus,
				  const char *fingerprint,
				  struct map_position *position);

/*
 * The known sentence whose words are nearest, with how far they are in
 * *distance; of several, one of the named page.  NULL if there is none.
 */
const struct saying *corpus_nearest(const struct corpus *corpus,
				    const char *page, const char *text,
				    size_t *distance);

#endif
