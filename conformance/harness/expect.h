/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef EXPECT_H
#define EXPECT_H

#include <stdbool.h>
#include <sys/types.h>

/*
 * What a block says about the kernel.  A call whose expectation holds
 * returns; one that does not writes the place, what was expected and what
 * was seen to the diagnostics, and ends the block as `not ok`.  They may be
 * called from any thread and any child of the block.
 */

/* The call returned 0 or more.  Evaluates to what it returned. */
#define expect_success(call)                                                   \
	expect_success_at(__FILE__, __LINE__, #call, (call))

/* The call returned -1 and set errno to `error`. */
#define expect_error(call, error)                                              \
	expect_error_at(__FILE__, __LINE__, #call, (call), (error))

/* Two integers are the same; both are printed, also in hexadecimal. */
#define expect_equal(actual, expected)                                         \
	expect_equal_at(__FILE__, __LINE__, #actual, (actual), (expected))

/* The condition holds; `what` says in words what that means. */
#define expect_true(condition, what)                                           \
	expect_true_at(__FILE__, __LINE__, #condition, (condition), (what))

long expect_success_at(const char *file, int line, const char *call,
		       long result);
void expect_error_at(const char *file, int line, const char *call, long result,
		     int error);
void expect_equal_at(const char *file, int line, const char *what,
		     unsigned long long actual, unsigned long long expected);
void expect_true_at(const char *file, int line, const char *condition,
		    bool holds, const char *what);

/* The child exited with status 0.  Waits for it. */
#define expect_child(pid) expect_child_at(__FILE__, __LINE__, (pid))
void expect_child_at(const char *file, int line, pid_t pid);

/* Ends the block as `not ok`; the format says what was seen. */
#define fail(...) fail_at(__FILE__, __LINE__, __VA_ARGS__)
__attribute__((noreturn, format(printf, 3, 4))) void
fail_at(const char *file, int line, const char *format, ...);

/*
 * The same for what comes before the claim: `not ok`, but no sign that the
 * block would notice if the claim were false.
 */
#define not_ready(...) not_ready_at(__FILE__, __LINE__, __VA_ARGS__)
__attribute__((noreturn, format(printf, 3, 4))) void
not_ready_at(const char *file, int line, const char *format, ...);

/* Ends the block as skipped; the reason names what this machine lacks. */
__attribute__((noreturn)) void skip(const char *reason);

/* A line of diagnostics that does not end the block. */
__attribute__((format(printf, 1, 2))) void note(const char *format, ...);

/*
 * How long a block waits for what must happen, in milliseconds.  What must
 * not happen is never waited for.
 */
int await_deadline(void);
void set_await_deadline(int milliseconds);

/* Waits until `fd` can be read; else ends the block, which says `what`. */
void await_readable(int fd, const char *what);

/* How the process of a block ends: VERDICT_NOT_READY before it came to its
 * claim. */
enum verdict {
	VERDICT_OK = 0,
	VERDICT_NOT_OK = 1,
	VERDICT_NOT_READY = 2,
	VERDICT_SKIP = 77
};

#endif
