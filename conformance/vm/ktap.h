/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading what the test program prints.  The guest is not trusted. */
#ifndef KTAP_H
#define KTAP_H

#include <stdbool.h>
#include <stddef.h>

struct text;

/* "ok 7 - ..." at the start of a line, that is: not of a subtest. */
struct ktap_result {
	bool ok;
	bool skipped;
	unsigned long number;
	const char *reason; /* of a skipped one: points into the line */
};

/* False if the line is no result. */
bool ktap_read_result(const char *line, struct ktap_result *result);

/* The version line, or a plan, of the whole stream. */
bool ktap_is_heading(const char *line);

/*
 * Appends a line, made harmless, to the diagnostics of a block: what is
 * neither a comment nor indented becomes a comment, control characters become
 * '?', and there is an end to what is kept.
 */
void ktap_add_diagnostics(struct text *block, const char *line);

/*
 * Takes the first line out of what was received, in place: the caller drops
 * `*length` bytes when done with it.  Returns NULL if no whole line is there.
 * A line that is too long is cut in two.
 */
char *ktap_next_line(struct text *received, size_t *length);

#endif
