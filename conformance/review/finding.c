// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "block.h"
#include "finding.h"

char *description_of(const struct side *side, const struct quote *quote)
{
	char *page = page_of_path(side->tests);
	char *description =
		printed("%s %s%s%s: %s", page, quote->section,
			*quote->tag ? " / " : "", quote->tag, quote->text);

	free(page);
	return description;
}

const struct quote *block_of_finding(const struct finding *finding)
{
	return finding->quote ? finding->quote : finding->stale;
}

static const struct quote *quote_of(const struct side *side,
				    const struct item *item)
{
	return item ? find_quote(side, item->section, item->tag, item->text)
		    : NULL;
}

/* The block as it was when it quoted words that no block quotes any more. */
static const struct quote *requoted(const struct subject *subject,
				    const struct quote *quote)
{
	const struct side *old = &subject->old;

	for (size_t i = 0; quote && i < old->join.sentence_count; i++) {
		const struct quote *other = old->join.sentences[i];

		if (!find_quote(&subject->new, other->section, other->tag,
				other->text) &&
		    is_same_block(&subject->new.quotes, quote, &old->quotes,
				  other))
			return other;
	}
	return NULL;
}

static void add(struct findings *findings, struct finding finding)
{
	const struct subject *subject = finding.subject;

	finding.quote = quote_of(&subject->new, finding.change.new);
	finding.before = quote_of(&subject->old, finding.change.old);
	if (!finding.before)
		finding.before = requoted(subject, finding.quote);
	finding.stale = quote_of(&subject->new, finding.change.old);
	if (finding.stale && !is_stale(&subject->new, finding.stale))
		finding.stale = NULL;
	finding.proof_changed =
		finding.quote &&
		!(finding.before &&
		  is_same_block(&subject->new.quotes, finding.quote,
				&subject->old.quotes, finding.before));
	finding.is_requoted =
		finding.before && finding.quote &&
		(strcmp(finding.before->text, finding.quote->text) != 0 ||
		 strcmp(finding.before->tag, finding.quote->tag) != 0 ||
		 strcmp(finding.before->section, finding.quote->section) != 0);
	findings->list =
		array_with_room(findings->list, &findings->room,
				findings->count, sizeof(*findings->list));
	findings->list[findings->count++] = finding;
}

static void add_changes(struct findings *findings,
			const struct subject *subject)
{
	struct differences differences = { 0 };

	differences_find(&differences, &subject->old.page, &subject->new.page);
	for (size_t i = 0; i < differences.count; i++)
		add(findings, (struct finding){
				      .subject = subject,
				      .change = differences.list[i],
			      });
	differences_free(&differences);
}

static bool is_listed(const struct findings *findings,
		      const struct quote *quote)
{
	for (size_t i = 0; i < findings->count; i++)
		if (findings->list[i].quote == quote ||
		    findings->list[i].stale == quote)
			return true;
	return false;
}

/* Blocks that are not as before, of claims that are. */
static void add_tests(struct findings *findings, const struct subject *subject)
{
	const struct side *side = &subject->new;

	for (size_t i = 0; i < side->join.sentence_count; i++) {
		const struct quote *quote = side->join.sentences[i];
		struct finding finding = {
			.subject = subject,
			.test_only = true,
			.change = { .change = CHANGE_MOVED },
		};
		const struct finding *added;

		if (is_listed(findings, quote) || is_stale(side, quote))
			continue;
		finding.change.new = side->join.claims[side->join.claim_of[i]];
		finding.change.old = finding.change.new;
		add(findings, finding);
		added = &findings->list[findings->count - 1];
		if (!added->proof_changed && !added->is_requoted)
			findings->count--;
	}
}

/* Nothing can be said of a page that can no longer be read. */
static bool can_be_compared(const struct subject *subject)
{
	return subject->new.is_read || !subject->new.has_page;
}

void findings_make(struct findings *findings, const struct subjects *subjects)
{
	*findings = (struct findings){ 0 };
	for (size_t i = 0; i < subjects->count; i++) {
		const struct subject *subject = &subjects->list[i];

		if (!can_be_compared(subject))
			continue;
		add_changes(findings, subject);
		if (subject->tests_changed)
			add_tests(findings, subject);
	}
}

void findings_free(struct findings *findings)
{
	free(findings->list);
	*findings = (struct findings){ 0 };
}
