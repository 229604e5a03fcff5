/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef WORKER_H
#define WORKER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "model.h"
#include "report.h"

/*
 * A thread that makes operations.  Each has a word of its own in every unit, so
 * that it alone knows what must be there.
 */

/* What the thread last wrote to its word of a unit. */
struct record {
	uint64_t value;
	uint32_t changes; /* of CONTENT, when it was certain */
	bool certain;	  /* else it may be gone already */
};

/* The last notification of a kind that was read for the thread. */
struct notice {
	_Atomic uint64_t read_began; /* by tick(); 0: none */
	_Atomic long unit;
};

enum notice_kind {
	RWP_NOTICE,
	OTHER_NOTICE,
	NOTICE_KINDS
};

struct worker {
	size_t number;
	_Atomic pid_t thread;
	uint64_t random;
	uint64_t sequence; /* of what it writes */
	struct record records[MAX_UNITS];

	/* What it does; read by the handler and the watchdog. */
	_Atomic(const char *) doing; /* NULL: it rests */
	_Atomic(const char *) how;
	_Atomic long unit;
	_Atomic int64_t since;	       /* milliseconds */
	_Atomic uint64_t access_began; /* by tick(); 0: no access */
	_Atomic bool access_writes;
	struct notice notices[NOTICE_KINDS];

	/* Counts of what it did and checked. */
	uint64_t operations;
	uint64_t digest;    /* of the operations chosen */
	uint64_t trapped;   /* accesses that had to be trapped */
	uint64_t untrapped; /* accesses that must not be */
	uint64_t contents;  /* words read whose contents were known */
	uint64_t scanned;   /* units whose PAGE_IS_ACCESSED was known */
	uint64_t children;
};

/* In memory that children share. */
extern struct worker *workers;
extern size_t worker_count;

/* Milliseconds of a clock that only goes forward. */
int64_t milliseconds(void);

/* The next number of a sequence that the state alone decides. */
uint64_t next_random(uint64_t *state);

#endif
