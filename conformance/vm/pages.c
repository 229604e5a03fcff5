// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "message.h"
#include "pages.h"

void pages_file_name(const char *page, struct text *name)
{
	for (; *page != '\0'; page++) {
		if (*page == '(')
			text_add_string(name, ".");
		else if (*page != ')')
			text_add(name, page, 1);
	}
	text_add_string(name, ".tap");
}

static void print_page(const struct claim *claims, size_t count,
		       const char *about, struct text *stream)
{
	text_add_format(stream, "KTAP version 1\n1..%zu\n", count);
	text_add_string(stream, about);
	for (size_t i = 0; i < count; i++) {
		if (claims[i].block != NULL)
			text_add_string(stream, claims[i].block);
		claim_print(&claims[i], i + 1, stream);
	}
}

static int make_directories(const char *path)
{
	char *copy = copy_string(path);
	int result = 0;

	for (char *end = copy; result == 0 && end != NULL;) {
		end = strchr(end + 1, '/');
		if (end != NULL)
			*end = '\0';
		if (mkdir(copy, 0777) == -1 && errno != EEXIST)
			result = -1;
		if (end != NULL)
			*end = '/';
	}
	free(copy);
	return result;
}

static int write_all(int fd, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t written = write(fd, bytes, length);

		if (written == -1 && errno != EINTR)
			return -1;
		if (written > 0) {
			bytes += written;
			length -= written;
		}
	}
	return 0;
}

static int write_temporary(char *path, const struct text *stream)
{
	int fd = mkstemp(path);
	int result;

	if (fd == -1)
		return -1;
	result = write_all(fd, stream->bytes, stream->length);
	if (fchmod(fd, 0644) == -1)
		result = -1;
	if (close(fd) == -1)
		result = -1;
	return result;
}

static int replace(const char *path, const struct text *stream)
{
	struct text temporary = { 0 };
	int result;

	text_add_format(&temporary, "%s.XXXXXX", path);
	result = write_temporary(temporary.bytes, stream);
	if (result == 0)
		result = rename(temporary.bytes, path);
	if (result == -1) {
		int error = errno;

		unlink(temporary.bytes);
		errno = error;
	}
	text_free(&temporary);
	return result;
}

static int write_page(const struct claim *claims, size_t count,
		      const char *directory, const char *about)
{
	struct text path = { 0 };
	struct text stream = { 0 };
	int result;

	text_add_format(&path, "%s/", directory);
	pages_file_name(claims->page, &path);
	print_page(claims, count, about, &stream);
	result = replace(path.bytes, &stream);
	if (result == -1) {
		message("%s: cannot write it: %s: make room or set it right, "
			"then run again; the results follow on standard output",
			path.bytes, strerror(errno));
		unlink(path.bytes);
		fputs(stream.bytes, stdout);
	}
	text_free(&stream);
	text_free(&path);
	return result;
}

int pages_write(const struct claims *claims, const char *directory,
		const char *about)
{
	int result = 0;
	size_t count;

	if (make_directories(directory) == -1)
		message("%s: cannot make it: %s", directory, strerror(errno));
	for (size_t i = 0; i < claims->count; i += count) {
		count = claims_of_page(claims, i);
		if (write_page(&claims->all[i], count, directory, about) == -1)
			result = -1;
	}
	return result;
}
