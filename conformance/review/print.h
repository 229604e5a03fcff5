/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REVIEW_PRINT_H
#define REVIEW_PRINT_H

#include <stddef.h>

#include "finding.h"
#include "judge.h"

/* Paragraphs of the report: words of a patch, made plain and broken. */
void print_wrapped(const char *indent, const char *text);

/* Lines with something in front of each, the last `most` of them. */
void print_lines(const char *indent, const char *text, size_t most);

/* A changed claim, what became of it, its tests and their verdicts. */
void print_finding(const struct finding *finding, const struct runs *kernels,
		   const struct references *references);

/* What a standing is called. */
const char *standing_name(enum standing_of_change standing);

#endif
