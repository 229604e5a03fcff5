/* SPDX-License-Identifier: GPL-2.0-only */
/* What a run comes to, for people. */
#ifndef SUMMARY_H
#define SUMMARY_H

#include "claims.h"

/* Claims, true, false, skipped and without result, by page and kind. */
void summary_print_counts(const struct claims *claims);

/*
 * For each release that the version claims name: in which upstream kernels,
 * among those with results below `results`, it was seen to be absent and in
 * which present.
 */
void summary_print_brackets(const struct claims *claims, const char *results);

#endif
