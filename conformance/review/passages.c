// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lines.h"
#include "mandoc.h"
#include "passages.h"
#include "plain.h"
#include "render.h"

static const char *source_of(const struct side *side)
{
	return side->page.source.bytes ? side->page.source.bytes : "";
}

/* "...FILE:12: what is wrong" about a changed line, from the path on. */
static bool is_about_change(const char *said, const struct side *side,
			    const struct pieces_of_text *lines)
{
	const char *at = strstr(said, side->file);
	size_t length = strlen(side->file);
	size_t line;

	if (!at || at[length] != ':')
		return false;
	line = strtoul(at + length + 1, NULL, 10);
	return line && line <= lines->count && lines->changed[line - 1];
}

size_t print_lint(const struct subject *subject, const char *lint)
{
	const struct side *side = &subject->new;
	struct pieces_of_text old = split_lines(source_of(&subject->old));
	struct pieces_of_text new = split_lines(source_of(side));
	struct pieces_of_text said = split_lines(lint);
	size_t count = 0;

	mark_changes(&old, &new);
	for (size_t i = 0; i < said.count; i++) {
		char *shown;

		if (!is_about_change(said.list[i], side, &new))
			continue;
		shown = plain(strstr(said.list[i], side->file) +
			      strlen(side->file));
		printf("  %s%s\n", side->path, shown);
		free(shown);
		count++;
	}
	pieces_end(&old);
	pieces_end(&new);
	pieces_end(&said);
	return count;
}

/* What mandoc prints of a page, for a mail. */
static struct pieces_of_text rendering_of(const struct side *side)
{
	static const char *const options[] = { "-T", "utf8",  "-O", "width=72",
					       "-W", "error", NULL };
	struct pieces_of_text lines = { 0 };
	struct text output = { 0 };
	struct text complaints = { 0 };
	struct fault fault;

	if (side->is_read) {
		if (!mandoc_run(options, side->page.root, &side->page.source,
				&output, &complaints, &fault)) {
			remove_overstrike(&output);
			lines = split_lines(output.bytes);
		}
	}
	text_free(&output);
	text_free(&complaints);
	return lines;
}

static size_t print_run(const struct pieces_of_text *lines, size_t from,
			char mark)
{
	for (; from < lines->count && lines->changed[from]; from++) {
		char *shown = plain(lines->list[from]);

		printf("  %c%s%s\n", mark, *shown ? " " : "", shown);
		free(shown);
	}
	return from;
}

static void print_hunks(const struct pieces_of_text *old,
			const struct pieces_of_text *new)
{
	size_t i = 0;
	size_t j = 0;
	bool printed_one = false;

	while (i < old->count || j < new->count) {
		if (i < old->count && j < new->count && !old->changed[i] &&
		    !new->changed[j]) {
			i++;
			j++;
			continue;
		}
		if (printed_one)
			puts("  ...");
		printed_one = true;
		i = print_run(old, i, '-');
		j = print_run(new, j, '+');
	}
}

/* The last line has the date, the first the title: no passages. */
static void drop_frame(struct pieces_of_text *lines)
{
	if (!lines->count)
		return;
	*lines->list[0] = '\0';
	*lines->list[lines->count - 1] = '\0';
}

void print_passages(const struct subject *subject)
{
	struct pieces_of_text old = rendering_of(&subject->old);
	struct pieces_of_text new = rendering_of(&subject->new);

	drop_frame(&old);
	drop_frame(&new);
	mark_changes(&old, &new);
	print_hunks(&old, &new);
	pieces_end(&old);
	pieces_end(&new);
}
