// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mandoc.h"
#include "render.h"

enum {
	MANDOC_HYPHEN = 0x1e,
};

/* What has to go through mandoc: the strings in which roff escapes stand. */
struct list {
	const char ***strings;
	size_t count;
	size_t room;
};

void remove_overstrike(struct text *text)
{
	size_t kept = 0;

	for (size_t i = 0; i < text->length; i++) {
		if (text->bytes[i] != '\b')
			text->bytes[kept++] = text->bytes[i];
		else if (kept)
			kept--;
	}
	text->length = kept;
	text->bytes[kept] = '\0';
}

static void make_hyphens(char *string)
{
	while ((string = strchr(string, MANDOC_HYPHEN)))
		*string = '-';
}

static void list_add(struct list *list, const char **string)
{
	make_hyphens((char *)*string);
	if (!strchr(*string, '\\'))
		return;
	list->strings = array_with_room(list->strings, &list->room, list->count,
					sizeof(*list->strings));
	list->strings[list->count++] = string;
}

static size_t backslashes_at_end(const char *string)
{
	size_t length = strlen(string);
	size_t count = 0;

	while (count < length && string[length - count - 1] == '\\')
		count++;
	return count;
}

/* `\c` at the end: the next text follows without a blank. */
static bool cut_continuation(char *string)
{
	size_t length = strlen(string);

	if (length < 2 || strcmp(string + length - 2, "\\c"))
		return false;
	string[length - 2] = '\0';
	if (backslashes_at_end(string) % 2 == 0)
		return true;
	string[length - 2] = '\\';
	return false;
}

static void list_of(struct tree *tree, struct list *list)
{
	list_add(list, &tree->title);
	for (size_t i = 1; i < tree->count; i++) {
		struct node *node = &tree->nodes[i];

		if (node->type != NODE_TEXT && node->type != NODE_ROW)
			continue;
		node->joins_next = cut_continuation((char *)node->string);
		list_add(list, &node->string);
	}
}

/*
 * Each string stands between bars, which keep its blanks, below a line with
 * its number.  One number more ends the last.
 */
static void write_page(const struct list *list, struct text *page)
{
	char number[32];

	text_add_string(page, ".TH strings 7\n.nf\n");
	for (size_t i = 0; i < list->count; i++) {
		const char *string = *list->strings[i];

		snprintf(number, sizeof(number), "%zu:\n\\&", i);
		text_add_string(page, number);
		text_add_string(page, string);
		if (backslashes_at_end(string) % 2)
			text_add_string(page, "&");
		text_add_string(page, "|\n");
	}
	snprintf(number, sizeof(number), "%zu:\n", list->count);
	text_add_string(page, number);
}

/* The line that holds nothing but the number, its blanks skipped. */
static char *find_line(char *line, size_t number)
{
	char wanted[32];
	size_t length = snprintf(wanted, sizeof(wanted), "%zu:\n", number);

	while (line) {
		line += strspn(line, " \n");
		if (!strncmp(line, wanted, length))
			return line;
		line = strchr(line, '\n');
	}
	return NULL;
}

static void tidy(char *string)
{
	size_t length = strlen(string);

	while (length &&
	       (string[length - 1] == '\n' || string[length - 1] == ' '))
		length--;
	if (length && string[length - 1] == '|')
		length--;
	string[length] = '\0';
	while ((string = strchr(string, '\n')))
		*string = ' ';
}

/* A string can fill several lines: it goes on up to the next number. */
static int read_strings(const struct list *list, char *output,
			struct fault *fault)
{
	char *line = find_line(output, 0);

	for (size_t i = 0; line && i < list->count; i++) {
		char *string = strchr(line, '\n') + 1;

		line = find_line(string, i + 1);
		if (!line)
			break;
		if (line == string) {
			*list->strings[i] = "";
			continue;
		}
		line[-1] = '\0';
		tidy(string);
		*list->strings[i] = string;
	}
	if (!line)
		return fault_at(fault, 0,
				"mandoc did not print every text again: use "
				"mandoc 1.14.6");
	return 0;
}

int render(struct tree *tree, struct text *rendered, struct fault *fault)
{
	static const char *const options[] = { "-T", "ascii", NULL };
	struct list list = { 0 };
	struct text page = { 0 };
	struct text complaints = { 0 };
	int result = 0;

	list_of(tree, &list);
	if (list.count) {
		write_page(&list, &page);
		result = mandoc_run(options, "/", &page, rendered, &complaints,
				    fault);
		if (!result) {
			remove_overstrike(rendered);
			result = read_strings(&list, rendered->bytes, fault);
		}
	}
	text_free(&complaints);
	text_free(&page);
	free(list.strings);
	return result;
}
