// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "alike.h"
#include "words.h"

enum {
	MOST_WORDS = 256,    /* of a claim that are looked at */
	MOST_PAIRS = 250000, /* of claims that are looked at */
	/* In thousandths of the words of both claims. */
	ALL_WORDS = 1000,
	FARTHEST = 650, /* apart, and still one claim reworded */
	/* By how much nearer two claims must be that stand apart. */
	OTHER_NEIGHBOURS = 50,
	OTHER_TAG = 150,
	OTHER_SECTION = 250,
	FEWEST_COMMON_WORDS = 3, /* in another section */
};

/* The words of a claim, sorted: their hashes, case and punctuation aside. */
struct bag {
	uint32_t *words;
	size_t count;
};

/* A claim without a partner, and the partners of the claims around it. */
struct lone {
	const struct item *claim;
	size_t number;
	size_t before; /* number in the new page, or UNMATCHED */
	size_t behind;
	struct bag bag;
};

struct lones {
	struct lone *list;
	size_t count;
	size_t room;
};

struct candidate {
	size_t distance;
	size_t displacement;
	size_t old; /* in their lones */
	size_t new;
};

struct candidates {
	struct candidate *list;
	size_t count;
	size_t room;
};

static bool is_punctuation(char c)
{
	return c && strchr(".,:;()\"'", c);
}

static uint32_t hash_of(struct word word)
{
	uint32_t hash = 2166136261u;

	while (word.length > 1 && is_punctuation(*word.start)) {
		word.start++;
		word.length--;
	}
	while (word.length > 1 && is_punctuation(word.start[word.length - 1]))
		word.length--;
	for (size_t i = 0; i < word.length; i++)
		hash = (hash ^ tolower((unsigned char)word.start[i])) *
		       16777619u;
	return hash;
}

static int compare_hashes(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *)a;
	uint32_t right = *(const uint32_t *)b;

	return (left > right) - (left < right);
}

static struct bag bag_of(const char *text)
{
	struct word words[MOST_WORDS];
	struct bag bag = { .count = words_of(text, words, MOST_WORDS) };
	size_t room = 0;

	bag.words = array_with_room(NULL, &room, bag.count, sizeof(*bag.words));
	for (size_t i = 0; i < bag.count; i++)
		bag.words[i] = hash_of(words[i]);
	qsort(bag.words, bag.count, sizeof(*bag.words), compare_hashes);
	return bag;
}

static size_t common_words(const struct bag *a, const struct bag *b)
{
	size_t common = 0;
	size_t i = 0;
	size_t j = 0;

	while (i < a->count && j < b->count) {
		uint32_t left = a->words[i];
		uint32_t right = b->words[j];

		common += left == right;
		i += left <= right;
		j += left >= right;
	}
	return common;
}

/* How much two claims that stand in these places have to make up for. */
static size_t place_distance(const struct lone *old, const struct lone *new)
{
	if (old->before == new->before && old->behind == new->behind)
		return 0;
	if (is_one_place(old->claim, new->claim))
		return OTHER_NEIGHBOURS;
	if (!strcmp(old->claim->section, new->claim->section))
		return OTHER_TAG;
	return OTHER_SECTION;
}

/* Over FARTHEST for claims of which neither was the other. */
static size_t distance(const struct lone *old, const struct lone *new)
{
	size_t all = old->bag.count + new->bag.count;
	size_t apart = place_distance(old, new);
	size_t common = common_words(&old->bag, &new->bag);

	if (!common || (apart == OTHER_SECTION && common < FEWEST_COMMON_WORDS))
		return FARTHEST + 1;
	return apart + (all - 2 * common) * ALL_WORDS / all;
}

/* The claims of a side that have no partner. is_old: its partners are new. */
static struct lones lones_of(const struct side *side, bool is_old)
{
	struct lones lones = { 0 };
	size_t before = UNMATCHED;
	size_t told = 0;

	for (size_t i = 0; i < side->count; i++) {
		if (side->partner[i] == UNMATCHED) {
			lones.list = array_with_room(lones.list, &lones.room,
						     lones.count,
						     sizeof(*lones.list));
			lones.list[lones.count++] = (struct lone){
				.claim = side->claims[i],
				.number = i,
				.before = before,
				.behind = UNMATCHED,
				.bag = bag_of(side->claims[i]->text),
			};
			continue;
		}
		before = is_old ? side->partner[i] : i;
		while (told < lones.count)
			lones.list[told++].behind = before;
	}
	return lones;
}

static void lones_free(struct lones *lones)
{
	for (size_t i = 0; i < lones->count; i++)
		free(lones->list[i].bag.words);
	free(lones->list);
}

static size_t difference(size_t a, size_t b)
{
	return a > b ? a - b : b - a;
}

static void consider(struct candidates *candidates, const struct lones *old,
		     size_t i, const struct lones *new, size_t j)
{
	size_t apart = distance(&old->list[i], &new->list[j]);

	if (apart > FARTHEST)
		return;
	candidates->list =
		array_with_room(candidates->list, &candidates->room,
				candidates->count, sizeof(*candidates->list));
	candidates->list[candidates->count++] = (struct candidate){
		.distance = apart,
		.displacement = difference(i * new->count, j * old->count),
		.old = i,
		.new = j,
	};
}

/* All pairs, or of very many claims those at about the same position. */
static void find_candidates(struct candidates *candidates,
			    const struct lones *old, const struct lones *new)
{
	for (size_t i = 0; i < old->count; i++) {
		size_t reach = MOST_PAIRS / 2 / old->count + 1;
		size_t middle = i * new->count / old->count;
		size_t start = middle > reach ? middle - reach : 0;

		for (size_t j = start; j < new->count &&j <= middle + reach;
		     j++)
			consider(candidates, old, i, new, j);
	}
}

static int compare_sizes(size_t a, size_t b)
{
	return (a > b) - (a < b);
}

static int compare_candidates(const void *a, const void *b)
{
	const struct candidate *left = a;
	const struct candidate *right = b;
	int order = compare_sizes(left->distance, right->distance);

	if (!order)
		order = compare_sizes(left->displacement, right->displacement);
	if (!order)
		order = compare_sizes(left->old, right->old);
	return order ? order : compare_sizes(left->new, right->new);
}

static void match_candidates(struct match *match,
			     const struct candidates *candidates,
			     const struct lones *old, const struct lones *new)
{
	for (size_t i = 0; i < candidates->count; i++) {
		const struct candidate *candidate = &candidates->list[i];
		size_t *new_of =
			&match->old.partner[old->list[candidate->old].number];
		size_t *old_of =
			&match->new.partner[new->list[candidate->new].number];

		if (*new_of != UNMATCHED || *old_of != UNMATCHED)
			continue;
		*new_of = new->list[candidate->new].number;
		*old_of = old->list[candidate->old].number;
	}
}

void match_alike(struct match *match)
{
	struct lones old = lones_of(&match->old, true);
	struct lones new = lones_of(&match->new, false);
	struct candidates candidates = { 0 };

	find_candidates(&candidates, &old, &new);
	if (candidates.count)
		qsort(candidates.list, candidates.count,
		      sizeof(*candidates.list), compare_candidates);
	match_candidates(match, &candidates, &old, &new);
	free(candidates.list);
	lones_free(&old);
	lones_free(&new);
}
