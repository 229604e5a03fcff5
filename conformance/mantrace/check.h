/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_CHECK_H
#define MANTRACE_CHECK_H

#include "join.h"

/*
 * Tells on stderr what does not fit between a page and its test file: claims
 * without a test, quotes without a claim, claims that are the same, blocks out
 * of page order.
 */
enum outcome check(const struct join *join);

#endif
