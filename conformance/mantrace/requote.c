// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pairing.h"
#include "requote.h"
#include "rewrite.h"

struct requoter {
	const struct join *join;
	struct changes changes;
	bool unclear;
};

/* Stale quotes of one place, and the page's words that nothing quotes there. */
struct group {
	const struct quote **quotes;
	size_t room;
	struct texts old;
	struct texts new;
};

static void group_add(struct group *group, const struct quote *quote)
{
	group->quotes =
		array_with_room(group->quotes, &group->room, group->old.count,
				sizeof(*group->quotes));
	group->quotes[group->old.count] = quote;
	texts_add(&group->old, quote->text);
}

static void group_free(struct group *group)
{
	free(group->quotes);
	texts_free(&group->old);
	texts_free(&group->new);
}

static void refuse(struct requoter *requoter, const struct quote *quote,
		   const char *why)
{
	report(requoter->join->quotes->file, quote->line, "error",
	       "%s: change or remove it by hand: \"%s\"", why, quote->text);
	requoter->unclear = true;
}

static void add_change(struct requoter *requoter, const struct quote *quote,
		       const char *text)
{
	struct changes *changes = &requoter->changes;

	if (quote->commented) {
		refuse(requoter, quote, "comments stand in this quote");
		return;
	}
	changes->list = array_with_room(changes->list, &changes->room,
					changes->count, sizeof(*changes->list));
	changes->list[changes->count++] = (struct change){ quote, text };
}

/* Adds the group's pairs to the changes, and empties the group. */
static void requote_group(struct requoter *requoter, struct group *group)
{
	size_t room = 0;
	size_t unclear;
	size_t *new_of = array_with_room(NULL, &room, group->old.count + 1,
					 sizeof(*new_of));

	if (pair_texts(&group->old, &group->new, new_of, &unclear))
		for (size_t i = 0; i < group->old.count; i++)
			add_change(requoter, group->quotes[i],
				   group->new.list[new_of[i]]);
	else
		refuse(requoter, group->quotes[unclear],
		       "not clear what became of this quote");
	free(new_of);
	group_free(group);
}

/* What a quote says once the changes are made, if it gives a place a name. */
static const char *new_name(const struct requoter *requoter,
			    enum quote_kind kind, const struct quote *quote)
{
	const char *name = kind == QUOTE_TAG ? quote->tag : quote->section;

	for (size_t i = 0; i < requoter->changes.count; i++) {
		const struct change *change = &requoter->changes.list[i];

		if (change->quote->kind == kind &&
		    !strcmp(change->quote->section, quote->section) &&
		    !strcmp(change->quote->text, name))
			return change->text;
	}
	return name;
}

static bool is_under(const struct requoter *requoter, const struct quote *quote,
		     const struct item *claim)
{
	return !strcmp(new_name(requoter, QUOTE_SECTION, quote),
		       claim->section) &&
	       !strcmp(new_name(requoter, QUOTE_TAG, quote), claim->tag);
}

static bool is_in_section(const struct requoter *requoter,
			  const struct quote *quote, const struct item *claim)
{
	return !strcmp(new_name(requoter, QUOTE_SECTION, quote),
		       claim->section);
}

/* Whether the page has the place that this SECTION or TAG names. */
static bool is_stale(const struct requoter *requoter, const struct quote *quote)
{
	const struct join *join = requoter->join;

	if (quote->kind == QUOTE_SENTENCE || !*quote->text)
		return false;
	for (size_t i = 0; i < join->claim_count; i++)
		if (quote->kind == QUOTE_TAG
			    ? is_under(requoter, quote, join->claims[i])
			    : is_in_section(requoter, quote, join->claims[i]))
			return false;
	return true;
}

/* Whether a SECTION or TAG of the tests names the claim's one. */
static bool is_named(const struct requoter *requoter, enum quote_kind kind,
		     const struct item *claim)
{
	const struct quotes *quotes = requoter->join->quotes;

	for (size_t i = 0; i < quotes->count; i++) {
		const struct quote *quote = &quotes->list[i];

		if (quote->kind == kind &&
		    (kind == QUOTE_TAG ? is_under(requoter, quote, claim)
				       : is_in_section(requoter, quote, claim)))
			return true;
	}
	return false;
}

static void texts_add_once(struct texts *texts, const char *text)
{
	for (size_t i = 0; i < texts->count; i++)
		if (!strcmp(texts->list[i], text))
			return;
	texts_add(texts, text);
}

/* The page's sections, or tags in the section, that the tests do not name. */
static void list_new_names(const struct requoter *requoter,
			   const struct quote *quote, struct texts *names)
{
	const struct join *join = requoter->join;

	for (size_t i = 0; i < join->claim_count; i++) {
		const struct item *claim = join->claims[i];

		if (is_named(requoter, quote->kind, claim))
			continue;
		if (quote->kind == QUOTE_SECTION)
			texts_add_once(names, claim->section);
		else if (*claim->tag && is_in_section(requoter, quote, claim))
			texts_add_once(names, claim->tag);
	}
}

static bool is_changed(const struct requoter *requoter,
		       const struct quote *quote)
{
	for (size_t i = 0; i < requoter->changes.count; i++)
		if (requoter->changes.list[i].quote == quote)
			return true;
	return false;
}

static bool group_has(const struct group *group, const char *text)
{
	for (size_t i = 0; i < group->old.count; i++)
		if (!strcmp(group->old.list[i], text))
			return true;
	return false;
}

/* This stale name, the first, and those that it could be confused with. */
static void requote_names_like(struct requoter *requoter,
			       const struct quote *first)
{
	const struct quotes *quotes = requoter->join->quotes;
	struct group group = { 0 };

	for (const struct quote *quote = first;
	     quote < quotes->list + quotes->count; quote++) {
		if (quote->kind != first->kind || !is_stale(requoter, quote) ||
		    group_has(&group, quote->text))
			continue;
		if (quote->kind == QUOTE_SECTION ||
		    !strcmp(quote->section, first->section))
			group_add(&group, quote);
	}
	list_new_names(requoter, first, &group.new);
	requote_group(requoter, &group);
}

/* Where a name stands more than once, each of them follows the first. */
static void requote_names(struct requoter *requoter, enum quote_kind kind)
{
	const struct quotes *quotes = requoter->join->quotes;

	for (size_t i = 0; !requoter->unclear && i < quotes->count; i++) {
		const struct quote *quote = &quotes->list[i];

		if (quote->kind != kind || is_changed(requoter, quote))
			continue;
		if (strcmp(new_name(requoter, kind, quote), quote->text))
			add_change(requoter, quote,
				   new_name(requoter, kind, quote));
		else if (is_stale(requoter, quote))
			requote_names_like(requoter, quote);
	}
}

static bool is_quoted(const struct requoter *requoter, const struct item *claim)
{
	const struct join *join = requoter->join;

	for (size_t i = 0; i < join->sentence_count; i++)
		if (!strcmp(join->sentences[i]->text, claim->text) &&
		    is_under(requoter, join->sentences[i], claim))
			return true;
	return false;
}

static bool is_said(const struct requoter *requoter,
		    const struct quote *sentence)
{
	const struct join *join = requoter->join;

	for (size_t i = 0; i < join->claim_count; i++)
		if (!strcmp(join->claims[i]->text, sentence->text) &&
		    is_under(requoter, sentence, join->claims[i]))
			return true;
	return false;
}

static void list_new_sentences(const struct requoter *requoter,
			       const struct quote *sentence,
			       struct texts *texts)
{
	const struct join *join = requoter->join;

	for (size_t i = 0; i < join->claim_count; i++)
		if (is_under(requoter, sentence, join->claims[i]) &&
		    !is_quoted(requoter, join->claims[i]))
			texts_add(texts, join->claims[i]->text);
}

static bool is_same_place(const struct quote *a, const struct quote *b)
{
	return !strcmp(a->section, b->section) && !strcmp(a->tag, b->tag);
}

static void requote_sentences(struct requoter *requoter)
{
	const struct join *join = requoter->join;

	for (size_t i = 0; !requoter->unclear && i < join->sentence_count;
	     i++) {
		const struct quote *first = join->sentences[i];
		struct group group = { 0 };

		if (is_said(requoter, first) || is_changed(requoter, first))
			continue;
		for (size_t j = i; j < join->sentence_count; j++)
			if (is_same_place(join->sentences[j], first) &&
			    !is_said(requoter, join->sentences[j]))
				group_add(&group, join->sentences[j]);
		list_new_sentences(requoter, first, &group.new);
		requote_group(requoter, &group);
	}
}

static int compare_changes(const void *a, const void *b)
{
	const struct change *left = a;
	const struct change *right = b;

	return (left->quote->start > right->quote->start) -
	       (left->quote->start < right->quote->start);
}

static void show(const struct requoter *requoter)
{
	for (size_t i = 0; i < requoter->changes.count; i++)
		printf("%s:%zu:\n- %s\n+ %s\n", requoter->join->quotes->file,
		       requoter->changes.list[i].quote->line,
		       requoter->changes.list[i].quote->text,
		       requoter->changes.list[i].text);
}

static enum outcome make_changes(struct requoter *requoter)
{
	struct changes *changes = &requoter->changes;
	struct fault fault;

	if (requoter->unclear)
		return OUTCOME_FINDINGS;
	if (!changes->count)
		return OUTCOME_CLEAN;
	qsort(changes->list, changes->count, sizeof(*changes->list),
	      compare_changes);
	if (rewrite(requoter->join->quotes->file, requoter->join->quotes,
		    changes, &fault)) {
		report_fault(requoter->join->quotes->file, &fault);
		return OUTCOME_TROUBLE;
	}
	show(requoter);
	return OUTCOME_CLEAN;
}

enum outcome requote(const struct join *join)
{
	struct requoter requoter = { .join = join };
	enum outcome outcome;

	requote_names(&requoter, QUOTE_SECTION);
	requote_names(&requoter, QUOTE_TAG);
	requote_sentences(&requoter);
	outcome = make_changes(&requoter);
	free(requoter.changes.list);
	return outcome;
}
