// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "differences.h"
#include "match.h"

static void add(struct differences *differences, enum change change,
		const struct item *old, const struct item *new)
{
	differences->list =
		array_with_room(differences->list, &differences->room,
				differences->count, sizeof(*differences->list));
	differences->list[differences->count++] =
		(struct difference){ change, old, new };
}

static void add_new(struct differences *differences, const struct match *match,
		    size_t number)
{
	const struct item *new = match->new.claims[number];
	size_t partner = match->new.partner[number];
	const struct item *old;

	if (partner == UNMATCHED) {
		add(differences, CHANGE_ADDED, NULL, new);
		return;
	}
	old = match->old.claims[partner];
	if (strcmp(old->text, new->text))
		add(differences, CHANGE_REWORDED, old, new);
	else if (!is_one_place(old, new) || match->strays[partner])
		add(differences, CHANGE_MOVED, old, new);
}

/* Whether what stood behind this old claim belongs behind its partner. */
static bool is_anchor(const struct match *match, size_t old)
{
	size_t partner = match->old.partner[old];

	return partner != UNMATCHED && !match->strays[old] &&
	       !strcmp(match->old.claims[old]->section,
		       match->new.claims[partner]->section);
}

struct removed {
	size_t place; /* how many new claims stand before it */
	const struct item *claim;
};

struct removals {
	struct removed *list;
	size_t count;
	size_t room;
};

static int compare_removed(const void *a, const void *b)
{
	const struct removed *left = a;
	const struct removed *right = b;

	if (left->place != right->place)
		return left->place > right->place ? 1 : -1;
	return (left->claim > right->claim) - (left->claim < right->claim);
}

static struct removals removals_of(const struct match *match)
{
	struct removals removals = { 0 };
	size_t place = 0;

	for (size_t i = 0; i < match->old.count; i++) {
		if (is_anchor(match, i))
			place = match->old.partner[i] + 1;
		if (match->old.partner[i] != UNMATCHED)
			continue;
		removals.list =
			array_with_room(removals.list, &removals.room,
					removals.count, sizeof(*removals.list));
		removals.list[removals.count++] =
			(struct removed){ place, match->old.claims[i] };
	}
	if (removals.count)
		qsort(removals.list, removals.count, sizeof(*removals.list),
		      compare_removed);
	return removals;
}

void differences_find(struct differences *differences, const struct page *old,
		      const struct page *new)
{
	struct match match;
	struct removals removals;
	size_t next = 0;

	match_make(&match, old, new);
	removals = removals_of(&match);
	for (size_t i = 0; i <= match.new.count; i++) {
		for (; next < removals.count && removals.list[next].place == i;
		     next++)
			add(differences, CHANGE_REMOVED,
			    removals.list[next].claim, NULL);
		if (i < match.new.count)
			add_new(differences, &match, i);
	}
	free(removals.list);
	match_free(&match);
}

void differences_free(struct differences *differences)
{
	free(differences->list);
	*differences = (struct differences){ 0 };
}
