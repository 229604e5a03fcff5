/* SPDX-License-Identifier: GPL-2.0-only */
/* Memory that is measured. */
#ifndef MEMORY_H
#define MEMORY_H

#include <stdbool.h>
#include <stddef.h>

#include "rows.h"

#define HUGE_PAGE_SIZE ((size_t)2 << 20)

/* Pages of `page_size` bytes, each one entry of a page table. */
struct area {
	char *start;
	size_t page_size;
	size_t pages;
	size_t length;
};

size_t page_size_of(enum kind kind);

/* Maps memory and writes to each page.  Ends the program if it cannot. */
struct area map_area(enum kind kind, size_t pages);
void unmap_area(const struct area *area);

char *page_at(const struct area *area, size_t index);

/* Writes to each page, or to every `step`th. */
void touch(const struct area *area, size_t step);

/*
 * Whether the kind of memory can be had: `pages` pages of it at a time.  Takes
 * huge pages for hugetlb where it may; they are given back at the end of the
 * program, however it ends.
 */
bool have_memory(enum kind kind, size_t pages);

#endif
