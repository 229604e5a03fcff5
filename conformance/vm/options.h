/* SPDX-License-Identifier: GPL-2.0-only */
/* What the runner was asked to do. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#define MAX_ABOUT 32

struct options {
	const char *name;     /* of the kernel, as in the table */
	const char *kernel;   /* file; NULL: the kernel that runs here */
	const char *modules;  /* directory; NULL: none */
	const char *upstream; /* "7.3"; NULL: not an upstream version */
	const char *about[MAX_ABOUT]; /* lines for the results */
	size_t about_count;
	const char *results; /* directory */
	const char *program; /* the test program */
	const char *claims;  /* file with its list; NULL: ask the program */
	const char *init;    /* the guest's first process */
	const char *manpath; /* NULL: as it is */
	const char *only;    /* these are handed on, NULL if not given */
	const char *kind;
	const char *sabotage;
	const char *trouble;
	const char *unavailable; /* why there is no kernel; NULL: there is */
	int unavailable_status;
	int silence; /* seconds without a result until a guest is hung */
	char *const *pages;
	size_t page_count;
};

/* Returns 0, or STATUS_USAGE after a message. */
int options_read(struct options *options, int argc, char **argv);

#endif
