/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "sentence.h"

/* What the command line asks for. */
struct options {
	const char *only; /* patterns of descriptions, a line each; NULL: all */
	unsigned long from;
	unsigned int proofs; /* a bit for each enum proof */
	unsigned int jobs;
	bool list;
	bool every_sabotage;
};

/*
 * Reads the options, and declares the release, the sabotage and the trouble
 * that they name.  Exits with status 2 and a message if one is wrong.
 */
struct options parse_options(int argc, char **argv);

/* Whether the claim, of this number, is to be run or listed. */
bool is_selected(const struct options *options, const struct claim *claim,
		 size_t number);

#endif
