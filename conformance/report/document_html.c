// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "document_html.h"
#include "escape.h"
#include "link.h"
#include "mandoc.h"
#include "marking.h"
#include "outline.h"
#include "panel.h"
#include "signs.h"

struct about {
	const struct survey *survey;
	const struct document *document;
	size_t opened; /* where the element of a claim was opened */
};

static void open_claim(struct text *html, size_t claim, void *about)
{
	struct about *all = about;
	const struct sentence *sentence = &all->document->sentences[claim];

	text_add_string(html, "<span class=\"claim");
	for (size_t i = 0; i < all->survey->kernel_count; i++)
		if (needs_a_look(&sentence->verdicts[i])) {
			text_add_string(html, " look");
			break;
		}
	text_add_string(html, "\"");
	all->opened = html->length;
	text_add_string(html, ">");
}

/* The panel follows the last element: that one is the target. */
static void end_claim(struct text *html, size_t claim, void *about)
{
	struct about *all = about;
	const struct sentence *sentence = &all->document->sentences[claim];
	size_t opened = all->opened;
	char *words = copy_of(html->bytes + opened, html->length - opened);

	html->length = opened;
	text_add_string(html, " id=\"");
	add_escaped(html, sentence->anchor);
	text_add_string(html, "\" data-verdicts=\"");
	for (size_t i = 0; i < all->survey->kernel_count; i++)
		text_add(html, signs[shown_as(&sentence->verdicts[i])].class,
			 1);
	text_add_string(html, "\"");
	text_add_string(html, words);
	free(words);
	add_marks(html, all->survey, sentence);
	add_panel(html, all->survey, all->document, sentence);
}

/* With references as links. */
static int format(const struct survey *survey, const struct document *document,
		  struct text *html, struct fault *fault)
{
	static const char *const options[] = { "-T", "html", "-O", "fragment",
					       NULL };
	struct text formatted = { 0 };
	struct text complaints = { 0 };
	int result =
		mandoc_run(options, document->page.root, &document->page.source,
			   &formatted, &complaints, fault);

	if (!result)
		link_references(formatted.bytes, document->page.name,
				survey->pages, html);
	text_free(&formatted);
	text_free(&complaints);
	return result;
}

static void add_option(struct text *html, const char *value, const char *words)
{
	text_add_string(html, "<option value=\"");
	add_escaped(html, value);
	text_add_string(html, "\">");
	add_escaped(html, words);
	text_add_string(html, "</option>");
}

/* Shown by the script, which alone can make use of it. */
static void add_filter(struct text *html, const struct survey *survey)
{
	text_add_string(html, "<form class=\"filter\" hidden>\n"
			      "<label>Verdict <select name=\"verdict\">"
			      "<option value=\"\">any</option>");
	for (enum shown shown = 0; shown < SHOWN_KINDS; shown++) {
		char *words =
			printed("%s %s", signs[shown].mark, signs[shown].words);
		char letter[] = { signs[shown].class[0], '\0' };

		add_option(html, letter, words);
		free(words);
	}
	text_add_string(html, "</select></label>\n<label>Kernel "
			      "<select name=\"kernel\">"
			      "<option value=\"\">any</option>");
	for (size_t i = 0; i < survey->kernel_count; i++) {
		char *number = printed("%zu", i);

		add_option(html, number, survey->kernels[i].name);
		free(number);
	}
	text_add_string(html, "</select></label>\n<label>Text <input "
			      "type=\"search\" name=\"text\"></label>\n"
			      "<output></output>\n</form>\n");
}

static void add_legend(struct text *html, const struct survey *survey)
{
	text_add_string(html, "<div class=\"legend\">\n<p>Behind each sentence "
			      "stands its verdict; follow it to see the test "
			      "and what it printed.");
	if (survey->kernel_count > 1) {
		text_add_string(html, " One sign: the same on every kernel. "
				      "Several: in this order: ");
		for (size_t i = 0; i < survey->kernel_count; i++) {
			text_add_string(html, i ? ", " : "");
			add_escaped(html, survey->kernels[i].name);
		}
		text_add_string(html, ".");
	}
	text_add_string(html, "</p>\n");
	add_legend_of_signs(html);
	text_add_string(html, "</div>\n");
}

static void add_aside(struct text *html, const struct survey *survey,
		      const struct document *document)
{
	text_add_string(html, "<aside>\n<h2 class=\"name\">");
	add_escaped(html, document->page.name);
	add_printed(html, "</h2>\n<p class=\"quiet\">%zu sentences</p>\n",
		    document->count);
	add_counts(html, survey, document);
	add_filter(html, survey);
	add_legend(html, survey);
	text_add_string(html, "</aside>\n");
}

int add_document(struct text *html, const struct frame *frame,
		 const struct survey *survey, const struct document *document)
{
	struct about about = { survey, document, 0 };
	const struct marks marks = { open_claim, end_claim, &about };
	struct text formatted = { 0 };
	struct text marked = { 0 };
	struct fault fault;
	int result = format(survey, document, &formatted, &fault);

	if (!result)
		result = mark_claims(&document->page, formatted.bytes, &marks,
				     &marked, &fault);
	if (result) {
		report_fault(document->page.file, &fault);
	} else {
		add_frame_head(html, frame, survey, document);
		text_add_string(html, "<div class=\"desk\">\n");
		add_aside(html, survey, document);
		text_add_string(html, "<main>\n");
		add_outline(formatted.bytes, html);
		text_add(html, marked.bytes, marked.length);
		text_add_string(html, "</main>\n</div>\n");
		add_frame_foot(html, frame);
	}
	text_free(&formatted);
	text_free(&marked);
	return result;
}
