// SPDX-License-Identifier: GPL-2.0-only
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

static void *checked(void *memory)
{
	if (memory)
		return memory;
	fputs("mantrace: out of memory: give it fewer or smaller pages\n",
	      stderr);
	exit(2);
}

void text_add(struct text *text, const char *bytes, size_t length)
{
	if (length >= SIZE_MAX / 2 - text->length)
		checked(NULL);
	if (text->length + length + 1 > text->room) {
		text->room = (text->length + length + 1) * 2;
		text->bytes = checked(realloc(text->bytes, text->room));
	}
	if (length)
		memcpy(text->bytes + text->length, bytes, length);
	text->length += length;
	text->bytes[text->length] = '\0';
}

void text_add_string(struct text *text, const char *string)
{
	text_add(text, string, strlen(string));
}

void text_free(struct text *text)
{
	free(text->bytes);
	*text = (struct text){ 0 };
}

bool is_blank(char c)
{
	return c && strchr(" \t\n\v\f\r", c);
}

char *text_squeezed(const char *string)
{
	char *squeezed = copy_of(string, strlen(string));
	char *end = squeezed;

	for (; *string; string++) {
		if (!is_blank(*string))
			*end++ = *string;
		else if (end > squeezed && end[-1] != ' ')
			*end++ = ' ';
	}
	if (end > squeezed && end[-1] == ' ')
		end--;
	*end = '\0';
	return squeezed;
}

void *array_with_room(void *array, size_t *room, size_t count, size_t size)
{
	if (count < *room)
		return array;
	*room = count ? count * 2 : 16;
	return checked(reallocarray(array, *room, size));
}

const char *strings_keep(struct strings *strings, char *string)
{
	strings->list = array_with_room(strings->list, &strings->room,
					strings->count, sizeof(*strings->list));
	strings->list[strings->count++] = string;
	return string;
}

void strings_free(struct strings *strings)
{
	for (size_t i = 0; i < strings->count; i++)
		free(strings->list[i]);
	free(strings->list);
	*strings = (struct strings){ 0 };
}

char *copy_of(const char *string, size_t length)
{
	return checked(strndup(string, length));
}

char *printed(const char *format, ...)
{
	char *string;
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vasprintf(&string, format, arguments);
	va_end(arguments);
	return checked(length < 0 ? NULL : string);
}

void make_printable(char *string)
{
	for (; *string; string++)
		if ((unsigned char)*string < ' ' || *string == 0x7f)
			*string = '?';
}
