/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REPORT_RUNS_H
#define REPORT_RUNS_H

#include "survey.h"

/*
 * Reads the results of each kernel that has any of the survey's documents.
 * Returns 0, or -1 with the trouble told on stderr: a directory that cannot be
 * read, a file that is not what the runner writes, no results at all.
 */
int runs_read(struct survey *survey, const char *results);
void runs_free(struct survey *survey);

#endif
