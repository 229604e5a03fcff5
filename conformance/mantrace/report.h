/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_REPORT_H
#define MANTRACE_REPORT_H

#include <stddef.h>

/* Exit statuses of mantrace; of two, the larger one tells more. */
enum outcome {
	OUTCOME_CLEAN,
	OUTCOME_FINDINGS,
	OUTCOME_TROUBLE,
};

/* Why a text could not be read, and where in it (line 0: nowhere in it). */
struct fault {
	size_t line;
	char what[160];
};

/* Returns -1, for `return fault_at(...)`. */
int fault_at(struct fault *fault, size_t line, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Prints `file:line: severity: message` to stderr, line 0 left out. */
void report(const char *file, size_t line, const char *severity,
	    const char *format, ...) __attribute__((format(printf, 4, 5)));

void report_fault(const char *file, const struct fault *fault);

#endif
