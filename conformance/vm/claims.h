/* SPDX-License-Identifier: GPL-2.0-only */
/* The claims of a run and what became of each. */
#ifndef CLAIMS_H
#define CLAIMS_H

#include <stdbool.h>
#include <stddef.h>

struct text;

enum verdict {
	VERDICT_NONE, /* no result: `reason` says why */
	VERDICT_TRUE,
	VERDICT_FALSE,
	VERDICT_SKIPPED, /* `reason` says what is missing */
};

struct claim {
	unsigned long number; /* as the test program counts */
	char *page;	      /* "UFFDIO_RWPROTECT(2const)" */
	char *kind;	      /* "behaviour", "version", ... */
	char *description;    /* page, section, tag, sentence: as in TAP */
	enum verdict verdict;
	char *reason; /* NULL if none was given */
	char *block;  /* lines of diagnostics, each ended; NULL: none */
};

/* In the order of their numbers; the claims of a page are neighbours. */
struct claims {
	struct claim *all;
	size_t count;
};

/*
 * Asks the test program which claims the arguments select: argv is the
 * program, "--list" and the rest.  Returns 0, or after a message
 * STATUS_USAGE or STATUS_NO_VERDICT.  The caller ends with claims_free().
 */
int claims_list(struct claims *claims, char *const argv[]);

/*
 * The same from a file, for a program that must not run here: none of them may
 * be of the host.  Returns 0, or STATUS_USAGE after a message.
 */
int claims_read(struct claims *claims, const char *file);

void claims_free(struct claims *claims);

/* Reference and evidence claims: a boot cannot show them. */
bool claim_is_of_host(const struct claim *claim);

/* NULL if no claim has that number. */
struct claim *claims_find(const struct claims *claims, unsigned long number);

/* How many claims, from `first` on, are of the same page. */
size_t claims_of_page(const struct claims *claims, size_t first);

/*
 * Gives a claim its verdict, with the diagnostics in `block` (may be NULL) and
 * a reason (may be NULL); both are copied.
 */
void claim_decide(struct claim *claim, enum verdict verdict, const char *reason,
		  const char *block);

/* One result line of a TAP stream, under the number given. */
void claim_print(const struct claim *claim, unsigned long number,
		 struct text *stream);

#endif
