/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_WORD_DIFF_H
#define MANTRACE_WORD_DIFF_H

#include "words.h"

/*
 * The words of a text, punctuation behind them being a word of its own, and
 * which of them the other text has, too, in order.
 */
struct marked {
	struct word *words;
	bool *kept;
	size_t count;
};

/*
 * Finds the words that two texts have in common, as many as possible; between
 * two very long ones, those at both ends.  Free both.
 */
void word_diff(const char *old_text, const char *new_text, struct marked *old,
	       struct marked *new);
void marked_free(struct marked *marked);

#endif
