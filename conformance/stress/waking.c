// SPDX-License-Identifier: GPL-2.0-only
/*
 * Checks that what has to wake a waiting thread does: with one thread that
 * waits and no other that could wake it.
 */
#include <semaphore.h>
#include <stdatomic.h>
#include <unistd.h>

#include "expect.h"
#include "handler.h"
#include "operation.h"
#include "place.h"
#include "rounds.h"
#include "touch.h"

static struct {
	sem_t start, end;
	bool is_over;
	struct aim aim;
} job;

void set_up_waking(void)
{
	if (sem_init(&job.start, 0, 0) || sem_init(&job.end, 0, 0))
		fail("sem_init: %m");
}

void assist(struct worker *worker)
{
	for (;;) {
		while (sem_wait(&job.start))
			;
		if (job.is_over)
			break;
		carry_out(worker, &job.aim);
		sem_post(&job.end);
	}
	job.is_over = false;
}

void end_assistance(void)
{
	job.is_over = true;
	sem_post(&job.start);
}

/* The watchdog knows how long. */
static void await_notification(struct worker *assistant, uint64_t since)
{
	const struct notice *notice = &assistant->notices[RWP_NOTICE];

	while (notice->read_began < since)
		usleep(100);
}

static struct aim aim_at(size_t unit, size_t count, const char *name,
			 uint32_t variant)
{
	return (struct aim){
		.operation = operation_by_name(name),
		.chunk = unit / place.kind->units,
		.first = unit,
		.count = count,
		.variant = variant,
	};
}

static void wake_by(struct worker *worker, size_t chunk, const char *name)
{
	size_t first = chunk * place.kind->units;
	struct aim aim = aim_at(first, place.kind->units, name,
				(uint32_t)next_random(&worker->random));

	/* Were it off again, the thread could have to wait again. */
	if (aim.operation->run == change_mode)
		set_async(worker, true);
	else
		carry_out(worker, &aim);
}

static void protect_chunk(struct worker *worker, size_t chunk, size_t unit)
{
	size_t first = chunk * place.kind->units;
	struct aim resolve = aim_at(first, place.kind->units, "resolve", 1);
	struct aim access = aim_at(unit, 1, "access", 0);
	struct aim protect = aim_at(first, place.kind->units, "protect", 0);

	await_handler();
	carry_out(worker, &resolve);
	carry_out(worker, &access);
	carry_out(worker, &protect);
	if (!view_unit(unit).protected)
		wrong(worker->number, (long)unit,
		      "a page could not be protected with all threads at "
		      "rest");
}

static void check_waking_by(struct worker *worker, const char *name)
{
	size_t chunk = next_random(&worker->random) % place.kind->chunks;
	size_t first = chunk * place.kind->units;
	size_t unit = first + next_random(&worker->random) % place.kind->units;
	uint64_t since;

	protect_chunk(worker, chunk, unit);
	hold_notifications(true);
	job.aim = aim_at(unit, 1, "access",
			 (uint32_t)next_random(&worker->random));
	since = tick();
	sem_post(&job.start);
	await_notification(&workers[1], since);
	wake_by(worker, chunk, name);
	while (sem_wait(&job.end))
		;
	set_async(worker, false);
	hold_notifications(false);
}

void check_waking(struct worker *worker)
{
	check_waking_by(worker, "resolve");
	check_waking_by(worker, "mode");
	if (!is_left_out("unregister"))
		check_waking_by(worker, "unregister");
}
