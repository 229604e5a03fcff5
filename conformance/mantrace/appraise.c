// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "appraise.h"
#include "correction.h"
#include "similarity.h"

enum {
	FARTHEST = 500, /* apart, and still worth a look: half of the words */
};

/* A sentence while it is judged. */
struct matter {
	const struct sources *sources;
	const char *page;
	const struct item *item;
	const struct fingerprint *print;
	struct appraisal *appraisal;
};

static void add_evidence(struct appraisal *appraisal, struct evidence evidence)
{
	appraisal->list =
		array_with_room(appraisal->list, &appraisal->room,
				appraisal->count, sizeof(*appraisal->list));
	appraisal->list[appraisal->count++] = evidence;
}

static const struct statements *claims_of(const struct sources *sources)
{
	return &sources->kernels.list[0].statements;
}

static bool is_shown(const struct sources *sources, const char *name)
{
	const struct erratum *erratum = errata_find(&sources->errata, name);

	for (size_t i = 0; erratum && i < erratum->count; i++)
		if (erratum->fields[i].kind == FIELD_TEST &&
		    !kernels_bear_out(&sources->kernels,
				      erratum->fields[i].text))
			return false;
	return erratum != NULL;
}

static bool is_borne_out(const struct sources *sources,
			 const struct mapping *mapping)
{
	if (mapping->standing == STANDING_TRUE)
		return kernels_bear_out(&sources->kernels, mapping->reference);
	if (mapping->standing == STANDING_FALSE)
		return is_shown(sources, mapping->reference);
	return true;
}

static bool judge_by_map(const struct matter *matter)
{
	static const enum evidence_kind kinds[STANDINGS] = {
		[STANDING_TRUE] = EVIDENCE_CLAIM,
		[STANDING_FALSE] = EVIDENCE_ERRATUM,
		[STANDING_LEFT_OUT] = EVIDENCE_REASON,
	};
	struct appraisal *appraisal = matter->appraisal;
	struct map_position position = { 0 };
	const struct mapping *mapping;

	while ((mapping = corpus_next(&matter->sources->corpus,
				      matter->print->digits, &position)) !=
	       NULL) {
		add_evidence(appraisal,
			     (struct evidence){
				     .kind = kinds[mapping->standing],
				     .text = mapping->reference,
			     });
		if (!is_borne_out(matter->sources, mapping))
			appraisal->standing = STANDING_UNPROVED;
		else if (appraisal->standing != STANDING_UNPROVED)
			appraisal->standing = mapping->standing;
	}
	return appraisal->count > 0;
}

static bool is_same_start(const char *a, size_t a_length, const char *b,
			  size_t b_length)
{
	return a_length == b_length && !strncmp(a, b, a_length);
}

/* "DESCRIPTION" of "DESCRIPTION / Features" */
static size_t section_length(const char *path)
{
	const char *end = strstr(path, " / ");

	return end ? (size_t)(end - path) : strlen(path);
}

/* "NAME" of "NAME (since Linux 7.3)" */
static size_t name_length(const char *tag)
{
	const char *end = strstr(tag, " (since ");

	return end ? (size_t)(end - tag) : strlen(tag);
}

static bool is_same_section(const struct statement *ours,
			    const struct item *item)
{
	return is_same_start(ours->section, section_length(ours->section),
			     item->section, section_length(item->section));
}

static bool is_same_tag(const char *a, const char *b)
{
	return is_same_start(a, name_length(a), b, name_length(b));
}

/* Under no tag, the subsection may be what a sentence speaks of. */
static bool is_same_place(const struct statement *ours, const struct item *item)
{
	if (*item->tag)
		return is_same_section(ours, item) &&
		       is_same_tag(ours->tag, item->tag);
	return !*ours->tag && is_same_tag(ours->section, item->section);
}

static void settle(const struct matter *matter, enum standing standing,
		   struct evidence evidence)
{
	bool sound = kernels_bear_out(&matter->sources->kernels, evidence.text);

	add_evidence(matter->appraisal, evidence);
	matter->appraisal->standing = sound ? standing : STANDING_UNPROVED;
}

static bool judge_by_words(const struct matter *matter)
{
	const struct statements *claims = claims_of(matter->sources);

	for (size_t i = 0; i < claims->count; i++) {
		const struct statement *ours = &claims->list[i];

		if (strcmp(ours->page, matter->page) ||
		    strcmp(ours->text, matter->item->text) ||
		    !is_same_place(ours, matter->item))
			continue;
		settle(matter, STANDING_TRUE,
		       (struct evidence){ .kind = EVIDENCE_CLAIM,
					  .text = ours->description });
		return true;
	}
	return false;
}

/* What gives one error in our page gives another one in theirs. */
static bool judge_by_error(const struct matter *matter)
{
	const struct statements *claims = claims_of(matter->sources);

	if (strncmp(matter->item->section, "ERRORS", strlen("ERRORS")))
		return false;
	for (size_t i = 0; i < claims->count; i++) {
		const struct statement *ours = &claims->list[i];

		if (strcmp(ours->page, matter->page) ||
		    strcmp(ours->text, matter->item->text) ||
		    !is_same_section(ours, matter->item))
			continue;
		settle(matter, STANDING_FALSE,
		       (struct evidence){ .kind = EVIDENCE_CONTRARY,
					  .text = ours->description });
		return true;
	}
	return false;
}

static void add_errata(const struct matter *matter, const char *const *names,
		       enum evidence_kind kind, enum standing standing)
{
	struct appraisal *appraisal = matter->appraisal;

	for (; *names; names++) {
		add_evidence(appraisal,
			     (struct evidence){ .kind = kind, .text = *names });
		if (!is_shown(matter->sources, *names))
			appraisal->standing = STANDING_UNPROVED;
		else if (appraisal->standing != STANDING_UNPROVED)
			appraisal->standing = standing;
	}
}

/* A correction that is made leaves what other errata say of the sentence. */
static bool judge_by_correction(const struct matter *matter)
{
	const struct corpus *corpus = &matter->sources->corpus;
	struct correction correction;

	for (size_t i = 0; i < corpus->count; i++) {
		const struct saying *saying = &corpus->sayings[i];

		if (strcmp(saying->page->name, matter->page) ||
		    !is_same_tag(saying->item->section,
				 matter->item->section) ||
		    !correction_read(saying, matter->item, corpus,
				     &matter->sources->errata, &correction))
			continue;
		add_errata(matter, correction.made, EVIDENCE_CORRECTED,
			   STANDING_TRUE);
		add_errata(matter, correction.left, EVIDENCE_ERRATUM,
			   STANDING_FALSE);
		return true;
	}
	return false;
}

/* A kernel that has one release and not the other bears our claim out. */
static bool is_told_apart(const struct sources *sources,
			  const struct evidence *evidence)
{
	const struct kernel *kernel;
	size_t at = 0;

	while ((kernel = kernels_between(&sources->kernels, evidence->ours,
					 evidence->theirs, &at)) != NULL)
		if (kernel_verdict(kernel, evidence->text) == VERDICT_OK)
			return true;
	return false;
}

static bool settle_release(const struct matter *matter,
			   const struct statement *ours, struct release theirs)
{
	struct evidence evidence = {
		.kind = EVIDENCE_RELEASE,
		.text = ours->description,
		.theirs = theirs,
	};
	size_t length;

	if (!release_next(ours->text, &evidence.ours, &length))
		return false;
	if (!release_is_before(evidence.ours, theirs) &&
	    !release_is_before(theirs, evidence.ours)) {
		evidence.kind = EVIDENCE_CLAIM;
		settle(matter, STANDING_TRUE, evidence);
		return true;
	}
	settle(matter, STANDING_FALSE, evidence);
	if (!is_told_apart(matter->sources, &evidence))
		matter->appraisal->standing = STANDING_UNPROVED;
	return true;
}

/* A tag that says since when there is what it names. */
static bool is_dated_name(const struct statement *ours)
{
	return strchr(ours->text, '_') && !strcmp(ours->text, ours->tag);
}

/* Our claim that differs at most in its release; of a name, on any page. */
static const struct statement *find_dated(const struct matter *matter)
{
	const struct statements *claims = claims_of(matter->sources);
	char *theirs = release_blanked(matter->item->text);
	const struct statement *found = NULL;

	for (size_t i = 0; i < claims->count; i++) {
		const struct statement *ours = &claims->list[i];
		bool here = !strcmp(ours->page, matter->page) &&
			    is_same_section(ours, matter->item);
		char *blanked;
		bool same;

		if (!here && (found || !is_dated_name(ours)))
			continue;
		blanked = release_blanked(ours->text);
		same = !strcmp(blanked, theirs);
		free(blanked);
		if (same)
			found = ours;
		if (same && here)
			break;
	}
	free(theirs);
	return found;
}

static size_t constant_length(const char *text)
{
	size_t length = 0;

	while (isupper((unsigned char)text[length]) || text[length] == '_' ||
	       isdigit((unsigned char)text[length]))
		length++;
	return memchr(text, '_', length) ? length : 0;
}

/* Our claim that dates a constant: "NAME (since Linux 7.3)". */
static const struct statement *find_date_of(const struct statements *claims,
					    const char *name, size_t length)
{
	for (size_t i = 0; i < claims->count; i++) {
		const struct statement *ours = &claims->list[i];

		if (is_dated_name(ours) &&
		    is_same_start(ours->text, name_length(ours->text), name,
				  length))
			return ours;
	}
	return NULL;
}

/* A sentence of one release that names what came with a later one. */
static bool judge_names(const struct matter *matter, struct release theirs)
{
	const struct statements *claims = claims_of(matter->sources);
	const char *text = matter->item->text;

	while (*text) {
		size_t length = constant_length(text);
		const struct statement *ours =
			length ? find_date_of(claims, text, length) : NULL;
		struct release release;
		size_t digits;

		if (ours && release_next(ours->text, &release, &digits) &&
		    release_is_before(theirs, release))
			return settle_release(matter, ours, theirs);
		text += length ? length : 1;
	}
	return false;
}

static bool judge_by_release(const struct matter *matter)
{
	const struct statement *ours;
	struct release theirs;
	struct release other;
	const char *digits;
	size_t length;

	digits = release_next(matter->item->text, &theirs, &length);
	if (!digits || release_next(digits, &other, &length))
		return false;
	ours = find_dated(matter);
	if (!ours && !strcmp(matter->item->section, "HISTORY") &&
	    digits == matter->item->text + strlen("Linux "))
		ours = find_date_of(claims_of(matter->sources), matter->page,
				    strlen(matter->page));
	if (ours)
		return settle_release(matter, ours, theirs);
	return judge_names(matter, theirs);
}

static void find_likes(const struct matter *matter)
{
	const struct statements *claims = claims_of(matter->sources);
	struct appraisal *appraisal = matter->appraisal;
	const char *text = matter->item->text;
	struct evidence near = {
		.kind = EVIDENCE_NEAR,
		.distance = FARTHEST + 1,
	};

	appraisal->near = corpus_nearest(&matter->sources->corpus, matter->page,
					 text, &appraisal->near_distance);
	if (appraisal->near_distance > FARTHEST)
		appraisal->near = NULL;
	for (size_t i = 0; i < claims->count; i++) {
		size_t unlike = text_distance(claims->list[i].text, text);

		if (unlike > near.distance ||
		    (unlike == near.distance &&
		     strcmp(claims->list[i].page, matter->page)))
			continue;
		near.distance = unlike;
		near.text = claims->list[i].description;
	}
	if (near.text && near.distance <= FARTHEST)
		add_evidence(appraisal, near);
}

void appraise(const struct sources *sources, const char *page,
	      const struct item *item, const struct fingerprint *print,
	      struct appraisal *appraisal)
{
	const struct matter matter = { sources, page, item, print, appraisal };

	*appraisal = (struct appraisal){ .standing = STANDING_UNMAPPED };
	if (!judge_by_map(&matter) && !judge_by_words(&matter) &&
	    !judge_by_error(&matter) && !judge_by_correction(&matter) &&
	    !judge_by_release(&matter))
		find_likes(&matter);
}

void appraisal_free(struct appraisal *appraisal)
{
	free(appraisal->list);
	*appraisal = (struct appraisal){ 0 };
}
