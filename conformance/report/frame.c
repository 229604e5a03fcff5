// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "escape.h"
#include "frame.h"
#include "sha256.h"
#include "signs.h"
#include "source.h"

static char *base64_of(const unsigned char *bytes, size_t length)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	struct text base64 = { 0 };

	for (size_t i = 0; i < length; i += 3) {
		unsigned int bits = bytes[i] << 16;

		if (i + 1 < length)
			bits |= bytes[i + 1] << 8;
		if (i + 2 < length)
			bits |= bytes[i + 2];
		text_add(&base64, &digits[bits >> 18], 1);
		text_add(&base64, &digits[bits >> 12 & 63], 1);
		text_add(&base64,
			 i + 1 < length ? &digits[bits >> 6 & 63] : "=", 1);
		text_add(&base64, i + 2 < length ? &digits[bits & 63] : "=", 1);
	}
	return base64.bytes;
}

/* Nothing is loaded, and no script runs but the one that is known. */
static char *policy_of(const struct text *script)
{
	unsigned char digest[SHA256_SIZE];
	char *base64, *policy;

	sha256(script->bytes, script->length, digest);
	base64 = base64_of(digest, sizeof(digest));
	policy = printed("default-src 'none'; style-src 'unsafe-inline'; "
			 "script-src 'sha256-%s'; base-uri 'none'; "
			 "form-action 'none'",
			 base64);
	free(base64);
	return policy;
}

int frame_read(struct frame *frame, char **styles, const char *script)
{
	struct fault fault;

	*frame = (struct frame){ 0 };
	for (; *styles; styles++)
		if (source_read(*styles, &frame->style, &fault)) {
			report_fault(*styles, &fault);
			return -1;
		}
	if (source_read(script, &frame->script, &fault)) {
		report_fault(script, &fault);
		return -1;
	}
	frame->policy = policy_of(&frame->script);
	return 0;
}

void frame_free(struct frame *frame)
{
	text_free(&frame->style);
	text_free(&frame->script);
	free(frame->policy);
}

static void add_link(struct text *html, const char *file, const char *name,
		     bool here)
{
	text_add_string(html, "<a href=\"");
	add_escaped(html, file);
	text_add_string(html, here ? "\" aria-current=\"page\">" : "\">");
	add_escaped(html, name);
	text_add_string(html, "</a>\n");
}

void add_frame_head(struct text *html, const struct frame *frame,
		    const struct survey *survey,
		    const struct document *document)
{
	text_add_string(html,
			"<!DOCTYPE html>\n"
			"<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
			"<meta http-equiv=\"Content-Security-Policy\" "
			"content=\"");
	add_escaped(html, frame->policy);
	text_add_string(html, "\">\n<meta name=\"viewport\" "
			      "content=\"width=device-width, "
			      "initial-scale=1\">\n"
			      "<meta name=\"color-scheme\" "
			      "content=\"light dark\">\n<title>");
	add_escaped(html, document ? document->page.name : "Verdicts");
	text_add_string(html, "</title>\n<style>\n");
	text_add(html, frame->style.bytes, frame->style.length);
	text_add_string(html, "</style>\n</head>\n<body>\n<nav>\n");
	add_link(html, "index.html", "Verdicts", !document);
	for (size_t i = 0; i < survey->document_count; i++)
		add_link(html, survey->documents[i].file,
			 survey->documents[i].page.name,
			 document == &survey->documents[i]);
	text_add_string(html, "</nav>\n");
}

void add_frame_foot(struct text *html, const struct frame *frame)
{
	text_add_string(html, "<script>");
	text_add(html, frame->script.bytes, frame->script.length);
	text_add_string(html, "</script>\n</body>\n</html>\n");
}

static void add_heading(struct text *html, enum shown shown, const char *words)
{
	text_add_string(html, "<th scope=\"col\">");
	add_sign(html, shown);
	add_printed(html, " <span class=\"word\">%s</span></th>", words);
}

static void add_cell(struct text *html, const char *class, size_t count)
{
	add_printed(html, "<td class=\"%s%s\">%zu</td>", class,
		    count ? "" : " zero", count);
}

static void add_share(struct text *html, const char *class, size_t count)
{
	if (count)
		add_printed(html,
			    "<i class=\"%s\" style=\"flex-grow:%zu\"></i>",
			    class, count);
}

/* One line of HTML for each kernel. */
static void add_row(struct text *html, const struct kernel *kernel,
		    const struct counts *counts)
{
	size_t yes = counts->by_verdict[VERDICT_OK];
	size_t no = counts->by_verdict[VERDICT_NOT_OK];
	size_t skipped = counts->by_verdict[VERDICT_SKIPPED];
	size_t none = counts->by_verdict[VERDICT_NONE];

	text_add_string(html, "<tr><th scope=\"row\">");
	add_escaped(html, kernel->name);
	text_add_string(html, "<span class=\"share\" aria-hidden=\"true\">");
	add_share(html, "true", yes);
	add_share(html, "before", counts->false_as_said);
	add_share(html, "false", no - counts->false_as_said);
	add_share(html, "skipped", skipped);
	add_share(html, "none", none);
	text_add_string(html, "</span></th>");
	add_cell(html, "true", yes);
	add_cell(html, no > counts->false_as_said ? "false" : "before", no);
	add_cell(html, "before", counts->false_as_said);
	add_cell(html, "skipped", skipped);
	add_cell(html, "none", none);
	text_add_string(html, "</tr>\n");
}

void add_counts(struct text *html, const struct survey *survey,
		const struct document *document)
{
	text_add_string(html, "<table class=\"counts\">\n<thead><tr>"
			      "<th scope=\"col\">Kernel</th>");
	add_heading(html, SHOWN_TRUE, "true");
	add_heading(html, SHOWN_FALSE, "false");
	add_heading(html, SHOWN_BEFORE, "as said");
	add_heading(html, SHOWN_SKIPPED, "skipped");
	add_heading(html, SHOWN_NONE, "no result");
	text_add_string(html, "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < survey->kernel_count; i++) {
		struct counts counts = survey_count(survey, i, document);

		add_row(html, &survey->kernels[i], &counts);
	}
	text_add_string(html, "</tbody>\n</table>\n");
}
