/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REVIEW_BLOCK_H
#define REVIEW_BLOCK_H

#include <stdbool.h>

#include "quotes.h"
#include "../mantrace/release.h"

/* The first release that a text names, or 0.0. */
struct release release_named(const char *text);

/* "behaviour", "reference", ...: as the test program's --list says. */
const char *block_kind(const struct quotes *quotes, const struct quote *quote);

/* Reference and evidence: no boot shows them. */
bool is_of_host(const char *kind);

/* The release that the block compares with, by expect_since(); or 0.0. */
struct release block_release(const struct quotes *quotes,
			     const struct quote *quote);

/* Both prove in the same words, blanks aside; what they quote may differ. */
bool is_same_block(const struct quotes *quotes, const struct quote *quote,
		   const struct quotes *others, const struct quote *other);

/* All code outside of blocks is the same. */
bool is_same_outside(const struct quotes *quotes, const struct quotes *others);

#endif
