/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REVIEW_LINES_H
#define REVIEW_LINES_H

#include <stdbool.h>
#include <stddef.h>

/* What a text is made of: its lines or its words. */
struct pieces_of_text {
	char **list;
	size_t count;
	size_t room;
	bool *changed; /* after mark_changes(): it is not in the other text */
};

/* Free what they return by pieces_end(). */
struct pieces_of_text split_lines(const char *text);
struct pieces_of_text split_words(const char *text);
void pieces_end(struct pieces_of_text *pieces);

/*
 * Marks in both what the other one lacks.  Where the texts are too large for
 * that, all that lies between what they have in common at the start and at the
 * end counts as changed.
 */
void mark_changes(struct pieces_of_text *old, struct pieces_of_text *new);

/* "The [-old-]{+new+} words." of two sentences. Free the result. */
char *marked_words(const char *old, const char *new);

#endif
