/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_ACCOUNT_H
#define MANTRACE_ACCOUNT_H

#include "amendment.h"

/*
 * Prints a amendment and what was made of it, as plain text for a mail; returns
 * how many of the new sentences are not true.
 */
size_t account_print(const struct amendment *amendment,
		     const struct sources *sources);

/* Prints the verdicts that are missing: `KERNEL<tab>CLAIM` a line. */
void account_print_needs(const struct amendment *amendment,
			 const struct sources *sources);

#endif
