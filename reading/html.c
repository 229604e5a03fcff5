// SPDX-License-Identifier: GPL-2.0-only
/*
 * html DIRECTORY PAGE...: writes each page into DIRECTORY as NAME.SECTION.html,
 * and index.html, which lists them.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "example.h"
#include "link.h"
#include "mandoc.h"
#include "outline.h"
#include "report.h"
#include "source.h"
#include "text.h"

static const char *name_of(const char *page)
{
	const char *slash = strrchr(page, '/');

	return slash ? slash + 1 : page;
}

static void add_escaped(struct text *html, const char *string)
{
	for (; *string; string++) {
		switch (*string) {
		case '&':
			text_add_string(html, "&amp;");
			break;
		case '<':
			text_add_string(html, "&lt;");
			break;
		case '>':
			text_add_string(html, "&gt;");
			break;
		case '"':
			text_add_string(html, "&quot;");
			break;
		default:
			text_add(html, string, 1);
		}
	}
}

/* self is NULL on the page that lists the others. */
static void add_navigation(struct text *html, const char *self, char **pages)
{
	text_add_string(html, "<nav>\n<a href=\"index.html\"");
	text_add_string(html, self ? ">uffdspec</a>\n"
				   : " aria-current=\"page\">uffdspec</a>\n");
	for (; *pages; pages++) {
		char *reference = reference_to(*pages);

		text_add_string(html, "<a href=\"");
		add_escaped(html, name_of(*pages));
		text_add_string(html, ".html\"");
		if (self && !strcmp(self, reference))
			text_add_string(html, " aria-current=\"page\"");
		text_add_string(html, ">");
		add_escaped(html, reference);
		text_add_string(html, "</a>\n");
		free(reference);
	}
	text_add_string(html, "</nav>\n");
}

static void add_head(struct text *html, const char *title)
{
	text_add_string(
		html, "<!DOCTYPE html>\n"
		      "<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		      "<meta name=\"viewport\" "
		      "content=\"width=device-width, initial-scale=1\">\n"
		      "<meta name=\"color-scheme\" content=\"light dark\">\n"
		      "<link rel=\"stylesheet\" href=\"style.css\">\n<title>");
	add_escaped(html, title);
	text_add_string(html, "</title>\n</head>\n<body>\n");
}

static int write_file(const char *directory, const char *name,
		      const struct text *html)
{
	char *path = printed("%s/%s.html", directory, name);
	FILE *file = fopen(path, "w");
	bool written = file && fwrite(html->bytes, html->length, 1, file) == 1;

	if (file && fclose(file))
		written = false;
	if (!written)
		report(path, 0, "error",
		       "not written: %s: make room or set it "
		       "right",
		       strerror(errno));
	free(path);
	return written ? 0 : -1;
}

/* What mandoc makes of a page. */
static int format_page(const char *page, struct text *html)
{
	static const char *const options[] = { "-T", "html", "-O", "fragment",
					       NULL };
	struct text source = { 0 };
	struct text guarded = { 0 };
	struct text formatted = { 0 };
	struct text complaints = { 0 };
	struct fault fault;
	int result = source_read(page, &source, &fault);

	if (!result) {
		guard_example_lines(source.bytes ? source.bytes : "", &guarded);
		result = mandoc_run(options, ".", &guarded, &formatted,
				    &complaints, &fault);
	}
	if (result)
		report_fault(page, &fault);
	else
		restore_example_lines(formatted.bytes, html);
	text_free(&source);
	text_free(&guarded);
	text_free(&formatted);
	text_free(&complaints);
	return result;
}

static void add_entry(struct text *list, const char *page,
		      const char *reference, const char *formatted)
{
	char *purpose = purpose_of(formatted);

	text_add_string(list, "<dt><a href=\"");
	add_escaped(list, name_of(page));
	text_add_string(list, ".html\">");
	add_escaped(list, reference);
	text_add_string(list, "</a></dt>\n<dd>");
	text_add_string(list, purpose);
	text_add_string(list, "</dd>\n");
	free(purpose);
}

/* Adds the page's entry to the list of all. */
static int write_page(const char *directory, const char *page, char **pages,
		      struct text *list)
{
	char *reference = reference_to(page);
	struct text formatted = { 0 };
	struct text html = { 0 };
	int result = format_page(page, &formatted);

	if (!result) {
		add_head(&html, reference);
		add_navigation(&html, reference, pages);
		text_add_string(&html, "<main>\n");
		add_outline(formatted.bytes, &html);
		link_references(formatted.bytes, reference, pages, &html);
		text_add_string(&html, "</main>\n</body>\n</html>\n");
		result = write_file(directory, name_of(page), &html);
		add_entry(list, page, reference, formatted.bytes);
	}
	free(reference);
	text_free(&formatted);
	text_free(&html);
	return result;
}

static int write_index(const char *directory, char **pages,
		       const struct text *list)
{
	struct text html = { 0 };
	int result;

	add_head(&html, "userfaultfd");
	add_navigation(&html, NULL, pages);
	text_add_string(&html, "<main>\n<h1>userfaultfd</h1>\n<dl>\n");
	text_add(&html, list->bytes, list->length);
	text_add_string(&html, "</dl>\n</main>\n</body>\n</html>\n");
	result = write_file(directory, "index", &html);
	text_free(&html);
	return result;
}

int main(int argc, char **argv)
{
	struct text list = { 0 };
	int result = 0;

	if (argc < 3) {
		fputs("usage: html DIRECTORY PAGE...\n", stderr);
		return 2;
	}
	for (int i = 2; !result && i < argc; i++)
		result = write_page(argv[1], argv[i], argv + 2, &list);
	if (!result)
		result = write_index(argv[1], argv + 2, &list);
	text_free(&list);
	return result ? 1 : 0;
}
