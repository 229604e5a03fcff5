/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_SOURCE_H
#define MANTRACE_SOURCE_H

#include "report.h"
#include "text.h"

/*
 * Adds what a regular file holds to text, unpacked if it is gzipped, 16 MiB
 * at most.  Never waits for a pipe or a device.  Returns 0, or -1 with the
 * fault: what it cannot open, cut off, too large, or no text (a NUL byte).
 */
int source_read(const char *file, struct text *text, struct fault *fault);

/* Whether a text is one that source_read() would have added. */
int source_check(const struct text *text, struct fault *fault);

#endif
