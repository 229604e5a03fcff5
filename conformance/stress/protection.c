// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "backing.h"
#include "operation.h"
#include "place.h"

/* Errors that the model allows at this moment. */
static void check_result(struct worker *worker, const struct aim *aim,
			 const struct view *before, int result)
{
	struct view after = view_unit(aim->first);

	if (!result || result == -ENOMEM)
		return;
	/* Some thread is in the middle of a fork(2), or the like. */
	if (result == -EAGAIN && has_events())
		return;
	if (result == -ENOENT && !steady(before, &after, REGISTRATION))
		return;
	wrong(worker->number, (long)aim->first, "%s: %s", aim->operation->name,
	      strerrorname_np(-result));
}

long protect_units(struct worker *worker, const struct aim *aim)
{
	struct view before[MAX_UNITS_PER_CHUNK];
	int result;

	view_units(aim->first, aim->count, before);
	result = rwprotect_range(place.uffd, range_of(aim),
				 UFFDIO_RWPROTECT_MODE_RWP);
	check_result(worker, aim, before, result);
	for (size_t i = 0; i < aim->count && !result; i++)
		learn_protected(aim->first + i, &before[i]);
	return result;
}

long unprotect_units(struct worker *worker, const struct aim *aim)
{
	bool wakes = aim->variant % 4;
	struct view before[MAX_UNITS_PER_CHUNK];
	int result;

	view_units(aim->first, aim->count, before);
	result = rwprotect_range(place.uffd, range_of(aim),
				 wakes ? 0 : UFFDIO_RWPROTECT_MODE_DONTWAKE);
	check_result(worker, aim, before, result);
	for (size_t i = 0; i < aim->count && !result; i++)
		learn_clean(aim->first + i, &before[i]);
	if (!wakes && wake_range(place.uffd, range_of(aim)))
		wrong(worker->number, (long)aim->first, "UFFDIO_WAKE: %s",
		      strerrorname_np(errno));
	return result;
}

static pthread_mutex_t mode_lock = PTHREAD_MUTEX_INITIALIZER;
static bool is_async;

static void turn_on(struct worker *worker)
{
	int result;

	model->mode.wake_begun++;
	if (!is_async)
		model->mode.on_begun++;
	result = turn_async(place.uffd, true);
	if (result)
		wrong(worker->number, -1, "UFFDIO_SET_MODE to on: %s",
		      strerrorname_np(-result));
	if (!is_async)
		model->mode.on_ended++;
	model->mode.wake_ended++;
	is_async = true;
}

static void turn_off(struct worker *worker)
{
	int result;

	if (is_async)
		model->mode.off_begun++;
	result = turn_async(place.uffd, false);
	if (result)
		wrong(worker->number, -1, "UFFDIO_SET_MODE to off: %s",
		      strerrorname_np(-result));
	if (is_async)
		model->mode.off_ended++;
	is_async = false;
}

void set_async(struct worker *worker, bool on)
{
	pthread_mutex_lock(&mode_lock);
	if (on)
		turn_on(worker);
	else
		turn_off(worker);
	pthread_mutex_unlock(&mode_lock);
}

/* On for a moment, or until the next time; mostly it is off. */
long change_mode(struct worker *worker, const struct aim *aim)
{
	set_async(worker, aim->variant % 2);
	if (aim->variant % 8 < 6) {
		usleep(aim->variant % 512);
		set_async(worker, false);
	}
	return 0;
}

static void check_accessed(struct worker *worker, size_t unit, bool accessed,
			   const struct view *before)
{
	struct view after = view_unit(unit);

	if (before->protected && steady(before, &after, UNPROTECTING) &&
	    stayed_sync(before, &after)) {
		worker->scanned++;
		if (accessed)
			wrong(worker->number, (long)unit,
			      "PAGE_IS_ACCESSED of a page that is protected");
	}
	/*
	 * An entry of hugetlbfs is read without its lock, and may be away for a
	 * moment while something is done to the page.
	 */
	if (before->clean && before->populated &&
	    place.kind->backing != HUGETLBFS &&
	    steady(before, &after, PROTECTING | MAPPING | REGISTRATION)) {
		worker->scanned++;
		if (!accessed)
			wrong(worker->number, (long)unit,
			      "no PAGE_IS_ACCESSED of a page that is there "
			      "and not protected");
	}
}

long scan_units(struct worker *worker, const struct aim *aim)
{
	struct view before[MAX_UNITS_PER_CHUNK];
	uint64_t accessed;
	int result;

	view_units(aim->first, aim->count, before);
	result = scan_accessed(range_of(aim), place.kind->unit_size, &accessed);
	if (result)
		wrong(worker->number, (long)aim->first, "PAGEMAP_SCAN: %s",
		      strerrorname_np(-result));
	for (size_t i = 0; i < aim->count; i++)
		check_accessed(worker, aim->first + i, accessed & 1ULL << i,
			       &before[i]);
	return 0;
}

long register_again(struct worker *worker, const struct aim *aim)
{
	int result = unregister_chunk(aim->chunk);

	if (result)
		wrong(worker->number, (long)aim->first, "UFFDIO_UNREGISTER: %s",
		      strerrorname_np(-result));
	result = register_chunk(aim->chunk);
	if (result)
		wrong(worker->number, (long)aim->first, "UFFDIO_REGISTER: %s",
		      strerrorname_np(-result));
	return 0;
}
