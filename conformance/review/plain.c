// SPDX-License-Identifier: GPL-2.0-only
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "plain.h"
#include "text.h"

/*
 * Decodes one character of UTF-8.  Returns its length, or 0 if the bytes are
 * none, are longer than needed, or stand for a surrogate.
 */
static size_t decode(const unsigned char *at, unsigned int *character)
{
	static const unsigned int least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t length = *at < 0x80	       ? 1
			: (*at & 0xe0) == 0xc0 ? 2
			: (*at & 0xf0) == 0xe0 ? 3
			: (*at & 0xf8) == 0xf0 ? 4
					       : 0;

	if (!length)
		return 0;
	*character = length == 1 ? *at : *at & (0x7f >> length);
	for (size_t i = 1; i < length; i++) {
		if ((at[i] & 0xc0) != 0x80)
			return 0;
		*character = *character << 6 | (at[i] & 0x3f);
	}
	if (*character < least[length] || *character > 0x10ffff ||
	    (*character >= 0xd800 && *character <= 0xdfff))
		return 0;
	return length;
}

/* It moves the cursor, or changes what stands around it. */
static bool is_active(unsigned int character)
{
	return (character < ' ' && character != '\t') ||
	       (character >= 0x7f && character < 0xa0) || character == 0x61c ||
	       character == 0xad ||
	       (character >= 0x200b && character <= 0x200f) ||
	       (character >= 0x2028 && character <= 0x202e) ||
	       (character >= 0x2060 && character <= 0x206f) ||
	       character == 0xfeff || character >= 0xe0000;
}

static void add_escaped(struct text *text, const char *format,
			unsigned int value)
{
	char escaped[16];

	snprintf(escaped, sizeof(escaped), format, value);
	text_add_string(text, escaped);
}

char *plain(const char *line)
{
	struct text text = { 0 };

	text_add(&text, "", 0);
	while (*line) {
		const unsigned char *at = (const unsigned char *)line;
		unsigned int character;
		size_t length = decode(at, &character);

		if (!length)
			add_escaped(&text, "\\x%02x", *at);
		else if (!is_active(character))
			text_add(&text, line, length);
		else if (length == 1)
			add_escaped(&text, "\\x%02x", character);
		else
			add_escaped(&text, "\\u%04x", character);
		line += length ? length : 1;
	}
	return text.bytes;
}

void plain_copy(FILE *from, FILE *to)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t length;

	while ((length = getline(&line, &room, from)) > 0) {
		char *shown;

		if (line[length - 1] == '\n')
			line[length - 1] = '\0';
		shown = plain(line);
		fprintf(to, "%s\n", shown);
		free(shown);
	}
	free(line);
}
