/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REVIEW_REFERENCES_H
#define REVIEW_REFERENCES_H

#include <stdbool.h>
#include <stddef.h>

#include "text.h"

/* Directories with man2, man3, ... in them, where pages are looked for. */
struct references {
	const char *const *directories;
	size_t count;
};

/*
 * The pages that a text names, "mmap(2)", each by name and section.  Starts at
 * *text, moves it on, and returns false if no more are there.
 */
struct reference {
	char name[128];
	char section[16];
};
bool next_reference(const char **text, struct reference *reference);

bool resolves(const struct references *references,
	      const struct reference *reference);

/* Those of a text that lead nowhere, "a(2), b(3)", or NULL. Free it. */
char *dangling(const struct references *references, const char *text);

#endif
