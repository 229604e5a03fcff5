/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RESULT_H
#define RESULT_H

#include <stddef.h>

#include "expect.h"
#include "sentence.h"

/*
 * Runs the block of a claim over all its backings, and prints its result to
 * standard output: subtests, diagnostics and the line of KTAP with `number`.
 * NUMA hinting faults while automatic NUMA balancing is off make it `not ok`.
 */
enum verdict run_claim(const struct claim *claim, size_t number);

/*
 * Runs the block under every sabotage in turn; it is `ok` if it is true
 * without any and notices at least one, and the diagnostics say which.
 */
enum verdict sabotage_claim(const struct claim *claim, size_t number);

#endif
