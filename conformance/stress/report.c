// SPDX-License-Identifier: GPL-2.0-only
#include "report.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "expect.h"
#include "place.h"
#include "worker.h"

#define HISTORY	     2048 /* events of a thread */
#define EVENTS_SHOWN 24

struct histories {
	_Atomic uint64_t clock;
	atomic_flag failed;
	struct {
		_Atomic uint64_t count;
		struct event events[HISTORY];
	} threads[THREAD_COUNT];
};

static struct histories *histories;
static char title[512];

void set_up_report(void)
{
	histories = mmap(NULL, sizeof(*histories), PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (histories == MAP_FAILED)
		fail("mmap of %zu bytes: %m", sizeof(*histories));
}

void set_title(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(title, sizeof(title), format, arguments);
	va_end(arguments);
}

uint64_t tick(void)
{
	return ++histories->clock;
}

void remember(size_t thread, struct event event)
{
	uint64_t place_in_ring = histories->threads[thread].count % HISTORY;

	event.ended = tick();
	histories->threads[thread].events[place_in_ring] = event;
	histories->threads[thread].count++;
}

/* The event of a unit that ended last of those before `bound`. */
static const struct event *last_before(uint64_t bound, long unit,
				       size_t *thread)
{
	const struct event *found = NULL;

	for (size_t i = 0; i < THREAD_COUNT; i++) {
		for (size_t n = 0; n < HISTORY; n++) {
			const struct event *event =
				&histories->threads[i].events[n];

			if (!event->what || event->ended >= bound ||
			    (found && event->ended <= found->ended))
				continue;
			if (unit >= 0 &&
			    ((size_t)unit < event->first ||
			     (size_t)unit >= event->first + event->count))
				continue;
			found = event;
			*thread = i;
		}
	}
	return found;
}

static void thread_name(size_t thread, char *name, size_t size)
{
	if (thread == HANDLER)
		snprintf(name, size, "handler");
	else
		snprintf(name, size, "thread %zu", thread);
}

static void show_event(const struct event *event, size_t thread)
{
	char name[24], result[32] = "";

	thread_name(thread, name, sizeof(name));
	if (event->result < 0)
		snprintf(result, sizeof(result), ": %s",
			 strerrorname_np((int)-event->result) ?: "?");
	note("  %llu-%llu %s: %s%s%s of units %zu-%zu%s",
	     (unsigned long long)event->began, (unsigned long long)event->ended,
	     name, event->what, event->how ? " " : "",
	     event->how ? event->how : "", event->first,
	     event->first + event->count - 1, result);
}

static void show_history(long unit)
{
	const struct event *shown[EVENTS_SHOWN];
	size_t threads[EVENTS_SHOWN], count = 0;
	uint64_t bound = UINT64_MAX;

	while (count < EVENTS_SHOWN) {
		shown[count] = last_before(bound, unit, &threads[count]);
		if (!shown[count])
			break;
		bound = shown[count++]->ended;
	}
	note("the last %zu operations%s, the latest last:", count,
	     unit < 0 ? "" : " there");
	while (count-- > 0)
		show_event(shown[count], threads[count]);
}

static void show_under_way(void)
{
	for (size_t i = 0; i < worker_count; i++)
		if (workers[i].doing)
			note("under way: thread %zu: %s%s%s, unit %ld", i,
			     workers[i].doing, workers[i].how ? " " : "",
			     workers[i].how ? workers[i].how : "",
			     workers[i].unit);
}

void wrong(size_t thread, long unit, const char *format, ...)
{
	char what[512], name[24];
	va_list arguments;

	/* The first failure is the one to look at. */
	if (atomic_flag_test_and_set(&histories->failed)) {
		sleep(10);
		_exit(VERDICT_NOT_OK);
	}
	va_start(arguments, format);
	vsnprintf(what, sizeof(what), format, arguments);
	va_end(arguments);
	thread_name(thread, name, sizeof(name));
	note("%s", what);
	if (unit >= 0)
		note("%s, at %llu, unit %ld, address %p", name,
		     (unsigned long long)tick(), unit,
		     (void *)unit_address((size_t)unit));
	else
		note("%s, at %llu", name, (unsigned long long)tick());
	note("%s", title);
	show_under_way();
	show_history(unit);
	_exit(VERDICT_NOT_OK);
}
