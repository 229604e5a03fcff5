// SPDX-License-Identifier: GPL-2.0-only
#include "die.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* What cannot be measured: status 125, as the runner has it. */
#define STATUS_NO_VERDICT 125

void die(const char *format, ...)
{
	int error = errno;
	va_list arguments;

	fflush(stdout);
	fprintf(stderr, "%s: ", program_invocation_short_name);
	errno = error;
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	exit(STATUS_NO_VERDICT);
}
