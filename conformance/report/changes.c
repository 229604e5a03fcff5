// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "changes.h"
#include "source.h"

const char *const verdict_words[] = {
	[VERDICT_NONE] = "none",
	[VERDICT_OK] = "true",
	[VERDICT_NOT_OK] = "false",
	[VERDICT_SKIPPED] = "skipped",
};

const char *const change_words[] = {
	[CHANGE_VERDICT] = "verdict",
	[CHANGE_SENTENCE_ADDED] = "sentence added",
	[CHANGE_SENTENCE_REMOVED] = "sentence removed",
	[CHANGE_KERNEL_ADDED] = "kernel added",
	[CHANGE_KERNEL_REMOVED] = "kernel removed",
};

/* The element of a list whose member is this string, or NULL. */
static const struct json *find(const struct json *list, const char *key,
			       const char *string)
{
	for (; list; list = list->next)
		if (!strcmp(json_string(list, key), string))
			return list;
	return NULL;
}

static void add(struct changes *changes, struct change change)
{
	changes->list = array_with_room(changes->list, &changes->room,
					changes->count, sizeof(change));
	changes->list[changes->count++] = change;
}

static void compare_kernels(struct changes *changes,
			    const struct survey *survey)
{
	const struct json *before = json_list(changes->before, "kernels");

	for (size_t i = 0; i < survey->kernel_count; i++)
		if (!find(before, "name", survey->kernels[i].name))
			add(changes, (struct change){
					     .kind = CHANGE_KERNEL_ADDED,
					     .kernel = survey->kernels[i].name,
				     });
	for (; before; before = before->next) {
		const char *name = json_string(before, "name");
		bool kept = false;

		for (size_t i = 0; i < survey->kernel_count; i++)
			kept |= !strcmp(survey->kernels[i].name, name);
		if (!kept)
			add(changes, (struct change){
					     .kind = CHANGE_KERNEL_REMOVED,
					     .kernel = name,
				     });
	}
}

static void compare_sentence(struct changes *changes,
			     const struct survey *survey, struct change change,
			     const struct sentence *sentence,
			     const struct json *before)
{
	change.kind = CHANGE_VERDICT;
	for (size_t i = 0; i < survey->kernel_count; i++) {
		const struct json *result =
			find(json_list(before, "results"), "kernel",
			     survey->kernels[i].name);

		change.kernel = survey->kernels[i].name;
		change.before = json_string(result, "verdict");
		change.after = verdict_words[sentence->verdicts[i].verdict];
		if (result && strcmp(change.before, change.after))
			add(changes, change);
	}
}

/* Mostly the next one: then the search is short. */
static void compare_document(struct changes *changes,
			     const struct survey *survey,
			     const struct document *document,
			     const struct json *before)
{
	const struct json *sentences = json_list(before, "sentences");
	const struct json *next = sentences;

	for (size_t i = 0; i < document->count; i++) {
		const struct sentence *sentence = &document->sentences[i];
		struct change change = {
			.kind = CHANGE_SENTENCE_ADDED,
			.page = document->page.name,
			.file = document->file,
			.anchor = sentence->anchor,
			.text = sentence->item->text,
		};
		const struct json *found =
			find(next, "anchor", sentence->anchor);

		if (!found)
			found = find(sentences, "anchor", sentence->anchor);
		if (!found) {
			add(changes, change);
			continue;
		}
		next = found->next;
		compare_sentence(changes, survey, change, sentence, found);
	}
}

static bool is_there(const struct document *document, const char *anchor)
{
	for (size_t i = 0; document && i < document->count; i++)
		if (!strcmp(document->sentences[i].anchor, anchor))
			return true;
	return false;
}

static void list_removed(struct changes *changes, const struct survey *survey)
{
	const struct json *page = json_list(changes->before, "pages");

	for (; page; page = page->next) {
		const struct json *sentence = json_list(page, "sentences");
		const struct document *document = NULL;

		for (size_t i = 0; i < survey->document_count; i++)
			if (!strcmp(survey->documents[i].page.name,
				    json_string(page, "name")))
				document = &survey->documents[i];
		for (; sentence; sentence = sentence->next)
			if (!is_there(document,
				      json_string(sentence, "anchor")))
				add(changes,
				    (struct change){
					    .kind = CHANGE_SENTENCE_REMOVED,
					    .page = json_string(page, "name"),
					    .text = json_string(sentence,
								"text"),
				    });
	}
}

static void compare(struct changes *changes, const struct survey *survey)
{
	const struct json *pages = json_list(changes->before, "pages");

	changes->known = true;
	compare_kernels(changes, survey);
	for (size_t i = 0; i < survey->document_count; i++)
		compare_document(
			changes, survey, &survey->documents[i],
			find(pages, "name", survey->documents[i].page.name));
	list_removed(changes, survey);
}

/* Without a file, or with one that is no report, there is nothing known. */
static bool read_and_compare(struct changes *changes,
			     const struct survey *survey, const char *file)
{
	struct fault fault;

	*changes = (struct changes){ 0 };
	if (!file || access(file, F_OK))
		return false;
	if (!source_read(file, &changes->source, &fault)) {
		text_add(&changes->parsed, changes->source.bytes,
			 changes->source.length);
		changes->before = json_read(changes->parsed.bytes, &fault);
	}
	if (!changes->before) {
		report(file, fault.line, "warning", "not compared with: %s",
		       fault.what);
		text_free(&changes->source);
		return false;
	}
	compare(changes, survey);
	return true;
}

void changes_read(struct changes *changes, const struct survey *survey,
		  const char *last, const char *earlier)
{
	bool had = read_and_compare(changes, survey, last);

	if (!had || changes->count)
		return;
	changes_free(changes);
	read_and_compare(changes, survey, earlier);
}

void changes_free(struct changes *changes)
{
	free(changes->list);
	text_free(&changes->source);
	text_free(&changes->parsed);
	json_free(changes->before);
	*changes = (struct changes){ 0 };
}
