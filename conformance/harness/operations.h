/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef OPERATIONS_H
#define OPERATIONS_H

#include "backing.h"
#include "uapi.h"

/*
 * The operations on the pages of a range, beside read-write protection.  Each
 * takes its mode bits and returns 0, or -1 and errno; an operation that was
 * done in part fails with EAGAIN.
 */

/* UFFDIO_COPY of page_content() to each page. */
int uffd_copy(int uffd, const struct area *area, unsigned long long mode);

/* UFFDIO_COPY of what is at `source`. */
int uffd_copy_from(int uffd, const struct area *area, const char *source,
		   unsigned long long mode);

/* UFFDIO_ZEROPAGE; the kernel has none for hugetlbfs. */
int uffd_zeropage(int uffd, const struct area *area, unsigned long long mode);

/* UFFDIO_CONTINUE; the pages are in the file. */
int uffd_continue(int uffd, const struct area *area, unsigned long long mode);

/* UFFDIO_POISON. */
int uffd_poison(int uffd, const struct area *area, unsigned long long mode);

/* UFFDIO_WRITEPROTECT: protects with UFFDIO_WRITEPROTECT_MODE_WP. */
int writeprotect(int uffd, const struct area *area, unsigned long long mode);

#endif
