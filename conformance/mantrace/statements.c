// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "similarity.h"
#include "source.h"
#include "statements.h"

static int compare(const void *a, const void *b)
{
	const struct statement *left = a;
	const struct statement *right = b;

	return strcmp(left->description, right->description);
}

static struct statement *find(const struct statements *statements,
			      const char *description)
{
	struct statement key = { .description = description };

	if (!statements->count)
		return NULL;
	return bsearch(&key, statements->list, statements->count, sizeof(key),
		       compare);
}

const struct statement *statements_find(const struct statements *statements,
					const char *description)
{
	return find(statements, description);
}

/* `PAGE LINE SECTION TAG TEXT`, separated by tabs. */
static int add(struct statements *statements, char *line)
{
	const char *page = strsep(&line, "\t");
	const char *number = line ? strsep(&line, "\t") : NULL;
	const char *section = line ? strsep(&line, "\t") : NULL;
	const char *tag = line ? strsep(&line, "\t") : NULL;
	char *description;

	if (!line || !*number)
		return -1;
	description = printed("%s %s%s%s: %s", page, section, *tag ? " / " : "",
			      tag, line);
	statements->list =
		array_with_room(statements->list, &statements->room,
				statements->count, sizeof(*statements->list));
	statements->list[statements->count++] = (struct statement){
		.description = strings_keep(&statements->strings, description),
		.page = page,
		.section = section,
		.tag = tag,
		.text = line,
	};
	return 0;
}

int statements_read(struct statements *statements, const char *claims)
{
	struct fault fault;
	int result = source_read(claims, &statements->source, &fault);
	char *rest = statements->source.bytes;
	size_t number = 0;
	char *line;

	while (!result && (line = strsep(&rest, "\n"))) {
		number++;
		if (*line && add(statements, line))
			result = fault_at(&fault, number,
					  "not a line of `mantrace list`");
	}
	if (result)
		report_fault(claims, &fault);
	else if (statements->count)
		qsort(statements->list, statements->count,
		      sizeof(*statements->list), compare);
	return result;
}

/* TAP has a backslash before each # and each backslash of a description. */
static void unescape(char *description)
{
	char *end = description;

	for (; *description; description++) {
		if (*description == '\\' && description[1])
			description++;
		*end++ = *description;
	}
	*end = '\0';
}

static void take_result(struct statements *statements, char *line)
{
	static const char skip[] = " # SKIP ";
	enum verdict verdict = VERDICT_OK;
	struct statement *statement;
	char *directive;

	if (!strncmp(line, "not ", 4)) {
		verdict = VERDICT_NOT_OK;
		line += 4;
	}
	if (strncmp(line, "ok ", 3))
		return;
	line += 3;
	line += strspn(line, "0123456789");
	if (strncmp(line, " - ", 3))
		return;
	line += 3;
	directive = strstr(line, skip);
	if (directive) {
		*directive = '\0';
		verdict = VERDICT_SKIPPED;
	}
	unescape(line);
	statement = find(statements, line);
	if (statement)
		statement->verdict = verdict;
}

int statements_read_results(struct statements *statements, const char *tap)
{
	struct text text = { 0 };
	struct fault fault;
	int result = source_read(tap, &text, &fault);
	char *rest = text.bytes;
	char *line;

	statements->judged = true;
	if (result)
		report_fault(tap, &fault);
	while (!result && (line = strsep(&rest, "\n")))
		take_result(statements, line);
	text_free(&text);
	return result;
}

void statements_free(struct statements *statements)
{
	free(statements->list);
	strings_free(&statements->strings);
	text_free(&statements->source);
	*statements = (struct statements){ 0 };
}

static void hint(const struct statements *statements, const char *description,
		 const char *file, size_t line)
{
	const char *nearest = NULL;
	size_t least = UNLIKE;

	for (size_t i = 0; i < statements->count; i++) {
		const char *candidate = statements->list[i].description;
		size_t unlike = text_distance(description, candidate);

		if (unlike >= least)
			continue;
		least = unlike;
		nearest = candidate;
	}
	if (nearest)
		report(file, line, "note", "the nearest that they say: %s",
		       nearest);
}

bool statements_bear_out(const struct statements *statements,
			 const char *description, const char *file, size_t line)
{
	static const char *const troubles[] = {
		[VERDICT_NONE] = "has no result: run `make conformance`",
		[VERDICT_NOT_OK] = "is not true of this kernel",
		[VERDICT_SKIPPED] = "was skipped",
	};
	const struct statement *statement =
		statements_find(statements, description);

	if (!statement) {
		report(file, line, "error", "no page of ours says: %s",
		       description);
		hint(statements, description, file, line);
		return false;
	}
	if (!statements->judged || statement->verdict == VERDICT_OK)
		return true;
	report(file, line, "error", "%s: %s", troubles[statement->verdict],
	       description);
	return false;
}
