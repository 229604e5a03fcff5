// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <string.h>

#include "errata_table.h"
#include "fingerprint.h"
#include "inputs.h"
#include "page.h"
#include "published.h"

static const char *const words[] = {
	[STANDING_UNMAPPED] = "unmapped", [STANDING_TRUE] = "true",
	[STANDING_FALSE] = "false",	  [STANDING_LEFT_OUT] = "left out",
	[STANDING_UNPROVED] = "unproved",
};

static bool is_sound(const struct inputs *inputs, const struct mapping *mapping)
{
	const struct erratum *erratum;

	if (mapping->standing == STANDING_LEFT_OUT)
		return true;
	if (mapping->standing == STANDING_TRUE)
		return statements_bear_out(&inputs->statements,
					   mapping->reference, inputs->map.file,
					   mapping->line);
	erratum = errata_find(&inputs->errata, mapping->reference);
	if (erratum)
		return erratum_is_shown(inputs, erratum);
	report(inputs->map.file, mapping->line, "error",
	       "%s has no erratum of this name: %s", inputs->errata.file,
	       mapping->reference);
	return false;
}

static enum outcome check_map(struct inputs *inputs)
{
	enum outcome outcome = OUTCOME_CLEAN;

	for (size_t i = 0; i < inputs->map.count; i++) {
		if (is_sound(inputs, &inputs->map.list[i]))
			continue;
		inputs->map.list[i].unsound = true;
		outcome = OUTCOME_FINDINGS;
	}
	return outcome;
}

/* Under a sentence: what contradicts it, or why it is left out. */
static void print_reasons(const struct map *map, const char *fingerprint)
{
	for (size_t i = map_next(map, fingerprint, 0); i < map->count;
	     i = map_next(map, fingerprint, i + 1)) {
		const struct mapping *mapping = &map->list[i];

		if (mapping->standing == STANDING_FALSE)
			printf("%18serratum %s\n", "", mapping->reference);
		else if (mapping->standing == STANDING_LEFT_OUT)
			printf("%18sbecause: %s\n", "", mapping->reference);
	}
}

/* What all its mappings together make of a sentence; they are now used. */
static enum standing judge(struct map *map, const char *fingerprint)
{
	enum standing standing = STANDING_UNMAPPED;

	for (size_t i = map_next(map, fingerprint, 0); i < map->count;
	     i = map_next(map, fingerprint, i + 1)) {
		struct mapping *mapping = &map->list[i];

		mapping->used = true;
		if (mapping->unsound)
			standing = STANDING_UNPROVED;
		else if (standing != STANDING_UNPROVED)
			standing = mapping->standing;
	}
	return standing;
}

static enum standing print_sentence(struct inputs *inputs,
				    const struct page *page,
				    const struct item *item)
{
	struct fingerprint print = fingerprint_of(page->name, item);
	enum standing standing = judge(&inputs->map, print.digits);

	printf("%6zu  %-8s  %s%s%s: %s\n", item->line, words[standing],
	       item->section, *item->tag ? " / " : "", item->tag, item->text);
	if (standing == STANDING_UNMAPPED)
		report(page->file, item->line, "error",
		       "not in %s, put its fingerprint there: %s",
		       inputs->map.file, print.digits);
	else
		print_reasons(&inputs->map, print.digits);
	return standing;
}

static enum outcome print_page(struct inputs *inputs, const struct page *page)
{
	size_t counts[STANDINGS] = { 0 };
	size_t total = 0;

	printf("%s\n", page->name);
	for (size_t i = 0; i < page->count; i++) {
		if (!page->items[i].claim)
			continue;
		counts[print_sentence(inputs, page, &page->items[i])]++;
		total++;
	}
	printf("%s: %zu sentences: %zu true, %zu false, %zu left out, "
	       "%zu unproved, %zu unmapped\n\n",
	       page->name, total, counts[STANDING_TRUE], counts[STANDING_FALSE],
	       counts[STANDING_LEFT_OUT], counts[STANDING_UNPROVED],
	       counts[STANDING_UNMAPPED]);
	return counts[STANDING_UNMAPPED] ? OUTCOME_FINDINGS : OUTCOME_CLEAN;
}

static enum outcome read_page(struct inputs *inputs, const char *file)
{
	struct page page;
	enum outcome outcome = OUTCOME_TROUBLE;

	if (!page_open(&page, file))
		outcome = print_page(inputs, &page);
	page_close(&page);
	return outcome;
}

static enum outcome check_use(const struct map *map)
{
	enum outcome outcome = OUTCOME_CLEAN;

	for (size_t i = 0; i < map->count; i++) {
		if (map->list[i].used)
			continue;
		report(map->file, map->list[i].line, "error",
		       "no sentence has this fingerprint any more: look at "
		       "what became of it, then drop the line");
		outcome = OUTCOME_FINDINGS;
	}
	return outcome;
}

static enum outcome worse(enum outcome a, enum outcome b)
{
	return a > b ? a : b;
}

static enum outcome print_pages(struct inputs *inputs)
{
	enum outcome outcome = OUTCOME_CLEAN;

	for (char **file = inputs->rest; *file; file++)
		outcome = worse(outcome, read_page(inputs, *file));
	if (*inputs->rest && outcome != OUTCOME_TROUBLE)
		outcome = worse(outcome, check_use(&inputs->map));
	return outcome;
}

enum outcome published(int argc, char **argv)
{
	struct inputs inputs;
	enum outcome outcome = OUTCOME_TROUBLE;

	if (!inputs_read(&inputs, argc, argv, true)) {
		outcome = check_map(&inputs);
		outcome = worse(outcome, print_pages(&inputs));
	}
	inputs_free(&inputs);
	return outcome;
}
