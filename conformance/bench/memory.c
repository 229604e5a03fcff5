// SPDX-License-Identifier: GPL-2.0-only
#include "memory.h"

#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "die.h"
#include "huge_pool.h"
#include "pagemap.h"

size_t page_size_of(enum kind kind)
{
	return kind == SMALL_PAGES ? (size_t)sysconf(_SC_PAGESIZE)
				   : HUGE_PAGE_SIZE;
}

static char *map(void *start, size_t length, int flags, int fd)
{
	char *mapped =
		mmap(start, length, PROT_READ | PROT_WRITE, flags, fd, 0);

	if (mapped == MAP_FAILED)
		die("mmap of %zu MiB: %m", length >> 20);
	return mapped;
}

static char *map_hugetlbfs(size_t length)
{
	int fd = memfd_create("uffd-bench", MFD_CLOEXEC | MFD_HUGETLB);
	char *start;

	if (fd == -1)
		die("memfd_create with MFD_HUGETLB: %m");
	if (ftruncate(fd, (off_t)length))
		die("ftruncate to %zu MiB of huge pages: %m", length >> 20);
	start = map(NULL, length, MAP_SHARED, fd);
	close(fd);
	return start;
}

/* Huge pages need an aligned start: maps more, and keeps what is aligned. */
static char *map_anonymous(size_t length, int advice)
{
	size_t before;
	char *whole = map(NULL, length + HUGE_PAGE_SIZE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1);

	before = -(uintptr_t)whole % HUGE_PAGE_SIZE;
	if (before && munmap(whole, before))
		die("munmap: %m");
	if (munmap(whole + before + length, HUGE_PAGE_SIZE - before))
		die("munmap: %m");
	if (madvise(whole + before, length, advice))
		die("madvise for or against huge pages: %m");
	return whole + before;
}

char *page_at(const struct area *area, size_t index)
{
	return area->start + index * area->page_size;
}

void touch(const struct area *area, size_t step)
{
	for (size_t i = 0; i < area->pages; i += step)
		*(volatile char *)page_at(area, i) = 1;
}

struct area map_area(enum kind kind, size_t pages)
{
	struct area area = {
		.page_size = page_size_of(kind),
		.pages = pages,
		.length = pages * page_size_of(kind),
	};

	if (kind == HUGETLBFS)
		area.start = map_hugetlbfs(area.length);
	else
		area.start = map_anonymous(
			area.length,
			kind == TRANSPARENT ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
	touch(&area, 1);
	if (kind == TRANSPARENT && bytes_in_huge_pages(&area) != area.length)
		die("the kernel gave fewer huge pages than %zu", pages);
	return area;
}

void unmap_area(const struct area *area)
{
	if (munmap(area->start, area->length))
		die("munmap: %m");
}

bool have_memory(enum kind kind, size_t pages)
{
	switch (kind) {
	case TRANSPARENT:
		return access("/sys/kernel/mm/transparent_hugepage", F_OK) == 0;
	case HUGETLBFS:
		return have_huge_pages(pages);
	default:
		return true;
	}
}
