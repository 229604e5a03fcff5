/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_ORDER_H
#define MANTRACE_ORDER_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Marks, of numbers that differ from each other, those of a longest run that
 * ascends.  in_run has room for count marks.
 */
void longest_run(const size_t *numbers, size_t count, bool *in_run);

#endif
