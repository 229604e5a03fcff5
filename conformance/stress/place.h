/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef PLACE_H
#define PLACE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backing.h"
#include "model.h"

/*
 * The memory under stress: chunks that are moved and locked as a whole, of as
 * many units each.  Only the first page of a unit is used as model.h says; the
 * other pages are there to be protected, moved, and counted with it.
 */

struct kind {
	const char *name;
	unsigned int backing; /* a mask of backing.h */
	bool private;	      /* a private mapping of the file */
	size_t chunks;
	size_t units; /* of a chunk */
	size_t unit_size;
	size_t page_size;
};

#define KIND_COUNT 7
extern const struct kind kinds[KIND_COUNT];

#define MAX_CHUNKS	    8
#define MAX_UNITS_PER_CHUNK 16

struct place {
	const struct kind *kind;
	struct area area;
	int uffd;
	unsigned long long features;
	unsigned long long modes;
	/* Where chunks go, each to a window of its own, and come back from. */
	char *windows;
	size_t window_size;
	/*
	 * Held by all who rely on a chunk being there, mapped with all
	 * permissions; exclusively by those who change that.
	 */
	pthread_rwlock_t locks[MAX_CHUNKS];
	/* Protecting may take pages out of the mapping instead. */
	bool uncertain_protection;
	bool is_balanced; /* NUMA balancing is at work */
};

extern struct place place;

/*
 * Maps memory of a kind, with a new userfaultfd; then registers it.  Ends the
 * process as skipped if the machine has not got it.
 */
void map_place(const struct kind *kind, unsigned long long features,
	       unsigned long long modes);
void register_place(void);

size_t chunk_size(void);
size_t unit_count(void);
char *chunk_address(size_t chunk);
char *unit_address(size_t unit);

/* The unit that has the address, also in a window; -1 if there is none. */
long unit_of_address(uintptr_t address);

/* Contents come from a file that other mappings would see, too. */
bool is_shared_file(void);

/* As registered at first, or not at all: 0 or a negative errno. */
int register_chunk(size_t chunk);
int unregister_chunk(size_t chunk);

#endif
