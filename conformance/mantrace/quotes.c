// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "quotes.h"
#include "source.h"

/* A place in C text. */
struct scanner {
	const char *start;
	const char *at;
	size_t line;
	bool line_start; /* only blanks and comments so far on this line */
	const char *section;
	const char *tag;
};

/* A newline behind a backslash is not there for C. */
static void skip_splices(struct scanner *scanner)
{
	while (scanner->at[0] == '\\' && scanner->at[1] == '\n') {
		scanner->at += 2;
		scanner->line++;
	}
}

static char peek(struct scanner *scanner)
{
	skip_splices(scanner);
	return *scanner->at;
}

static char next(struct scanner *scanner)
{
	char c = peek(scanner);

	if (c) {
		scanner->at++;
		if (c == '\n')
			scanner->line++;
	}
	return c;
}

static bool next_is(const struct scanner *scanner, char c)
{
	struct scanner ahead = *scanner;

	next(&ahead);
	return peek(&ahead) == c;
}

static bool at_comment(struct scanner *scanner)
{
	return peek(scanner) == '/' &&
	       (next_is(scanner, '*') || next_is(scanner, '/'));
}

static void skip_comment(struct scanner *scanner)
{
	char c;

	next(scanner);
	if (next(scanner) == '/') {
		while (peek(scanner) && peek(scanner) != '\n')
			next(scanner);
		return;
	}
	while ((c = next(scanner)))
		if (c == '*' && peek(scanner) == '/') {
			next(scanner);
			return;
		}
}

/* Returns whether comments were among the blanks. */
static bool skip_blanks(struct scanner *scanner)
{
	bool commented = false;

	for (;;) {
		if (at_comment(scanner)) {
			skip_comment(scanner);
			commented = true;
		} else if (is_blank(peek(scanner))) {
			next(scanner);
		} else {
			return commented;
		}
	}
}

static void skip_literal(struct scanner *scanner)
{
	char quote = next(scanner);

	while (peek(scanner) && peek(scanner) != '\n') {
		char c = next(scanner);

		if (c == quote)
			return;
		if (c == '\\')
			next(scanner);
	}
}

static void skip_line(struct scanner *scanner)
{
	while (peek(scanner) && peek(scanner) != '\n') {
		if (at_comment(scanner))
			skip_comment(scanner);
		else
			next(scanner);
	}
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Longer words than size allows are cut off. */
static void read_word(struct scanner *scanner, char *word, size_t size)
{
	size_t length = 0;

	while (is_word(peek(scanner))) {
		char c = next(scanner);

		if (length + 1 < size)
			word[length++] = c;
	}
	word[length] = '\0';
}

static void skip_spaces(struct scanner *scanner)
{
	while (peek(scanner) == ' ' || peek(scanner) == '\t')
		next(scanner);
}

/* The directive on a line, "" for none. Stays on that line. */
static void read_directive(struct scanner *scanner, char *word, size_t size)
{
	*word = '\0';
	skip_spaces(scanner);
	if (peek(scanner) != '#')
		return;
	next(scanner);
	skip_spaces(scanner);
	read_word(scanner, word, size);
}

/* From the line after `#if 0` to what ends it. */
static void skip_group(struct scanner *scanner)
{
	char word[16];
	size_t depth = 1;

	while (depth && peek(scanner)) {
		next(scanner);
		read_directive(scanner, word, sizeof(word));
		if (!strncmp(word, "if", 2))
			depth++;
		else if (!strcmp(word, "endif"))
			depth--;
		else if (depth == 1 && !strncmp(word, "el", 2))
			depth--;
		skip_line(scanner);
	}
}

static void skip_directive(struct scanner *scanner)
{
	char word[16];
	bool never;

	read_directive(scanner, word, sizeof(word));
	skip_spaces(scanner);
	never = !strcmp(word, "if") && peek(scanner) == '0';
	if (never) {
		next(scanner);
		skip_spaces(scanner);
		never = peek(scanner) == '\n' || at_comment(scanner);
	}
	skip_line(scanner);
	if (never)
		skip_group(scanner);
}

static char from_octal(struct scanner *scanner, char first)
{
	unsigned int value = first - '0';

	for (int digits = 1; digits < 3; digits++) {
		char c = peek(scanner);

		if (c < '0' || c > '7')
			break;
		value = value * 8 + (next(scanner) - '0');
	}
	return (char)value;
}

static char from_hexadecimal(struct scanner *scanner)
{
	unsigned int value = 0;

	while (isxdigit((unsigned char)peek(scanner))) {
		char c = tolower((unsigned char)next(scanner));

		value = value * 16 + (c <= '9' ? c - '0' : c - 'a' + 10);
	}
	return (char)value;
}

/* What stands behind a backslash, '\0' for what no page prints. */
static char read_escape(struct scanner *scanner)
{
	char c = next(scanner);

	if (c >= '0' && c <= '7')
		return from_octal(scanner, c);
	if (c == 'x')
		return from_hexadecimal(scanner);
	return c && strchr("\"'?\\", c) ? c : '\0';
}

static bool is_control(char c)
{
	return (unsigned char)c < ' ' || c == 0x7f;
}

static int read_literal(struct scanner *scanner, struct text *text,
			struct fault *fault)
{
	size_t line = scanner->line;

	next(scanner);
	while (peek(scanner) != '"') {
		char c = next(scanner);

		if (!c || c == '\n')
			return fault_at(fault, line,
					"a string without its closing quote");
		if (c == '\\')
			c = read_escape(scanner);
		if (is_control(c))
			return fault_at(fault, line,
					"a character that no page can hold");
		text_add(text, &c, 1);
	}
	next(scanner);
	return 0;
}

/* Adjacent literals are one. Stops in front of what follows them. */
static int read_literals(struct scanner *scanner, struct quote *quote,
			 struct text *text, struct fault *fault)
{
	bool commented = false;

	quote->start = scanner->at - scanner->start;
	text_add(text, "", 0);
	while (peek(scanner) == '"') {
		if (read_literal(scanner, text, fault))
			return -1;
		quote->commented |= commented;
		quote->end = scanner->at - scanner->start;
		commented = skip_blanks(scanner);
	}
	return 0;
}

static bool quote_kind(const char *word, enum quote_kind *kind)
{
	static const char *const macros[] = {
		[QUOTE_SECTION] = "SECTION",
		[QUOTE_TAG] = "TAG",
		[QUOTE_SENTENCE] = "SENTENCE",
	};

	for (size_t i = 0; i < sizeof(macros) / sizeof(macros[0]); i++) {
		if (strcmp(word, macros[i]))
			continue;
		*kind = i;
		return true;
	}
	return false;
}

static void add_quote(struct quotes *quotes, struct scanner *scanner,
		      struct quote *quote, char *text)
{
	quote->text = strings_keep(&quotes->strings, text);
	if (quote->kind == QUOTE_SECTION) {
		scanner->section = quote->text;
		scanner->tag = "";
	} else if (quote->kind == QUOTE_TAG) {
		scanner->tag = quote->text;
	}
	quote->section = scanner->section;
	quote->tag = scanner->tag;
	quotes->list = array_with_room(quotes->list, &quotes->room,
				       quotes->count, sizeof(*quotes->list));
	quotes->list[quotes->count++] = *quote;
}

/* The macro's name has been read. */
static int read_quote(struct quotes *quotes, struct scanner *scanner,
		      enum quote_kind kind, struct fault *fault)
{
	struct quote quote = { .kind = kind, .line = scanner->line };
	struct text text = { 0 };

	skip_blanks(scanner);
	if (peek(scanner) != '(')
		return 0;
	next(scanner);
	skip_blanks(scanner);
	if (peek(scanner) != '"')
		return fault_at(fault, scanner->line,
				"a quote starts with a string literal");
	if (read_literals(scanner, &quote, &text, fault)) {
		text_free(&text);
		return -1;
	}
	add_quote(quotes, scanner, &quote, text.bytes);
	if (peek(scanner) != ',' && peek(scanner) != ')')
		return fault_at(fault, scanner->line,
				"a comma or parenthesis belongs behind the "
				"quote");
	return 0;
}

static int scan_word(struct quotes *quotes, struct scanner *scanner,
		     struct fault *fault)
{
	char word[16];
	enum quote_kind kind;
	bool first = scanner->line_start;

	read_word(scanner, word, sizeof(word));
	scanner->line_start = false;
	if (!first || !quote_kind(word, &kind))
		return 0;
	return read_quote(quotes, scanner, kind, fault);
}

static int scan_token(struct quotes *quotes, struct scanner *scanner,
		      struct fault *fault)
{
	char c = peek(scanner);

	if (is_word(c))
		return scan_word(quotes, scanner, fault);
	if (at_comment(scanner)) {
		skip_comment(scanner);
	} else if (c == '#' && scanner->line_start) {
		skip_directive(scanner);
	} else if (c == '"' || c == '\'') {
		skip_literal(scanner);
		scanner->line_start = false;
	} else {
		next(scanner);
		scanner->line_start =
			c == '\n' || (scanner->line_start && is_blank(c));
	}
	return 0;
}

int quotes_scan(struct quotes *quotes, struct fault *fault)
{
	struct scanner scanner = {
		.start = quotes->source.bytes,
		.at = quotes->source.bytes,
		.line = 1,
		.line_start = true,
		.section = "",
		.tag = "",
	};

	while (peek(&scanner))
		if (scan_token(quotes, &scanner, fault))
			return -1;
	return 0;
}

int quotes_read(struct quotes *quotes, const char *file, struct fault *fault)
{
	quotes->file = file;
	if (source_read(file, &quotes->source, fault))
		return -1;
	return quotes_scan(quotes, fault);
}

void quotes_free(struct quotes *quotes)
{
	text_free(&quotes->source);
	free(quotes->list);
	strings_free(&quotes->strings);
	*quotes = (struct quotes){ 0 };
}
