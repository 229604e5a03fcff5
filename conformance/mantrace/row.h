/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_ROW_H
#define MANTRACE_ROW_H

#include <stdbool.h>

/*
 * Reads a row of a table as `mandoc -T tree` prints it: a word for the layout
 * of the columns, then cells: `LL 0Lb[text] 1L{text}`.
 *
 * Returns what its cells say, with a blank between them; *heading tells
 * whether all of them are bold by layout.  Free the result.
 */
char *row_text(const char *row, bool *heading);

#endif
