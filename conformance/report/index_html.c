// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "escape.h"
#include "index_html.h"
#include "signs.h"

enum {
	LONG_LIST = 12, /* is folded */
};

static void add_sentence_link(struct text *html, const char *file,
			      const char *anchor, const char *text)
{
	text_add_string(html, "<a href=\"");
	add_escaped(html, file);
	text_add_string(html, "#");
	add_escaped(html, anchor);
	text_add_string(html, "\">");
	add_escaped(html, text);
	text_add_string(html, "</a>");
}

static void add_kernel(struct text *html, const struct kernel *kernel)
{
	const char *words = kernel->version ? kernel->version : kernel->release;

	text_add_string(html, "<dt>");
	add_escaped(html, kernel->name);
	text_add_string(html, "</dt>\n<dd>");
	if (words) {
		text_add_string(html, "Linux ");
		add_escaped(html, words);
		text_add_string(html, ", ");
	}
	if (kernel->upstream) {
		text_add_string(html, "counts as ");
		add_escaped(html, kernel->upstream);
	} else {
		text_add_string(html, "not an upstream version");
	}
	if (kernel->version && kernel->release) {
		text_add_string(html, "<br><span class=\"quiet\">");
		add_escaped(html, kernel->release);
		text_add_string(html, "</span>");
	}
	text_add_string(html, "</dd>\n");
}

static void add_pages(struct text *html, const struct survey *survey)
{
	text_add_string(html, "<h2 id=\"pages\">Pages</h2>\n"
			      "<div class=\"cards\">\n");
	for (size_t i = 0; i < survey->document_count; i++) {
		const struct document *document = &survey->documents[i];

		text_add_string(html, "<section class=\"card\">\n<h3><a "
				      "href=\"");
		add_escaped(html, document->file);
		text_add_string(html, "\">");
		add_escaped(html, document->page.name);
		add_printed(html,
			    "</a> <span class=\"quiet\">%zu sentences"
			    "</span></h3>\n",
			    document->count);
		add_counts(html, survey, document);
		text_add_string(html, "</section>\n");
	}
	text_add_string(html, "</div>\n");
}

static enum shown shown_word(const char *word)
{
	for (enum verdict v = 0; v <= VERDICT_SKIPPED; v++)
		if (!strcmp(verdict_words[v], word))
			return backing_shown_as(v);
	return SHOWN_NONE;
}

static void add_change(struct text *html, const struct change *change)
{
	text_add_string(html, "<li>");
	if (change->kind == CHANGE_VERDICT) {
		enum shown before = shown_word(change->before);
		enum shown after = shown_word(change->after);

		add_sign(html, before);
		add_printed(html, "<span class=\"unseen\"> %s</span> \u2192 ",
			    signs[before].words);
		add_sign(html, after);
		add_printed(html, " %s on ", signs[after].words);
		add_escaped(html, change->kernel);
		text_add_string(html, ": ");
	} else {
		add_printed(html, "%s: ", change_words[change->kind]);
	}
	if (!change->page) {
		add_escaped(html, change->kernel);
	} else {
		add_escaped(html, change->page);
		text_add_string(html, ": ");
		if (change->anchor)
			add_sentence_link(html, change->file, change->anchor,
					  change->text);
		else
			add_escaped(html, change->text);
	}
	text_add_string(html, "</li>\n");
}

static bool is_shown_on(const struct survey *survey,
			const struct sentence *sentence, enum shown shown)
{
	for (size_t i = 0; i < survey->kernel_count; i++)
		if (needs_a_look(&sentence->verdicts[i]) &&
		    shown_as(&sentence->verdicts[i]) == shown)
			return true;
	return false;
}

static void add_kernels_of(struct text *html, const struct survey *survey,
			   const struct sentence *sentence, enum shown shown)
{
	const char *between = "";

	for (size_t i = 0; i < survey->kernel_count; i++) {
		if (shown_as(&sentence->verdicts[i]) != shown ||
		    !needs_a_look(&sentence->verdicts[i]))
			continue;
		text_add_string(html, between);
		add_escaped(html, survey->kernels[i].name);
		between = ", ";
	}
}

/* Returns how many lines there are. */
static size_t add_look(struct text *html, const struct survey *survey,
		       const struct document *document,
		       const struct sentence *sentence)
{
	size_t lines = 0;

	for (enum shown shown = 0; shown < SHOWN_KINDS; shown++) {
		if (!is_shown_on(survey, sentence, shown))
			continue;
		text_add_string(html, "<li>");
		add_sign(html, shown);
		add_printed(html, " %s on ", signs[shown].words);
		add_kernels_of(html, survey, sentence, shown);
		text_add_string(html, ": ");
		add_escaped(html, document->page.name);
		text_add_string(html, ": ");
		add_sentence_link(html, document->file, sentence->anchor,
				  sentence->item->text);
		text_add_string(html, "</li>\n");
		lines++;
	}
	return lines;
}

/* A long list is folded. */
static void add_list(struct text *html, const struct text *list, size_t lines,
		     const char *noun)
{
	add_printed(html,
		    "<details class=\"looks\"%s><summary>%zu %s%s</summary>\n"
		    "<ul class=\"list\">\n",
		    lines > LONG_LIST ? "" : " open", lines, noun,
		    lines == 1 ? "" : "s");
	text_add(html, list->bytes, list->length);
	text_add_string(html, "</ul>\n</details>\n");
}

/* Sentences that are false or have no result, and nobody said they would. */
static void add_looks(struct text *html, const struct survey *survey)
{
	struct text list = { 0 };
	size_t lines = 0;

	text_add_string(html, "<h2 id=\"look\">What needs a look</h2>\n");
	for (size_t i = 0; i < survey->document_count; i++) {
		const struct document *document = &survey->documents[i];

		for (size_t j = 0; j < document->count; j++)
			lines += add_look(&list, survey, document,
					  &document->sentences[j]);
	}
	if (lines)
		add_list(html, &list, lines, "verdict");
	else
		text_add_string(html, "<p>Nothing: every verdict is what the "
				      "pages make one expect.</p>\n");
	text_free(&list);
}

static void add_changes(struct text *html, const struct changes *changes)
{
	struct text list = { 0 };

	text_add_string(html, "<h2 id=\"changes\">Changed since the last "
			      "run</h2>\n");
	for (size_t i = 0; i < changes->count; i++)
		add_change(&list, &changes->list[i]);
	if (changes->count)
		add_list(html, &list, changes->count, "change");
	else
		text_add_string(html, changes->known
					      ? "<p>Nothing.</p>\n"
					      : "<p>There is no earlier report "
						"to compare with.</p>\n");
	text_free(&list);
}

static void add_test(struct text *html, const struct survey *survey,
		     const char *description)
{
	const struct document *document;
	const struct sentence *sentence =
		survey_find(survey, description, &document);

	text_add_string(html, "<li>");
	if (!sentence) {
		add_escaped(html, description);
		text_add_string(html, " (no page says that)</li>\n");
		return;
	}
	add_escaped(html, document->page.name);
	text_add_string(html, ": ");
	add_sentence_link(html, document->file, sentence->anchor,
			  sentence->item->text);
	for (size_t i = 0; i < survey->kernel_count; i++) {
		text_add_string(html, i ? ""
					: " <span class=\"signs\" "
					  "role=\"img\" aria-label=\"");
		if (!i) {
			add_verdicts_in_words(html, survey, sentence);
			text_add_string(html, "\">");
		}
		add_sign(html, shown_as(&sentence->verdicts[i]));
	}
	text_add_string(html, "</span></li>\n");
}

static void add_fields(struct text *html, const struct erratum *erratum,
		       enum field_kind kind, const char *words)
{
	for (size_t i = 0; i < erratum->count; i++) {
		if (erratum->fields[i].kind != kind)
			continue;
		add_printed(html, "<dt>%s</dt>\n<dd>", words);
		add_escaped(html, erratum->fields[i].text);
		text_add_string(html, "</dd>\n");
	}
}

static void add_erratum(struct text *html, const struct survey *survey,
			const struct erratum *erratum)
{
	text_add_string(html, "<details class=\"erratum\" id=\"erratum/");
	add_escaped(html, erratum->name);
	text_add_string(html, "\"><summary>");
	add_escaped(html, erratum->name);
	text_add_string(html, "</summary>\n<dl>\n");
	add_fields(html, erratum, FIELD_PUBLISHED, "Published");
	add_fields(html, erratum, FIELD_SAYS, "Says");
	add_fields(html, erratum, FIELD_KERNELS, "Kernels");
	text_add_string(html, "<dt>Shown by</dt>\n<dd><ul class=\"list\">\n");
	for (size_t i = 0; i < erratum->count; i++)
		if (erratum->fields[i].kind == FIELD_TEST)
			add_test(html, survey, erratum->fields[i].text);
	text_add_string(html, "</ul></dd>\n</dl>\n</details>\n");
}

static void add_errata(struct text *html, const struct survey *survey)
{
	text_add_string(html, "<h2 id=\"errata\">Errata</h2>\n");
	add_printed(html,
		    "<p>%zu places where published documents are wrong, each "
		    "shown by tests.</p>\n",
		    survey->errata.count);
	for (size_t i = 0; i < survey->errata.count; i++)
		add_erratum(html, survey, &survey->errata.list[i]);
}

static void add_lead(struct text *html, const struct survey *survey)
{
	size_t sentences = 0;

	for (size_t i = 0; i < survey->document_count; i++)
		sentences += survey->documents[i].count;
	add_printed(html,
		    "<h1>Are the pages true?</h1>\n<p class=\"lead\">%zu "
		    "sentences on %zu page%s, tried on %zu kernel%s.</p>\n",
		    sentences, survey->document_count,
		    survey->document_count == 1 ? "" : "s",
		    survey->kernel_count, survey->kernel_count == 1 ? "" : "s");
}

static void add_overview(struct text *html, const struct survey *survey,
			 const struct changes *changes)
{
	text_add_string(html, "<div class=\"cards\">\n<div class=\"cards\">\n"
			      "<section class=\"card\">\n"
			      "<h2>All pages</h2>\n");
	add_counts(html, survey, NULL);
	add_legend_of_signs(html);
	text_add_string(html, "</section>\n<section class=\"card\">\n");
	add_looks(html, survey);
	text_add_string(html, "</section>\n<section class=\"card\">\n");
	add_changes(html, changes);
	text_add_string(html, "</section>\n</div>\n<section class=\"card\">\n"
			      "<h2>Kernels</h2>\n<dl class=\"kernels\">\n");
	for (size_t i = 0; i < survey->kernel_count; i++)
		add_kernel(html, &survey->kernels[i]);
	text_add_string(html, "</dl>\n</section>\n</div>\n");
}

void add_index(struct text *html, const struct frame *frame,
	       const struct survey *survey, const struct changes *changes)
{
	add_frame_head(html, frame, survey, NULL);
	text_add_string(html, "<main class=\"index\">\n");
	add_lead(html, survey);
	add_overview(html, survey, changes);
	add_pages(html, survey);
	add_errata(html, survey);
	text_add_string(html, "</main>\n");
	add_frame_foot(html, frame);
}
