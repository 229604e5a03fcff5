// SPDX-License-Identifier: GPL-2.0-only
#include "calls.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "expect.h"
#include "place.h"
#include "tamper.h"

#define MAX_REGIONS 1025

static int result_of(int result)
{
	return result < 0 ? -errno : 0;
}

struct uffdio_range range_at(const char *start, size_t length)
{
	return (struct uffdio_range){ .start = (uintptr_t)start,
				      .len = length };
}

int rwprotect_range(int uffd, struct uffdio_range range,
		    unsigned long long mode)
{
	struct uffdio_rwprotect argument = { .range = range, .mode = mode };

	if (mode & UFFDIO_RWPROTECT_MODE_RWP) {
		if (tampers(PROTECTION_DROPPED))
			argument.range.len -= place.kind->unit_size;
		if (argument.range.len == 0)
			return 0;
	} else {
		if (tampers(RESOLVE_DROPPED))
			return 0;
		if (tampers(WAKE_DROPPED))
			argument.mode |= UFFDIO_RWPROTECT_MODE_DONTWAKE;
	}
	return result_of(ioctl(uffd, UFFDIO_RWPROTECT, &argument));
}

int wake_range(int uffd, struct uffdio_range range)
{
	if (tampers(WAKE_DROPPED))
		return 0;
	return result_of(ioctl(uffd, UFFDIO_WAKE, &range));
}

int turn_async(int uffd, int on)
{
	struct uffdio_set_mode argument = {
		.enable = on ? UFFD_FEATURE_RWP_ASYNC : 0,
		.disable = on ? 0 : UFFD_FEATURE_RWP_ASYNC,
	};

	if (tampers(MODE_DROPPED))
		return 0;
	return result_of(ioctl(uffd, UFFDIO_SET_MODE, &argument));
}

/* As large as the largest page, and never written to. */
static char *zeroes;
static int pagemap;

void set_up_calls(void)
{
	zeroes = mmap(NULL, huge_page_size(), PROT_READ,
		      MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (zeroes == MAP_FAILED)
		fail("mmap of %zu bytes: %m", huge_page_size());
	pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	if (pagemap < 0)
		fail("/proc/self/pagemap: %m");
}

int copy_zeroes(int uffd, struct uffdio_range range)
{
	struct uffdio_copy argument = {
		.dst = range.start,
		.src = (uintptr_t)zeroes,
		.len = range.len,
	};

	return result_of(ioctl(uffd, UFFDIO_COPY, &argument));
}

int zero_range(int uffd, struct uffdio_range range)
{
	struct uffdio_zeropage argument = { .range = range };

	return result_of(ioctl(uffd, UFFDIO_ZEROPAGE, &argument));
}

int continue_range(int uffd, struct uffdio_range range)
{
	struct uffdio_continue argument = { .range = range };

	return result_of(ioctl(uffd, UFFDIO_CONTINUE, &argument));
}

int move_range(int uffd, char *to, char *from, size_t length)
{
	struct uffdio_move argument = {
		.dst = (uintptr_t)to,
		.src = (uintptr_t)from,
		.len = length,
	};

	return result_of(ioctl(uffd, UFFDIO_MOVE, &argument));
}

int scan_accessed(struct uffdio_range range, size_t step, uint64_t *accessed)
{
	static __thread struct page_region regions[MAX_REGIONS];
	struct pm_scan_arg argument = {
		.size = sizeof(argument),
		.start = range.start,
		.end = range.start + range.len,
		.vec = (uintptr_t)regions,
		.vec_len = MAX_REGIONS,
		.category_mask = PAGE_IS_ACCESSED,
		.return_mask = PAGE_IS_ACCESSED,
	};
	long count;

	count = ioctl(pagemap, PAGEMAP_SCAN, &argument);
	if (count < 0)
		return -errno;
	*accessed = 0;
	for (size_t i = 0; i * step < range.len; i++)
		for (long n = 0; n < count; n++)
			if (regions[n].start <= range.start + i * step &&
			    regions[n].end > range.start + i * step)
				*accessed |= 1ULL << i;
	if (tampers(SCAN_CHANGED))
		*accessed ^= 1;
	return 0;
}
