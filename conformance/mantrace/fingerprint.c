// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fingerprint.h"
#include "release.h"
#include "sha256.h"
#include "text.h"

/* Cuts out each " (since Linux X.Y)", with or without "Linux". */
static void cut_releases(char *string)
{
	static const char mark[] = "(since ";
	struct release release;
	char *found = string;
	size_t length;

	while ((found = strstr(found, mark)) != NULL) {
		char *end = strchr(found, ')');
		const char *digits = release_next(found, &release, &length);

		if (!end)
			return;
		if (!digits || digits > end) {
			found = end;
			continue;
		}
		if (found > string && found[-1] == ' ')
			found--;
		memmove(found, end + 1, strlen(end + 1) + 1);
	}
}

/* One blank, one kind of quote, single or double, and one kind of dash. */
static char *normal_form(const char *string)
{
	char *form = text_squeezed(string);
	char *end = form;

	for (const char *next = form; *next; next++) {
		char c = *next == '`' ? '\'' : *next;

		if (c == '\'' && end > form && end[-1] == '\'')
			end[-1] = '"';
		else if (c != '-' || end == form || end[-1] != '-')
			*end++ = c;
	}
	*end = '\0';
	return form;
}

static void add_line(struct text *text, const char *string, bool cut)
{
	char *form = normal_form(string);

	if (cut)
		cut_releases(form);
	text_add_string(text, form);
	text_add_string(text, "\n");
	free(form);
}

struct fingerprint fingerprint_of_line(const char *line, size_t length)
{
	struct fingerprint print;
	unsigned char digest[SHA256_SIZE];

	sha256(line, length, digest);
	for (size_t i = 0; i < FINGERPRINT_LENGTH / 2; i++)
		snprintf(print.digits + 2 * i, 3, "%02x", digest[i]);
	return print;
}

struct fingerprint fingerprint_of(const char *page, const struct item *item)
{
	struct fingerprint print;
	struct text text = { 0 };

	add_line(&text, page, false);
	add_line(&text, item->section, true);
	add_line(&text, item->tag, true);
	add_line(&text, item->text, false);
	print = fingerprint_of_line(text.bytes, text.length);
	text_free(&text);
	return print;
}

enum outcome fingerprint(const struct page *page)
{
	for (size_t i = 0; i < page->count; i++) {
		const struct item *item = &page->items[i];

		if (item->claim)
			printf("%s\t%s\t%zu\t%s\t%s\t%s\n",
			       fingerprint_of(page->name, item).digits,
			       page->name, item->line, item->section, item->tag,
			       item->text);
	}
	return OUTCOME_CLEAN;
}
