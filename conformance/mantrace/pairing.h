/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_PAIRING_H
#define MANTRACE_PAIRING_H

#include <stdbool.h>
#include <stddef.h>

/* Texts of one place, in their order. */
struct texts {
	const char **list;
	size_t count;
	size_t room;
};

void texts_add(struct texts *texts, const char *text);
void texts_free(struct texts *texts);

/*
 * Finds which new text each old one became: one that is like it, while every
 * other is clearly less like either.  Among as many new texts as old ones, the
 * one in the same position need not stand out, only be the nearest.  new_of has
 * room for old->count numbers.  Returns whether every pair is clear; if not,
 * *unclear is the first old text without a pair.
 */
bool pair_texts(const struct texts *old, const struct texts *new,
		size_t *new_of, size_t *unclear);

#endif
