// SPDX-License-Identifier: GPL-2.0-only
#include "lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What `mantrace list` printed: page, line, section, tag, text. */
__asm__(".section .rodata\n"
	"claims_start: .incbin \"" CLAIMS_FILE "\"\n"
	".byte 0\n"
	".previous\n");
extern const char claims_start[];

/* The line's number if all other fields are those of the claim, else 0. */
static int number_if_same(const char *line, size_t length,
			  const struct claim *claim)
{
	char wanted[8192];
	const char *number = memchr(line, '\t', length);
	const char *rest;
	size_t page_length, rest_length;

	if (!number)
		return 0;
	page_length = (size_t)(number - line);
	number++;
	rest = memchr(number, '\t', length - page_length - 1);
	if (!rest)
		return 0;
	rest_length = length - (size_t)(rest - line);
	snprintf(wanted, sizeof(wanted), "\t%s\t%s\t%s", claim->section,
		 claim->tag, claim->sentence->text);
	if (strlen(claim->page) != page_length ||
	    memcmp(line, claim->page, page_length) ||
	    strlen(wanted) != rest_length || memcmp(rest, wanted, rest_length))
		return 0;
	return atoi(number);
}

int line_of_claim(const struct claim *claim)
{
	const char *line = claims_start;

	while (*line) {
		size_t length = strcspn(line, "\n");
		int number = number_if_same(line, length, claim);

		if (number)
			return number;
		line += length + (line[length] == '\n');
	}
	return 0;
}
