/* SPDX-License-Identifier: GPL-2.0-only */
/* What people see while tests run.  In colour on a terminal. */
#ifndef PROGRESS_H
#define PROGRESS_H

#include "claims.h"

/* To standard error. */
void progress_line(const char *format, ...)
	__attribute__((format(printf, 1, 2)));
void progress_text(const char *lines);

/*
 * To standard output, under the name of its page: the claim's result, after
 * its diagnostics if it is not true.
 */
void progress_result(const struct claim *claim);

#endif
