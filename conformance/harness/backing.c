// SPDX-License-Identifier: GPL-2.0-only
#include "backing.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "expect.h"
#include "pagemap.h"

const struct backing backings[BACKING_COUNT] = {
	{ ANONYMOUS, "anonymous" }, { SHMEM, "shmem" },
	{ HUGETLBFS, "hugetlbfs" }, { THP, "THP" },
	{ SHMEM_THP, "shmem THP" },
};

const struct backing *const anonymous = &backings[0];
const struct backing *const thp = &backings[3];

/* No block has more huge pages than this at a time on one of two nodes. */
#define HUGE_PAGES_NEEDED 8

static const char pool[] = "/proc/sys/vm/nr_hugepages";
static long pool_before = -1;

size_t small_page_size(void)
{
	return (size_t)sysconf(_SC_PAGESIZE);
}

/* The same number for hugetlbfs and for transparent huge pages. */
size_t huge_page_size(void)
{
	return (size_t)2 << 20;
}

char page_content(size_t index)
{
	return (char)('A' + index % 26);
}

char *page_at(const struct area *area, size_t index)
{
	return area->start + index * area->page_size;
}

struct area part_of(const struct area *area, size_t first, size_t pages)
{
	struct area part = *area;

	part.start = page_at(area, first);
	part.pages = pages;
	part.length = pages * area->page_size;
	return part;
}

static void *map(size_t length, int flags, int fd)
{
	void *start = mmap(NULL, length, PROT_READ | PROT_WRITE, flags, fd, 0);

	if (start == MAP_FAILED)
		not_ready("mmap of %zu bytes: %m", length);
	return start;
}

static int create_file(const struct area *area)
{
	bool huge = area->backing->mask == HUGETLBFS;
	unsigned int flags = MFD_CLOEXEC | (huge ? MFD_HUGETLB : 0);
	int fd = memfd_create("area", flags);

	if (fd < 0)
		not_ready("memfd_create: %m");
	if (ftruncate(fd, (off_t)area->length))
		not_ready("ftruncate to %zu bytes: %m", area->length);
	return fd;
}

/* Huge pages need an aligned start: map more, and unmap what stands out. */
static char *map_aligned(size_t length)
{
	size_t align = huge_page_size();
	char *whole = map(length + align, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	char *start = (char *)(((uintptr_t)whole + align - 1) & ~(align - 1));
	size_t before = (size_t)(start - whole);

	if (before && munmap(whole, before))
		fail("munmap: %m");
	if (munmap(start + length, align - before))
		fail("munmap: %m");
	return start;
}

static bool is_file(const struct backing *backing)
{
	return backing->mask & (FILE_BACKED | SHMEM_THP);
}

/* Of huge pages that the kernel gives only where it can. */
static bool is_transparent(const struct backing *backing)
{
	return backing->mask & (THP | SHMEM_THP);
}

static void advise_huge_pages(const struct area *area)
{
	if (madvise(area->start, area->length, MADV_HUGEPAGE))
		skip("no transparent huge pages in this kernel");
}

static void map_file(struct area *area)
{
	int place = 0;

	area->fd = create_file(area);
	if (is_transparent(area->backing)) {
		area->start = map_aligned(area->length);
		place = MAP_FIXED;
	}
	area->start = mmap(area->start, area->length, PROT_READ | PROT_WRITE,
			   MAP_SHARED | place, area->fd, 0);
	if (area->start == MAP_FAILED)
		skip("not enough free huge pages (vm.nr_hugepages)");
}

static void map_anonymous(struct area *area)
{
	if (is_transparent(area->backing))
		area->start = map_aligned(area->length);
	else
		area->start =
			map(area->length, MAP_PRIVATE | MAP_ANONYMOUS, -1);
}

struct area map_empty_area(const struct backing *backing, size_t pages)
{
	bool huge = backing->mask & (HUGE_PAGES | SHMEM_THP);
	struct area area = {
		.backing = backing,
		.page_size = huge ? huge_page_size() : small_page_size(),
		.pages = pages,
		.fd = -1,
	};

	area.length = pages * area.page_size;
	if (is_file(backing))
		map_file(&area);
	else
		map_anonymous(&area);
	if (is_transparent(backing))
		advise_huge_pages(&area);
	return area;
}

struct area map_area(const struct backing *backing, size_t pages)
{
	struct area area = map_empty_area(backing, pages);

	for (size_t i = 0; i < pages; i++)
		*page_at(&area, i) = page_content(i);
	if (is_transparent(backing) && huge_pages_in(&area) != pages)
		skip("the kernel gave no transparent huge page");
	return area;
}

struct area map_again(const struct area *area)
{
	struct area second = *area;

	second.start = map(area->length, MAP_SHARED, area->fd);
	return second;
}

struct area map_privately(const struct area *area)
{
	struct area second = *area;

	second.start = map(area->length, MAP_PRIVATE, area->fd);
	return second;
}

static long read_pool(void)
{
	FILE *file = fopen(pool, "re");
	long pages;

	if (!file)
		return -1;
	if (fscanf(file, "%ld", &pages) != 1)
		pages = -1;
	fclose(file);
	return pages;
}

static bool write_pool(long pages)
{
	FILE *file = fopen(pool, "we");
	bool written;

	if (!file)
		return false;
	written = fprintf(file, "%ld\n", pages) > 0;
	return fclose(file) == 0 && written;
}

void reserve_huge_pages(unsigned int jobs)
{
	long pages = read_pool();
	long needed = 2L * HUGE_PAGES_NEEDED * jobs;

	if (pages < 0 || pages >= needed)
		return;
	if (write_pool(needed))
		pool_before = pages;
}

void restore_huge_pages(void)
{
	if (pool_before < 0)
		return;
	if (!write_pool(pool_before))
		fprintf(stderr,
			"uffd-conformance: %s: cannot be set back to %ld: "
			"write it there yourself\n",
			pool, pool_before);
	pool_before = -1;
}
