// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account.h"
#include "similarity.h"

static const char *const standings[] = {
	[STANDING_UNMAPPED] = "unmapped", [STANDING_TRUE] = "true",
	[STANDING_FALSE] = "false",	  [STANDING_LEFT_OUT] = "left out",
	[STANDING_UNPROVED] = "unproved",
};

static const char *const verdicts[] = {
	[VERDICT_NONE] = "no result",
	[VERDICT_OK] = "ok",
	[VERDICT_NOT_OK] = "not ok",
	[VERDICT_SKIPPED] = "skipped",
};

enum {
	WIDTH = 76, /* with the "> " of a reply in front: below 80 */
	INDENT = 18,
};

/* Prints a paragraph of which the first line starts with a label. */
static void print_text(const char *label, const char *text)
{
	size_t column = INDENT + strlen(label);
	bool first = true;

	printf("%*s%s", INDENT, "", label);
	while (*text) {
		size_t length = strcspn(text, " ");

		if (!first && column + 1 + length > WIDTH) {
			printf("\n%*s", INDENT + 2, "");
			column = INDENT + 2;
		} else if (!first) {
			putchar(' ');
			column++;
		}
		printf("%.*s", (int)length, text);
		column += length;
		text += length + strspn(text + length, " ");
		first = false;
	}
	putchar('\n');
}

static void print_printed(const char *label, char *text)
{
	print_text(label, text);
	free(text);
}

static size_t percent_alike(size_t distance)
{
	return (UNLIKE - distance) * 100 / UNLIKE;
}

/* Of one claim: "debian-7.3: ok, debian-6.12: not ok" */
static void print_verdicts(const struct kernels *kernels,
			   const char *description)
{
	struct text line = { 0 };

	for (size_t i = 0; i < kernels->count; i++) {
		const struct kernel *kernel = &kernels->list[i];
		enum verdict verdict = kernel_verdict(kernel, description);
		char *word;

		if (!kernel->asked)
			continue;
		word = printed("%s%s: %s", line.length ? ", " : "",
			       kernel->name, verdicts[verdict]);
		text_add_string(&line, word);
		free(word);
	}
	print_text("", line.bytes);
	text_free(&line);
}

static void print_claim(const struct kernels *kernels, const char *label,
			const char *description)
{
	print_text(label, description);
	if (!statements_find(&kernels->list[0].statements, description))
		print_text("", "which no page of ours says any more");
	else
		print_verdicts(kernels, description);
}

static void print_release(const struct kernels *kernels,
			  const struct evidence *evidence)
{
	const struct kernel *kernel;
	size_t at = 0;
	bool found = false;

	print_claim(kernels, "otherwise: ", evidence->text);
	while ((kernel = kernels_between(kernels, evidence->ours,
					 evidence->theirs, &at)) != NULL) {
		found = true;
		print_printed(
			"", printed("%s, which tells %d.%d from %d.%d: %s",
				    kernel->name, evidence->theirs.major,
				    evidence->theirs.minor,
				    evidence->ours.major, evidence->ours.minor,
				    verdicts[kernel_verdict(kernel,
							    evidence->text)]));
	}
	if (!found)
		print_printed("", printed("no kernel here tells %d.%d from "
					  "%d.%d",
					  evidence->theirs.major,
					  evidence->theirs.minor,
					  evidence->ours.major,
					  evidence->ours.minor));
}

/* Whether all its tests are ok there, and which of them is not. */
static void print_tests(const struct kernel *kernel,
			const struct erratum *erratum)
{
	size_t missing = 0;
	bool failed = false;

	for (size_t i = 0; i < erratum->count; i++) {
		const char *test = erratum->fields[i].text;
		enum verdict verdict = kernel_verdict(kernel, test);

		if (erratum->fields[i].kind != FIELD_TEST ||
		    verdict == VERDICT_OK)
			continue;
		if (verdict == VERDICT_NONE) {
			missing++;
			continue;
		}
		failed = true;
		print_printed("", printed("%s: %s: %s", kernel->name,
					  verdicts[verdict], test));
	}
	if (missing)
		print_printed("", printed("%s: %zu of its tests have no result",
					  kernel->name, missing));
	else if (!failed)
		print_printed("", printed("%s: shown", kernel->name));
}

static void print_field(const struct erratum *erratum, enum field_kind kind,
			const char *label)
{
	for (size_t i = 0; i < erratum->count; i++)
		if (erratum->fields[i].kind == kind)
			print_text(label, erratum->fields[i].text);
}

static void print_erratum(const struct sources *sources, const char *label,
			  const char *name)
{
	const struct erratum *erratum = errata_find(&sources->errata, name);

	print_text(label, name);
	if (!erratum) {
		print_text("", "which does not exist any more");
		return;
	}
	print_field(erratum, FIELD_KERNELS, "kernels: ");
	for (size_t i = 0; i < sources->kernels.count; i++)
		if (sources->kernels.list[i].asked)
			print_tests(&sources->kernels.list[i], erratum);
}

static void print_near(const struct kernels *kernels,
		       const struct evidence *evidence)
{
	char *label = printed("nearest of ours, %zu %% of the words: ",
			      percent_alike(evidence->distance));

	print_claim(kernels, label, evidence->text);
	free(label);
}

static void print_evidence(const struct sources *sources,
			   const struct evidence *evidence)
{
	const struct kernels *kernels = &sources->kernels;

	switch (evidence->kind) {
	case EVIDENCE_CLAIM:
		print_claim(kernels, "claim: ", evidence->text);
		break;
	case EVIDENCE_CONTRARY:
		print_claim(kernels, "otherwise: ", evidence->text);
		break;
	case EVIDENCE_RELEASE:
		print_release(kernels, evidence);
		break;
	case EVIDENCE_ERRATUM:
		print_erratum(sources, "erratum ", evidence->text);
		break;
	case EVIDENCE_CORRECTED:
		print_erratum(sources, "corrected as of erratum ",
			      evidence->text);
		break;
	case EVIDENCE_REASON:
		print_text("because: ", evidence->text);
		break;
	case EVIDENCE_NEAR:
		print_near(kernels, evidence);
		break;
	}
}

/* What the maps make of the nearest sentence that they know. */
static void print_near_saying(const struct corpus *corpus,
			      const struct appraisal *appraisal)
{
	const struct saying *near = appraisal->near;
	struct map_position position = { 0 };
	const struct mapping *mapping;

	print_printed("",
		      printed("nearest in print, %zu %% of the words: %s, line "
			      "%zu: %s",
			      percent_alike(appraisal->near_distance),
			      near->page->name, near->item->line,
			      near->item->text));
	while ((mapping = corpus_next(corpus, near->print.digits, &position)) !=
	       NULL)
		print_printed("  ",
			      printed("%s: %s", standings[mapping->standing],
				      mapping->reference));
}

/* Errata that are shown by a claim that the new sentence is mapped to. */
static void print_agreement(const struct errata *errata, const char *claim)
{
	for (size_t i = 0; i < errata->count; i++) {
		const struct erratum *erratum = &errata->list[i];

		for (size_t j = 0; j < erratum->count; j++)
			if (erratum->fields[j].kind == FIELD_TEST &&
			    !strcmp(erratum->fields[j].text, claim))
				print_text("agrees with erratum ",
					   erratum->name);
	}
}

/* Of a program, only the start. */
static void print_words(const char *label, const struct item *item)
{
	enum {
		MOST = 160
	};

	if (item->claim || strlen(item->text) <= MOST)
		print_text(label, item->text);
	else
		print_printed(label, printed("%.*s ...", MOST, item->text));
}

static void print_sentence(const struct change *change,
			   const struct sources *sources)
{
	const struct appraisal *appraisal = &change->appraisal;
	const struct item *item = change->item;
	const char *tag = item->claim ? item->tag : "";

	printf("  %-8s %5zu  %s%s%s\n", standings[appraisal->standing],
	       item->line, item->section, *tag ? " / " : "", tag);
	if (change->other)
		print_words("- ", change->other->item);
	print_words("+ ", item);
	for (size_t i = 0; i < appraisal->count; i++) {
		const struct evidence *evidence = &appraisal->list[i];

		print_evidence(sources, evidence);
		if (appraisal->standing == STANDING_TRUE)
			print_agreement(&sources->errata, evidence->text);
	}
	if (appraisal->near)
		print_near_saying(&sources->corpus, appraisal);
	if (appraisal->standing == STANDING_UNMAPPED)
		print_text("fingerprint, for the map: ", change->print.digits);
}

/* How many sentences of the new page an erratum contradicts. */
static size_t count_contradicted(const struct amendment *amendment,
				 const struct corpus *corpus, const char *name)
{
	size_t count = 0;

	for (size_t i = 0; i < amendment->new->count; i++) {
		const struct item *item = &amendment->new->items[i];
		struct map_position position = { 0 };
		const struct mapping *mapping;
		struct fingerprint print;

		if (!item->claim)
			continue;
		print = fingerprint_of(amendment->page, item);
		while ((mapping = corpus_next(corpus, print.digits,
					      &position)) != NULL)
			count += mapping->standing == STANDING_FALSE &&
				 !strcmp(mapping->reference, name);
	}
	return count;
}

static void print_settled(const struct amendment *amendment,
			  const struct corpus *corpus,
			  const struct change *change, const char *name)
{
	size_t left = count_contradicted(amendment, corpus, name);
	bool open = change->other &&
		    change->other->appraisal.standing != STANDING_TRUE;

	printf("  %-8s %5zu  erratum %s\n", open ? "open" : "settled",
	       change->item->line, name);
	if (!change->other)
		print_text("- ", change->item->text);
	if (open)
		print_text("", "the new words are not known to be true");
	if (left)
		print_printed("",
			      printed("sentences of this page that it still "
				      "contradicts: %zu",
				      left));
}

/* What is gone, and had an erratum. */
static void print_errata(const struct amendment *amendment,
			 const struct corpus *corpus)
{
	for (size_t i = 0; i < amendment->removed.count; i++) {
		const struct change *change = &amendment->removed.list[i];
		struct map_position position = { 0 };
		const struct mapping *mapping;

		while ((mapping = corpus_next(corpus, change->print.digits,
					      &position)) != NULL)
			if (mapping->standing == STANDING_FALSE)
				print_settled(amendment, corpus, change,
					      mapping->reference);
	}
}

size_t account_print(const struct amendment *amendment,
		     const struct sources *sources)
{
	const struct changes *added = &amendment->added;
	size_t counts[STANDINGS] = { 0 };

	for (size_t i = 0; i < added->count; i++) {
		print_sentence(&added->list[i], sources);
		counts[added->list[i].appraisal.standing]++;
	}
	print_errata(amendment, &sources->corpus);
	printf("%s: %zu sentences new or changed, %zu gone: %zu true, "
	       "%zu false, %zu left out, %zu unproved, %zu unmapped\n",
	       amendment->page, added->count, amendment->removed.count,
	       counts[STANDING_TRUE], counts[STANDING_FALSE],
	       counts[STANDING_LEFT_OUT], counts[STANDING_UNPROVED],
	       counts[STANDING_UNMAPPED]);
	return added->count - counts[STANDING_TRUE];
}

static void need(const struct kernel *kernel, const char *description)
{
	if (statements_find(&kernel->statements, description) &&
	    kernel_verdict(kernel, description) == VERDICT_NONE)
		printf("%s\t%s\n", kernel->name, description);
}

static void need_asked(const struct kernels *kernels, const char *description)
{
	for (size_t i = 0; i < kernels->count; i++)
		if (kernels->list[i].asked)
			need(&kernels->list[i], description);
}

static void need_tests(const struct sources *sources, const char *name)
{
	const struct erratum *erratum = errata_find(&sources->errata, name);

	for (size_t i = 0; erratum && i < erratum->count; i++)
		if (erratum->fields[i].kind == FIELD_TEST)
			need_asked(&sources->kernels, erratum->fields[i].text);
}

static void need_evidence(const struct sources *sources,
			  const struct evidence *evidence)
{
	const struct kernel *kernel;
	size_t at = 0;

	if (evidence->kind == EVIDENCE_ERRATUM ||
	    evidence->kind == EVIDENCE_CORRECTED) {
		need_tests(sources, evidence->text);
		return;
	}
	if (evidence->kind == EVIDENCE_REASON)
		return;
	need_asked(&sources->kernels, evidence->text);
	if (evidence->kind != EVIDENCE_RELEASE)
		return;
	while ((kernel = kernels_between(&sources->kernels, evidence->ours,
					 evidence->theirs, &at)) != NULL)
		if (!kernel->asked)
			need(kernel, evidence->text);
}

void account_print_needs(const struct amendment *amendment,
			 const struct sources *sources)
{
	for (size_t i = 0; i < amendment->added.count; i++) {
		const struct appraisal *appraisal =
			&amendment->added.list[i].appraisal;

		for (size_t j = 0; j < appraisal->count; j++)
			need_evidence(sources, &appraisal->list[j]);
	}
}
