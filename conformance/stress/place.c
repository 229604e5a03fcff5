// SPDX-License-Identifier: GPL-2.0-only
#include "place.h"
#include "uapi.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "expect.h"
#include "uffd.h"

#define SMALL 4096
#define HUGE  ((size_t)2 << 20)

const struct kind kinds[KIND_COUNT] = {
	{ "anonymous", ANONYMOUS, false, 8, 16, SMALL, SMALL },
	{ "shmem", SHMEM, false, 8, 16, SMALL, SMALL },
	{ "private shmem", SHMEM, true, 8, 16, SMALL, SMALL },
	{ "THP", THP, false, 4, 16, HUGE / 16, SMALL },
	{ "shmem THP", SHMEM_THP, false, 4, 16, HUGE / 16, SMALL },
	{ "hugetlbfs", HUGETLBFS, false, 4, 2, HUGE, HUGE },
	{ "private hugetlbfs", HUGETLBFS, true, 4, 2, HUGE, HUGE },
};

struct place place;

size_t chunk_size(void)
{
	return place.kind->units * place.kind->unit_size;
}

size_t unit_count(void)
{
	return place.kind->chunks * place.kind->units;
}

char *chunk_address(size_t chunk)
{
	return place.area.start + chunk * chunk_size();
}

char *unit_address(size_t unit)
{
	return place.area.start + unit * place.kind->unit_size;
}

static long unit_in_window(size_t offset)
{
	size_t chunk = offset / place.window_size;
	size_t inside = offset % place.window_size;

	/* A chunk stands at the start of its window, or a page further. */
	return (long)(chunk * place.kind->units +
		      inside / place.kind->unit_size);
}

long unit_of_address(uintptr_t address)
{
	uintptr_t area = (uintptr_t)place.area.start;
	uintptr_t windows = (uintptr_t)place.windows;

	if (address >= area && address < area + place.area.length)
		return (long)((address - area) / place.kind->unit_size);
	if (address >= windows &&
	    address < windows + place.kind->chunks * place.window_size)
		return unit_in_window(address - windows);
	return -1;
}

bool is_shared_file(void)
{
	return place.area.fd >= 0 && !place.kind->private;
}

static const struct backing *find_backing(unsigned int mask)
{
	for (size_t i = 0; i < BACKING_COUNT; i++)
		if (backings[i].mask == mask)
			return &backings[i];
	fail("no backing 0x%x", mask);
}

static struct area map_kind(const struct kind *kind)
{
	const struct backing *backing = find_backing(kind->backing);
	size_t length = kind->chunks * kind->units * kind->unit_size;
	bool huge = backing->mask & (HUGE_PAGES | SHMEM_THP);
	struct area area = map_empty_area(
		backing, length / (huge ? huge_page_size() : SMALL));
	struct area private;

	if (!kind->private)
		return area;
	private = map_privately(&area);
	if (munmap(area.start, area.length))
		fail("munmap: %m");
	return private;
}

static void reserve_windows(void)
{
	size_t length;
	char *start;

	/* Room for a chunk that does not begin at a huge page. */
	place.window_size = chunk_size() + HUGE;
	length = place.kind->chunks * place.window_size + HUGE;
	start = mmap(NULL, length, PROT_NONE,
		     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (start == MAP_FAILED)
		fail("mmap of %zu bytes: %m", length);
	place.windows = (char *)(((uintptr_t)start + HUGE - 1) &
				 ~(uintptr_t)(HUGE - 1));
}

void map_place(const struct kind *kind, unsigned long long features,
	       unsigned long long modes)
{
	place.kind = kind;
	place.features = features;
	place.modes = modes;
	place.uffd = uffd_open(features);
	place.area = map_kind(kind);
	reserve_windows();
}

void register_place(void)
{
	pthread_rwlockattr_t writers_first;

	pthread_rwlockattr_init(&writers_first);
	pthread_rwlockattr_setkind_np(
		&writers_first, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
	for (size_t chunk = 0; chunk < place.kind->chunks; chunk++) {
		int error = register_chunk(chunk);

		if (pthread_rwlock_init(&place.locks[chunk], &writers_first))
			fail("pthread_rwlock_init");
		if (error)
			fail("UFFDIO_REGISTER with modes 0x%llx: %s",
			     place.modes, strerrorname_np(-error));
	}
}

int register_chunk(size_t chunk)
{
	struct uffdio_register argument = {
		.range.start = (uintptr_t)chunk_address(chunk),
		.range.len = chunk_size(),
		.mode = place.modes,
	};

	return uffd_ioctl(place.uffd, UFFDIO_REGISTER, &argument) ? -errno : 0;
}

int unregister_chunk(size_t chunk)
{
	struct uffdio_range range = {
		.start = (uintptr_t)chunk_address(chunk),
		.len = chunk_size(),
	};

	return uffd_ioctl(place.uffd, UFFDIO_UNREGISTER, &range) ? -errno : 0;
}
