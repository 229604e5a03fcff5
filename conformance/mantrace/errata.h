/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_ERRATA_H
#define MANTRACE_ERRATA_H

#include <stddef.h>

#include "report.h"
#include "text.h"

/* What a line such as "  Test: ..." of an erratum says. */
enum field_kind {
	FIELD_PUBLISHED,  /* where it stands in print */
	FIELD_SAYS,	  /* what it says there */
	FIELD_KERNELS,	  /* what the kernels do */
	FIELD_TEST,	  /* a claim of ours that shows it */
	FIELD_CORRECTION, /* one for `mantrace correct` */
	FIELD_KINDS,
};

struct field {
	enum field_kind kind;
	size_t line;
	const char *text; /* with the lines that go on, blanks squeezed */
};

struct erratum {
	const char *name;
	size_t line;
	struct field *fields;
	size_t count;
	size_t room;
};

/*
 * A file of errata.  A line that starts with # is a comment.  A word at the
 * start of a line names an erratum, indented lines below it are its fields.
 */
struct errata {
	const char *file;
	struct erratum *list;
	size_t count;
	size_t room;
	struct strings strings;
};

/*
 * Reads the file.  Returns 0, or -1 with the trouble told on stderr: what is
 * no erratum, lacks a field or bears the name of another one.  Free the errata
 * in either case.
 */
int errata_read(struct errata *errata, const char *file);
void errata_free(struct errata *errata);

/* NULL if there is none of this name. */
const struct erratum *errata_find(const struct errata *errata,
				  const char *name);

#endif
