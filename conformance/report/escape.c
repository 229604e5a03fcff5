// SPDX-License-Identifier: GPL-2.0-only
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "escape.h"

enum {
	REPLACEMENT = 0xfffd,
	PICTURES = 0x2400,
	PICTURE_OF_DELETE = 0x2421,
};

static bool turns_direction(uint32_t code)
{
	return code == 0x200e || code == 0x200f || code == 0x061c ||
	       (code >= 0x202a && code <= 0x202e) ||
	       (code >= 0x2066 && code <= 0x2069);
}

static uint32_t made_harmless(uint32_t code)
{
	if (code == '\n' || code == '\t')
		return code;
	if (code < 0x20)
		return PICTURES + code;
	if (code == 0x7f)
		return PICTURE_OF_DELETE;
	if (code < 0xa0 && code >= 0x80)
		return REPLACEMENT;
	if ((code >= 0xd800 && code < 0xe000) || code > 0x10ffff ||
	    (code & 0xfffe) == 0xfffe || (code >= 0xfdd0 && code <= 0xfdef) ||
	    turns_direction(code))
		return REPLACEMENT;
	return code;
}

/* How many bytes follow the first one; -1 if none begins with it. */
static int bytes_that_follow(unsigned char first)
{
	if (first < 0x80)
		return 0;
	if (first >= 0xc2 && first < 0xe0)
		return 1;
	if (first >= 0xe0 && first < 0xf0)
		return 2;
	return first >= 0xf0 && first < 0xf5 ? 3 : -1;
}

/* Reads a character, and moves on by one byte where there is none. */
static uint32_t next_character(const char **at)
{
	static const uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };
	const unsigned char *bytes = (const unsigned char *)*at;
	int follow = bytes_that_follow(bytes[0]);
	uint32_t code;

	++*at;
	if (follow < 0)
		return REPLACEMENT;
	code = follow ? bytes[0] & (0x3fu >> follow) : bytes[0];
	for (int i = 1; i <= follow; i++) {
		if ((bytes[i] & 0xc0) != 0x80)
			return REPLACEMENT;
		code = code << 6 | (bytes[i] & 0x3f);
	}
	if (code < least[follow])
		return REPLACEMENT;
	*at += follow;
	return made_harmless(code);
}

static void add_character(struct text *text, uint32_t code)
{
	char bytes[4];
	size_t length = 0;

	if (code < 0x80) {
		bytes[length++] = code;
	} else if (code < 0x800) {
		bytes[length++] = 0xc0 | code >> 6;
		bytes[length++] = 0x80 | (code & 0x3f);
	} else if (code < 0x10000) {
		bytes[length++] = 0xe0 | code >> 12;
		bytes[length++] = 0x80 | (code >> 6 & 0x3f);
		bytes[length++] = 0x80 | (code & 0x3f);
	} else {
		bytes[length++] = 0xf0 | code >> 18;
		bytes[length++] = 0x80 | (code >> 12 & 0x3f);
		bytes[length++] = 0x80 | (code >> 6 & 0x3f);
		bytes[length++] = 0x80 | (code & 0x3f);
	}
	text_add(text, bytes, length);
}

void add_escaped(struct text *text, const char *string)
{
	while (*string) {
		uint32_t code = next_character(&string);

		switch (code) {
		case '&':
			text_add_string(text, "&amp;");
			break;
		case '<':
			text_add_string(text, "&lt;");
			break;
		case '>':
			text_add_string(text, "&gt;");
			break;
		case '"':
			text_add_string(text, "&quot;");
			break;
		case '\'':
			text_add_string(text, "&#39;");
			break;
		default:
			add_character(text, code);
		}
	}
}

void add_json_string(struct text *text, const char *string)
{
	if (!string) {
		text_add_string(text, "null");
		return;
	}
	text_add_string(text, "\"");
	while (*string) {
		uint32_t code = next_character(&string);

		if (code == '\n')
			text_add_string(text, "\\n");
		else if (code == '\t')
			text_add_string(text, "\\t");
		else if (code == '"' || code == '\\')
			add_printed(text, "\\%c", (int)code);
		else if (code == '<' || code == 0x2028 || code == 0x2029)
			/* Then it can stand in a script, too. */
			add_printed(text, "\\u%04x", (unsigned int)code);
		else
			add_character(text, code);
	}
	text_add_string(text, "\"");
}

void add_printed(struct text *text, const char *format, ...)
{
	va_list arguments;
	char *string;
	int length;

	va_start(arguments, format);
	length = vasprintf(&string, format, arguments);
	va_end(arguments);
	if (length < 0) {
		fputs("make-report: out of memory\n", stderr);
		exit(2);
	}
	text_add(text, string, length);
	free(string);
}
