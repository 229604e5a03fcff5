// SPDX-License-Identifier: GPL-2.0-only
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "citations.h"
#include "errata.h"
#include "map.h"
#include "print.h"

/* The claim as it stood before, if it does no longer. Free it. */
static char *old_description(const struct finding *finding)
{
	const struct item *old = finding->change.old;
	char *page;
	char *description;

	if (!old || finding->test_only)
		return NULL;
	page = page_of_path(finding->subject->old.path);
	description = printed("%s %s%s%s: %s", page, old->section,
			      *old->tag ? " / " : "", old->tag, old->text);
	free(page);
	return description;
}

/* What is true now was not, or the words are others: then it must follow. */
static const char *relation_of(const struct finding *finding)
{
	return finding->standing == CHANGE_PROVED ||
			       finding->standing == CHANGE_WORDS_ONLY
		       ? "must follow"
		       : "is contradicted";
}

static size_t print_errata(const struct errata *errata,
			   const struct finding *finding,
			   const char *description)
{
	size_t count = 0;

	for (size_t i = 0; i < errata->count; i++) {
		const struct erratum *erratum = &errata->list[i];

		for (size_t j = 0; j < erratum->count; j++) {
			char *line;

			if (erratum->fields[j].kind != FIELD_TEST ||
			    strcmp(erratum->fields[j].text, description))
				continue;
			line = printed("ERRATA:%zu: %s %s, it is shown by: %s",
				       erratum->fields[j].line, erratum->name,
				       relation_of(finding), description);
			print_wrapped("  ", line);
			free(line);
			count++;
		}
	}
	return count;
}

static size_t print_map(const struct map *map, const char *name,
			const struct finding *finding, const char *description)
{
	size_t count = 0;

	for (size_t i = 0; i < map->count; i++) {
		char *line;

		if (map->list[i].standing != STANDING_TRUE ||
		    strcmp(map->list[i].reference, description))
			continue;
		line = printed("%s:%zu: a published sentence %s, it is true "
			       "by: %s",
			       name, map->list[i].line, relation_of(finding),
			       description);
		print_wrapped("  ", line);
		free(line);
		count++;
	}
	return count;
}

static size_t cited_by_errata(const struct findings *findings,
			      const char *directory)
{
	char *file = printed("%s/ERRATA", directory);
	struct errata errata = { 0 };
	size_t count = 0;

	if (!access(file, F_OK) && !errata_read(&errata, file))
		for (size_t i = 0; i < findings->count; i++) {
			char *description = old_description(&findings->list[i]);

			if (description)
				count += print_errata(&errata,
						      &findings->list[i],
						      description);
			free(description);
		}
	errata_free(&errata);
	free(file);
	return count;
}

static size_t cited_by_map(const struct findings *findings, const char *file,
			   const char *name)
{
	struct map map = { 0 };
	size_t count = 0;

	if (!map_read(&map, file))
		for (size_t i = 0; i < findings->count; i++) {
			char *description = old_description(&findings->list[i]);

			if (description)
				count += print_map(&map, name,
						   &findings->list[i],
						   description);
			free(description);
		}
	map_free(&map);
	return count;
}

size_t print_citations(const struct findings *findings, const char *directory)
{
	size_t count = cited_by_errata(findings, directory);
	char *pattern = printed("%s/conformance/published/*", directory);
	glob_t found;

	if (!glob(pattern, 0, NULL, &found)) {
		for (size_t i = 0; i < found.gl_pathc; i++)
			count += cited_by_map(findings, found.gl_pathv[i],
					      found.gl_pathv[i] +
						      strlen(directory) + 1);
		globfree(&found);
	}
	if (count)
		putchar('\n');
	free(pattern);
	return count;
}

static int read_errata(struct errata *errata, const char *directory)
{
	char *file = printed("%s/ERRATA", directory);
	int result = access(file, F_OK) || errata_read(errata, file) ? -1 : 0;

	free(file);
	return result;
}

static void print_missing(const struct errata *from, const struct errata *to,
			  const char *what)
{
	for (size_t i = 0; i < from->count; i++) {
		char *line;

		if (errata_find(to, from->list[i].name))
			continue;
		line = printed("ERRATA: %s %s", what, from->list[i].name);
		print_wrapped("  ", line);
		free(line);
	}
}

void print_settled(const char *old, const char *new)
{
	struct errata before = { 0 };
	struct errata after = { 0 };

	if (!read_errata(&before, old) && !read_errata(&after, new)) {
		print_missing(&before, &after, "settles");
		print_missing(&after, &before, "adds");
	}
	errata_free(&before);
	errata_free(&after);
}
