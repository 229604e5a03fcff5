// SPDX-License-Identifier: GPL-2.0-only
/* Operations that change where memory is mapped, and with what permissions. */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "operation.h"
#include "place.h"
#include "touch.h"

static void *move_mapping(struct worker *worker, const struct aim *aim,
			  char *from, char *to)
{
	void *moved = mremap(from, chunk_size(), chunk_size(),
			     MREMAP_MAYMOVE | MREMAP_FIXED, to);

	if (moved == MAP_FAILED)
		wrong(worker->number, (long)aim->first, "mremap(2): %s",
		      strerrorname_np(errno));
	return moved;
}

/* What was in the way is gone; nothing else must be mapped there. */
static void close_window(struct worker *worker, const struct aim *aim,
			 char *window)
{
	if (mmap(window, chunk_size(), PROT_NONE,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1,
		 0) == MAP_FAILED)
		wrong(worker->number, (long)aim->first, "mmap(2): %s",
		      strerrorname_np(errno));
}

/* Huge pages of small ones come apart where they cannot be aligned. */
static char *window_for(const struct aim *aim)
{
	char *window = place.windows + aim->chunk * place.window_size;
	bool is_apart = aim->variant % 2 &&
			place.kind->unit_size > place.kind->page_size;

	return window + (is_apart ? place.kind->page_size : 0);
}

/* The word of the worker, where the chunk has been moved to. */
static void check_moved(struct worker *worker, const struct aim *aim,
			const char *window)
{
	size_t unit = aim->first + aim->variant % aim->count;
	char *word = (char *)word_of(unit, worker->number);
	const char *moved = window + (word - chunk_address(aim->chunk));
	struct view before;
	uint64_t found;

	/* It is trapped there, too, if the registration moves along. */
	begin_changes(unit, 1, UNPROTECTING);
	before = view_unit(unit);
	found = *(volatile const uint64_t *)(const void *)moved;
	check_word(worker, unit, found, &before, " at the new address");
	end_changes(unit, 1, UNPROTECTING);
}

long remap_there_and_back(struct worker *worker, const struct aim *aim)
{
	char *home = chunk_address(aim->chunk);
	char *window = window_for(aim);
	bool keeps = place.features & UFFD_FEATURE_EVENT_REMAP;

	move_mapping(worker, aim, home, window);
	if (aim->variant & 4)
		check_moved(worker, aim, window);
	move_mapping(worker, aim, window, home);
	close_window(worker, aim, window);
	if (!keeps && register_chunk(aim->chunk))
		wrong(worker->number, (long)aim->first, "UFFDIO_REGISTER: %s",
		      strerrorname_np(errno));
	return 0;
}

static void set_permissions(struct worker *worker, const struct aim *aim,
			    int permissions)
{
	if (mprotect(start_of(aim), length_of(aim), permissions))
		wrong(worker->number, (long)aim->first, "mprotect(2): %s",
		      strerrorname_np(errno));
}

/* Of whole chunks on hugetlbfs, whose pages are large enough. */
long change_permissions(struct worker *worker, const struct aim *aim)
{
	size_t unit = aim->first + aim->variant % aim->count;

	if (aim->variant & 1 << 16) {
		set_permissions(worker, aim, PROT_READ);
		touch(worker, unit, &ways[0]);
	} else {
		set_permissions(worker, aim, PROT_NONE);
	}
	set_permissions(worker, aim, PROT_READ | PROT_WRITE);
	return 0;
}
