// SPDX-License-Identifier: GPL-2.0-only
#include "escape.h"
#include "junit.h"
#include "signs.h"

struct tally {
	size_t tests;
	size_t failures;
	size_t errors;
	size_t skipped;
};

static struct tally tally_of(const struct survey *survey,
			     const struct document *document, size_t kernel)
{
	struct counts counts = survey_count(survey, kernel, document);

	return (struct tally){
		.tests = counts.all,
		.failures = counts.by_verdict[VERDICT_NOT_OK] -
			    counts.false_as_said,
		.errors = counts.by_verdict[VERDICT_NONE],
		.skipped = counts.by_verdict[VERDICT_SKIPPED] +
			   counts.false_as_said,
	};
}

static void add_tally(struct text *xml, const struct tally *tally)
{
	add_printed(xml,
		    " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" "
		    "skipped=\"%zu\" time=\"0\">\n",
		    tally->tests, tally->failures, tally->errors,
		    tally->skipped);
}

static const char *reason_of(const struct verdict_of *of)
{
	if (of->result && of->result->reason && *of->result->reason)
		return of->result->reason;
	return signs[shown_as(of)].words;
}

/* `<failure message="...">diagnostics</failure>` */
static void add_outcome(struct text *xml, const char *element,
			const struct verdict_of *of)
{
	add_printed(xml, "<%s message=\"", element);
	add_escaped(xml, reason_of(of));
	text_add_string(xml, "\">");
	if (of->result)
		add_escaped(xml, of->result->diagnostics);
	add_printed(xml, "</%s>", element);
}

static void add_case(struct text *xml, const struct document *document,
		     const struct kernel *kernel,
		     const struct sentence *sentence,
		     const struct verdict_of *of)
{
	static const char *const elements[SHOWN_KINDS] = {
		[SHOWN_FALSE] = "failure",
		[SHOWN_BEFORE] = "skipped",
		[SHOWN_SKIPPED] = "skipped",
		[SHOWN_NONE] = "error",
	};
	const char *element = elements[shown_as(of)];
	const struct item *item = sentence->item;

	text_add_string(xml, "<testcase classname=\"");
	add_escaped(xml, kernel->name);
	text_add_string(xml, "/");
	add_escaped(xml, document->page.name);
	text_add_string(xml, "\" name=\"");
	add_escaped(xml, item->section);
	if (*item->tag) {
		text_add_string(xml, " / ");
		add_escaped(xml, item->tag);
	}
	text_add_string(xml, ": ");
	add_escaped(xml, item->text);
	text_add_string(xml, element ? "\" time=\"0\">" : "\" time=\"0\"/>");
	if (element) {
		add_outcome(xml, element, of);
		text_add_string(xml, "</testcase>");
	}
	text_add_string(xml, "\n");
}

static void add_suite(struct text *xml, const struct survey *survey,
		      const struct document *document, size_t number)
{
	const struct kernel *kernel = &survey->kernels[number];
	struct tally tally = tally_of(survey, document, number);

	text_add_string(xml, "<testsuite name=\"");
	add_escaped(xml, document->page.name);
	text_add_string(xml, " on ");
	add_escaped(xml, kernel->name);
	text_add_string(xml, "\"");
	add_tally(xml, &tally);
	for (size_t i = 0; i < document->count; i++)
		add_case(xml, document, kernel, &document->sentences[i],
			 &document->sentences[i].verdicts[number]);
	text_add_string(xml, "</testsuite>\n");
}

void add_junit(struct text *xml, const struct survey *survey)
{
	struct tally all = { 0 };

	for (size_t i = 0; i < survey->kernel_count; i++) {
		struct tally tally = tally_of(survey, NULL, i);

		all.tests += tally.tests;
		all.failures += tally.failures;
		all.errors += tally.errors;
		all.skipped += tally.skipped;
	}
	text_add_string(xml, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
			     "<testsuites name=\"uffdspec\"");
	add_tally(xml, &all);
	for (size_t i = 0; i < survey->document_count; i++)
		for (size_t j = 0; j < survey->kernel_count; j++)
			add_suite(xml, survey, &survey->documents[i], j);
	text_add_string(xml, "</testsuites>\n");
}
