/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REPORT_H
#define REPORT_H

#include <stddef.h>
#include <stdint.h>

/*
 * What the threads did, kept so that a failure can tell what led to it.  Each
 * thread has a history of its own, in memory that children share.
 */

/* The handler of notifications comes after the workers. */
#define HANDLER	     MAX_WORKERS
#define THREAD_COUNT (MAX_WORKERS + 1)

struct event {
	uint64_t began, ended; /* by tick() */
	const char *what;
	const char *how; /* NULL: no need to say */
	size_t first;	 /* units */
	size_t count;
	long result; /* 0 or more, or a negative errno */
};

/* A number larger than all before. */
uint64_t tick(void);

/* Remembers an event of thread `thread`, which ends now. */
void remember(size_t thread, struct event event);

/* Makes room for the histories.  To be called once, before any thread. */
void set_up_report(void);

/* What a failure begins with: the seed and how to do it again. */
void set_title(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * The kernel, or this program, is wrong: says what was expected and what was
 * seen, where, and what was done to the unit before; then ends the process.
 */
__attribute__((noreturn, format(printf, 3, 4))) void
wrong(size_t thread, long unit, const char *format, ...);

#endif
