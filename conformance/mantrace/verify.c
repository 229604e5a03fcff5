// SPDX-License-Identifier: GPL-2.0-only
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mandoc.h"
#include "render.h"
#include "verify.h"

/* As wide as mandoc can, so that it breaks few lines. */
#define WIDTH		     1000
#define STRINGIFY(number)    #number
#define WIDTH_OPTION(number) "width=" STRINGIFY(number)

/* How far the comparison has come. */
struct comparison {
	const struct page *page;
	const char *start; /* of the line of print that at is on */
	const char *at;
	size_t characters; /* found equal */
	bool separated;	   /* blanks were skipped, or nothing comes before */
};

static void skip_blanks(struct comparison *comparison)
{
	for (; is_blank(*comparison->at); comparison->at++)
		if (*comparison->at == '\n')
			comparison->start = comparison->at + 1;
}

/* mandoc breaks long lines within words too: behind hyphens and at `\:`. */
static bool skip_break(struct comparison *comparison)
{
	if (*comparison->at != '\n' ||
	    comparison->at - comparison->start < WIDTH / 2)
		return false;
	skip_blanks(comparison);
	return true;
}

static enum outcome differs(const struct comparison *comparison,
			    const struct item *item, const char *at)
{
	char *print = text_squeezed(comparison->at);

	report(comparison->page->file, item->line, "error",
	       "misread: \"%.60s\" should go on with \"%.60s\", mandoc "
	       "prints \"%.60s\": use mandoc 1.14.6, or mend mantrace",
	       item->text, at, print);
	free(print);
	return OUTCOME_FINDINGS;
}

static bool same_blank(struct comparison *comparison)
{
	if (!is_blank(*comparison->at))
		return false;
	skip_blanks(comparison);
	return true;
}

static bool same_character(struct comparison *comparison, char c)
{
	if (c == ' ')
		return same_blank(comparison);
	if (*comparison->at != c && !skip_break(comparison))
		return false;
	if (*comparison->at != c)
		return false;
	comparison->at++;
	comparison->characters++;
	return true;
}

static enum outcome compare_text(struct comparison *comparison,
				 const struct item *item)
{
	if (!item->joined && !comparison->separated && !same_blank(comparison))
		return differs(comparison, item, item->text);
	comparison->separated = false;
	for (const char *c = item->text; *c; c++)
		if (!same_character(comparison, *c))
			return differs(comparison, item, c);
	return OUTCOME_CLEAN;
}

/* Lines of a table are drawn with these. */
static bool is_frame(char c)
{
	return c && strchr("+-|=", c);
}

static size_t count_characters(const struct item *row, size_t *counts)
{
	size_t count = 0;

	for (const char *c = row->text; *c; c++) {
		if (is_blank(*c) || is_frame(*c))
			continue;
		counts[(unsigned char)*c]++;
		count++;
	}
	return count;
}

static void skip_frame_lines(struct comparison *comparison)
{
	for (;;) {
		const char *at = comparison->at;

		while (is_frame(*at) || (is_blank(*at) && *at != '\n'))
			at++;
		if (*at != '\n')
			return;
		comparison->at = at;
		skip_blanks(comparison);
	}
}

/*
 * Takes as many characters from the print as the rows have.  Text in a cell
 * may fill several lines, between which those of the next cell are printed.
 */
static enum outcome compare_rows(struct comparison *comparison,
				 const struct item *rows, size_t count)
{
	size_t counts[UCHAR_MAX + 1] = { 0 };
	size_t left = 0;

	for (size_t i = 0; i < count; i++)
		left += count_characters(&rows[i], counts);
	for (; left; comparison->at++) {
		char c = *comparison->at;

		if (c && (is_blank(c) || is_frame(c)))
			continue;
		if (!c || !counts[(unsigned char)c])
			return differs(comparison, rows, rows->text);
		counts[(unsigned char)c]--;
		comparison->characters++;
		left--;
	}
	skip_frame_lines(comparison);
	comparison->separated = true;
	return OUTCOME_CLEAN;
}

static size_t rows_from(const struct page *page, size_t first)
{
	size_t count = 0;

	while (first + count < page->count && page->items[first + count].row)
		count++;
	return count;
}

static enum outcome compare_items(struct comparison *comparison)
{
	const struct page *page = comparison->page;
	enum outcome outcome = OUTCOME_CLEAN;

	for (size_t i = 0; !outcome && i < page->count;) {
		size_t rows = rows_from(page, i);

		if (rows) {
			outcome =
				compare_rows(comparison, &page->items[i], rows);
			i += rows;
		} else {
			outcome = compare_text(comparison, &page->items[i]);
			i++;
		}
	}
	return outcome;
}

static enum outcome compare_rest(struct comparison *comparison)
{
	char *rest;

	skip_blanks(comparison);
	if (!*comparison->at)
		return OUTCOME_CLEAN;
	rest = text_squeezed(comparison->at);
	report(comparison->page->file, 0, "error",
	       "misread: mandoc prints more: \"%.60s\"", rest);
	free(rest);
	return OUTCOME_FINDINGS;
}

/* The first line that is not blank is the header, the last is the footer. */
static const char *cut_body(struct text *print)
{
	char *body = print->bytes + strspn(print->bytes, " \n");
	char *end = print->bytes + print->length;

	body += strcspn(body, "\n");
	body += strspn(body, " \n");
	while (end > body && is_blank(end[-1]))
		end--;
	while (end > body && end[-1] != '\n')
		end--;
	*end = '\0';
	return body;
}

static int print_page(const struct page *page, struct text *print)
{
	static const char *const options[] = { "-T", "ascii", "-O",
					       WIDTH_OPTION(WIDTH), NULL };
	struct text complaints = { 0 };
	struct fault fault;
	int result = mandoc_run(options, page->root, &page->source, print,
				&complaints, &fault);

	if (result)
		report_fault(page->file, &fault);
	text_free(&complaints);
	return result;
}

enum outcome verify(const struct page *page)
{
	struct text print = { 0 };
	struct comparison comparison = { .page = page, .separated = true };
	enum outcome outcome = OUTCOME_TROUBLE;

	if (!print_page(page, &print)) {
		remove_overstrike(&print);
		comparison.at = cut_body(&print);
		comparison.start = comparison.at;
		outcome = compare_items(&comparison);
	}
	if (!outcome)
		outcome = compare_rest(&comparison);
	if (!outcome)
		printf("%s: %zu characters in %zu items read as printed\n",
		       page->name, comparison.characters, page->count);
	text_free(&print);
	return outcome;
}
