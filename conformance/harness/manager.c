// SPDX-License-Identifier: GPL-2.0-only
#include "manager.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "expect.h"
#include "operations.h"
#include "pagemap.h"
#include "uffd.h"

struct manager start_manager(const struct backing *backing, size_t pages)
{
	struct manager m = {
		.uffd = uffd_open(UFFD_FEATURE_RWP | UFFD_FEATURE_RWP_ASYNC |
				  UFFD_FEATURE_MINOR_SHMEM |
				  UFFD_FEATURE_MINOR_HUGETLBFS),
		.memory = map_empty_area(backing, pages),
	};

	m.file = map_again(&m.memory);
	for (size_t i = 0; i < pages; i++)
		*page_at(&m.file, i) = page_content(i);
	uffd_register(m.uffd, &m.memory,
		      UFFDIO_REGISTER_MODE_RWP | UFFDIO_REGISTER_MODE_MISSING |
			      UFFDIO_REGISTER_MODE_MINOR);
	m.storage = malloc(m.memory.length);
	expect_true(m.storage, "memory for the storage");
	return m;
}

/*
 * A notification can be read of a thread that does not wait: it found its
 * page there, which another thread needed as well, before it slept.
 */
static void expect_served_already(const struct manager *m,
				  const struct area *page)
{
	expect_equal(scan_pages(page, PAGE_IS_PRESENT), 1);
	wake(m->uffd, page);
}

static void map_from_file(const struct manager *m, const struct area *page)
{
	if (!uffd_continue(m->uffd, page, 0))
		return;
	if (errno != EEXIST)
		fail("UFFDIO_CONTINUE: %m");
	expect_served_already(m, page);
}

static void bring_back(struct manager *m, size_t index)
{
	struct area page = part_of(&m->memory, index, 1);
	const char *source = m->storage + index * page.page_size;

	if (!(m->stored & 1ULL << index)) {
		expect_served_already(m, &page);
		return;
	}
	if (uffd_copy_from(m->uffd, &page, source, 0))
		fail("UFFDIO_COPY: %m");
	m->stored &= ~(1ULL << index);
}

void serve_round(struct manager *m, struct program *program)
{
	while (!await_round_or_message(program, m->uffd)) {
		struct uffd_msg message;
		struct area page;
		size_t index;

		/* Gone, if its thread found its page there before it slept. */
		if (!read_message(m->uffd, &message))
			continue;
		index = (message.arg.pagefault.address -
			 (uintptr_t)m->memory.start) /
			m->memory.page_size;
		page = part_of(&m->memory, index, 1);
		if (message.arg.pagefault.flags & UFFD_PAGEFAULT_FLAG_RWP)
			fail("the program was held on page %zu", index);
		if (message.arg.pagefault.flags & UFFD_PAGEFAULT_FLAG_MINOR)
			map_from_file(m, &page);
		else
			bring_back(m, index);
	}
}

static void evict(struct manager *m, size_t index)
{
	struct area page = part_of(&m->memory, index, 1);
	size_t offset = index * m->memory.page_size;

	memcpy(m->storage + offset, m->file.start + offset, page.length);
	if (fallocate(m->memory.fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
		      (off_t)offset, (off_t)page.length))
		fail("fallocate: %m");
	m->stored |= 1ULL << index;
	wake(m->uffd, &page);
}

static void turn_async(const struct manager *m, bool on)
{
	unsigned long long feature = UFFD_FEATURE_RWP_ASYNC;

	if (set_mode(m->uffd, on ? feature : 0, on ? 0 : feature))
		fail("UFFDIO_SET_MODE: %m");
}

void find_and_evict(struct manager *m, struct program *program, size_t used,
		    size_t next)
{
	unsigned long long accessed;

	use_pages(program, used, 2);
	serve_round(m, program);
	protect(m->uffd, &m->memory);
	use_pages(program, used, 2);
	serve_round(m, program);
	turn_async(m, false);
	use_pages(program, next, 2);
	await_program_held(program, m->uffd);
	accessed = accessed_pages(&m->memory);
	expect_equal(accessed, 3ULL << used);
	for (size_t i = 0; i < m->memory.pages; i++)
		if (!((accessed | m->stored) & 1ULL << i))
			evict(m, i);
	serve_round(m, program);
	turn_async(m, true);
}
