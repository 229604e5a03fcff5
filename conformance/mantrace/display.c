// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "display.h"

/* Where a reader of C stands in a piece. */
struct scan {
	bool comment;
	size_t depth; /* of braces, brackets and parentheses */
	bool started; /* something else than comments was seen */
	bool directive;
	bool brace;    /* a { outside of any other */
	bool function; /* ... that followed a ) */
	bool assignment;
	char last; /* character that was neither blank nor comment */
};

void display_add(struct display *display, size_t line, const char *text)
{
	display->lines =
		array_with_room(display->lines, &display->room, display->count,
				sizeof(*display->lines));
	display->lines[display->count++] = line;
	text_add_string(&display->text, text);
	text_add_string(&display->text, "\n");
}

void display_free(struct display *display)
{
	text_free(&display->text);
	free(display->lines);
	*display = (struct display){ 0 };
}

void pieces_free(struct pieces *pieces)
{
	for (size_t i = 0; i < pieces->count; i++)
		free(pieces->list[i].text);
	free(pieces->list);
	*pieces = (struct pieces){ 0 };
}

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_';
}

static const char *skip_literal(const char *at, const char *end)
{
	char quote = *at;

	for (at++; at < end && *at != quote; at++)
		if (*at == '\\' && at + 1 < end)
			at++;
	return at;
}

static void scan_open(struct scan *scan, char c)
{
	if (c == '{' && !scan->depth) {
		scan->brace = true;
		scan->function |= scan->last == ')';
	}
	scan->depth++;
}

static void scan_character(struct scan *scan, char c)
{
	if (is_blank(c))
		return;
	if (!scan->started)
		scan->directive = c == '#';
	scan->started = true;
	if (strchr("{[(", c))
		scan_open(scan, c);
	else if (strchr("}])", c) && scan->depth)
		scan->depth--;
	else if (c == '=' && !scan->depth)
		scan->assignment = true;
	scan->last = c;
}

/* One line, which ends at end. Literals end with it at the latest. */
static void scan_line(struct scan *scan, const char *at, const char *end)
{
	for (; at < end; at++) {
		bool pair = at + 1 < end;

		if (scan->comment) {
			if (pair && at[0] == '*' && at[1] == '/') {
				scan->comment = false;
				at++;
			}
		} else if (pair && at[0] == '/' && at[1] == '*') {
			scan->comment = true;
			at++;
		} else if (pair && at[0] == '/' && at[1] == '/') {
			return;
		} else if (*at == '"' || *at == '\'') {
			at = skip_literal(at, end);
			scan->started = true;
			scan->last = '"';
		} else {
			scan_character(scan, *at);
		}
	}
}

static bool is_complete(const struct scan *scan)
{
	if (scan->comment || !scan->started)
		return false;
	if (scan->directive)
		return scan->last != '\\';
	return !scan->depth && (scan->last == ';' || scan->last == '}');
}

static const char *skip_comments(const char *at)
{
	for (;;) {
		at += strspn(at, " \t\n");
		if (!strncmp(at, "/*", 2) && strstr(at, "*/"))
			at = strstr(at, "*/") + 2;
		else if (!strncmp(at, "//", 2))
			at += strcspn(at, "\n");
		else
			return at;
	}
}

static size_t word_length(const char *at)
{
	size_t length = 0;

	while (is_word(at[length]))
		length++;
	return length;
}

static bool word_is(const char *at, const char *const *words)
{
	size_t length = word_length(at);

	for (; *words; words++)
		if (strlen(*words) == length && !strncmp(at, *words, length))
			return true;
	return false;
}

/* A type first, then a name: a statement looks otherwise. */
static bool starts_as_declaration(const char *at)
{
	static const char *const types[] = {
		"struct", "union",  "enum",	"typedef",  "extern", "static",
		"const",  "void",   "char",	"short",    "int",    "long",
		"float",  "double", "unsigned", "signed",   "bool",   "_Bool",
		"inline", "u8",	    "u16",	"u32",	    "u64",    "__u8",
		"__u16",  "__u32",  "__u64",	"volatile", NULL,
	};
	size_t length = word_length(at);

	if (!strncmp(at, "[[", 2))
		return true;
	if (word_is(at, types))
		return true;
	return length > 2 && !strncmp(at + length - 2, "_t", 2) &&
	       at[length] == ' ';
}

static bool is_directive(const char *at, const char *name)
{
	if (*at++ != '#')
		return false;
	at += strspn(at, " \t");
	return !strncmp(at, name, strlen(name));
}

static void classify(struct piece *piece, const struct scan *scan)
{
	static const char *const aggregates[] = { "struct", "union", "enum",
						  "typedef", NULL };
	const char *at = skip_comments(piece->text);

	piece->include = is_directive(at, "include");
	piece->function = scan->function;
	piece->aggregate = scan->brace && !scan->function &&
			   !scan->assignment && word_is(at, aggregates);
	piece->declaration = is_directive(at, "define") ||
			     (scan->last == ';' && !scan->function &&
			      !scan->assignment && starts_as_declaration(at));
}

static void pieces_add(struct pieces *pieces, size_t line, const char *text,
		       size_t length, const struct scan *scan)
{
	struct piece piece = { .line = line, .text = copy_of(text, length) };

	classify(&piece, scan);
	pieces->list = array_with_room(pieces->list, &pieces->room,
				       pieces->count, sizeof(*pieces->list));
	pieces->list[pieces->count++] = piece;
}

static bool only_blanks(const char *at, const char *end)
{
	while (at < end && is_blank(*at))
		at++;
	return at == end;
}

void pieces_of(const struct display *display, struct pieces *pieces)
{
	const char *at = display->text.bytes;
	const char *start = NULL;
	size_t line = 0;
	struct scan scan = { 0 };

	for (size_t i = 0; i < display->count; i++) {
		const char *end = strchr(at, '\n');
		bool blank = only_blanks(at, end);

		if (!start && !blank) {
			start = at;
			line = display->lines[i];
			scan = (struct scan){ 0 };
		}
		scan_line(&scan, at, end);
		at = end + 1;
		if (!start)
			continue;
		if (is_complete(&scan) || i + 1 == display->count ||
		    (blank && !scan.depth && !scan.comment)) {
			pieces_add(pieces, line, start, end - start, &scan);
			start = NULL;
		}
	}
}
