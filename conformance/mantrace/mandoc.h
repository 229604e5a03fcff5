/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_MANDOC_H
#define MANTRACE_MANDOC_H

#include <stddef.h>

#include "report.h"
#include "text.h"

/*
 * Runs mandoc(1) over a text.
 *
 * options	mandoc's arguments, NULL at the end, without its name
 * directory	where it looks for files that `.so` requests
 * output	what it printed is added here
 * complaints	what it printed to stderr is added here, 64 KiB at most
 *
 * mandoc is killed after 10 seconds or 64 MiB of output.  Returns 0, or -1
 * with the fault when it could not be run, was killed, or gave up.
 */
int mandoc_run(const char *const *options, const char *directory,
	       const struct text *input, struct text *output,
	       struct text *complaints, struct fault *fault);

#endif
