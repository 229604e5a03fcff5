/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef TOUCH_H
#define TOUCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "worker.h"

/*
 * Accesses, and what must be true of each: what the thread wrote is there, an
 * access that is trapped does not end before the protection is removed, and an
 * access that is not to be trapped is not notified.
 */

/* A way to access one word: 0, or a negative errno. */
struct way {
	const char *name;
	bool reads;
	bool writes;
	/* Reads into, or writes from, `value`; does both by exchanging. */
	int (*access)(struct worker *worker, uint64_t *word, uint64_t *value);
};

#define WAY_COUNT 9
extern const struct way ways[WAY_COUNT];

/* The thread's word of the unit. */
uint64_t *word_of(size_t unit, size_t worker);

/*
 * Accesses the thread's word of the unit.  The lock of the unit's chunk must be
 * held, and the range be there with all permissions.
 */
void touch(struct worker *worker, size_t unit, const struct way *way);

/*
 * What a thread has found in its word, at a moment when the contents of the
 * unit were not changing since `before`: `where` says whose memory that is.
 */
void check_word(struct worker *worker, size_t unit, uint64_t found,
		const struct view *before, const char *where);

/* A word that some thread wrote to this unit, or zero. */
bool is_well_formed(size_t unit, size_t worker, uint64_t word);

/*
 * All words of all threads and the rest of the unit.  No other thread may be
 * at work, and the unit must not be protected.
 */
void check_whole_unit(struct worker *worker, size_t unit);

/* Writes what check_whole_unit() expects in the other pages of a unit. */
void fill_unit(size_t unit);

/* Opens what the ways need; to be called by each thread. */
void set_up_ways(void);

/* A word of each unit that only children of private mappings write to. */
uint64_t *childs_word(size_t unit);

/* A word that is the same in all units, to be merged by the kernel. */
uint64_t *common_word(size_t unit);
#define COMMON 0x636f6d6d6f6eULL

#endif
