// SPDX-License-Identifier: GPL-2.0-only
#include "operations.h"

#include <stdint.h>
#include <sys/mman.h>

#include "expect.h"
#include "uffd.h"

static struct uffdio_range range_of(const struct area *area)
{
	return (struct uffdio_range){ .start = (uintptr_t)area->start,
				      .len = area->length };
}

static char *map_source(const struct area *area)
{
	char *source = mmap(NULL, area->length, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (source == MAP_FAILED)
		fail("mmap of %zu bytes: %m", area->length);
	for (size_t i = 0; i < area->pages; i++)
		source[i * area->page_size] = page_content(i);
	return source;
}

int uffd_copy_from(int uffd, const struct area *area, const char *source,
		   unsigned long long mode)
{
	struct uffdio_copy argument = {
		.dst = (uintptr_t)area->start,
		.src = (uintptr_t)source,
		.len = area->length,
		.mode = mode,
	};

	return uffd_ioctl(uffd, UFFDIO_COPY, &argument);
}

int uffd_copy(int uffd, const struct area *area, unsigned long long mode)
{
	char *source = map_source(area);
	int result = uffd_copy_from(uffd, area, source, mode);

	expect_success(munmap(source, area->length));
	return result;
}

int uffd_zeropage(int uffd, const struct area *area, unsigned long long mode)
{
	struct uffdio_zeropage argument = { .range = range_of(area),
					    .mode = mode };

	return uffd_ioctl(uffd, UFFDIO_ZEROPAGE, &argument);
}

int uffd_continue(int uffd, const struct area *area, unsigned long long mode)
{
	struct uffdio_continue argument = { .range = range_of(area),
					    .mode = mode };

	return uffd_ioctl(uffd, UFFDIO_CONTINUE, &argument);
}

int uffd_poison(int uffd, const struct area *area, unsigned long long mode)
{
	struct uffdio_poison argument = { .range = range_of(area),
					  .mode = mode };

	return uffd_ioctl(uffd, UFFDIO_POISON, &argument);
}

int writeprotect(int uffd, const struct area *area, unsigned long long mode)
{
	struct uffdio_writeprotect argument = { .range = range_of(area),
						.mode = mode };

	return uffd_ioctl(uffd, UFFDIO_WRITEPROTECT, &argument);
}
