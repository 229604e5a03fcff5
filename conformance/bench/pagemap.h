/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef PAGEMAP_H
#define PAGEMAP_H

#include <stddef.h>

#include "memory.h"
#include "uapi.h"

/*
 * PAGEMAP_SCAN of the whole area: how many regions have a category (PAGE_IS_*),
 * at most `room`.  What is `returned` of them says where one ends.
 */
size_t scan(const struct area *area, unsigned long long category,
	    unsigned long long returned, struct page_region *regions,
	    size_t room);

/* How much of the area is in huge pages. */
size_t bytes_in_huge_pages(const struct area *area);

#endif
