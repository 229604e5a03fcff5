// SPDX-License-Identifier: GPL-2.0-only
#include "operation.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "expect.h"
#include "guest.h"
#include "place.h"
#include "tamper.h"
#include "touch.h"

#define ANONYMOUS_MEMORY (ANONYMOUS | THP)
#define TRANSPARENT	 (THP | SHMEM_THP)
#define NOT_HUGETLBFS	 (ANONYMOUS | SHMEM | THP | SHMEM_THP | PRIVATE_FILE)

#define OPERATION(NAME, RUN, WEIGHT, KINDS, ...)                               \
	{                                                                      \
		.name = NAME, .run = RUN, .weight = WEIGHT, .kinds = KINDS,    \
		##__VA_ARGS__                                                  \
	}

const struct operation operations[] = {
	OPERATION("access", access_unit, 300, ANY_KIND),
	OPERATION("protect", protect_units, 50, ANY_KIND, .changes = PROTECTING,
		  .in_parts = MAPPING),
	OPERATION("resolve", unprotect_units, 15, ANY_KIND,
		  .changes = UNPROTECTING, .in_parts = MAPPING),
	OPERATION("mode", change_mode, 12, ANY_KIND),
	OPERATION("scan", scan_units, 15, ANY_KIND),
	OPERATION("proc", read_through_proc, 8, ANY_KIND),
	OPERATION("fork", make_child, 4, ANY_KIND, .whole_chunk = true),
	OPERATION("discard", discard, 8, NOT_HUGETLBFS, .changes = DISCARDING,
		  .in_parts = MAPPING),
	OPERATION("discard-hugetlb", discard, 8, HUGETLBFS,
		  .changes = DISCARDING),
	OPERATION("punch", punch_hole, 5, SHMEM | SHMEM_THP | PRIVATE_FILE,
		  .changes = DISCARDING, .in_parts = UNMAPPING),
	OPERATION("punch-hugetlb", punch_hole, 5, HUGETLBFS,
		  .changes = DISCARDING),
	OPERATION("copy", copy_pages, 5, NOT_HUGETLBFS, .changes = DISCARDING,
		  .in_parts = UNMAPPING),
	OPERATION("copy-hugetlb", copy_pages, 5, HUGETLBFS,
		  .changes = DISCARDING),
	OPERATION("copy-over", copy_over, 3, ANY_KIND),
	OPERATION("move", move_there_and_back, 6, ANONYMOUS_MEMORY,
		  .changes = PROTECTING, .is_exclusive = true),
	OPERATION("mremap", remap_there_and_back, 5, ANY_KIND,
		  .changes = UNPROTECTING | REGISTRATION, .in_parts = MAPPING,
		  .is_exclusive = true, .whole_chunk = true),
	OPERATION("mprotect", change_permissions, 6, ANY_KIND,
		  .in_parts = MAPPING, .is_exclusive = true),
	OPERATION("register", register_again, 4, ANY_KIND,
		  .changes = UNPROTECTING | REGISTRATION, .in_parts = MAPPING,
		  .is_exclusive = true, .whole_chunk = true),
	/* The kernel has to wake those that wait. */
	OPERATION("unregister", register_again, 4, ANY_KIND,
		  .changes = UNPROTECTING | REGISTRATION, .in_parts = MAPPING,
		  .whole_chunk = true),
	OPERATION("pageout", page_out, 10, NOT_HUGETLBFS, .in_files = UNMAPPING,
		  .in_parts = UNMAPPING),
	OPERATION("cold", cool, 4, NOT_HUGETLBFS, .in_parts = UNMAPPING),
	OPERATION("migrate", migrate_pages, 8, ANY_KIND, .in_parts = UNMAPPING),
	OPERATION("bind", bind_memory, 3, ANY_KIND, .in_parts = UNMAPPING,
		  .whole_chunk = true),
	OPERATION("collapse", collapse, 6, TRANSPARENT, .in_files = MAPPING,
		  .whole_chunk = true),
	OPERATION("split", split, 4, TRANSPARENT, .in_files = UNMAPPING,
		  .in_parts = UNMAPPING),
	OPERATION("ksm", merge_pages, 5, ANONYMOUS_MEMORY | PRIVATE_FILE,
		  .changes = DISCARDING, .only_in_guest = true),
	OPERATION("swapoff", renew_all_swap, 1, NOT_HUGETLBFS,
		  .only_in_guest = true),
	OPERATION("direct", transfer_to_disk, 4, ANY_KIND,
		  .is_exclusive = true),
};

const size_t operation_count = sizeof(operations) / sizeof(operations[0]);

static unsigned long long left_out;
static unsigned int weights[sizeof(operations) / sizeof(operations[0])];
static unsigned int all_weights;

const struct operation *operation_by_name(const char *name)
{
	for (size_t i = 0; i < operation_count; i++)
		if (strcmp(operations[i].name, name) == 0)
			return &operations[i];
	return NULL;
}

bool leave_out(const char *name)
{
	const struct operation *operation = operation_by_name(name);

	if (!operation)
		return false;
	left_out |= 1ULL << (operation - operations);
	return true;
}

bool is_left_out(const char *name)
{
	return left_out & 1ULL << (operation_by_name(name) - operations);
}

static unsigned int kind_mask(void)
{
	if (place.kind->private && place.kind->backing == SHMEM)
		return PRIVATE_FILE;
	return place.kind->backing;
}

static bool is_possible(size_t i)
{
	if (left_out & 1ULL << i || !(operations[i].kinds & kind_mask()))
		return false;
	/* A policy of its own keeps memory from being balanced. */
	if (place.is_balanced && operations[i].run == bind_memory)
		return false;
	if (operations[i].only_in_guest && !in_guest())
		return false;
	return operations[i].run != transfer_to_disk || has_disk();
}

void set_up_operations(void)
{
	set_up_calls();
	set_up_content();
	set_up_transfers();
	set_up_moving();
	for (size_t i = 0; i < operation_count; i++) {
		weights[i] = is_possible(i) ? operations[i].weight : 0;
		all_weights += weights[i];
	}
	if (!all_weights)
		fail("every operation is left out");
}

void end_operations(void)
{
	end_moving();
	end_transfers();
}

static const struct operation *choose_operation(uint64_t random)
{
	unsigned int left = (unsigned int)(random % all_weights);
	size_t i = 0;

	while (left >= weights[i])
		left -= weights[i++];
	return &operations[i];
}

const struct operation *next_operation(void)
{
	static size_t next;

	do
		next = (next + 1) % operation_count;
	while (!weights[next]);
	return &operations[next];
}

/* Mappings of hugetlbfs that were split do not become one again. */
static bool needs_whole_chunk(const struct operation *operation)
{
	return operation->whole_chunk ||
	       (operation->run == change_permissions &&
		place.kind->backing == HUGETLBFS);
}

struct aim choose(struct worker *worker)
{
	const size_t units = place.kind->units;
	uint64_t random = next_random(&worker->random);
	uint64_t where = next_random(&worker->random);
	struct aim aim = {
		.operation = choose_operation(random),
		.chunk = where % place.kind->chunks,
		.count = units,
		.variant = (uint32_t)(where >> 32),
	};
	size_t inside = (where >> 8) % units;

	worker->digest = (worker->digest ^ random ^ where) * 0x100000001b3ULL;
	aim.first = aim.chunk * units;
	if (needs_whole_chunk(aim.operation) || (where >> 16) % 4 == 0)
		return aim;
	aim.first += inside;
	aim.count = 1 + (where >> 20) % (units - inside);
	return aim;
}

struct uffdio_range range_of(const struct aim *aim)
{
	return range_at(start_of(aim), length_of(aim));
}

char *start_of(const struct aim *aim)
{
	return unit_address(aim->first);
}

size_t length_of(const struct aim *aim)
{
	return aim->count * place.kind->unit_size;
}

bool has_events(void)
{
	return place.features & UFFD_FEATURE_EVENT_FORK;
}

/* A page of a huge page of a file that comes apart leaves the mapping. */
static unsigned int changes_in_parts(const struct operation *operation)
{
	return place.kind->backing == SHMEM_THP ? operation->in_parts : 0;
}

static unsigned int changes_of(const struct operation *operation)
{
	unsigned int changes = operation->changes;

	if (place.area.fd >= 0)
		changes |= operation->in_files;
	/* What was in the mapping must become protected. */
	if (operation->run != protect_units)
		changes |= changes_in_parts(operation);
	else if (place.uncertain_protection)
		changes |= UNMAPPING;
	/* A mapping of a shared file keeps its contents: they are the file's.
	 */
	if (is_shared_file() && operation->run == discard)
		changes &= ~(unsigned int)CONTENT;
	if (has_events() && operation->run == remap_there_and_back)
		changes &= ~(unsigned int)UNPROTECTING;
	return changes;
}

/* To all units of the aim, and to what else their huge pages hold. */
static void count_changes(const struct aim *aim,
			  void (*count)(size_t, size_t, unsigned int))
{
	size_t start = aim->chunk * place.kind->units;
	size_t end = start + place.kind->units;
	unsigned int beside = changes_in_parts(aim->operation);

	count(aim->first, aim->count, changes_of(aim->operation));
	count(start, aim->first - start, beside);
	count(aim->first + aim->count, end - aim->first - aim->count, beside);
}

static void lock_chunk(const struct aim *aim)
{
	pthread_rwlock_t *lock = &place.locks[aim->chunk];
	int error = aim->operation->is_exclusive ? pthread_rwlock_wrlock(lock)
						 : pthread_rwlock_rdlock(lock);

	if (error)
		fail("lock of chunk %zu: %s", aim->chunk,
		     strerrorname_np(error));
}

void carry_out(struct worker *worker, const struct aim *aim)
{
	const struct operation *operation = aim->operation;
	uint64_t began;
	long result;

	worker->since = milliseconds();
	worker->unit = (long)aim->first;
	worker->how = NULL;
	worker->doing = operation->name;
	lock_chunk(aim);
	began = tick();
	count_changes(aim, begin_changes);
	result = operation->run(worker, aim);
	count_changes(aim, end_changes);
	pthread_rwlock_unlock(&place.locks[aim->chunk]);
	/* An access has said it already, of the unit alone. */
	if (operation->run != access_unit)
		remember(worker->number,
			 (struct event){ .began = began,
					 .what = operation->name,
					 .first = aim->first,
					 .count = aim->count,
					 .result = result });
	worker->operations++;
	worker->doing = NULL;
}

long access_unit(struct worker *worker, const struct aim *aim)
{
	touch(worker, aim->first + aim->variant % aim->count,
	      &ways[(aim->variant >> 8) % WAY_COUNT]);
	return 0;
}
