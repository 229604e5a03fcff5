/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MEASURE_H
#define MEASURE_H

#include "rows.h"
#include "samples.h"

/* The most pages that a row of this kind of memory needs at a time. */
size_t pages_needed(enum kind kind);

/*
 * Measures a row so many times, both sides in turns, prints the samples and
 * adds them to `samples`.
 */
void measure(size_t row, unsigned int rounds, struct samples *samples);

#endif
