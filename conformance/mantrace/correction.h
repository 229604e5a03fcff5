/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_CORRECTION_H
#define MANTRACE_CORRECTION_H

#include <stdbool.h>
#include <stddef.h>

#include "corpus.h"
#include "errata.h"

enum {
	MOST_CORRECTIONS = 6, /* errata of one sentence */
};

/* What became of a sentence that errata contradict. */
struct correction {
	const char *made[MOST_CORRECTIONS + 1]; /* names, NULL at the end */
	const char *left[MOST_CORRECTIONS + 1];
};

/*
 * Whether the item is the known sentence, its words or its tag corrected as one
 * or more errata say.  Those that contradict the sentence besides are left.
 */
bool correction_read(const struct saying *saying, const struct item *item,
		     const struct corpus *corpus, const struct errata *errata,
		     struct correction *correction);

#endif
