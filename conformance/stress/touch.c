// SPDX-License-Identifier: GPL-2.0-only
#include "touch.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "expect.h"
#include "place.h"
#include "uapi.h"

/* Words of a unit's first page, in bytes from its start. */
#define MARK_AT	  0
#define COMMON_AT 8
#define CHILD_AT  16
#define FIRST_AT  64
#define APART	  448 /* from one thread's word to the next */

/* Parts of a word: which thread wrote it, to which unit, and when. */
#define MAGIC	      0xa5ULL
#define MAGIC_SHIFT   56
#define WORKER_SHIFT  48
#define UNIT_SHIFT    40
#define SEQUENCE_MASK ((1ULL << UNIT_SHIFT) - 1)

static __thread int pipe_ends[2];

static uint64_t *word_at(size_t unit, size_t offset)
{
	return (uint64_t *)(void *)(unit_address(unit) + offset);
}

uint64_t *word_of(size_t unit, size_t worker)
{
	return word_at(unit, FIRST_AT + worker * APART);
}

uint64_t *childs_word(size_t unit)
{
	return word_at(unit, CHILD_AT);
}

uint64_t *common_word(size_t unit)
{
	return word_at(unit, COMMON_AT);
}

static uint64_t head_of(size_t unit, size_t worker)
{
	return MAGIC << MAGIC_SHIFT | (uint64_t)worker << WORKER_SHIFT |
	       (uint64_t)unit << UNIT_SHIFT;
}

bool is_well_formed(size_t unit, size_t worker, uint64_t word)
{
	return word == 0 || (word & ~SEQUENCE_MASK) == head_of(unit, worker);
}

void set_up_ways(void)
{
	if (pipe2(pipe_ends, O_CLOEXEC))
		fail("pipe2: %m");
}

static int read_by_program(struct worker *worker, uint64_t *word,
			   uint64_t *value)
{
	(void)worker;
	*value = *(volatile uint64_t *)word;
	return 0;
}

static int write_by_program(struct worker *worker, uint64_t *word,
			    uint64_t *value)
{
	(void)worker;
	*(volatile uint64_t *)word = *value;
	return 0;
}

static int exchange(struct worker *worker, uint64_t *word, uint64_t *value)
{
	(void)worker;
	*value = __atomic_exchange_n(word, *value, __ATOMIC_SEQ_CST);
	return 0;
}

/* 0 if a system call moved the whole word. */
static int result_of(ssize_t moved)
{
	if (moved < 0)
		return -errno;
	return moved == sizeof(uint64_t) ? 0 : -ENODATA;
}

/* What was put into the pipe before. */
static void empty_pipe(void *value)
{
	if (read(pipe_ends[0], value, sizeof(uint64_t)) != sizeof(uint64_t))
		fail("read of a pipe: %m");
}

static void fill_pipe(const uint64_t *value)
{
	if (write(pipe_ends[1], value, sizeof(*value)) != sizeof(*value))
		fail("write to a pipe: %m");
}

static int write_system_call(struct worker *worker, uint64_t *word,
			     uint64_t *value)
{
	int result = result_of(write(pipe_ends[1], word, sizeof(*word)));

	(void)worker;
	if (!result)
		empty_pipe(value);
	return result;
}

static int read_system_call(struct worker *worker, uint64_t *word,
			    uint64_t *value)
{
	int result;

	(void)worker;
	fill_pipe(value);
	result = result_of(read(pipe_ends[0], word, sizeof(*word)));
	if (result)
		empty_pipe(value);
	return result;
}

static int splice_memory(struct worker *worker, uint64_t *word, uint64_t *value)
{
	struct iovec from = { word, sizeof(*word) };
	int result = result_of(vmsplice(pipe_ends[1], &from, 1, 0));

	(void)worker;
	if (!result)
		empty_pipe(value);
	return result;
}

static int read_by_other(struct worker *worker, uint64_t *word, uint64_t *value)
{
	struct iovec to = { value, sizeof(*value) };
	struct iovec from = { word, sizeof(*word) };

	(void)worker;
	return result_of(process_vm_readv(getpid(), &to, 1, &from, 1, 0));
}

static int write_by_other(struct worker *worker, uint64_t *word,
			  uint64_t *value)
{
	struct iovec to = { word, sizeof(*word) };
	struct iovec from = { value, sizeof(*value) };

	(void)worker;
	return result_of(process_vm_writev(getpid(), &from, 1, &to, 1, 0));
}

const struct way ways[WAY_COUNT] = {
	{ "read", true, false, read_by_program },
	{ "write", false, true, write_by_program },
	{ "exchange", true, true, exchange },
	{ "write(2) from", true, false, write_system_call },
	{ "read(2) into", false, true, read_system_call },
	{ "vmsplice(2)", true, false, splice_memory },
	{ "process_vm_readv(2)", true, false, read_by_other },
	{ "process_vm_writev(2)", false, true, write_by_other },
	/* More of the plainest. */
	{ "write", false, true, write_by_program },
};

/* A notification for the unit that can only be of an access since then. */
static bool was_notified(struct worker *worker, enum notice_kind kind,
			 size_t unit, uint64_t since)
{
	const struct notice *notice = &worker->notices[kind];
	uint64_t read_began = notice->read_began;

	return read_began > since && notice->unit == (long)unit &&
	       notice->read_began == read_began;
}

static void check_trapped(struct worker *worker, size_t unit, const char *how,
			  const struct view *before, const struct view *after)
{
	if (!before->protected)
		return;
	worker->trapped++;
	if (steady(before, after, UNPROTECTING) && stayed_sync(before, after))
		wrong(worker->number, (long)unit,
		      "lost notification: %s: the page is protected, and the "
		      "access went through before anything removed that",
		      how);
}

static void check_untrapped(struct worker *worker, size_t unit, const char *how,
			    uint64_t began, const struct view *before,
			    const struct view *after)
{
	bool notified = was_notified(worker, RWP_NOTICE, unit, began);

	if (before->clean && steady(before, after, PROTECTING)) {
		worker->untrapped++;
		if (notified)
			wrong(worker->number, (long)unit,
			      "spurious notification: %s: nothing protected "
			      "the page since the protection was removed",
			      how);
	}
	if (notified && stayed_async(before, after))
		wrong(worker->number, (long)unit,
		      "spurious notification: %s: UFFD_FEATURE_RWP_ASYNC is "
		      "on",
		      how);
	/* While a page of a file is replaced, it may look missing for a moment.
	 */
	if (place.area.fd < 0 && before->populated &&
	    steady(before, after, MAPPING) &&
	    was_notified(worker, OTHER_NOTICE, unit, began))
		wrong(worker->number, (long)unit,
		      "spurious notification: %s: of a missing page, but "
		      "the page is there",
		      how);
}

void check_word(struct worker *worker, size_t unit, uint64_t found,
		const struct view *before, const char *where)
{
	struct view after = view_unit(unit);
	struct record *record = &worker->records[unit];
	uint32_t changes = after.begun[0];
	bool kept = record->certain && record->changes == changes;

	worker->contents += kept;
	if (found != record->value && (kept || found != 0))
		wrong(worker->number, (long)unit,
		      "lost write%s: expected 0x%llx%s, found 0x%llx", where,
		      (unsigned long long)record->value,
		      kept ? "" : " or 0, since pages were discarded",
		      (unsigned long long)found);
	record->certain = steady(before, &after, CONTENT);
	record->changes = changes;
	if (record->certain)
		record->value = found;
}

static void record_write(struct worker *worker, size_t unit, uint64_t value,
			 const struct view *before)
{
	struct view after = view_unit(unit);
	struct record *record = &worker->records[unit];

	record->value = value;
	record->certain = steady(before, &after, CONTENT);
	record->changes = after.begun[0];
}

static void check_neighbours(struct worker *worker, size_t unit)
{
	size_t other = worker->sequence % worker_count;
	uint64_t word = *(volatile uint64_t *)word_of(unit, other);
	uint64_t childs = *(volatile uint64_t *)childs_word(unit);

	if (!is_well_formed(unit, other, word))
		wrong(worker->number, (long)unit,
		      "wrong contents: the word of thread %zu is 0x%llx", other,
		      (unsigned long long)word);
	if (childs)
		wrong(worker->number, (long)unit,
		      "wrong contents: a child wrote 0x%llx, and the parent "
		      "finds it",
		      (unsigned long long)childs);
}

static void begin_access(struct worker *worker, size_t unit,
			 const struct way *way, uint64_t began)
{
	worker->unit = (long)unit;
	worker->how = way->name;
	worker->access_writes = way->writes;
	worker->access_began = began;
}

void touch(struct worker *worker, size_t unit, const struct way *way)
{
	struct view before = view_unit(unit), after;
	uint64_t began = tick(), value = 0;
	int result;

	if (way->writes)
		value = head_of(unit, worker->number) |
			(++worker->sequence & SEQUENCE_MASK);
	begin_access(worker, unit, way, began);
	result = way->access(worker, word_of(unit, worker->number), &value);
	after = view_unit(unit);
	worker->access_began = 0;
	remember(worker->number, (struct event){ .began = began,
						 .what = "access",
						 .how = way->name,
						 .first = unit,
						 .count = 1,
						 .result = result });
	if (result)
		wrong(worker->number, (long)unit, "%s: %s", way->name,
		      strerrorname_np(-result));
	check_trapped(worker, unit, way->name, &before, &after);
	check_untrapped(worker, unit, way->name, began, &before, &after);
	learn_clean(unit, &before);
	learn_populated(unit, &before);
	if (way->reads)
		check_word(worker, unit, value, &before, "");
	if (way->writes)
		record_write(worker, unit,
			     head_of(unit, worker->number) |
				     (worker->sequence & SEQUENCE_MASK),
			     &before);
	check_neighbours(worker, unit);
}

/* The first word of a page of the area. */
static uint64_t mark_of(const char *page)
{
	return ~(uint64_t)((page - place.area.start) / 4096);
}

void fill_unit(size_t unit)
{
	char *start = unit_address(unit);

	for (char *page = start; page < start + place.kind->unit_size;
	     page += 4096)
		*(volatile uint64_t *)(void *)(page + MARK_AT) = mark_of(page);
}

static void check_marks(struct worker *worker, size_t unit)
{
	char *start = unit_address(unit);
	bool waits = place.modes & UFFDIO_REGISTER_MODE_MISSING;
	char *end =
		start + (waits ? place.kind->page_size : place.kind->unit_size);

	/* Without waiting for each page that is missing. */
	for (char *page = start; page < end; page += 4096) {
		uint64_t mark = *(volatile uint64_t *)(void *)(page + MARK_AT);

		if (mark && mark != mark_of(page))
			wrong(worker->number, (long)unit,
			      "wrong contents: page %zd has the mark 0x%llx, "
			      "neither 0 nor 0x%llx",
			      (page - start) / 4096, (unsigned long long)mark,
			      (unsigned long long)mark_of(page));
	}
}

void check_whole_unit(struct worker *worker, size_t unit)
{
	struct view before = view_unit(unit);
	uint64_t common = *(volatile uint64_t *)common_word(unit);

	for (size_t i = 0; i < worker_count; i++) {
		uint64_t found = *(volatile uint64_t *)word_of(unit, i);

		check_word(&workers[i], unit, found, &before,
			   " (found with all threads at rest)");
	}
	if (common && common != COMMON)
		wrong(worker->number, (long)unit,
		      "wrong contents: 0x%llx where only 0x%llx was written",
		      (unsigned long long)common, COMMON);
	check_marks(worker, unit);
}
