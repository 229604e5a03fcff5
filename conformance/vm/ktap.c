// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ktap.h"
#include "text.h"

#define MAX_LINE_BYTES	 16384
#define MAX_BLOCK_BYTES	 (256UL << 10)
#define TOO_MUCH_MESSAGE "# (the rest of these lines was dropped)\n"

static bool starts_with(const char *line, const char *prefix)
{
	return strncmp(line, prefix, strlen(prefix)) == 0;
}

/* The last one counts: a sentence may speak of skipping. */
static const char *find_skip(const char *line)
{
	const char *found = NULL;

	while ((line = strcasestr(line, " # SKIP")) != NULL) {
		line += strlen(" # SKIP");
		found = line;
	}
	return found;
}

bool ktap_read_result(const char *line, struct ktap_result *result)
{
	const char *number;
	char *end;

	result->ok = starts_with(line, "ok ");
	if (!result->ok && !starts_with(line, "not ok "))
		return false;
	number = line + (result->ok ? strlen("ok ") : strlen("not ok "));
	if (!isdigit((unsigned char)*number))
		return false;
	errno = 0;
	result->number = strtoul(number, &end, 10);
	if (errno != 0 || (*end != '\0' && *end != ' '))
		return false;
	result->reason = result->ok ? find_skip(end) : NULL;
	result->skipped = result->reason != NULL;
	if (result->skipped)
		result->reason += strspn(result->reason, " ");
	return true;
}

bool ktap_is_heading(const char *line)
{
	return starts_with(line, "KTAP version ") ||
	       starts_with(line, "TAP version ") || starts_with(line, "1..");
}

void ktap_add_diagnostics(struct text *block, const char *line)
{
	size_t start;

	if (block->length > MAX_BLOCK_BYTES)
		return;
	if (*line != '#' && *line != ' ')
		text_add_string(block, "# ");
	start = block->length;
	text_add_string(block, line);
	for (size_t i = start; i < block->length; i++) {
		if (iscntrl((unsigned char)block->bytes[i]) &&
		    block->bytes[i] != '\t')
			block->bytes[i] = '?';
	}
	text_add_string(block, "\n");
	if (block->length > MAX_BLOCK_BYTES)
		text_add_string(block, TOO_MUCH_MESSAGE);
}

static void remove_nuls(char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (bytes[i] == '\0')
			bytes[i] = '?';
	}
}

char *ktap_next_line(struct text *received, size_t *length)
{
	char *newline;

	if (received->length == 0)
		return NULL;
	newline = memchr(received->bytes, '\n', received->length);
	if (newline == NULL && received->length < MAX_LINE_BYTES)
		return NULL;
	if (newline == NULL) {
		/* text always has room for one more byte */
		*length = received->length;
		remove_nuls(received->bytes, received->length);
		return received->bytes;
	}
	*length = newline - received->bytes + 1;
	remove_nuls(received->bytes, *length - 1);
	*newline = '\0';
	if (newline > received->bytes && newline[-1] == '\r')
		newline[-1] = '\0';
	return received->bytes;
}
