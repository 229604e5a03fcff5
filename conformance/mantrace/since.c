// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "release.h"
#include "since.h"

/* Moves `from` on to the latest release that the heading or tag names. */
static void take_words(struct release *from, const char *words)
{
	static const char mark[] = "(since Linux ";

	while ((words = strstr(words, mark)) != NULL) {
		struct release named;

		words += strlen(mark);
		if (sscanf(words, "%d.%d", &named.major, &named.minor) == 2 &&
		    release_is_before(*from, named))
			*from = named;
	}
}

static struct release release_of_page(const struct page *page)
{
	struct release release = { 0 };
	char end;

	for (size_t i = 0; i < page->count; i++) {
		const struct item *item = &page->items[i];

		if (!item->claim || strcmp(item->section, "HISTORY"))
			continue;
		if (sscanf(item->text, "Linux %d.%d%c", &release.major,
			   &release.minor, &end) == 3 &&
		    end == '.')
			return release;
		break;
	}
	return (struct release){ 0 };
}

char *since_release(const struct page *page, const struct item *item)
{
	struct release from = release_of_page(page);

	take_words(&from, item->section);
	take_words(&from, item->tag);
	if (!from.major)
		return copy_of("-", 1);
	return printed("%d.%d", from.major, from.minor);
}

enum outcome since(const struct page *page)
{
	for (size_t i = 0; i < page->count; i++) {
		const struct item *item = &page->items[i];
		char *release;

		if (!item->claim)
			continue;
		release = since_release(page, item);
		printf("%s\t%zu\t%s\t%s\t%s\t%s\n", page->name, item->line,
		       item->section, item->tag, item->text, release);
		free(release);
	}
	return OUTCOME_CLEAN;
}
