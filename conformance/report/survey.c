// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "anchor.h"
#include "../mantrace/release.h"
#include "runs.h"
#include "since.h"
#include "source.h"
#include "survey.h"

static void *zeroed(size_t count, size_t size)
{
	size_t room = 0;
	char *array = NULL;

	for (size_t i = 0; i < count; i++)
		array = array_with_room(array, &room, i, size);
	if (array)
		memset(array, 0, count * size);
	return array;
}

/* The last two parts of a path: the page's place under any root. */
static const char *place_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	while (slash && slash > path && slash[-1] != '/')
		slash--;
	return slash ? slash : path;
}

/* "UFFDIO_API(2const)": the runner's files are named so. */
static char *file_name(const char *page)
{
	const char *open = strchr(page, '(');

	if (!open)
		return copy_of(page, strlen(page));
	return printed("%.*s.%.*s", (int)(open - page), page,
		       (int)strcspn(open + 1, ")"), open + 1);
}

static void add_sentences(struct document *document)
{
	const struct page *page = &document->page;

	document->sentences = zeroed(page->count, sizeof(struct sentence));
	for (size_t i = 0; i < page->count; i++) {
		const struct item *item = &page->items[i];

		if (!item->claim)
			continue;
		document->sentences[document->count++] = (struct sentence){
			.item = item,
			.description = printed(
				"%s %s%s%s: %s", page->name, item->section,
				*item->tag ? " / " : "", item->tag, item->text),
			.anchor = anchor_of(item),
			.since = since_release(page, item),
		};
	}
}

static bool quotes_it(const struct quote *quote, const struct item *item)
{
	return quote->kind == QUOTE_SENTENCE &&
	       !strcmp(quote->text, item->text) &&
	       !strcmp(quote->section, item->section) &&
	       !strcmp(quote->tag, item->tag);
}

/* Quotes stand in page order, so that the one at `next` mostly is it. */
static const struct quote *find_test(const struct quotes *quotes, size_t next,
				     const struct item *item)
{
	for (size_t n = 0; n < quotes->count; n++) {
		const struct quote *quote =
			&quotes->list[(next + n) % quotes->count];

		if (quotes_it(quote, item))
			return quote;
	}
	return NULL;
}

static void find_tests(struct document *document)
{
	const struct quotes *quotes = &document->quotes;
	size_t next = 0;

	for (size_t i = 0; i < document->count; i++) {
		struct sentence *sentence = &document->sentences[i];

		sentence->quote = find_test(quotes, next, sentence->item);
		if (sentence->quote)
			next = sentence->quote - quotes->list + 1;
	}
}

static int read_tests(struct document *document, const char *tests)
{
	struct fault fault;

	document->tests =
		printed("%s/%s.c", tests, place_of(document->page.file));
	if (quotes_read(&document->quotes, document->tests, &fault)) {
		report_fault(document->tests, &fault);
		return -1;
	}
	find_tests(document);
	return 0;
}

static int read_document(struct document *document, const char *file,
			 const char *tests)
{
	if (page_open(&document->page, file))
		return -1;
	document->name = file_name(document->page.name);
	document->file = printed("%s.html", document->name);
	if (strchr(document->name, '/')) {
		report(file, 0, "error", "the title holds a slash");
		return -1;
	}
	add_sentences(document);
	return read_tests(document, tests);
}

static bool is_named_twice(const struct survey *survey, size_t number)
{
	const char *name = survey->documents[number].name;

	for (size_t i = 0; i < number; i++)
		if (!strcmp(survey->documents[i].name, name))
			return true;
	return false;
}

static int read_documents(struct survey *survey, const struct sources *sources)
{
	size_t count = 0;

	while (sources->pages[count])
		count++;
	survey->documents = zeroed(count, sizeof(*survey->documents));
	for (size_t i = 0; i < count; i++) {
		survey->document_count++;
		if (read_document(&survey->documents[i], sources->pages[i],
				  sources->tests))
			return -1;
		if (is_named_twice(survey, i)) {
			report(sources->pages[i], 0, "error",
			       "a second page with this title");
			return -1;
		}
	}
	return 0;
}

/* `number PAGE KIND DESCRIPTION`, separated by tabs. */
static int read_kinds(struct survey *survey, const char *file)
{
	struct fault fault;
	char *rest, *line;

	if (!file)
		return 0;
	if (source_read(file, &survey->kinds, &fault)) {
		report_fault(file, &fault);
		return -1;
	}
	rest = survey->kinds.bytes;
	while ((line = strsep(&rest, "\n"))) {
		const char *kind;

		strsep(&line, "\t");
		strsep(&line, "\t");
		kind = strsep(&line, "\t");
		if (!line)
			continue;
		for (size_t i = 0; i < survey->document_count; i++) {
			struct document *document = &survey->documents[i];

			for (size_t j = 0; j < document->count; j++)
				if (!strcmp(document->sentences[j].description,
					    line))
					document->sentences[j].kind = kind;
		}
	}
	return 0;
}

static bool is_before(const char *upstream, const char *since)
{
	struct release a, b;

	return release_read(upstream, &a) && release_read(since, &b) &&
	       release_is_before(a, b);
}

/* What the host proves, and what is about releases, is true of each kernel. */
static bool depends_on_release(const struct sentence *sentence)
{
	return !sentence->kind || !strcmp(sentence->kind, "behaviour") ||
	       !strcmp(sentence->kind, "abi") ||
	       !strcmp(sentence->kind, "purpose");
}

static enum bearing bearing_of(const struct sentence *sentence,
			       const struct kernel *kernel,
			       enum verdict verdict)
{
	bool wanted = true;

	if (!kernel->upstream ||
	    (verdict != VERDICT_OK && verdict != VERDICT_NOT_OK))
		return BEARING_OPEN;
	if (depends_on_release(sentence) &&
	    is_before(kernel->upstream, sentence->since))
		wanted = false;
	return wanted == (verdict == VERDICT_OK) ? BEARING_AS_SAID
						 : BEARING_UNLIKE_SAID;
}

/* Results, too, stand in page order. */
static struct tap_result *take_result(struct tap *tap, const char *description,
				      size_t *next)
{
	for (size_t n = 0; n < tap->count; n++) {
		size_t at = (*next + n) % tap->count;
		struct tap_result *result = &tap->results[at];

		if (result->taken || strcmp(result->description, description))
			continue;
		result->taken = true;
		*next = at + 1;
		return result;
	}
	return NULL;
}

static void judge(struct document *document, struct tap *tap,
		  const struct kernel *kernel, size_t number)
{
	size_t next = 0;

	for (size_t i = 0; i < document->count; i++) {
		struct sentence *sentence = &document->sentences[i];
		struct verdict_of *of = &sentence->verdicts[number];

		of->result = take_result(tap, sentence->description, &next);
		of->verdict = of->result ? of->result->verdict : VERDICT_NONE;
		of->bearing = bearing_of(sentence, kernel, of->verdict);
	}
}

/* A page that was changed since: what it said then has no place here. */
static void tell_stale(const struct kernel *kernel, const struct tap *tap,
		       const struct document *document)
{
	const char *first = NULL;
	size_t count = 0;

	for (size_t i = 0; i < tap->count; i++) {
		if (tap->results[i].taken)
			continue;
		if (!first)
			first = tap->results[i].description;
		count++;
	}
	if (count)
		report(document->page.file, 0, "warning",
		       "%s has results of %zu sentences that the page does "
		       "not say, as: %s: run make conformance KERNEL=%s",
		       kernel->name, count, first, kernel->name);
}

static void judge_all(struct survey *survey)
{
	for (size_t i = 0; i < survey->document_count; i++) {
		struct document *document = &survey->documents[i];

		for (size_t j = 0; j < document->count; j++)
			document->sentences[j].verdicts =
				zeroed(survey->kernel_count,
				       sizeof(struct verdict_of));
		for (size_t k = 0; k < survey->kernel_count; k++) {
			struct kernel *kernel = &survey->kernels[k];

			judge(document, &kernel->taps[i], kernel, k);
			tell_stale(kernel, &kernel->taps[i], document);
		}
	}
}

const struct sentence *survey_find(const struct survey *survey,
				   const char *description,
				   const struct document **document)
{
	for (size_t i = 0; i < survey->document_count; i++) {
		*document = &survey->documents[i];
		for (size_t j = 0; j < (*document)->count; j++)
			if (!strcmp((*document)->sentences[j].description,
				    description))
				return &(*document)->sentences[j];
	}
	return NULL;
}

static void add_erratum(struct sentence *sentence,
			const struct erratum *erratum)
{
	size_t room = sentence->erratum_count;

	sentence->errata = array_with_room(sentence->errata, &room,
					   sentence->erratum_count,
					   sizeof(*sentence->errata));
	sentence->errata[sentence->erratum_count++] = erratum;
}

static void link_errata(struct survey *survey)
{
	for (size_t i = 0; i < survey->errata.count; i++) {
		const struct erratum *erratum = &survey->errata.list[i];

		for (size_t j = 0; j < erratum->count; j++) {
			const struct field *field = &erratum->fields[j];
			const struct document *document;
			const struct sentence *found = NULL;

			if (field->kind == FIELD_TEST)
				found = survey_find(survey, field->text,
						    &document);
			if (found)
				add_erratum((struct sentence *)found, erratum);
		}
	}
}

int survey_read(struct survey *survey, const struct sources *sources)
{
	*survey = (struct survey){ .pages = sources->pages };
	if (read_documents(survey, sources) ||
	    read_kinds(survey, sources->kinds) ||
	    runs_read(survey, sources->results) ||
	    errata_read(&survey->errata, sources->errata))
		return -1;
	judge_all(survey);
	link_errata(survey);
	return 0;
}

static void free_document(struct document *document)
{
	for (size_t i = 0; i < document->count; i++) {
		free(document->sentences[i].description);
		free(document->sentences[i].anchor);
		free(document->sentences[i].since);
		free(document->sentences[i].errata);
		free(document->sentences[i].verdicts);
	}
	free(document->sentences);
	free(document->tests);
	free(document->name);
	free(document->file);
	quotes_free(&document->quotes);
	page_close(&document->page);
}

void survey_free(struct survey *survey)
{
	runs_free(survey);
	for (size_t i = 0; i < survey->document_count; i++)
		free_document(&survey->documents[i]);
	free(survey->documents);
	errata_free(&survey->errata);
	text_free(&survey->kinds);
}

static void count_document(struct counts *counts,
			   const struct document *document, size_t kernel)
{
	for (size_t i = 0; i < document->count; i++) {
		const struct verdict_of *of =
			&document->sentences[i].verdicts[kernel];

		counts->all++;
		counts->by_verdict[of->verdict]++;
		if (of->verdict == VERDICT_NOT_OK &&
		    of->bearing == BEARING_AS_SAID)
			counts->false_as_said++;
	}
}

struct counts survey_count(const struct survey *survey, size_t kernel,
			   const struct document *document)
{
	struct counts counts = { 0 };

	for (size_t i = 0; i < survey->document_count; i++)
		if (!document || document == &survey->documents[i])
			count_document(&counts, &survey->documents[i], kernel);
	return counts;
}
