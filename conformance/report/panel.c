// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "escape.h"
#include "panel.h"
#include "signs.h"

static bool all_same(const struct survey *survey,
		     const struct sentence *sentence)
{
	for (size_t i = 1; i < survey->kernel_count; i++)
		if (shown_as(&sentence->verdicts[i]) !=
		    shown_as(&sentence->verdicts[0]))
			return false;
	return true;
}

void add_marks(struct text *html, const struct survey *survey,
	       const struct sentence *sentence)
{
	size_t count = all_same(survey, sentence) ? 1 : survey->kernel_count;

	text_add_string(html, "<a class=\"marks\" id=\"");
	add_escaped(html, sentence->anchor);
	text_add_string(html, "~\" href=\"#");
	add_escaped(html, sentence->anchor);
	text_add_string(html, "\" aria-label=\"");
	add_verdicts_in_words(html, survey, sentence);
	text_add_string(html, "\" title=\"");
	add_verdicts_in_words(html, survey, sentence);
	text_add_string(html, "\">");
	for (size_t i = 0; i < count; i++)
		add_sign(html, shown_as(&sentence->verdicts[i]));
	text_add_string(html, "</a>");
}

static bool same_string(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static bool same_backings(const struct tap_result *a,
			  const struct tap_result *b)
{
	if (a->backing_count != b->backing_count)
		return false;
	for (size_t i = 0; i < a->backing_count; i++)
		if (a->backings[i].verdict != b->backings[i].verdict ||
		    strcmp(a->backings[i].name, b->backings[i].name) ||
		    !same_string(a->backings[i].reason, b->backings[i].reason))
			return false;
	return true;
}

/* Kernels on which all that there is to say is the same. */
static bool same_result(const struct verdict_of *a, const struct verdict_of *b)
{
	if (shown_as(a) != shown_as(b) || !a->result != !b->result)
		return false;
	return !a->result ||
	       (same_string(a->result->reason, b->result->reason) &&
		same_string(a->result->diagnostics, b->result->diagnostics) &&
		same_backings(a->result, b->result));
}

static bool is_told(const struct sentence *sentence, size_t kernel)
{
	for (size_t i = 0; i < kernel; i++)
		if (same_result(&sentence->verdicts[i],
				&sentence->verdicts[kernel]))
			return true;
	return false;
}

static void add_kernels(struct text *html, const struct survey *survey,
			const struct sentence *sentence, size_t first)
{
	for (size_t i = first; i < survey->kernel_count; i++) {
		if (!same_result(&sentence->verdicts[first],
				 &sentence->verdicts[i]))
			continue;
		text_add_string(html, i == first ? "<b class=\"kernel\">"
						 : ", <b class=\"kernel\">");
		add_escaped(html, survey->kernels[i].name);
		text_add_string(html, "</b>");
	}
}

static void add_backings(struct text *html, const struct tap_result *result)
{
	if (!result->backing_count)
		return;
	text_add_string(html, "<span class=\"backings\">");
	for (size_t i = 0; i < result->backing_count; i++) {
		const struct tap_backing *backing = &result->backings[i];
		enum shown shown = backing_shown_as(backing->verdict);

		text_add_string(html, i ? " <span class=\"backing\">"
					: "<span class=\"backing\">");
		add_sign(html, shown);
		text_add_string(html, " ");
		add_escaped(html, backing->name);
		add_printed(html, "<span class=\"unseen\"> %s</span>",
			    signs[shown].words);
		if (backing->reason) {
			text_add_string(html, ": ");
			add_escaped(html, backing->reason);
		}
		text_add_string(html, "</span>");
	}
	text_add_string(html, "</span>");
}

/* A block of text as it is, that the keyboard can scroll. */
static void add_block(struct text *html, const char *class, const char *label,
		      const char *text)
{
	add_printed(html,
		    "<code class=\"block %s\" tabindex=\"0\" role=\"region\" "
		    "aria-label=\"%s\">",
		    class, label);
	add_escaped(html, text);
	text_add_string(html, "</code>");
}

static void add_verdict(struct text *html, const struct survey *survey,
			const struct sentence *sentence, size_t kernel)
{
	const struct verdict_of *of = &sentence->verdicts[kernel];
	enum shown shown = shown_as(of);

	text_add_string(html, "<span class=\"verdict\">");
	add_sign(html, shown);
	text_add_string(html, " ");
	add_kernels(html, survey, sentence, kernel);
	add_printed(html, ": %s", signs[shown].words);
	if (of->result && of->result->reason) {
		text_add_string(html, ": ");
		add_escaped(html, of->result->reason);
	} else if (!of->result) {
		text_add_string(html, ": the page was not run on it, or said "
				      "something else then");
	}
	if (of->result)
		add_backings(html, of->result);
	text_add_string(html, "</span>");
	if (of->result && *of->result->diagnostics)
		add_block(html, "wrap", "Diagnostics", of->result->diagnostics);
}

static void add_place(struct text *html, const struct sentence *sentence)
{
	const struct item *item = sentence->item;

	text_add_string(html, "<span class=\"place\">");
	add_escaped(html, item->section);
	if (*item->tag) {
		text_add_string(html, " / ");
		add_escaped(html, item->tag);
	}
	add_printed(html, " \u00b7 line %zu", item->line);
	if (sentence->kind) {
		text_add_string(html, " \u00b7 ");
		add_escaped(html, sentence->kind);
	}
	if (strcmp(sentence->since, "-")) {
		text_add_string(html, " \u00b7 since Linux ");
		add_escaped(html, sentence->since);
	}
	text_add_string(html, "</span>");
}

/* The block of a test ends where a line starts with a brace. */
static char *source_of(const struct document *document,
		       const struct quote *quote)
{
	const char *source = document->quotes.source.bytes;
	const char *start = source + quote->start;
	const char *end = strstr(source + quote->end, "\n}");

	while (start > source && start[-1] != '\n')
		start--;
	end = end ? end + 2 : source + strlen(source);
	if (quote + 1 < document->quotes.list + document->quotes.count &&
	    source + quote[1].start < end)
		end = source + quote[1].start;
	return copy_of(start, end - start);
}

static void add_test(struct text *html, const struct document *document,
		     const struct sentence *sentence)
{
	char *source;

	if (!sentence->quote) {
		text_add_string(html, "<span class=\"row\">No test quotes "
				      "this sentence.</span>");
		return;
	}
	text_add_string(html, "<span class=\"row\">Test: <code>");
	add_escaped(html, document->tests);
	add_printed(html, ":%zu</code></span>", sentence->quote->line);
	source = source_of(document, sentence->quote);
	add_block(html, "source", "Source of the test", source);
	free(source);
}

static void add_errata(struct text *html, const struct sentence *sentence)
{
	for (size_t i = 0; i < sentence->erratum_count; i++) {
		text_add_string(html, "<span class=\"row\">Shows the erratum "
				      "<a href=\"index.html#erratum/");
		add_escaped(html, sentence->errata[i]->name);
		text_add_string(html, "\">");
		add_escaped(html, sentence->errata[i]->name);
		text_add_string(html, "</a></span>");
	}
}

static void add_links(struct text *html, const struct document *document,
		      const struct sentence *sentence)
{
	text_add_string(html, "<span class=\"links\">"
			      "<span class=\"place\">Address: <a href=\"#");
	add_escaped(html, sentence->anchor);
	text_add_string(html, "\">");
	add_escaped(html, document->file);
	text_add_string(html, "#");
	add_escaped(html, sentence->anchor);
	text_add_string(html, "</a></span> <a class=\"close\" href=\"#");
	add_escaped(html, sentence->anchor);
	text_add_string(html, "~\">Close</a></span>");
}

void add_panel(struct text *html, const struct survey *survey,
	       const struct document *document, const struct sentence *sentence)
{
	text_add_string(html, "<span class=\"panel\" role=\"region\" "
			      "aria-label=\"About this sentence\">");
	add_links(html, document, sentence);
	text_add_string(html, "<span class=\"quote\">");
	add_escaped(html, sentence->item->text);
	text_add_string(html, "</span>");
	add_place(html, sentence);
	for (size_t i = 0; i < survey->kernel_count; i++)
		if (!is_told(sentence, i))
			add_verdict(html, survey, sentence, i);
	add_errata(html, sentence);
	add_test(html, document, sentence);
	text_add_string(html, "</span>");
}
