// SPDX-License-Identifier: GPL-2.0-only
#include "pagemap.h"

#include <fcntl.h>
#include <stdint.h>
#include <sys/ioctl.h>

#include "die.h"

#define ROOM 64

static int pagemap = -1;

size_t scan(const struct area *area, unsigned long long category,
	    unsigned long long returned, struct page_region *regions,
	    size_t room)
{
	struct pm_scan_arg request = {
		.size = sizeof(request),
		.start = (uintptr_t)area->start,
		.end = (uintptr_t)area->start + area->length,
		.vec = (uintptr_t)regions,
		.vec_len = room,
		.category_mask = category,
		.return_mask = returned,
	};
	int count;

	if (pagemap == -1)
		pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	if (pagemap == -1)
		die("/proc/self/pagemap: %m");
	count = ioctl(pagemap, PAGEMAP_SCAN, &request);
	if (count < 0)
		die("PAGEMAP_SCAN for categories 0x%llx: %m", category);
	return (size_t)count;
}

size_t bytes_in_huge_pages(const struct area *area)
{
	struct page_region regions[ROOM];
	size_t count = scan(area, PAGE_IS_HUGE, PAGE_IS_HUGE, regions, ROOM);
	size_t bytes = 0;

	for (size_t i = 0; i < count; i++)
		bytes += regions[i].end - regions[i].start;
	return bytes;
}
