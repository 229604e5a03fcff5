/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_REQUOTE_H
#define MANTRACE_REQUOTE_H

#include "join.h"

/*
 * Gives stale quotes of a test file the page's new words: sections first, then
 * tags, then the sentences under them, and shows each pair on stdout.  Where it
 * is not clear which words became which, it tells so and changes nothing.
 */
enum outcome requote(const struct join *join);

#endif
