/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_MAP_H
#define MANTRACE_MAP_H

#include <stdbool.h>
#include <stddef.h>

#include "report.h"
#include "text.h"

/* What is known of a sentence of somebody else's page. */
enum standing {
	STANDING_UNMAPPED,
	STANDING_TRUE,	   /* a claim of ours says the same */
	STANDING_FALSE,	   /* an erratum says why */
	STANDING_LEFT_OUT, /* for a reason */
	STANDING_UNPROVED, /* true or false, but nothing bears that out */
	STANDINGS,
};

/* FINGERPRINT<tab>true|false|left-out<tab>REFERENCE */
struct mapping {
	const char *fingerprint;
	enum standing standing;
	const char *reference; /* a claim, an erratum's name, or a reason */
	size_t line;
	bool unsound; /* what it refers to does not bear it out */
	bool used;
};

/*
 * Several mappings with the same fingerprint and standing are one statement
 * about the sentence: all the claims together say it, each erratum contradicts
 * a part of it.
 */
struct map {
	const char *file;
	struct mapping *list;
	size_t count;
	size_t room;
	struct text source;
};

/*
 * Reads the file; lines that start with # are comments.  Returns 0, or -1 with
 * the trouble told on stderr.  Free the map in either case.
 */
int map_read(struct map *map, const char *file);
void map_free(struct map *map);

/* The first mapping at or after `from`, or map->count. */
size_t map_next(const struct map *map, const char *fingerprint, size_t from);

#endif
