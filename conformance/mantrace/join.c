// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "join.h"
#include "text.h"

/* What a claim is known by, and its place or that of a quote. */
struct key {
	const char *section;
	const char *tag;
	const char *text;
	size_t place;
};

static int compare_names(const struct key *a, const struct key *b)
{
	int order = strcmp(a->section, b->section);

	if (!order)
		order = strcmp(a->tag, b->tag);
	if (!order)
		order = strcmp(a->text, b->text);
	return order;
}

static int compare_keys(const void *a, const void *b)
{
	const struct key *left = a;
	const struct key *right = b;
	int order = compare_names(left, right);

	if (order)
		return order;
	return (left->place > right->place) - (left->place < right->place);
}

static void *new_array(size_t count, size_t size)
{
	size_t room = 0;

	return array_with_room(NULL, &room, count + 1, size);
}

static size_t *new_links(size_t count)
{
	size_t *links = new_array(count, sizeof(*links));

	for (size_t i = 0; i < count; i++)
		links[i] = UNJOINED;
	return links;
}

static void list_claims(struct join *join, const struct page *page)
{
	join->claims = new_array(page->count, sizeof(*join->claims));
	for (size_t i = 0; i < page->count; i++)
		if (page->items[i].claim)
			join->claims[join->claim_count++] = &page->items[i];
}

static void list_sentences(struct join *join, const struct quotes *quotes)
{
	join->sentences = new_array(quotes->count, sizeof(*join->sentences));
	for (size_t i = 0; i < quotes->count; i++)
		if (quotes->list[i].kind == QUOTE_SENTENCE)
			join->sentences[join->sentence_count++] =
				&quotes->list[i];
}

static struct key *claim_keys(const struct join *join)
{
	struct key *keys = new_array(join->claim_count, sizeof(*keys));

	for (size_t i = 0; i < join->claim_count; i++)
		keys[i] = (struct key){ join->claims[i]->section,
					join->claims[i]->tag,
					join->claims[i]->text, i };
	qsort(keys, join->claim_count, sizeof(*keys), compare_keys);
	return keys;
}

static struct key *sentence_keys(const struct join *join)
{
	struct key *keys = new_array(join->sentence_count, sizeof(*keys));

	for (size_t i = 0; i < join->sentence_count; i++)
		keys[i] = (struct key){ join->sentences[i]->section,
					join->sentences[i]->tag,
					join->sentences[i]->text, i };
	qsort(keys, join->sentence_count, sizeof(*keys), compare_keys);
	return keys;
}

static void find_twins(struct join *join, const struct key *claims)
{
	for (size_t i = 1; i < join->claim_count; i++)
		if (!compare_names(&claims[i - 1], &claims[i]))
			join->twin_of[claims[i].place] = claims[i - 1].place;
}

static void link_pairs(struct join *join, const struct key *claims,
		       const struct key *sentences)
{
	size_t c = 0;
	size_t s = 0;

	while (c < join->claim_count && s < join->sentence_count) {
		int order = compare_names(&claims[c], &sentences[s]);

		if (!order) {
			join->quote_of[claims[c].place] = sentences[s].place;
			join->claim_of[sentences[s].place] = claims[c].place;
		}
		c += order <= 0;
		s += order >= 0;
	}
}

void join_make(struct join *join, const struct page *page,
	       const struct quotes *quotes)
{
	struct key *claims;
	struct key *sentences;

	*join = (struct join){ .page = page, .quotes = quotes };
	list_claims(join, page);
	list_sentences(join, quotes);
	join->quote_of = new_links(join->claim_count);
	join->twin_of = new_links(join->claim_count);
	join->claim_of = new_links(join->sentence_count);
	claims = claim_keys(join);
	sentences = sentence_keys(join);
	find_twins(join, claims);
	link_pairs(join, claims, sentences);
	free(claims);
	free(sentences);
}

void join_free(struct join *join)
{
	free(join->claims);
	free(join->quote_of);
	free(join->twin_of);
	free(join->sentences);
	free(join->claim_of);
	*join = (struct join){ 0 };
}
