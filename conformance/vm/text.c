// SPDX-License-Identifier: GPL-2.0-only
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "message.h"
#include "status.h"
#include "text.h"

static void make_room(struct text *text, size_t length)
{
	size_t room = text->room == 0 ? 256 : text->room;

	while (room <= text->length + length)
		room *= 2;
	if (room == text->room)
		return;
	text->bytes = realloc(text->bytes, room);
	if (text->bytes == NULL) {
		message("out of memory");
		exit(STATUS_NO_VERDICT);
	}
	text->room = room;
}

void text_add(struct text *text, const void *bytes, size_t length)
{
	make_room(text, length);
	memcpy(text->bytes + text->length, bytes, length);
	text->length += length;
	text->bytes[text->length] = '\0';
}

void text_add_string(struct text *text, const char *string)
{
	text_add(text, string, strlen(string));
}

void text_add_format(struct text *text, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (length < 0)
		return;
	make_room(text, length);
	va_start(arguments, format);
	vsnprintf(text->bytes + text->length, length + 1, format, arguments);
	va_end(arguments);
	text->length += length;
}

void text_drop(struct text *text, size_t length)
{
	if (length == 0)
		return;
	memmove(text->bytes, text->bytes + length, text->length - length + 1);
	text->length -= length;
}

void text_clear(struct text *text)
{
	text_drop(text, text->length);
}

void text_free(struct text *text)
{
	free(text->bytes);
	*text = (struct text){ 0 };
}

char *copy_string(const char *string)
{
	struct text copy = { 0 };

	text_add_string(&copy, string);
	return copy.bytes;
}
