/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_RELEASE_H
#define MANTRACE_RELEASE_H

#include <stdbool.h>
#include <stddef.h>

/* Of Linux. */
struct release {
	int major;
	int minor;
};

bool release_is_before(struct release a, struct release b);

/* Reads "7.3": whether it is that and nothing more, such as "6.12+RWP". */
bool release_read(const char *string, struct release *release);

/*
 * Finds the next release that the text names behind "Linux" or "since", as in
 * "Linux 7.3" or "(since 5.7)".  Returns where its digits start, with their
 * number in *length, or NULL.
 */
const char *release_next(const char *text, struct release *release,
			 size_t *length);

/*
 * The text with each of its releases made "*", and "since Linux" made "since",
 * so that two that differ in nothing else are the same. Free the result.
 */
char *release_blanked(const char *text);

#endif
