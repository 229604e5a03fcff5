// SPDX-License-Identifier: GPL-2.0-only
#include "extract.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mandoc.h"
#include "page.h"
#include "render.h"
#include "since.h"
#include "text.h"

#define NAME_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789_-"

struct example {
	char *name;
	size_t line; /* where the program stands, or else the run */
	struct text program;
	struct text session;
	char *release;
};

/* A walk through the lines of a page. */
struct extraction {
	const struct page *page;
	size_t line;
	struct example *examples;
	size_t count;
	size_t room;
	enum outcome outcome;
};

static void find(struct extraction *extraction, size_t line, const char *what,
		 const char *name)
{
	report(extraction->page->file, line, "error", "%s: %.60s", what, name);
	extraction->outcome = OUTCOME_FINDINGS;
}

static struct example *example_called(struct extraction *extraction,
				      const char *name, size_t length)
{
	struct example *example = extraction->examples;

	for (size_t i = 0; i < extraction->count; i++, example++)
		if (strlen(example->name) == length &&
		    !strncmp(example->name, name, length))
			return example;
	extraction->examples = array_with_room(
		extraction->examples, &extraction->room, extraction->count,
		sizeof(*extraction->examples));
	example = &extraction->examples[extraction->count++];
	*example = (struct example){
		.name = copy_of(name, length),
		.line = extraction->line,
	};
	return example;
}

static size_t line_length(const char *line)
{
	return strcspn(line, "\n");
}

static const char *line_after(const char *line)
{
	line += line_length(line);
	return *line ? line + 1 : line;
}

static bool line_is(const char *line, const char *words)
{
	return line_length(line) == strlen(words) &&
	       !strncmp(line, words, strlen(words));
}

static bool is_blank_line(const char *line)
{
	return strspn(line, " ") == line_length(line);
}

/* What all lines but blank ones begin with. */
static size_t common_indent(const char *line, const char *end)
{
	size_t least = SIZE_MAX;

	for (; line < end; line = line_after(line)) {
		size_t indent = strspn(line, " ");

		if (!is_blank_line(line) && indent < least)
			least = indent;
	}
	return least;
}

static void add_lines(struct text *text, const char *line, const char *end)
{
	size_t indent = common_indent(line, end);

	for (; line < end; line = line_after(line)) {
		if (!is_blank_line(line))
			text_add(text, line + indent,
				 line_length(line) - indent);
		text_add(text, "\n", 1);
	}
}

/* The print without header, footer, and blank lines around the text. */
static void add_body(struct text *text, const char *print)
{
	const char *start = print;
	const char *end = print;
	const char *footer = print;

	while (*start && is_blank_line(start))
		start = line_after(start);
	do
		start = line_after(start);
	while (*start && is_blank_line(start));
	for (const char *line = start; *line; line = line_after(line)) {
		if (is_blank_line(line))
			continue;
		end = footer;
		footer = line_after(line);
	}
	if (start < end)
		add_lines(text, start, end);
}

/* Adds what mandoc prints for some lines of the page. */
static void add_print(struct extraction *extraction, const char *start,
		      const char *end, struct text *text)
{
	static const char *const options[] = { "-T", "ascii", "-O", "width=200",
					       NULL };
	static const char title[] = ".TH display 7\n";
	struct text input = { 0 };
	struct text print = { 0 };
	struct text complaints = { 0 };
	struct fault fault;

	text_add_string(&input, title);
	text_add(&input, start, end - start);
	if (mandoc_run(options, extraction->page->root, &input, &print,
		       &complaints, &fault)) {
		report_fault(extraction->page->file, &fault);
		extraction->outcome = OUTCOME_TROUBLE;
	} else {
		remove_overstrike(&print);
		add_body(text, print.bytes);
	}
	text_free(&input);
	text_free(&print);
	text_free(&complaints);
}

/* Returns the name's length, 0 if the line does not begin a program. */
static size_t program_name(struct extraction *extraction, const char *line,
			   const char **name)
{
	static const char mark[] = ".\\\" SRC BEGIN (";
	size_t length;

	if (strncmp(line, mark, strlen(mark)))
		return 0;
	*name = line + strlen(mark);
	length = strspn(*name, NAME_CHARACTERS);
	if (length && line_is(*name + length, ".c)"))
		return length;
	find(extraction, extraction->line, "names no C file", "SRC BEGIN");
	return 0;
}

/* Moves to the line that is `words`; returns it, or NULL at the end. */
static const char *skip_to(struct extraction *extraction, const char *line,
			   const char *words)
{
	while (*line && !line_is(line, words)) {
		line = line_after(line);
		extraction->line++;
	}
	return *line ? line : NULL;
}

static char *release_at(const struct page *page, size_t line)
{
	const struct item *before = NULL;

	for (size_t i = 0; i < page->count; i++)
		if (page->items[i].line <= line)
			before = &page->items[i];
	return before ? since_release(page, before) : copy_of("-", 1);
}

static const char *take_program(struct extraction *extraction, const char *line,
				const char *name, size_t length)
{
	struct example *example = example_called(extraction, name, length);
	size_t begins = extraction->line;
	const char *end;

	extraction->line++;
	end = skip_to(extraction, line_after(line), ".\\\" SRC END");
	if (!end) {
		find(extraction, begins, "SRC BEGIN without SRC END",
		     example->name);
		return "";
	}
	if (example->program.length) {
		find(extraction, begins, "a second program of this name",
		     example->name);
		return end;
	}
	example->line = begins;
	example->release = release_at(extraction->page, begins + 1);
	add_print(extraction, line_after(line), end, &example->program);
	return end;
}

/* Lines from `$ ./NAME` up to the next prompt are the run of a program. */
static void take_session(struct extraction *extraction, const char *line)
{
	static const char prompt[] = "$ ";
	static const char here[] = "$ ./";
	struct example *example = NULL;

	for (; *line; line = line_after(line)) {
		const char *name = line + strlen(here);

		if (!strncmp(line, prompt, strlen(prompt)))
			example = NULL;
		if (!strncmp(line, here, strlen(here))) {
			example = example_called(extraction, name,
						 strspn(name, NAME_CHARACTERS));
			if (example->session.length)
				find(extraction, extraction->line,
				     "a second run of", example->name);
		}
		if (example)
			text_add(&example->session, line,
				 line_after(line) - line);
	}
}

static const char *take_display(struct extraction *extraction, const char *line)
{
	const char *end = skip_to(extraction, line, ".EE");
	struct text print = { 0 };

	if (!end)
		return "";
	add_print(extraction, line, line_after(end), &print);
	if (print.bytes)
		take_session(extraction, print.bytes);
	text_free(&print);
	return end;
}

static void take_page(struct extraction *extraction)
{
	const char *line = extraction->page->source.bytes;
	const char *name;
	size_t length;

	for (extraction->line = 1; *line; extraction->line++) {
		length = program_name(extraction, line, &name);
		if (length)
			line = take_program(extraction, line, name, length);
		else if (line_is(line, ".EX"))
			line = take_display(extraction, line);
		line = line_after(line);
	}
}

static void write_file(struct extraction *extraction, const char *directory,
		       const char *name, const char *ending,
		       const struct text *text)
{
	char *path = printed("%s/%s.%s", directory, name, ending);
	FILE *file = fopen(path, "wxe");
	size_t written = 0;

	if (file)
		written = fwrite(text->bytes, 1, text->length, file);
	if (!file || fclose(file) || written != text->length) {
		report(path, 0, "error", "cannot write it: %s",
		       strerror(errno));
		extraction->outcome = OUTCOME_TROUBLE;
	}
	free(path);
}

static void write_example(struct extraction *extraction, const char *directory,
			  const struct example *example)
{
	if (!example->program.length)
		find(extraction, example->line, "a run of no program here",
		     example->name);
	else if (!example->session.length)
		find(extraction, example->line,
		     "a program whose run is not shown", example->name);
	else if (printf("%s\t%s\n", example->name, example->release) > 0) {
		write_file(extraction, directory, example->name, "c",
			   &example->program);
		write_file(extraction, directory, example->name, "session",
			   &example->session);
	}
}

static enum outcome extract_page(const char *directory, const char *file)
{
	struct page page;
	struct extraction extraction = { .page = &page };

	if (page_open(&page, file)) {
		page_close(&page);
		return OUTCOME_TROUBLE;
	}
	take_page(&extraction);
	for (size_t i = 0; i < extraction.count; i++) {
		struct example *example = &extraction.examples[i];

		write_example(&extraction, directory, example);
		free(example->name);
		free(example->release);
		text_free(&example->program);
		text_free(&example->session);
	}
	free(extraction.examples);
	page_close(&page);
	return extraction.outcome;
}

enum outcome extract(int argc, char **argv)
{
	enum outcome worst = OUTCOME_CLEAN;

	for (int i = 2; i < argc; i++) {
		enum outcome outcome = extract_page(argv[1], argv[i]);

		if (outcome > worst)
			worst = outcome;
	}
	return worst;
}
