// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "fingerprint.h"
#include "map.h"
#include "source.h"

static const char *const standings[] = {
	[STANDING_TRUE] = "true",
	[STANDING_FALSE] = "false",
	[STANDING_LEFT_OUT] = "left-out",
};

static enum standing standing_of(const char *word)
{
	size_t standing = STANDING_UNPROVED;

	while (--standing > STANDING_UNMAPPED)
		if (!strcmp(standings[standing], word))
			break;
	return standing;
}

size_t map_next(const struct map *map, const char *fingerprint, size_t from)
{
	while (from < map->count &&
	       strcmp(map->list[from].fingerprint, fingerprint))
		from++;
	return from;
}

static int check_agreement(const struct map *map, const struct mapping *new,
			   struct fault *fault)
{
	size_t first = map_next(map, new->fingerprint, 0);

	if (first == map->count || map->list[first].standing == new->standing)
		return 0;
	return fault_at(fault, new->line,
			"%s on line %zu, %s here: one sentence is one of them",
			standings[map->list[first].standing],
			map->list[first].line, standings[new->standing]);
}

static int take_line(struct map *map, char *line, size_t number,
		     struct fault *fault)
{
	struct mapping new = { .line = number };
	const char *word;

	if (!*line || *line == '#')
		return 0;
	new.fingerprint = strsep(&line, "\t");
	word = line ? strsep(&line, "\t") : "";
	new.standing = standing_of(word);
	new.reference = line;
	if (strlen(new.fingerprint) != FINGERPRINT_LENGTH ||
	    strspn(new.fingerprint, "0123456789abcdef") != FINGERPRINT_LENGTH)
		return fault_at(fault, number, "no fingerprint");
	if (new.standing == STANDING_UNMAPPED || !line || !*line)
		return fault_at(fault, number,
				"after the fingerprint and a tab comes `true', "
				"`false' or `left-out', a tab, and the claim, "
				"the erratum or the reason");
	if (check_agreement(map, &new, fault))
		return -1;
	map->list = array_with_room(map->list, &map->room, map->count,
				    sizeof(*map->list));
	map->list[map->count++] = new;
	return 0;
}

int map_read(struct map *map, const char *file)
{
	struct fault fault;
	int result;
	char *rest;
	char *line;

	*map = (struct map){ .file = file };
	result = source_read(file, &map->source, &fault);
	rest = map->source.bytes;
	for (size_t number = 1; !result && (line = strsep(&rest, "\n"));
	     number++)
		result = take_line(map, line, number, &fault);
	if (result)
		report_fault(file, &fault);
	return result;
}

void map_free(struct map *map)
{
	free(map->list);
	text_free(&map->source);
	*map = (struct map){ 0 };
}
