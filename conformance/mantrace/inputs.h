/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_INPUTS_H
#define MANTRACE_INPUTS_H

#include "errata.h"
#include "map.h"
#include "statements.h"

/* What the options name, read. */
struct inputs {
	struct statements statements; /* --claims FILE, --results FILE... */
	struct errata errata;	      /* --errata FILE */
	struct map map;		      /* --map FILE, if wanted */
	char **rest;		      /* the arguments after the options */
};

/*
 * Reads the options and the files that they name.  All options but --results
 * must be there, --map only if it is wanted.  Returns 0, or -1 with the trouble
 * told on stderr.  Free the inputs in either case.
 */
int inputs_read(struct inputs *inputs, int argc, char **argv, bool wants_map);
void inputs_free(struct inputs *inputs);

#endif
