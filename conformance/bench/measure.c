// SPDX-License-Identifier: GPL-2.0-only
#include "measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "die.h"
#include "faults.h"
#include "memory.h"
#include "pagemap.h"
#include "stopwatch.h"
#include "tracking.h"

#define SCANNED_BYTES ((size_t)1 << 30)
#define TOUCHED_STEP  16  /* of the scanned pages, every 16th is touched */
#define MOST_SECONDS  100 /* for a sample */

/* Enough that reading the clock, and calling the kernel, cost little of it. */
static const size_t pages_at_once[KINDS] = { 4096, 64, 64 };
static const size_t trapped_pages[KINDS] = { 512, 64, 64 };
static const unsigned int repetitions[KINDS] = { 4, 64, 64 };
static const unsigned int scans[KINDS] = { 2, 64, 64 };

/* An area that is scanned over and over. */
struct scanned {
	struct area area;
	int uffd;
	unsigned long long category;
	struct page_region *regions;
};

static struct scanned scanned[2]; /* by RWP, and by its counterpart */

static size_t scanned_pages(enum kind kind)
{
	return SCANNED_BYTES / page_size_of(kind);
}

size_t pages_needed(enum kind kind)
{
	return 2 * scanned_pages(kind);
}

static double protect_or_unprotect(enum operation operation, enum kind kind,
				   enum means means)
{
	struct area area = map_area(kind, pages_at_once[kind]);
	int uffd = track(&area, means, BY_KERNEL);
	double protecting = 0;
	double unprotecting = 0;

	for (unsigned int i = 0; i < repetitions[kind]; i++) {
		double start = stopwatch_now();
		double middle;

		protect(uffd, &area, means);
		middle = stopwatch_now();
		unprotect(uffd, area.start, area.length, means);
		unprotecting += stopwatch_now() - middle;
		protecting += middle - start;
		touch(&area, 1);
	}
	close(uffd);
	unmap_area(&area);
	return (operation == PROTECT ? protecting : unprotecting) /
	       ((double)repetitions[kind] * (double)area.pages);
}

static double asynchronous_faults(enum kind kind, enum means means)
{
	struct area area = map_area(kind, pages_at_once[kind]);
	int uffd = track(&area, means, BY_KERNEL);
	double start;
	double taken;

	protect(uffd, &area, means);
	start = stopwatch_now();
	touch(&area, 1);
	taken = stopwatch_now() - start;
	close(uffd);
	unmap_area(&area);
	return taken / (double)area.pages;
}

static double trapped_writes(enum operation operation, enum kind kind,
			     enum means means)
{
	struct area area = map_area(kind, trapped_pages[kind]);
	enum resolution resolution = means == NO_ACCESS || operation == SIGNAL
					     ? BY_SIGNAL_HANDLER
					     : BY_READER;
	int uffd = track(&area, means, resolution);
	double taken;

	protect(uffd, &area, means);
	taken = time_of_trapped_writes(uffd, &area, means, resolution);
	if (uffd != -1)
		close(uffd);
	unmap_area(&area);
	return taken / (double)area.pages;
}

static void prepare_scan(struct scanned *side, enum kind kind, enum means means)
{
	side->area = map_area(kind, scanned_pages(kind));
	side->uffd = track(&side->area, means, BY_KERNEL);
	side->category = means == READ_WRITE_PROTECTION ? PAGE_IS_ACCESSED
							: PAGE_IS_WRITTEN;
	side->regions = calloc(side->area.pages, sizeof(*side->regions));
	if (!side->regions)
		die("out of memory");
	protect(side->uffd, &side->area, means);
	touch(&side->area, TOUCHED_STEP);
}

static void finish_scan(struct scanned *side)
{
	free(side->regions);
	close(side->uffd);
	unmap_area(&side->area);
}

static double scan_again(struct scanned *side, enum operation operation,
			 enum kind kind)
{
	unsigned long long returned =
		side->category | (operation == SCAN ? 0 : PAGE_IS_PRESENT);
	size_t expected = side->area.pages / TOUCHED_STEP;
	double start = stopwatch_now();

	for (unsigned int i = 0; i < scans[kind]; i++) {
		size_t found = scan(&side->area, side->category, returned,
				    side->regions, side->area.pages);

		if (found != expected)
			die("PAGEMAP_SCAN for categories 0x%llx found %zu "
			    "regions instead of %zu",
			    side->category, found, expected);
	}
	return (stopwatch_now() - start) / scans[kind];
}

static enum means counterpart_of(enum operation operation)
{
	switch (operation) {
	case ROUND_TRIP_OR_SIGNAL:
	case SIGNAL:
		return NO_ACCESS;
	default:
		return WRITE_PROTECTION;
	}
}

static double measure_side(enum operation operation, enum kind kind,
			   enum means means)
{
	alarm(MOST_SECONDS);
	switch (operation) {
	case PROTECT:
	case UNPROTECT:
		return protect_or_unprotect(operation, kind, means);
	case ASYNCHRONOUS_FAULT:
		return asynchronous_faults(kind, means);
	case SCAN:
	case SCAN_FOR_MORE:
		return scan_again(&scanned[means != READ_WRITE_PROTECTION],
				  operation, kind);
	default:
		return trapped_writes(operation, kind, means);
	}
}

static bool is_scan(enum operation operation)
{
	return operation == SCAN || operation == SCAN_FOR_MORE;
}

static void prepare(enum operation operation, enum kind kind)
{
	if (!is_scan(operation))
		return;
	alarm(MOST_SECONDS);
	prepare_scan(&scanned[0], kind, READ_WRITE_PROTECTION);
	prepare_scan(&scanned[1], kind, WRITE_PROTECTION);
}

static void finish(enum operation operation)
{
	alarm(0);
	if (!is_scan(operation))
		return;
	finish_scan(&scanned[0]);
	finish_scan(&scanned[1]);
}

void measure(size_t row, unsigned int rounds, struct samples *samples)
{
	enum operation operation = operation_of(row);
	enum kind kind = kind_of(row);
	enum means sides[] = { READ_WRITE_PROTECTION,
			       counterpart_of(operation) };
	double taken[2];
	size_t first = samples->count;

	prepare(operation, kind);
	for (unsigned int round = 0; round < rounds; round++) {
		/* Neither side always comes after the other. */
		bool swapped = round % 2;

		taken[swapped] = measure_side(operation, kind, sides[swapped]);
		taken[!swapped] =
			measure_side(operation, kind, sides[!swapped]);
		if (!add_sample(samples, taken[0], taken[1]))
			die("more than %d rounds", MAX_SAMPLES);
	}
	finish(operation);
	/* Not between them: printing keeps the machine busy for a while. */
	for (size_t i = first; i < samples->count; i++)
		print_sample(row, samples->rwp[i], samples->counterpart[i]);
}
