/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef CALLS_H
#define CALLS_H

#include <stddef.h>
#include <stdint.h>

#include "uapi.h"

/*
 * The operations of a userfaultfd, where tampering reaches them.  Each returns
 * 0 or a negative errno.
 */

/*
 * To be called once, before threads run: what is mapped later could come to
 * where a chunk has just been moved from.
 */
void set_up_calls(void);

struct uffdio_range range_at(const char *start, size_t length);

int rwprotect_range(int uffd, struct uffdio_range range,
		    unsigned long long mode);
int wake_range(int uffd, struct uffdio_range range);
int turn_async(int uffd, int on);

/* Puts a page of zeroes at each address of the range that has none. */
int copy_zeroes(int uffd, struct uffdio_range range);
int zero_range(int uffd, struct uffdio_range range);
int continue_range(int uffd, struct uffdio_range range);
int move_range(int uffd, char *to, char *from, size_t length);

/*
 * PAGE_IS_ACCESSED of each page of the range, which has at most 512 small
 * pages: a bit for each of its `step` bytes, of their first page.
 */
int scan_accessed(struct uffdio_range range, size_t step, uint64_t *accessed);

#endif
