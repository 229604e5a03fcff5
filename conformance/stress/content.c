// SPDX-License-Identifier: GPL-2.0-only
/* Operations that take contents away, or put some in place. */
#include <errno.h>
#include <fcntl.h>
#include <linux/falloc.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "expect.h"
#include "operation.h"
#include "place.h"

static void must(struct worker *worker, const struct aim *aim, const char *call,
		 long result)
{
	if (result < 0)
		wrong(worker->number, (long)aim->first, "%s: %s", call,
		      strerrorname_np(errno));
}

long discard(struct worker *worker, const struct aim *aim)
{
	must(worker, aim, "MADV_DONTNEED",
	     madvise(start_of(aim), length_of(aim), MADV_DONTNEED));
	return 0;
}

static off_t offset_of(const struct aim *aim)
{
	return start_of(aim) - place.area.start;
}

/* A private mapping keeps the pages that it has copies of. */
long punch_hole(struct worker *worker, const struct aim *aim)
{
	if (aim->variant % 2 && is_shared_file()) {
		must(worker, aim, "MADV_REMOVE",
		     madvise(start_of(aim), length_of(aim), MADV_REMOVE));
		return 0;
	}
	must(worker, aim, "FALLOC_FL_PUNCH_HOLE",
	     fallocate(place.area.fd,
		       FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
		       offset_of(aim), (off_t)length_of(aim)));
	return 0;
}

static struct uffdio_range first_page_of(size_t unit)
{
	return range_at(unit_address(unit), place.kind->page_size);
}

/* What a copy may come to while other threads are at work. */
static bool may_be(int result)
{
	return !result || result == -EEXIST || result == -EAGAIN ||
	       result == -ENOENT || result == -ENOMEM;
}

long copy_pages(struct worker *worker, const struct aim *aim)
{
	if (is_shared_file())
		punch_hole(worker, aim);
	else
		discard(worker, aim);
	for (size_t unit = aim->first; unit < aim->first + aim->count; unit++) {
		struct view before = view_unit(unit);
		int result = copy_zeroes(place.uffd, first_page_of(unit));

		if (!may_be(result))
			wrong(worker->number, (long)unit, "UFFDIO_COPY: %s",
			      strerrorname_np(-result));
		if (!result)
			learn_clean(unit, &before);
	}
	return 0;
}

/* A page that is there stays, and keeps its contents. */
long copy_over(struct worker *worker, const struct aim *aim)
{
	struct view before = view_unit(aim->first), after;
	int result = copy_zeroes(place.uffd, first_page_of(aim->first));

	after = view_unit(aim->first);
	if (!may_be(result))
		wrong(worker->number, (long)aim->first, "UFFDIO_COPY: %s",
		      strerrorname_np(-result));
	if (!result && before.populated && steady(&before, &after, MAPPING))
		wrong(worker->number, (long)aim->first,
		      "UFFDIO_COPY put a page where one is");
	return result;
}

static char *refuges[MAX_WORKERS];

/*
 * Memory to move pages to, a chunk for each worker.  Nothing is mapped once
 * threads run: it could come to where a chunk has just been moved from.
 */
void set_up_content(void)
{
	struct uffdio_register argument = {
		.range.len = chunk_size(),
		.mode = UFFDIO_REGISTER_MODE_MISSING,
	};
	size_t align = huge_page_size();

	for (size_t i = 0; i < worker_count; i++) {
		char *start =
			mmap(NULL, chunk_size() + align, PROT_READ | PROT_WRITE,
			     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		if (start == MAP_FAILED)
			fail("mmap of %zu bytes: %m", chunk_size() + align);
		start += -(uintptr_t)start & (align - 1);
		argument.range.start = (uintptr_t)start;
		if (ioctl(place.uffd, UFFDIO_REGISTER, &argument))
			fail("UFFDIO_REGISTER of %zu bytes: %m", chunk_size());
		refuges[i] = start;
	}
}

/* A page that a child shares cannot be moved until it has been written to. */
static void make_exclusive(char *page)
{
	__atomic_fetch_or((uint64_t *)(void *)page, 0, __ATOMIC_SEQ_CST);
}

static int move_back(char *home, char *refuge, size_t length)
{
	int result = -EAGAIN;

	for (int tries = 0; tries < 1000; tries++) {
		result = move_range(place.uffd, home, refuge, length);
		if (result == -EBUSY)
			make_exclusive(refuge);
		else if (result != -EAGAIN)
			return result;
		usleep(1000);
	}
	return result;
}

/*
 * A page that the kernel uses stays where it is; one that could be moved away
 * must come back, and is protected then.
 */
static int move_unit(struct worker *worker, size_t unit, char *refuge)
{
	struct view before = view_unit(unit);
	char *home = unit_address(unit);
	size_t length = place.kind->page_size;
	int result = move_range(place.uffd, refuge, home, length);

	if (result)
		return result;
	result = move_back(home, refuge, length);
	if (result)
		wrong(worker->number, (long)unit,
		      "UFFDIO_MOVE of the page back: %s",
		      strerrorname_np(-result));
	learn_protected(unit, &before);
	return 0;
}

long move_there_and_back(struct worker *worker, const struct aim *aim)
{
	int last = 0;

	for (size_t i = 0; i < aim->count; i++) {
		size_t unit = aim->first + i;
		ptrdiff_t offset =
			unit_address(unit) - chunk_address(aim->chunk);
		int result = move_unit(worker, unit,
				       refuges[worker->number] + offset);

		if (result)
			last = result;
	}
	return last;
}
