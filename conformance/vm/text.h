/* SPDX-License-Identifier: GPL-2.0-only */
/* A string that grows.  Start with { 0 }; text_free() ends it. */
#ifndef TEXT_H
#define TEXT_H

#include <stddef.h>

struct text {
	char *bytes; /* ends with a NUL once anything was added, else NULL */
	size_t length;
	size_t room;
};

/* Out of memory ends the program, with a message and STATUS_NO_VERDICT. */
void text_add(struct text *text, const void *bytes, size_t length);
void text_add_string(struct text *text, const char *string);
void text_add_format(struct text *text, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Forgets the first `length` bytes. */
void text_drop(struct text *text, size_t length);

void text_clear(struct text *text);
void text_free(struct text *text);

/* Copy of a string, for the caller to free.  Out of memory: as above. */
char *copy_string(const char *string);

#endif
