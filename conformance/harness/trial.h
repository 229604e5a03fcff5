/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef TRIAL_H
#define TRIAL_H

#include <stddef.h>

#include "backing.h"
#include "expect.h"
#include "sentence.h"

/*
 * Runs the block of `claim` over one backing, in a process of its own that
 * leaves nothing behind.  A block is also `not ok` if it does not end within
 * `deadline` milliseconds, dies, or makes the kernel complain in its log.
 * `diagnostics` gets what it had to say: lines, each ended by a newline, cut
 * where they do not fit.
 */
enum verdict run_trial(const struct claim *claim, const struct backing *backing,
		       int deadline, char *diagnostics, size_t size);

#endif
