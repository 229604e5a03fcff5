/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_DISPLAY_H
#define MANTRACE_DISPLAY_H

#include <stdbool.h>
#include <stddef.h>

#include "text.h"

/* Lines that a page shows as they are: declarations, programs, sessions. */
struct display {
	struct text text; /* with newlines */
	size_t *lines;	  /* of the page, one for each line of text */
	size_t count;
	size_t room;
};

void display_add(struct display *display, size_t line, const char *text);
void display_free(struct display *display);

/* One declaration, directive, definition of a function, or other paragraph */
struct piece {
	size_t line;
	char *text;	  /* with newlines */
	bool aggregate;	  /* struct, union, enum or typedef with its body */
	bool declaration; /* any of C's, and #define */
	bool include;
	bool function; /* with its body */
};

struct pieces {
	struct piece *list;
	size_t count;
	size_t room;
};

/*
 * Splits a display into its pieces, with nothing left out.  A comment belongs
 * to the line it stands on or to the declaration that follows.
 */
void pieces_of(const struct display *display, struct pieces *pieces);
void pieces_free(struct pieces *pieces);

#endif
