/* SPDX-License-Identifier: GPL-2.0-only */
/* Child processes that never outlive this one. */
#ifndef CHILD_H
#define CHILD_H

#include <stddef.h>
#include <sys/types.h>

struct text;

struct child {
	pid_t pid;  /* 0: none */
	int exited; /* becomes readable when the child ends */
};

/* What a child gets.  Everything else that is open here is closed there. */
struct child_files {
	int output;
	int errors;
	const int *kept; /* further descriptors, under the same numbers */
	size_t kept_count;
};

/*
 * Starts argv[0], looked up in PATH, with an empty standard input, in a
 * process group of its own.  It is killed when this process ends, however it
 * ends.  Returns 0, or -1 with errno set (ENOENT: no such program).
 */
int child_start(struct child *child, char *const argv[],
		const struct child_files *files);

/*
 * Waits up to `seconds` for the child to end by itself, then kills what is left
 * of it and of its process group.  Returns its wait status.
 */
int child_end(struct child *child, double seconds);

/*
 * Runs argv[0] to its end and returns what it writes to standard output in
 * `output`, which the caller frees.  Returns its wait status, or -1 after a
 * message: it could not be started, wrote more than `most` bytes, or took
 * longer than `seconds`.
 */
int child_read(char *const argv[], struct text *output, size_t most,
	       int seconds);

#endif
