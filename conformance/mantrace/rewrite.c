// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rewrite.h"

enum {
	WIDTH = 80,
	TAB = 8,
};

/* Where string literals go. */
struct literal {
	struct text *text;
	size_t column;
	size_t behind; /* characters that follow the last literal */
};

static size_t columns(const char *bytes, size_t length)
{
	size_t column = 0;

	for (size_t i = 0; i < length; i++)
		column += bytes[i] == '\t' ? TAB - column % TAB : 1;
	return column;
}

static struct literal literal_at(struct text *text, const char *source,
				 const struct quote *quote)
{
	struct literal literal = { .text = text };
	size_t line = quote->start;

	while (line && source[line - 1] != '\n')
		line--;
	literal.column = columns(source + line, quote->start - line);
	literal.behind = strcspn(source + quote->end, " \t\n");
	return literal;
}

static size_t escaped_length(const char *bytes, size_t length)
{
	size_t escaped = length;

	for (size_t i = 0; i < length; i++)
		escaped += bytes[i] == '"' || bytes[i] == '\\';
	return escaped;
}

static void add_escaped(struct text *text, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (bytes[i] == '"' || bytes[i] == '\\')
			text_add_string(text, "\\");
		text_add(text, bytes + i, 1);
	}
}

/* How much of the text fits on a line: whole words, one at least. */
static size_t fitting(const struct literal *literal, const char *text)
{
	size_t fits = 0;
	size_t room = 0;

	if (literal->column + 2 < WIDTH)
		room = WIDTH - literal->column - 2;
	for (;;) {
		size_t end = fits + strcspn(text + fits, " ");
		size_t behind = literal->behind;

		if (text[end] == ' ') {
			end++;
			behind = 0;
		}
		if (fits && escaped_length(text, end) + behind > room)
			return fits;
		if (!text[end])
			return end;
		fits = end;
	}
}

static void start_line(const struct literal *literal)
{
	size_t column = 0;

	text_add_string(literal->text, "\n");
	for (; column + TAB <= literal->column; column += TAB)
		text_add_string(literal->text, "\t");
	for (; column < literal->column; column++)
		text_add_string(literal->text, " ");
}

static void add_literals(const struct literal *literal, const char *text)
{
	for (;;) {
		size_t length = fitting(literal, text);

		text_add_string(literal->text, "\"");
		add_escaped(literal->text, text, length);
		text_add_string(literal->text, "\"");
		text += length;
		if (!*text)
			return;
		start_line(literal);
	}
}

static void apply(const struct quotes *quotes, const struct changes *changes,
		  struct text *text)
{
	const char *source = quotes->source.bytes;
	size_t at = 0;

	for (size_t i = 0; i < changes->count; i++) {
		const struct quote *quote = changes->list[i].quote;
		struct literal literal = literal_at(text, source, quote);

		text_add(text, source + at, quote->start - at);
		add_literals(&literal, changes->list[i].text);
		at = quote->end;
	}
	text_add(text, source + at, quotes->source.length - at);
}

static int write_all(int fd, const struct text *text)
{
	size_t done = 0;

	while (done < text->length) {
		ssize_t n = write(fd, text->bytes + done, text->length - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		done += n;
	}
	return 0;
}

/* Returns 0, or -1 with errno. */
static int fill(int fd, const char *file, const struct text *text)
{
	struct stat status;

	if (stat(file, &status) || fchmod(fd, status.st_mode & 07777))
		return -1;
	if (write_all(fd, text))
		return -1;
	return fsync(fd);
}

static int replace(const char *file, const struct text *text,
		   struct fault *fault)
{
	char *beside = printed("%s.XXXXXX", file);
	int fd = mkostemp(beside, O_CLOEXEC);
	int result = -1;

	if (fd >= 0) {
		result = fill(fd, file, text);
		if (close(fd))
			result = -1;
		if (!result)
			result = rename(beside, file);
	}
	if (result)
		fault_at(fault, 0, "cannot replace it: %s: nothing was changed",
			 strerror(errno));
	if (result && fd >= 0)
		unlink(beside);
	free(beside);
	return result;
}

int rewrite(const char *file, const struct quotes *quotes,
	    const struct changes *changes, struct fault *fault)
{
	struct text text = { 0 };
	int result;

	apply(quotes, changes, &text);
	result = replace(file, &text, fault);
	text_free(&text);
	return result;
}
