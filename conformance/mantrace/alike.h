/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_ALIKE_H
#define MANTRACE_ALIKE_H

#include "match.h"

/*
 * Matches, of the claims that have no partner, those that have most words in
 * common, the nearest pairs first.  The farther apart two claims stand, the
 * more alike they must be.
 */
void match_alike(struct match *match);

#endif
