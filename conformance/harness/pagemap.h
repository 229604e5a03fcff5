/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef PAGEMAP_H
#define PAGEMAP_H

#include <stddef.h>

#include "backing.h"
#include "uapi.h"

/*
 * What PAGEMAP_SCAN says of an area: a bit for each page of it (bit 0 for
 * the first, at most 64), set if the page has all of `categories`
 * (PAGE_IS_* of <linux/fs.h>).  A scan that the kernel refuses ends the block
 * as `not ok`.
 */
unsigned long long scan_pages(const struct area *area,
			      unsigned long long categories);

/*
 * How many small pages of the area are present, of a kernel with or without
 * PAGEMAP_SCAN (Linux 6.7).
 */
size_t pages_present_in(const struct area *area);

/* How many pages of the area are one huge page each. */
size_t huge_pages_in(const struct area *area);

/* The pages that were accessed since they were protected. */
static inline unsigned long long accessed_pages(const struct area *area)
{
	return scan_pages(area, PAGE_IS_ACCESSED);
}

/* A mask of the lowest `pages` bits. */
unsigned long long all_pages(const struct area *area);

#endif
