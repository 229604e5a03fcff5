// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "link.h"

/* <b>NAME</b>(SECTION), by its parts. */
struct reference {
	const char *name;
	int name_length;
	const char *section;
	int section_length;
	const char *end;
};

static bool starts(const char *string, const char *prefix)
{
	return !strncmp(string, prefix, strlen(prefix));
}

static bool is_name(char c)
{
	return isalnum((unsigned char)c) || (c && strchr("_.-", c));
}

static bool read_reference(const char *html, struct reference *reference)
{
	const char *at = html + strlen("<b>");

	if (!starts(html, "<b>"))
		return false;
	reference->name = at;
	while (is_name(*at))
		at++;
	reference->name_length = (int)(at - reference->name);
	if (!reference->name_length || !starts(at, "</b>("))
		return false;
	at += strlen("</b>(");
	reference->section = at;
	if (!isdigit((unsigned char)*at))
		return false;
	while (isalnum((unsigned char)*at))
		at++;
	reference->section_length = (int)(at - reference->section);
	if (*at != ')')
		return false;
	reference->end = at + 1;
	return true;
}

char *reference_to(const char *page)
{
	const char *slash = strrchr(page, '/');
	const char *name = slash ? slash + 1 : page;
	const char *dot = strrchr(name, '.');

	if (!dot)
		return printed("%s", name);
	return printed("%.*s(%s)", (int)(dot - name), name, dot + 1);
}

static bool is_ours(const char *name, char **pages)
{
	bool ours = false;

	for (; !ours && *pages; pages++) {
		char *page = reference_to(*pages);

		ours = !strcmp(page, name);
		free(page);
	}
	return ours;
}

static void add_link(const struct reference *reference, const char *html,
		     const char *self, char **pages, struct text *linked)
{
	char *name =
		printed("%.*s(%.*s)", reference->name_length, reference->name,
			reference->section_length, reference->section);
	bool ours = is_ours(name, pages);
	char *link = printed("<a class=\"Xr\" href=\"%s%.*s.%.*s%s\">",
			     ours ? "" : "https://manpages.debian.org/",
			     reference->name_length, reference->name,
			     reference->section_length, reference->section,
			     ours ? ".html" : "");
	bool linking = strcmp(name, self);

	if (linking)
		text_add_string(linked, link);
	text_add(linked, html, reference->end - html);
	if (linking)
		text_add_string(linked, "</a>");
	free(link);
	free(name);
}

/* Where a link to its own place starts whose text starts with a reference. */
static const char *open_before_reference(const char *html)
{
	struct reference reference;
	const char *end = strchr(html, '>');

	if (!starts(html, "<a class=\"permalink\"") || !end)
		return NULL;
	return read_reference(end + 1, &reference) ? end + 1 : NULL;
}

void link_references(const char *html, const char *self, char **pages,
		     struct text *linked)
{
	struct reference reference;
	const char *text;
	bool inside = false;
	bool dropped = false;

	while (*html) {
		text = open_before_reference(html);
		if (text) {
			dropped = true;
			html = text;
		} else if (starts(html, "</a>") && dropped) {
			dropped = false;
			html += strlen("</a>");
			continue;
		} else if (starts(html, "<a ")) {
			inside = true;
		} else if (starts(html, "</a>")) {
			inside = false;
		}
		if (!inside && read_reference(html, &reference)) {
			add_link(&reference, html, self, pages, linked);
			html = reference.end;
		} else {
			text_add(linked, html++, 1);
		}
	}
}
