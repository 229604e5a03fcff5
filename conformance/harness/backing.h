/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef BACKING_H
#define BACKING_H

#include <stdbool.h>
#include <stddef.h>

/* What memory is made of.  The masks are for SENTENCE(.over = ...). */
enum {
	ANONYMOUS = 1 << 0,
	SHMEM = 1 << 1,	    /* a memfd, mapped shared */
	HUGETLBFS = 1 << 2, /* a memfd of huge pages, mapped shared */
	THP = 1 << 3,	    /* anonymous, in transparent huge pages */
	SHMEM_THP =
		1 << 4, /* a memfd in transparent huge pages, mapped shared */

	/* What all sentences on memory hold for, so without SHMEM_THP. */
	EVERY_BACKING = ANONYMOUS | SHMEM | HUGETLBFS | THP,
	FILE_BACKED = SHMEM | HUGETLBFS,
	ANONYMOUS_BACKED = ANONYMOUS | THP,
	SMALL_PAGES = ANONYMOUS | SHMEM,
	HUGE_PAGES = HUGETLBFS | THP,
};

struct backing {
	unsigned int mask;
	const char *name; /* the name of the KTAP subtest */
};

#define BACKING_COUNT 5
extern const struct backing backings[BACKING_COUNT];

/* The backing of blocks that name none. */
extern const struct backing *const anonymous;

/* The one whose pages are as large as those of hugetlbfs. */
extern const struct backing *const thp;

/*
 * A mapping of whole pages.  `page_size` is that of the backing, so that a
 * page of an area is always one entry of a page table; `fd` is the file of
 * the mapping, else -1.
 */
struct area {
	const struct backing *backing;
	char *start;
	size_t page_size;
	size_t pages;
	size_t length;
	int fd;
};

/*
 * Maps `pages` pages with read and write access and fills each page with
 * page_content() of its index.  Ends the block as skipped if the machine has
 * no huge pages to give.  The area goes away with the block's process.
 */
struct area map_area(const struct backing *backing, size_t pages);

/* The same, with no page present: nothing has been written to it. */
struct area map_empty_area(const struct backing *backing, size_t pages);

/* A second mapping of the same file, shared or private. */
struct area map_again(const struct area *area);
struct area map_privately(const struct area *area);

/* The first byte of page `index`. */
char *page_at(const struct area *area, size_t index);

/* A part of the area, as an area: `pages` pages from page `first` on. */
struct area part_of(const struct area *area, size_t first, size_t pages);

/* What map_area() writes to the first byte of page `index`: never 0. */
char page_content(size_t index);

/* The size of a small page, in bytes. */
size_t small_page_size(void);

/* The size of a huge page, in bytes. */
size_t huge_page_size(void);

/*
 * Before the first block: makes huge pages available for `jobs` blocks at a
 * time, where this machine lets us.  After the last one: gives back what was
 * taken.
 */
void reserve_huge_pages(unsigned int jobs);
void restore_huge_pages(void);

#endif
