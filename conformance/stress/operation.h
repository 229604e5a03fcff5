/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef OPERATION_H
#define OPERATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "calls.h"
#include "worker.h"

/*
 * What threads do at random.  The table in operations.c says of each operation
 * what it may change, for the model, and what it needs.
 */

enum holding {
	SHARED,
	EXCLUSIVE
};

/* Memory that an operation is for, beside the masks of backing.h. */
#define PRIVATE_FILE (1 << 8)
#define ANY_KIND     (~0U)

struct operation;

/* An operation on units [first, first + count), all of one chunk. */
struct aim {
	const struct operation *operation;
	size_t chunk;
	size_t first;
	size_t count;
	uint32_t variant; /* at random, for the operation's own choices */
};

struct operation {
	const char *name; /* what --without calls it */
	long (*run)(struct worker *worker, const struct aim *aim);
	unsigned int weight;
	unsigned int kinds;    /* of memory */
	unsigned int changes;  /* that it makes, masks of model.h */
	unsigned int in_files; /* and if the memory is that of a file */
	unsigned int in_parts; /* and to the parts of a huge page of a file */
	bool is_exclusive;     /* holds the lock of the chunk alone */
	bool whole_chunk;
	bool only_in_guest; /* it disturbs the whole machine */
};

extern const struct operation operations[];
extern const size_t operation_count;

const struct operation *operation_by_name(const char *name);

/* Leaves an operation out: false if there is none of that name. */
bool leave_out(const char *name);
bool is_left_out(const char *name);

/* For place.kind: decides which operations there are, and opens what they
 * need.  Puts back what it changed. */
void set_up_operations(void);
void end_operations(void);

/* The next aim of the worker: a function of its random state alone. */
struct aim choose(struct worker *worker);

/* All operations that there are, one after the other, round and round. */
const struct operation *next_operation(void);

/* Makes the operation, with its lock held and its changes counted. */
void carry_out(struct worker *worker, const struct aim *aim);

/* The addresses of an aim. */
struct uffdio_range range_of(const struct aim *aim);
char *start_of(const struct aim *aim);
size_t length_of(const struct aim *aim);

/* What an operation gives as its result if it was interrupted by an event. */
bool has_events(void);

/*
 * Each returns 0 or more, or a negative errno that may be; what may not be ends
 * the process.
 */

/* protection.c */
long protect_units(struct worker *worker, const struct aim *aim);
long unprotect_units(struct worker *worker, const struct aim *aim);
long change_mode(struct worker *worker, const struct aim *aim);
long scan_units(struct worker *worker, const struct aim *aim);
long register_again(struct worker *worker, const struct aim *aim);
void set_async(struct worker *worker, bool on);

/* content.c */
long discard(struct worker *worker, const struct aim *aim);
long punch_hole(struct worker *worker, const struct aim *aim);
long copy_pages(struct worker *worker, const struct aim *aim);
long copy_over(struct worker *worker, const struct aim *aim);
long move_there_and_back(struct worker *worker, const struct aim *aim);
void set_up_content(void);

/* mappings.c */
long remap_there_and_back(struct worker *worker, const struct aim *aim);
long change_permissions(struct worker *worker, const struct aim *aim);

/* moving.c */
long page_out(struct worker *worker, const struct aim *aim);
long cool(struct worker *worker, const struct aim *aim);
long migrate_pages(struct worker *worker, const struct aim *aim);
long bind_memory(struct worker *worker, const struct aim *aim);
long collapse(struct worker *worker, const struct aim *aim);
long split(struct worker *worker, const struct aim *aim);
long merge_pages(struct worker *worker, const struct aim *aim);
long renew_all_swap(struct worker *worker, const struct aim *aim);
/* Waits until the kernel has merged pages, but not for long. */
void await_merging(void);
void set_up_moving(void);
void end_moving(void);

/* transfers.c */
long transfer_to_disk(struct worker *worker, const struct aim *aim);
long read_through_proc(struct worker *worker, const struct aim *aim);
void set_up_transfers(void);
void end_transfers(void);
bool has_disk(void);

/* forking.c */
long make_child(struct worker *worker, const struct aim *aim);

/* An access is an operation, too. */
long access_unit(struct worker *worker, const struct aim *aim);

#endif
