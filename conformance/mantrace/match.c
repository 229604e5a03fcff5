// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "alike.h"
#include "match.h"
#include "order.h"

/* A claim that has no partner yet, or none but this one to be sorted. */
struct entry {
	const struct item *claim;
	size_t number;
};

struct entries {
	struct entry *list;
	size_t count;
	size_t room;
};

static int by_section(const struct entry *a, const struct entry *b)
{
	return strcmp(a->claim->section, b->claim->section);
}

static int by_tag(const struct entry *a, const struct entry *b)
{
	return strcmp(a->claim->tag, b->claim->tag);
}

static int by_text(const struct entry *a, const struct entry *b)
{
	return strcmp(a->claim->text, b->claim->text);
}

static int by_place(const struct entry *a, const struct entry *b)
{
	int order = by_section(a, b);

	return order ? order : by_tag(a, b);
}

static int by_place_and_text(const struct entry *a, const struct entry *b)
{
	int order = by_place(a, b);

	return order ? order : by_text(a, b);
}

static int by_section_and_text(const struct entry *a, const struct entry *b)
{
	int order = by_section(a, b);

	return order ? order : by_text(a, b);
}

static int by_tag_and_text(const struct entry *a, const struct entry *b)
{
	int order = by_tag(a, b);

	return order ? order : by_text(a, b);
}

typedef int comparison(const struct entry *a, const struct entry *b);

/* Entries that compare equal stay in page order. */
static int compare_entries(const void *a, const void *b, void *compare)
{
	const struct entry *left = a;
	const struct entry *right = b;
	int order = (*(comparison **)compare)(left, right);

	if (order)
		return order;
	return (left->number > right->number) - (left->number < right->number);
}

static void entries_add(struct entries *entries, const struct side *side,
			size_t number)
{
	entries->list = array_with_room(entries->list, &entries->room,
					entries->count, sizeof(*entries->list));
	entries->list[entries->count++] =
		(struct entry){ side->claims[number], number };
}

static void entries_sort(struct entries *entries, comparison *compare)
{
	if (entries->count)
		qsort_r(entries->list, entries->count, sizeof(*entries->list),
			compare_entries, &compare);
}

static struct entries unmatched(const struct side *side, comparison *compare)
{
	struct entries entries = { 0 };

	for (size_t i = 0; i < side->count; i++)
		if (side->partner[i] == UNMATCHED)
			entries_add(&entries, side, i);
	entries_sort(&entries, compare);
	return entries;
}

/* Those that compare equal, the first with the first, and so on. */
static void match_equal(struct match *match, comparison *compare)
{
	struct entries old = unmatched(&match->old, compare);
	struct entries new = unmatched(&match->new, compare);
	size_t i = 0;
	size_t j = 0;

	while (i < old.count && j < new.count) {
		int order = compare(&old.list[i], &new.list[j]);

		if (!order) {
			match->old.partner[old.list[i].number] =
				new.list[j].number;
			match->new.partner[new.list[j].number] =
				old.list[i].number;
		}
		i += order <= 0;
		j += order >= 0;
	}
	free(old.list);
	free(new.list);
}

/* The claims of one place, which are the same and have the same place now. */
static void find_strays_of_place(struct match *match,
				 const struct entry *entries, size_t count)
{
	size_t room = 0;
	size_t *numbers = array_with_room(NULL, &room, count, sizeof(*numbers));
	bool *in_order;

	room = 0;
	in_order = array_with_room(NULL, &room, count, sizeof(*in_order));
	for (size_t i = 0; i < count; i++)
		numbers[i] = match->old.partner[entries[i].number];
	longest_run(numbers, count, in_order);
	for (size_t i = 0; i < count; i++)
		match->strays[entries[i].number] = !in_order[i];
	free(numbers);
	free(in_order);
}

static bool stays(const struct match *match, size_t old)
{
	size_t partner = match->old.partner[old];
	const struct item *claim = match->old.claims[old];

	return partner != UNMATCHED &&
	       is_one_place(claim, match->new.claims[partner]) &&
	       !strcmp(claim->text, match->new.claims[partner]->text);
}

static void find_strays(struct match *match)
{
	struct entries entries = { 0 };
	size_t end;

	for (size_t i = 0; i < match->old.count; i++)
		if (stays(match, i))
			entries_add(&entries, &match->old, i);
	entries_sort(&entries, by_place);
	for (size_t start = 0; start < entries.count; start = end) {
		end = start + 1;
		while (end < entries.count &&
		       !by_place(&entries.list[start], &entries.list[end]))
			end++;
		find_strays_of_place(match, entries.list + start, end - start);
	}
	free(entries.list);
}

static void side_make(struct side *side, const struct page *page)
{
	size_t room = 0;

	*side = (struct side){ 0 };
	side->claims = array_with_room(NULL, &room, page->count,
				       sizeof(*side->claims));
	room = 0;
	side->partner = array_with_room(NULL, &room, page->count,
					sizeof(*side->partner));
	for (size_t i = 0; i < page->count; i++) {
		if (!page->items[i].claim)
			continue;
		side->partner[side->count] = UNMATCHED;
		side->claims[side->count++] = &page->items[i];
	}
}

void match_make(struct match *match, const struct page *old,
		const struct page *new)
{
	size_t room = 0;

	side_make(&match->old, old);
	side_make(&match->new, new);
	match->strays = array_with_room(NULL, &room, match->old.count,
					sizeof(*match->strays));
	memset(match->strays, 0, match->old.count * sizeof(*match->strays));
	match_equal(match, by_place_and_text);
	find_strays(match);
	match_equal(match, by_section_and_text);
	match_equal(match, by_tag_and_text);
	match_equal(match, by_text);
	match_alike(match);
}

static void side_free(struct side *side)
{
	free(side->claims);
	free(side->partner);
}

void match_free(struct match *match)
{
	side_free(&match->old);
	side_free(&match->new);
	free(match->strays);
	*match = (struct match){ 0 };
}

bool is_one_place(const struct item *a, const struct item *b)
{
	return !strcmp(a->section, b->section) && !strcmp(a->tag, b->tag);
}
