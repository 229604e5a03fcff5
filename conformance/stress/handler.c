// SPDX-License-Identifier: GPL-2.0-only
#include "handler.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "calls.h"
#include "expect.h"
#include "place.h"
#include "report.h"
#include "tamper.h"
#include "worker.h"

/* More than there can be threads that wait. */
#define MAX_NOTIFICATIONS (4 * MAX_WORKERS)
#define SHORT_DELAY	  4 /* milliseconds */
#define LONG_DELAY	  40

/* A notification that was read and not resolved yet. */
struct notification {
	bool used;
	int uffd;
	char *address; /* of the page */
	unsigned long long flags;
	int64_t due;	       /* milliseconds */
	uint32_t wakes;	       /* calls that wake had begun when it was read */
	uint32_t unregistered; /* times that the unit had been at that time */
};

static struct {
	pthread_t thread;
	uint64_t random;
	struct notification notifications[MAX_NOTIFICATIONS];
	int kick; /* an eventfd */
	_Atomic int child;
	_Atomic bool child_ended;
	_Atomic uint32_t fork;
	_Atomic bool hold;
	_Atomic bool prompt;
	_Atomic uint32_t asked, answered;
	_Atomic bool stop;
} handler;

static void kick(void)
{
	uint64_t one = 1;

	if (write(handler.kick, &one, sizeof(one)) != sizeof(one))
		fail("write to an eventfd: %m");
}

static void sleep_one(void)
{
	poll(NULL, 0, 1);
}

void expect_child_of(uint32_t fork)
{
	handler.fork = fork;
}

void forget_child(void)
{
	handler.child_ended = true;
	kick();
	while (handler.child_ended)
		sleep_one();
}

void await_handler(void)
{
	uint32_t asked = ++handler.asked;

	kick();
	while (handler.answered != asked)
		sleep_one();
}

void let_handler_rest(bool rest)
{
	handler.prompt = rest;
}

void hold_notifications(bool hold)
{
	handler.hold = hold;
	kick();
}

static struct worker *worker_of_thread(pid_t thread)
{
	for (size_t i = 0; i < worker_count; i++)
		if (workers[i].thread == thread)
			return &workers[i];
	return NULL;
}

/* What the thread does now may be known to be what it was notified for. */
static void check_flags(struct worker *worker, long unit,
			unsigned long long flags, uint64_t read_began)
{
	uint64_t began = worker->access_began;
	bool writes = worker->access_writes;
	bool expected_unit = worker->unit == unit;
	bool is_write = flags & UFFD_PAGEFAULT_FLAG_WRITE;

	if (!began || began > read_began || worker->access_began != began)
		return;
	if (!expected_unit)
		wrong(HANDLER, unit,
		      "wrong notification: thread %zu accesses another unit "
		      "(%s of %ld)",
		      worker->number, worker->how, worker->unit);
	if (writes != is_write)
		wrong(HANDLER, unit,
		      "wrong notification: flags 0x%llx, but the access is a "
		      "%s (%s of thread %zu)",
		      flags, writes ? "write" : "read", worker->how,
		      worker->number);
}

static void note_for_worker(struct worker *worker, long unit,
			    unsigned long long flags, uint64_t read_began)
{
	bool is_rwp = flags & UFFD_PAGEFAULT_FLAG_RWP;
	struct notice *notice =
		&worker->notices[is_rwp ? RWP_NOTICE : OTHER_NOTICE];

	notice->read_began = 0;
	notice->unit = unit;
	notice->read_began = read_began;
}

static int64_t delay(void)
{
	uint64_t random = next_random(&handler.random);

	if (random % 16 == 0)
		return (int64_t)(random >> 8) % LONG_DELAY;
	return random % 2 ? (int64_t)(random >> 8) % SHORT_DELAY : 0;
}

static void keep(int uffd, unsigned long long address, unsigned long long flags)
{
	size_t i = 0;

	while (i < MAX_NOTIFICATIONS && handler.notifications[i].used)
		i++;
	if (i == MAX_NOTIFICATIONS)
		wrong(HANDLER, -1, "more notifications than threads");
	handler.notifications[i] = (struct notification){
		.used = true,
		.uffd = uffd,
		.address = (char *)(uintptr_t)(address &
					       ~(place.kind->page_size - 1)),
		.flags = flags,
		.due = milliseconds(),
		.wakes = model->mode.wake_begun,
		.unregistered = changes_begun((size_t)unit_of_address(address),
					      REGISTRATION),
	};
	/* Half of them are left to others for a while. */
	if (uffd == place.uffd && !handler.prompt)
		handler.notifications[i].due += delay();
}

static void take_fault(int uffd, const struct uffd_msg *message,
		       uint64_t read_began)
{
	unsigned long long flags = message->arg.pagefault.flags;
	unsigned long long address = message->arg.pagefault.address;
	long unit = unit_of_address(address);
	struct worker *worker;

	if (unit < 0)
		wrong(HANDLER, -1,
		      "wrong notification: address 0x%llx was never "
		      "registered",
		      address);
	if (tampers(NOTIFICATION_DROPPED) &&
	    next_random(&handler.random) % 16 == 0)
		return;
	if (tampers(WRITE_FLAG_STRIPPED))
		flags &= ~(unsigned long long)UFFD_PAGEFAULT_FLAG_WRITE;
	remember(HANDLER,
		 (struct event){ .began = read_began,
				 .what = uffd == place.uffd
						 ? "notification"
						 : "notification of the child",
				 .how = flags & UFFD_PAGEFAULT_FLAG_RWP
						? "(RWP)"
						: "(other)",
				 .first = (size_t)unit,
				 .count = 1 });
	if (uffd != place.uffd) {
		if (flags & UFFD_PAGEFAULT_FLAG_RWP)
			model->units[unit].notified_child = handler.fork;
	} else {
		worker = worker_of_thread(
			(pid_t)message->arg.pagefault.feat.ptid);
		if (!worker)
			wrong(HANDLER, unit,
			      "wrong notification: thread %u is none of ours",
			      message->arg.pagefault.feat.ptid);
		check_flags(worker, unit, flags, read_began);
		note_for_worker(worker, unit, flags, read_began);
	}
	keep(uffd, address, flags);
}

static void unprotect_child(void)
{
	struct uffdio_range all = range_at(place.area.start, place.area.length);

	(void)!rwprotect_range(handler.child, all, 0);
}

static void take_message(int uffd, const struct uffd_msg *message,
			 uint64_t read_began)
{
	switch (message->event) {
	case UFFD_EVENT_PAGEFAULT:
		take_fault(uffd, message, read_began);
		break;
	case UFFD_EVENT_FORK:
		handler.child = (int)message->arg.fork.ufd;
		if (tampers(CHILD_UNPROTECTED))
			unprotect_child();
		break;
	default:
		break;
	}
}

static void read_messages(int uffd)
{
	struct uffd_msg message;
	ssize_t got;

	for (;;) {
		uint64_t read_began = tick();

		got = read(uffd, &message, sizeof(message));
		if (got < 0 && errno == EAGAIN)
			return;
		if (got != sizeof(message))
			wrong(HANDLER, -1, "read of the userfaultfd: %zd (%s)",
			      got, strerrorname_np(errno));
		take_message(uffd, &message, read_began);
	}
}

static struct uffdio_range page_of(const struct notification *notification)
{
	return range_at(notification->address, place.kind->page_size);
}

/* An address that is not at its usual place belongs to a moved chunk. */
static bool is_at_home(const struct notification *notification)
{
	return notification->address >= place.area.start &&
	       notification->address < place.area.start + place.area.length;
}

/* A part that is resolved takes a huge page of a file out of the mapping. */
static void count_parts(size_t unit,
			void (*count)(size_t, size_t, unsigned int))
{
	if (place.kind->backing == SHMEM_THP)
		count(unit - unit % place.kind->units, place.kind->units,
		      MAPPING);
}

static int resolve_in_place(const struct notification *notification)
{
	size_t unit = (size_t)unit_of_address((uintptr_t)notification->address);
	size_t first = unit, count = 1;
	struct uffdio_range range;
	int result;

	/* At rest, each page on its own is to be trapped. */
	switch (next_random(&handler.random) % 4 + handler.prompt) {
	case 0: /* the chunk */
		first -= unit % place.kind->units;
		count = place.kind->units;
		/* fall through */
	case 1: /* the unit */
		range = range_at(unit_address(first),
				 count * place.kind->unit_size);
		break;
	default: /* the page */
		range = page_of(notification);
	}
	begin_changes(first, count, UNPROTECTING);
	count_parts(unit, begin_changes);
	if (next_random(&handler.random) % 4) {
		result = rwprotect_range(place.uffd, range, 0);
	} else {
		result = rwprotect_range(place.uffd, range,
					 UFFDIO_RWPROTECT_MODE_DONTWAKE);
		if (!result)
			result = wake_range(place.uffd, range);
	}
	count_parts(unit, end_changes);
	end_changes(first, count, UNPROTECTING);
	remember(HANDLER, (struct event){ .began = tick(),
					  .what = "resolution",
					  .first = first,
					  .count = count,
					  .result = result });
	return result;
}

static int fill_missing(const struct notification *notification)
{
	struct uffdio_range page = page_of(notification);
	int result;

	if (notification->flags & UFFD_PAGEFAULT_FLAG_MINOR)
		result = continue_range(notification->uffd, page);
	else if (place.kind->page_size == small_page_size() &&
		 next_random(&handler.random) % 2)
		result = zero_range(notification->uffd, page);
	else
		result = copy_zeroes(notification->uffd, page);
	if (result == -EAGAIN)
		return result;
	/* There is a page by now, or there is none any more. */
	if (result)
		result = wake_range(notification->uffd, page);
	return result;
}

/* True if the thread has been woken, or need not be any more. */
static bool resolve(const struct notification *notification)
{
	int result;

	if (!(notification->flags & UFFD_PAGEFAULT_FLAG_RWP))
		result = fill_missing(notification);
	else if (notification->uffd == place.uffd && is_at_home(notification))
		result = resolve_in_place(notification);
	else
		result = rwprotect_range(notification->uffd,
					 page_of(notification), 0);
	if (result == -EAGAIN || result == -ENOMEM)
		return false;
	/* The child has ended. */
	if (result == -ESRCH && notification->uffd != place.uffd)
		return true;
	/* Unregistering wakes. */
	if (result && result != -ENOENT)
		wrong(HANDLER,
		      unit_of_address((uintptr_t)notification->address),
		      "the notification cannot be resolved: %s",
		      strerrorname_np(-result));
	return true;
}

/*
 * UFFDIO_SET_MODE or UFFDIO_UNREGISTER has woken the thread since its
 * notification was read: a call that began later has ended.
 */
static bool was_woken(const struct notification *notification)
{
	long unit = unit_of_address((uintptr_t)notification->address);
	uint32_t ended = changes_ended((size_t)unit, REGISTRATION);

	if (notification->uffd != place.uffd)
		return false;
	return (int32_t)(model->mode.wake_ended - notification->wakes) > 0 ||
	       (int32_t)(ended - notification->unregistered) > 0;
}

/* Returns whether some are left. */
static bool resolve_notifications(void)
{
	int64_t now = milliseconds();
	bool left = false;

	for (size_t i = 0; i < MAX_NOTIFICATIONS; i++) {
		struct notification *notification = &handler.notifications[i];

		if (!notification->used)
			continue;
		if (was_woken(notification) ||
		    (now >= notification->due && !handler.hold &&
		     resolve(notification)))
			notification->used = false;
		else
			left = true;
	}
	return left;
}

static void end_child(void)
{
	for (size_t i = 0; i < MAX_NOTIFICATIONS; i++)
		if (handler.notifications[i].used &&
		    handler.notifications[i].uffd == handler.child)
			handler.notifications[i].used = false;
	if (handler.child >= 0 && close(handler.child))
		fail("close of a child's userfaultfd: %m");
	handler.child = -1;
	handler.child_ended = false;
}

static void *handle(void *nothing)
{
	struct pollfd ready[] = {
		{ .fd = place.uffd, .events = POLLIN },
		{ .fd = handler.kick, .events = POLLIN },
		{ .fd = -1, .events = POLLIN },
	};
	bool left = false;
	uint64_t kicks;

	(void)nothing;
	while (!handler.stop) {
		uint32_t asked = handler.asked;

		ready[2].fd = handler.child;
		if (poll(ready, 3, left ? 1 : 100) < 0)
			fail("poll of the userfaultfd: %m");
		if (ready[1].revents)
			(void)!read(handler.kick, &kicks, sizeof(kicks));
		if (ready[0].revents & POLLIN)
			read_messages(place.uffd);
		if (ready[2].fd >= 0 && ready[2].revents & POLLIN)
			read_messages(ready[2].fd);
		left = resolve_notifications();
		if (handler.child_ended)
			end_child();
		if (!left)
			handler.answered = asked;
	}
	return NULL;
}

void start_handler(uint64_t seed)
{
	handler.random = seed;
	handler.child = -1;
	handler.kick = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (handler.kick < 0)
		fail("eventfd: %m");
	if (pthread_create(&handler.thread, NULL, handle, NULL))
		fail("pthread_create");
}

void stop_handler(void)
{
	handler.stop = true;
	kick();
	if (pthread_join(handler.thread, NULL))
		fail("pthread_join");
}
