/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REVIEW_PLAN_H
#define REVIEW_PLAN_H

#include "finding.h"

/*
 * Writes to DIRECTORY what is to be run for the findings: `claims` as the test
 * program would list them, `only` with their patterns, `sources` with the test
 * files that the program is made of, and `releases` if kernels before and after
 * are to be tried.  Nothing to be run: `claims` is empty.  Returns 0, or -1
 * with the trouble told on stderr.
 */
int plan_write(const char *directory, const struct subjects *subjects,
	       const struct findings *findings);

#endif
