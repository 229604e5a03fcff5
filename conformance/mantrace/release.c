// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "release.h"
#include "text.h"

bool release_is_before(struct release a, struct release b)
{
	return a.major < b.major || (a.major == b.major && a.minor < b.minor);
}

/* The length of "7.3", or 0. At most three digits are a number. */
static size_t read_digits(const char *string, struct release *release)
{
	int length = 0;

	if (!isdigit((unsigned char)*string) ||
	    sscanf(string, "%3d.%3d%n", &release->major, &release->minor,
		   &length) != 2 ||
	    isdigit((unsigned char)string[length]))
		return 0;
	return (size_t)length;
}

bool release_read(const char *string, struct release *release)
{
	size_t length = read_digits(string, release);

	return length && !string[length];
}

/* The length of the word and the blank behind it, or 0 for another word. */
static size_t skip_word(const char *text, const char *word)
{
	size_t length = strlen(word);

	if (strncasecmp(text, word, length) || text[length] != ' ')
		return 0;
	return length + 1;
}

static size_t skip_mark(const char *text)
{
	size_t since = skip_word(text, "since");

	return since + skip_word(text + since, "linux");
}

const char *release_next(const char *text, struct release *release,
			 size_t *length)
{
	const char *start = text;

	for (; *text; text++) {
		size_t mark = skip_mark(text);

		if (!mark || (text > start && isalnum((unsigned char)text[-1])))
			continue;
		*length = read_digits(text + mark, release);
		if (*length)
			return text + mark;
	}
	return NULL;
}

/* Drops the "Linux " at the end of "since Linux ". */
static void drop_linux(struct text *text)
{
	static const char mark[] = "since Linux ";
	size_t length = strlen(mark);

	if (text->length < length ||
	    strcasecmp(text->bytes + text->length - length, mark))
		return;
	text->length -= strlen("Linux ");
	text->bytes[text->length] = '\0';
}

char *release_blanked(const char *text)
{
	struct text blanked = { 0 };
	struct release release;
	const char *digits;
	size_t length;

	while ((digits = release_next(text, &release, &length)) != NULL) {
		text_add(&blanked, text, (size_t)(digits - text));
		drop_linux(&blanked);
		text_add_string(&blanked, "*");
		text = digits + length;
	}
	text_add_string(&blanked, text);
	return blanked.bytes;
}
