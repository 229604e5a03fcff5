/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MODEL_H
#define MODEL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What is known of the memory under stress without holding anybody up.
 *
 * Memory is a row of units; a unit is what operations are aimed at.  For each
 * kind of change there are two counters a unit: changes that have begun and
 * changes that have ended.  Whoever makes a change counts its begin before the
 * first system call and its end after the last one.  A fact that was learned of
 * a unit holds while no change has begun that could end it.  So what is known
 * is certain whatever the threads do at the time, and what is in doubt is not
 * checked.
 */

#define MAX_UNITS   128
#define MAX_WORKERS 8

/* Kinds of change, as masks. */
enum change {
	CONTENT = 1 << 0,      /* contents may become zeroes */
	MAPPING = 1 << 1,      /* pages may leave the mapping */
	UNPROTECTING = 1 << 2, /* protection may go */
	PROTECTING = 1 << 3,   /* protection may come */
	REGISTRATION = 1 << 4, /* the range may not be registered */
};

#define CHANGE_COUNT 5

/* A page that loses its contents leaves the mapping, too, and so on. */
#define DISCARDING (CONTENT | UNMAPPING)
#define UNMAPPING  (MAPPING | UNPROTECTING)

struct unit {
	_Atomic uint32_t begun[CHANGE_COUNT];
	_Atomic uint32_t ended[CHANGE_COUNT];
	/* What was learned, as the count of changes that it was true at. */
	_Atomic uint64_t populated;
	_Atomic uint64_t protected;
	_Atomic uint64_t clean;
	/* The fork whose child was notified of an access to the unit. */
	_Atomic uint32_t notified_child;
};

/* How often UFFD_FEATURE_RWP_ASYNC was turned on and off. */
struct mode_counts {
	_Atomic uint32_t on_begun, on_ended;	 /* from off to on */
	_Atomic uint32_t off_begun, off_ended;	 /* from on to off */
	_Atomic uint32_t wake_begun, wake_ended; /* every call that turns on */
};

struct model {
	struct unit units[MAX_UNITS];
	struct mode_counts mode;
};

/* In memory that children share. */
extern struct model *model;

/* What is known of a unit at one moment. */
struct view {
	uint32_t begun[CHANGE_COUNT];
	unsigned int calm; /* the kinds of which none is under way */
	uint32_t on_begun, on_ended, off_begun, off_ended;
	bool populated; /* its first page is in the mapping */
	bool protected; /* an access to its first page is trapped */
	bool clean;	/* it is not */
};

void begin_changes(size_t first, size_t count, unsigned int changes);
void end_changes(size_t first, size_t count, unsigned int changes);

/* How many changes of one kind have begun and ended. */
uint32_t changes_begun(size_t unit, enum change change);
uint32_t changes_ended(size_t unit, enum change change);

struct view view_unit(size_t unit);
void view_units(size_t first, size_t count, struct view *views);

/* No change of these kinds was under way from one view to the other. */
bool steady(const struct view *before, const struct view *after,
	    unsigned int changes);

/* UFFD_FEATURE_RWP_ASYNC was off, or on, from one view to the other. */
bool stayed_sync(const struct view *before, const struct view *after);
bool stayed_async(const struct view *before, const struct view *after);

/*
 * What was done since the view makes the fact true, unless something else
 * happened to the unit since: then nothing is learned.
 */
void learn_populated(size_t unit, const struct view *before);
void learn_protected(size_t unit, const struct view *before);
void learn_clean(size_t unit, const struct view *before);

#endif
