// SPDX-License-Identifier: GPL-2.0-only
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "progress.h"
#include "text.h"

#define COLOUR_END "\033[0m"

void progress_line(const char *format, ...)
{
	va_list arguments;

	fflush(stdout);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
}

void progress_text(const char *lines)
{
	fflush(stdout);
	fputs(lines, stderr);
}

static bool in_colour(void)
{
	const char *unwanted = getenv("NO_COLOR");

	return isatty(STDOUT_FILENO) == 1 &&
	       (unwanted == NULL || *unwanted == '\0');
}

static const char *colour_of(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_TRUE:
		return "\033[32m";
	case VERDICT_SKIPPED:
		return "\033[33m";
	default:
		return "\033[31m";
	}
}

void progress_result(const struct claim *claim)
{
	struct text line = { 0 };

	if (claim->verdict != VERDICT_TRUE && claim->block != NULL)
		fputs(claim->block, stdout);
	claim_print(claim, claim->number, &line);
	if (in_colour())
		printf("%s%.*s" COLOUR_END "\n", colour_of(claim->verdict),
		       (int)line.length - 1, line.bytes);
	else
		fputs(line.bytes, stdout);
	fflush(stdout);
	text_free(&line);
}
