/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_SIMILARITY_H
#define MANTRACE_SIMILARITY_H

#include <stddef.h>

/* Two texts that have no word in common. */
#define UNLIKE 1000

/*
 * How far two texts are apart: of all their words, the part that must be
 * dropped or added to get from one to the other, in thousandths.  Of a long
 * text only the start counts.
 */
size_t text_distance(const char *from, const char *to);

#endif
