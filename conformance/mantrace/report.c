// SPDX-License-Identifier: GPL-2.0-only
#include <stdarg.h>
#include <stdio.h>

#include "report.h"

int fault_at(struct fault *fault, size_t line, const char *format, ...)
{
	va_list arguments;

	fault->line = line;
	va_start(arguments, format);
	vsnprintf(fault->what, sizeof(fault->what), format, arguments);
	va_end(arguments);
	return -1;
}

void report(const char *file, size_t line, const char *severity,
	    const char *format, ...)
{
	va_list arguments;

	if (line)
		fprintf(stderr, "%s:%zu: %s: ", file, line, severity);
	else
		fprintf(stderr, "%s: %s: ", file, severity);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
}

void report_fault(const char *file, const struct fault *fault)
{
	report(file, fault->line, "error", "%s", fault->what);
}
