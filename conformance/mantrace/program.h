/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_PROGRAM_H
#define MANTRACE_PROGRAM_H

#include <stddef.h>

#include "report.h"
#include "text.h"

/* Another program, found in PATH and run without a shell. */
struct program {
	const char *name;
	const char *package;	      /* that installs it */
	const char *const *arguments; /* without its name, NULL at the end */
	const char *directory;	      /* where it runs */
	const struct text *input;     /* what it reads on stdin */
};

/*
 * Runs a program to its end.  What it prints is added to output, what it
 * prints to stderr to complaints, 64 KiB at most.  It is killed after 10
 * seconds or 64 MiB of output.  Returns its exit status, or -1 with the fault
 * when it could not be run or was killed.
 */
int program_run(const struct program *program, struct text *output,
		struct text *complaints, struct fault *fault);

#endif
