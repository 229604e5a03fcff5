/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is measured: each operation of read-write protection, and what it is
 * compared with, on each kind of memory.
 */
#ifndef ROWS_H
#define ROWS_H

#include <stdbool.h>
#include <stddef.h>

enum kind {
	SMALL_PAGES, /* anonymous, 4 KiB */
	TRANSPARENT, /* anonymous, transparent huge pages */
	HUGETLBFS,   /* a memfd of 2 MiB pages, mapped shared */
	KINDS
};

enum operation {
	PROTECT,
	UNPROTECT,
	ASYNCHRONOUS_FAULT,
	ROUND_TRIP,	      /* a fault that another thread resolves */
	ROUND_TRIP_OR_SIGNAL, /* the same, compared with mprotect(2) */
	SIGNAL,		      /* a fault that a signal handler resolves */
	SCAN,
	SCAN_FOR_MORE, /* than the one category */
	OPERATIONS
};

#define ROWS ((size_t)OPERATIONS * KINDS)

/* A page, a fault or a scan of each kind of memory. */
struct row {
	const char *what;
	const char *kind;
	const char *of_rwp;
	const char *counterpart;
	bool has_limit; /* the counterpart does the same work */
};

/* Rows are numbered with all operations on a kind of memory together. */
enum operation operation_of(size_t row);
enum kind kind_of(size_t row);
struct row describe_row(size_t row);

#endif
