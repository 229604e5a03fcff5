// SPDX-License-Identifier: GPL-2.0-only
#include "events.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#include "expect.h"

struct change_under_way {
	int uffd;
	enum change change;
	struct area area;
	int ended; /* an eventfd */
};

unsigned long long feature_of_change(enum change change)
{
	switch (change) {
	case CHANGE_FORK:
		return UFFD_FEATURE_EVENT_FORK;
	case CHANGE_REMAP:
		return UFFD_FEATURE_EVENT_REMAP;
	case CHANGE_REMOVE:
		return UFFD_FEATURE_EVENT_REMOVE;
	case CHANGE_UNMAP:
	case CHANGE_REPLACE:
		return UFFD_FEATURE_EVENT_UNMAP;
	}
	return 0;
}

static void fork_idle_child(void)
{
	pid_t pid = fork();

	if (pid < 0)
		fail("fork: %m");
	while (pid == 0)
		pause();
}

static void remap(const struct area *area)
{
	struct area target = map_empty_area(area->backing, area->pages);

	if (mremap(area->start, area->length, area->length,
		   MREMAP_MAYMOVE | MREMAP_FIXED, target.start) == MAP_FAILED)
		fail("mremap: %m");
}

static void replace(const struct area *area)
{
	if (mmap(area->start, area->length, PROT_READ | PROT_WRITE,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
		fail("mmap with MAP_FIXED: %m");
}

static void *make_change(void *argument)
{
	struct change_under_way *way = argument;

	switch (way->change) {
	case CHANGE_FORK:
		fork_idle_child();
		break;
	case CHANGE_REMAP:
		remap(&way->area);
		break;
	case CHANGE_REMOVE:
		if (madvise(way->area.start, way->area.length, MADV_DONTNEED))
			fail("MADV_DONTNEED: %m");
		break;
	case CHANGE_UNMAP:
		if (munmap(way->area.start, way->area.length))
			fail("munmap: %m");
		break;
	case CHANGE_REPLACE:
		replace(&way->area);
		break;
	}
	if (eventfd_write(way->ended, 1))
		fail("eventfd: %m");
	return NULL;
}

struct change_under_way *begin_change(int uffd, enum change change,
				      const struct area *area)
{
	struct change_under_way *way = calloc(1, sizeof(*way));
	pthread_t thread;

	if (!way)
		fail("out of memory");
	*way = (struct change_under_way){
		.uffd = uffd,
		.change = change,
		.area = *area,
		.ended = eventfd(0, EFD_CLOEXEC),
	};
	if (way->ended < 0)
		fail("eventfd: %m");
	if (pthread_create(&thread, NULL, make_change, way))
		fail("pthread_create failed");
	await_readable(uffd, "no event of the change came");
	return way;
}

struct uffd_msg read_event(struct change_under_way *way)
{
	struct uffd_msg message;

	if (!read_message(way->uffd, &message))
		fail("expected the event of the change, got none");
	return message;
}

void await_change_end(struct change_under_way *way)
{
	await_readable(way->ended,
		       "the change did not end after its event was read");
}

struct uffd_msg complete_change(struct change_under_way *way)
{
	struct uffd_msg message = read_event(way);

	await_change_end(way);
	return message;
}
