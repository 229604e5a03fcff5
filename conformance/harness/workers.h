/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef WORKERS_H
#define WORKERS_H

#include <stddef.h>

#include "expect.h"

#define MAX_JOBS 4

/* Does piece `index` of the work, and prints its result to standard output. */
typedef enum verdict piece_of_work(const void *work, size_t index);

/*
 * Does the pieces 0 to `count` - 1 in `jobs` processes (at most MAX_JOBS) side
 * by side, and prints what each printed in the order of the pieces, as soon as
 * its turn has come.  Returns how many were VERDICT_NOT_OK.
 */
size_t do_in_workers(unsigned int jobs, piece_of_work *do_piece,
		     const void *work, size_t count);

/* The number of that signal, 0 if none came. */
int signal_that_interrupted(void);

#endif
