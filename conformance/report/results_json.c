// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "escape.h"
#include "results_json.h"

static void add_member(struct text *json, const char *key, const char *string)
{
	add_printed(json, "\"%s\":", key);
	add_json_string(json, string);
}

/* Elements are separated by a comma and a newline, so that lines compare. */
static void separate(struct text *json, size_t number)
{
	text_add_string(json, number ? ",\n" : "\n");
}

static void add_counts_of(struct text *json, const struct counts *counts)
{
	add_printed(json,
		    "\"sentences\":%zu,\"true\":%zu,\"false\":%zu,"
		    "\"false_as_said\":%zu,\"skipped\":%zu,\"none\":%zu",
		    counts->all, counts->by_verdict[VERDICT_OK],
		    counts->by_verdict[VERDICT_NOT_OK], counts->false_as_said,
		    counts->by_verdict[VERDICT_SKIPPED],
		    counts->by_verdict[VERDICT_NONE]);
}

static void add_kernels(struct text *json, const struct survey *survey)
{
	text_add_string(json, "\"kernels\":[");
	for (size_t i = 0; i < survey->kernel_count; i++) {
		const struct kernel *kernel = &survey->kernels[i];
		struct counts counts = survey_count(survey, i, NULL);

		separate(json, i);
		text_add_string(json, "{");
		add_member(json, "name", kernel->name);
		text_add_string(json, ",");
		add_member(json, "version", kernel->version);
		text_add_string(json, ",");
		add_member(json, "release", kernel->release);
		text_add_string(json, ",");
		add_member(json, "upstream", kernel->upstream);
		text_add_string(json, ",");
		add_member(json, "accelerator", kernel->accelerator);
		text_add_string(json, ",\"counts\":{");
		add_counts_of(json, &counts);
		text_add_string(json, "}}");
	}
	text_add_string(json, "]");
}

static void add_backings(struct text *json, const struct tap_result *result)
{
	text_add_string(json, ",\"backings\":[");
	for (size_t i = 0; result && i < result->backing_count; i++) {
		const struct tap_backing *backing = &result->backings[i];

		text_add_string(json, i ? ",{" : "{");
		add_member(json, "name", backing->name);
		text_add_string(json, ",");
		add_member(json, "verdict", verdict_words[backing->verdict]);
		text_add_string(json, ",");
		add_member(json, "reason", backing->reason);
		text_add_string(json, "}");
	}
	text_add_string(json, "]");
}

static void add_result(struct text *json, const struct kernel *kernel,
		       const struct verdict_of *of)
{
	static const char *const bearings[] = {
		[BEARING_OPEN] = "null",
		[BEARING_AS_SAID] = "true",
		[BEARING_UNLIKE_SAID] = "false",
	};

	text_add_string(json, "{");
	add_member(json, "kernel", kernel->name);
	text_add_string(json, ",");
	add_member(json, "verdict", verdict_words[of->verdict]);
	add_printed(json, ",\"as_said\":%s,", bearings[of->bearing]);
	add_member(json, "reason", of->result ? of->result->reason : NULL);
	add_backings(json, of->result);
	text_add_string(json, ",");
	add_member(json, "diagnostics",
		   of->result ? of->result->diagnostics : "");
	text_add_string(json, "}");
}

static void add_test(struct text *json, const struct document *document,
		     const struct sentence *sentence)
{
	text_add_string(json, ",\"test\":");
	if (!sentence->quote) {
		text_add_string(json, "null");
		return;
	}
	text_add_string(json, "{");
	add_member(json, "file", document->tests);
	add_printed(json, ",\"line\":%zu}", sentence->quote->line);
}

static void add_sentence(struct text *json, const struct survey *survey,
			 const struct document *document,
			 const struct sentence *sentence)
{
	text_add_string(json, "{");
	add_member(json, "anchor", sentence->anchor);
	add_printed(json, ",\"line\":%zu,", sentence->item->line);
	add_member(json, "section", sentence->item->section);
	text_add_string(json, ",");
	add_member(json, "tag", sentence->item->tag);
	text_add_string(json, ",");
	add_member(json, "text", sentence->item->text);
	text_add_string(json, ",");
	add_member(json, "kind", sentence->kind);
	text_add_string(json, ",");
	add_member(json, "since",
		   strcmp(sentence->since, "-") ? sentence->since : NULL);
	add_test(json, document, sentence);
	text_add_string(json, ",\"errata\":[");
	for (size_t i = 0; i < sentence->erratum_count; i++) {
		text_add_string(json, i ? "," : "");
		add_json_string(json, sentence->errata[i]->name);
	}
	text_add_string(json, "],\"results\":[");
	for (size_t i = 0; i < survey->kernel_count; i++) {
		separate(json, i);
		add_result(json, &survey->kernels[i], &sentence->verdicts[i]);
	}
	text_add_string(json, "]}");
}

static void add_document(struct text *json, const struct survey *survey,
			 const struct document *document)
{
	text_add_string(json, "{");
	add_member(json, "name", document->page.name);
	text_add_string(json, ",");
	add_member(json, "file", document->file);
	text_add_string(json, ",\"counts\":[");
	for (size_t i = 0; i < survey->kernel_count; i++) {
		struct counts counts = survey_count(survey, i, document);

		separate(json, i);
		text_add_string(json, "{");
		add_member(json, "kernel", survey->kernels[i].name);
		text_add_string(json, ",");
		add_counts_of(json, &counts);
		text_add_string(json, "}");
	}
	text_add_string(json, "],\"sentences\":[");
	for (size_t i = 0; i < document->count; i++) {
		separate(json, i);
		add_sentence(json, survey, document, &document->sentences[i]);
	}
	text_add_string(json, "]}");
}

static const char *field_of(const struct erratum *erratum, enum field_kind kind)
{
	for (size_t i = 0; i < erratum->count; i++)
		if (erratum->fields[i].kind == kind)
			return erratum->fields[i].text;
	return "";
}

static void add_erratum(struct text *json, const struct erratum *erratum)
{
	size_t tests = 0;

	text_add_string(json, "{");
	add_member(json, "name", erratum->name);
	text_add_string(json, ",");
	add_member(json, "published", field_of(erratum, FIELD_PUBLISHED));
	text_add_string(json, ",");
	add_member(json, "says", field_of(erratum, FIELD_SAYS));
	text_add_string(json, ",");
	add_member(json, "kernels", field_of(erratum, FIELD_KERNELS));
	text_add_string(json, ",\"tests\":[");
	for (size_t i = 0; i < erratum->count; i++) {
		if (erratum->fields[i].kind != FIELD_TEST)
			continue;
		text_add_string(json, tests++ ? "," : "");
		add_json_string(json, erratum->fields[i].text);
	}
	text_add_string(json, "]}");
}

static void add_change(struct text *json, const struct change *change)
{
	text_add_string(json, "{");
	add_member(json, "change", change_words[change->kind]);
	text_add_string(json, ",");
	add_member(json, "page", change->page);
	text_add_string(json, ",");
	add_member(json, "anchor", change->anchor);
	text_add_string(json, ",");
	add_member(json, "text", change->text);
	text_add_string(json, ",");
	add_member(json, "kernel", change->kernel);
	text_add_string(json, ",");
	add_member(json, "before", change->before);
	text_add_string(json, ",");
	add_member(json, "after", change->after);
	text_add_string(json, "}");
}

void add_results(struct text *json, const struct survey *survey,
		 const struct changes *changes)
{
	text_add_string(json, "{\"format\":1,\n");
	add_kernels(json, survey);
	text_add_string(json, ",\n\"pages\":[");
	for (size_t i = 0; i < survey->document_count; i++) {
		separate(json, i);
		add_document(json, survey, &survey->documents[i]);
	}
	text_add_string(json, "],\n\"errata\":[");
	for (size_t i = 0; i < survey->errata.count; i++) {
		separate(json, i);
		add_erratum(json, &survey->errata.list[i]);
	}
	add_printed(json, "],\n\"compared\":%s,\n\"changes\":[",
		    changes->known ? "true" : "false");
	for (size_t i = 0; i < changes->count; i++) {
		separate(json, i);
		add_change(json, &changes->list[i]);
	}
	text_add_string(json, "]}\n");
}
