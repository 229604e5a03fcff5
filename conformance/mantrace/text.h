/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_TEXT_H
#define MANTRACE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A text that grows.  All zeroes is an empty one; bytes is NULL or ends in a
 * NUL that length does not count.  Every function here ends the program with
 * status 2 when memory runs out.
 */
struct text {
	char *bytes;
	size_t length;
	size_t room;
};

void text_add(struct text *text, const char *bytes, size_t length);
void text_add_string(struct text *text, const char *string);
void text_free(struct text *text);

/* Runs of blanks become one blank, none stays at either end. Free the result */
char *text_squeezed(const char *string);

/*
 * Makes room for one element more than count.  Returns the array, moved where
 * needed, and keeps *room.
 */
void *array_with_room(void *array, size_t *room, size_t count, size_t size);

/* Strings that are freed together. All zeroes is an empty set. */
struct strings {
	char **list;
	size_t count;
	size_t room;
};

/* Takes a string that malloc() gave, and returns it. */
const char *strings_keep(struct strings *strings, char *string);
void strings_free(struct strings *strings);

/* strndup() and asprintf() that cannot fail. Free the result. */
char *copy_of(const char *string, size_t length);
char *printed(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Makes every control character a question mark. */
void make_printable(char *string);

/* As isspace() in the C locale, for any char. */
bool is_blank(char c);

#endif
