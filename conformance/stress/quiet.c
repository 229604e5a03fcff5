// SPDX-License-Identifier: GPL-2.0-only
/*
 * Checks with all other threads at rest: then nothing is in doubt, and every
 * page is checked for all that is known of it.
 */
#include "handler.h"
#include "operation.h"
#include "place.h"
#include "rounds.h"
#include "touch.h"

/* Each time that all is quiet. */
#define OPERATIONS_CHECKED 3

static void do_to_chunks(struct worker *worker,
			 const struct operation *operation)
{
	await_handler();
	for (size_t chunk = 0; chunk < place.kind->chunks; chunk++) {
		struct aim aim = {
			.operation = operation,
			.chunk = chunk,
			.first = chunk * place.kind->units,
			.count = place.kind->units,
			.variant = (uint32_t)next_random(&worker->random),
		};

		carry_out(worker, &aim);
	}
}

static void do_to_all(struct worker *worker, const char *name)
{
	do_to_chunks(worker, operation_by_name(name));
}

static void touch_unit(struct worker *worker, size_t unit, uint32_t variant)
{
	struct aim aim = {
		.operation = operation_by_name("access"),
		.chunk = unit / place.kind->units,
		.first = unit,
		.count = 1,
		.variant = variant,
	};

	carry_out(worker, &aim);
}

static void touch_all(struct worker *worker)
{
	for (size_t unit = 0; unit < unit_count(); unit++)
		touch_unit(worker, unit,
			   (uint32_t)next_random(&worker->random));
}

/* In the way that changes nothing. */
static void read_all(struct worker *worker)
{
	for (size_t unit = 0; unit < unit_count(); unit++)
		touch_unit(worker, unit, 0);
}

/* A page that is not there cannot be protected. */
static void populate_all(struct worker *worker)
{
	do_to_all(worker, "resolve");
	read_all(worker);
}

/* What the storm has left behind: first what is known of each page. */
static void check_contents(struct worker *worker)
{
	touch_all(worker);
	do_to_all(worker, "resolve");
	worker->since = milliseconds();
	worker->doing = "check of the contents";
	for (size_t unit = 0; unit < unit_count(); unit++)
		check_whole_unit(worker, unit);
	worker->doing = NULL;
}

static void expect_protected(struct worker *worker)
{
	for (size_t unit = 0; unit < unit_count(); unit++)
		if (!view_unit(unit).protected)
			wrong(worker->number, (long)unit,
			      "a page could not be protected with all threads "
			      "at rest");
}

static void expect_accessed(struct worker *worker, bool expected)
{
	for (size_t chunk = 0; chunk < place.kind->chunks; chunk++) {
		size_t first = chunk * place.kind->units;
		uint64_t all = (1ULL << place.kind->units) - 1, accessed = 0;
		int result = scan_accessed(
			range_at(chunk_address(chunk), chunk_size()),
			place.kind->unit_size, &accessed);

		if (result || accessed != (expected ? all : 0))
			wrong(worker->number, (long)first,
			      "PAGE_IS_ACCESSED of units %zu-%zu: 0x%llx (%d)",
			      first, first + place.kind->units - 1,
			      (unsigned long long)accessed, result);
	}
}

/* Each page is trapped once, and then no more. */
static void check_protection(struct worker *worker)
{
	populate_all(worker);
	do_to_all(worker, "protect");
	expect_protected(worker);
	expect_accessed(worker, false);
	touch_all(worker);
	expect_accessed(worker, true);
	touch_all(worker);
}

/* An access removes the protection, and nothing is notified. */
static void check_async(struct worker *worker)
{
	populate_all(worker);
	set_async(worker, true);
	do_to_all(worker, "protect");
	expect_accessed(worker, false);
	touch_all(worker);
	expect_accessed(worker, true);
	set_async(worker, false);
}

/*
 * One operation at a time, on pages all of which are protected: if they are not
 * to be after it, the model knows.
 */
static void check_operation(struct worker *worker)
{
	const struct operation *operation = next_operation();
	bool merges = operation->run == merge_pages;

	if (merges)
		do_to_chunks(worker, operation);
	populate_all(worker);
	do_to_all(worker, "protect");
	if (merges)
		await_merging();
	else
		do_to_chunks(worker, operation);
	do_to_all(worker, "scan");
	touch_all(worker);
}

void check_everything(struct worker *worker, bool is_certain)
{
	let_handler_rest(true);
	set_async(worker, false);
	check_contents(worker);
	if (is_certain) {
		check_protection(worker);
		check_async(worker);
		if (worker_count > 1)
			check_waking(worker);
	}
	for (int i = 0; i < OPERATIONS_CHECKED; i++)
		check_operation(worker);
	let_handler_rest(false);
}
