/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHAPE_H
#define SHAPE_H

#include <stdbool.h>

/*
 * Whether two lines, each up to its newline or end, are the same but for what
 * differs from run to run: hexadecimal numbers of six digits or more
 * (addresses), the number after "process " or "thread " (IDs), and the number
 * before " s", " ms", " us" or " ns" (times).
 */
bool same_shape(const char *shown, const char *printed);

#endif
