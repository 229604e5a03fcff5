// SPDX-License-Identifier: GPL-2.0-only
#include "pagemap.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "expect.h"
#include "sabotage.h"

/* More regions than an area of 64 pages can have. */
#define REGIONS 64

static int open_pagemap(void)
{
	int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		fail("/proc/self/pagemap: %m");
	return fd;
}

/* The number of regions, or -1 and errno. */
static long try_scan(const struct area *area, unsigned long long categories,
		     struct page_region *regions)
{
	struct pm_scan_arg request = {
		.size = sizeof(request),
		.start = (uintptr_t)area->start,
		.end = (uintptr_t)area->start + area->length,
		.vec = (uintptr_t)regions,
		.vec_len = REGIONS,
		.category_mask = categories,
		.return_mask = categories,
	};
	int fd = open_pagemap();
	long count = ioctl(fd, PAGEMAP_SCAN, &request);
	int error = errno;

	close(fd);
	errno = error;
	return count;
}

static unsigned long long pages_of_region(const struct area *area,
					  const struct page_region *region)
{
	size_t first =
		(region->start - (uintptr_t)area->start) / area->page_size;
	size_t end = (region->end - (uintptr_t)area->start) / area->page_size;
	unsigned long long pages = 0;

	for (size_t i = first; i < end; i++)
		pages |= 1ULL << i;
	return pages;
}

unsigned long long all_pages(const struct area *area)
{
	return area->pages < 64 ? (1ULL << area->pages) - 1 : ~0ULL;
}

unsigned long long scan_pages(const struct area *area,
			      unsigned long long categories)
{
	struct page_region regions[REGIONS];
	long count = try_scan(area, categories, regions);
	unsigned long long pages = 0;

	if (count < 0)
		fail("PAGEMAP_SCAN for categories 0x%llx: %m", categories);
	for (long i = 0; i < count; i++)
		pages |= pages_of_region(area, &regions[i]);
	if (categories & (PAGE_IS_ACCESSED | PAGE_IS_WRITTEN) &&
	    sabotaged(SCAN_INVERTED))
		pages = ~pages & all_pages(area);
	return pages;
}

static bool is_huge(const char *kind)
{
	return !strcmp(kind, "AnonHugePages") ||
	       !strcmp(kind, "ShmemPmdMapped");
}

/* Every kernel lets the owner read smaps, but it is long. */
static size_t huge_pages_by_smaps(const struct area *area)
{
	FILE *smaps = fopen("/proc/self/smaps", "re");
	unsigned long start, end, kilobytes = 0;
	bool inside = false;
	char line[256];

	if (!smaps)
		fail("/proc/self/smaps: %m");
	while (fgets(line, sizeof(line), smaps)) {
		unsigned long found;
		char kind[32];

		if (sscanf(line, "%lx-%lx ", &start, &end) == 2) {
			if (start >= (uintptr_t)area->start + area->length)
				break;
			inside = end > (uintptr_t)area->start;
		} else if (inside &&
			   sscanf(line, "%31[A-Za-z]: %lu kB", kind, &found) ==
				   2 &&
			   is_huge(kind))
			kilobytes += found;
	}
	fclose(smaps);
	return kilobytes * 1024 / huge_page_size();
}

/* PAGE_IS_HUGE is there from Linux 6.7 on. */
size_t huge_pages_in(const struct area *area)
{
	struct page_region regions[REGIONS];
	long count = try_scan(area, PAGE_IS_HUGE | PAGE_IS_PRESENT, regions);
	size_t bytes = 0;

	if (count < 0)
		return huge_pages_by_smaps(area);
	for (long i = 0; i < count; i++)
		bytes += regions[i].end - regions[i].start;
	return bytes / huge_page_size();
}

size_t pages_present_in(const struct area *area)
{
	const uint64_t present = 1ULL << 63;
	size_t entries = area->length / small_page_size(), count = 0;
	off_t first = (off_t)((uintptr_t)area->start / small_page_size());
	size_t size = entries * sizeof(uint64_t);
	uint64_t *table = malloc(size);
	int fd = open_pagemap();

	if (!table || pread(fd, table, size, first * (off_t)sizeof(*table)) !=
			      (ssize_t)size)
		fail("/proc/self/pagemap: %m");
	for (size_t i = 0; i < entries; i++)
		count += (table[i] & present) != 0;
	free(table);
	close(fd);
	return count;
}
