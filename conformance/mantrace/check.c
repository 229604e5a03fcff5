// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "order.h"
#include "similarity.h"

static enum outcome check_twins(const struct join *join)
{
	enum outcome outcome = OUTCOME_CLEAN;

	for (size_t i = 0; i < join->claim_count; i++) {
		if (join->twin_of[i] == UNJOINED)
			continue;
		report(join->page->file, join->claims[i]->line, "error",
		       "says the same as line %zu under the same section and "
		       "tag, so a quote fits both: reword one: \"%s\"",
		       join->claims[join->twin_of[i]]->line,
		       join->claims[i]->text);
		outcome = OUTCOME_FINDINGS;
	}
	return outcome;
}

static void print_place(const struct item *claim, char *place, size_t size)
{
	if (*claim->tag)
		snprintf(place, size, "%s / %s", claim->section, claim->tag);
	else
		snprintf(place, size, "%s", claim->section);
}

static enum outcome check_claims(const struct join *join)
{
	enum outcome outcome = OUTCOME_CLEAN;

	for (size_t i = 0; i < join->claim_count; i++) {
		const struct item *claim = join->claims[i];
		char place[256];

		if (join->quote_of[i] != UNJOINED)
			continue;
		print_place(claim, place, sizeof(place));
		report(join->page->file, claim->line, "error",
		       "no test in %s quotes, under %s: \"%s\"",
		       join->quotes->file, place, claim->text);
		outcome = OUTCOME_FINDINGS;
	}
	return outcome;
}

static bool is_same_place(const struct quote *quote, const struct item *claim)
{
	return !strcmp(quote->section, claim->section) &&
	       !strcmp(quote->tag, claim->tag);
}

/*
 * The distance, made four times as much so that a claim which lacks a test,
 * and then one of the same place, wins among equals.
 */
static size_t unlikeness(const struct join *join, const struct quote *quote,
			 size_t claim)
{
	const struct item *item = join->claims[claim];
	size_t unlike = text_distance(quote->text, item->text) * 4;

	if (join->quote_of[claim] != UNJOINED)
		unlike += 2;
	if (!is_same_place(quote, item))
		unlike++;
	return unlike;
}

/* The claim most like the quote; UNJOINED when none shares a word with it. */
static size_t nearest_claim(const struct join *join, const struct quote *quote)
{
	size_t nearest = UNJOINED;
	size_t least = UNLIKE * 4;

	for (size_t i = 0; i < join->claim_count; i++) {
		size_t unlike = unlikeness(join, quote, i);

		if (unlike >= least)
			continue;
		least = unlike;
		nearest = i;
	}
	return nearest;
}

static void hint(const struct join *join, const struct quote *quote)
{
	size_t nearest = nearest_claim(join, quote);
	const struct item *claim;
	const char *advice = "";
	char place[256];

	if (nearest == UNJOINED)
		return;
	claim = join->claims[nearest];
	if (!strcmp(claim->text, quote->text))
		advice = ": move the block there";
	else if (join->quote_of[nearest] == UNJOINED)
		advice = ": if it was reworded, look at its test and run "
			 "`mantrace requote`";
	print_place(claim, place, sizeof(place));
	report(join->page->file, claim->line, "note",
	       "the nearest sentence, under %s: \"%s\"%s", place, claim->text,
	       advice);
}

/* Whether this quote repeats one that has the claim already. */
static bool is_repetition(const struct join *join, const struct quote *quote)
{
	for (size_t i = 0; i < join->claim_count; i++) {
		const struct item *claim = join->claims[i];

		if (join->quote_of[i] == UNJOINED ||
		    strcmp(quote->text, claim->text) ||
		    !is_same_place(quote, claim))
			continue;
		report(join->quotes->file, quote->line, "error",
		       "quoted on line %zu already: keep one block: \"%s\"",
		       join->sentences[join->quote_of[i]]->line, quote->text);
		return true;
	}
	return false;
}

static enum outcome check_quotes(const struct join *join)
{
	enum outcome outcome = OUTCOME_CLEAN;

	for (size_t i = 0; i < join->sentence_count; i++) {
		const struct quote *quote = join->sentences[i];

		if (join->claim_of[i] != UNJOINED)
			continue;
		outcome = OUTCOME_FINDINGS;
		if (is_repetition(join, quote))
			continue;
		report(join->quotes->file, quote->line, "error",
		       "quotes what %s does not say in this place: \"%s\"",
		       join->page->file, quote->text);
		hint(join, quote);
	}
	return outcome;
}

/* The sentences outside of a longest run of those that stand in page order. */
static enum outcome check_order(const struct join *join)
{
	enum outcome outcome = OUTCOME_CLEAN;
	size_t room = 0;
	size_t count = 0;
	size_t *claims = array_with_room(NULL, &room, join->sentence_count,
					 sizeof(*claims));
	bool *in_order;

	room = 0;
	in_order = array_with_room(NULL, &room, join->sentence_count,
				   sizeof(*in_order));
	for (size_t i = 0; i < join->sentence_count; i++)
		if (join->claim_of[i] != UNJOINED)
			claims[count++] = join->claim_of[i];
	longest_run(claims, count, in_order);
	for (size_t i = join->sentence_count; i-- > 0;) {
		if (join->claim_of[i] == UNJOINED || in_order[--count])
			continue;
		report(join->quotes->file, join->sentences[i]->line, "error",
		       "out of page order: move this block to where line %zu "
		       "of %s belongs",
		       join->claims[join->claim_of[i]]->line, join->page->file);
		outcome = OUTCOME_FINDINGS;
	}
	free(claims);
	free(in_order);
	return outcome;
}

enum outcome check(const struct join *join)
{
	enum outcome outcome = check_twins(join);

	outcome |= check_claims(join);
	outcome |= check_quotes(join);
	outcome |= check_order(join);
	return outcome;
}
