// SPDX-License-Identifier: GPL-2.0-only
#include "rows.h"

static const char *const kinds[KINDS] = { "4 KiB", "THP", "hugetlb" };

static const struct row operations[OPERATIONS] = {
	[PROTECT] = {
		.what = "protect a page",
		.of_rwp = "UFFDIO_RWPROTECT",
		.counterpart = "UFFDIO_WRITEPROTECT",
		.has_limit = true,
	},
	[UNPROTECT] = {
		.what = "unprotect a page",
		.of_rwp = "UFFDIO_RWPROTECT",
		.counterpart = "UFFDIO_WRITEPROTECT",
		.has_limit = true,
	},
	[ASYNCHRONOUS_FAULT] = {
		.what = "async fault",
		.of_rwp = "RWP_ASYNC",
		.counterpart = "WP_ASYNC",
		.has_limit = true,
	},
	[ROUND_TRIP] = {
		.what = "sync round trip",
		.of_rwp = "RWP",
		.counterpart = "WP",
		.has_limit = true,
	},
	/* One wakes another thread, and the other does not. */
	[ROUND_TRIP_OR_SIGNAL] = {
		.what = "sync round trip",
		.of_rwp = "RWP",
		.counterpart = "PROT_NONE, SIGSEGV",
	},
	[SIGNAL] = {
		.what = "signal round trip",
		.of_rwp = "RWP, SIGBUS",
		.counterpart = "PROT_NONE, SIGSEGV",
		.has_limit = true,
	},
	[SCAN] = {
		.what = "scan 1 GiB",
		.of_rwp = "PAGE_IS_ACCESSED",
		.counterpart = "PAGE_IS_WRITTEN",
		.has_limit = true,
	},
	[SCAN_FOR_MORE] = {
		.what = "scan 1 GiB",
		.of_rwp = "PAGE_IS_ACCESSED, _PRESENT",
		.counterpart = "PAGE_IS_WRITTEN, _PRESENT",
		.has_limit = true,
	},
};

enum operation operation_of(size_t row)
{
	return row % OPERATIONS;
}

enum kind kind_of(size_t row)
{
	return row / OPERATIONS;
}

struct row describe_row(size_t row)
{
	struct row described = operations[operation_of(row)];

	described.kind = kinds[kind_of(row)];
	return described;
}
