// SPDX-License-Identifier: GPL-2.0-only
/*
 * make-report [OPTION]... OUTPUT PAGE...: writes into the directory OUTPUT what
 * the results say of each page: index.html, PAGE.html, results.json, junit.xml.
 */
#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "changes.h"
#include "document_html.h"
#include "index_html.h"
#include "junit.h"
#include "results_json.h"

enum {
	STYLES = 4,
};

struct options {
	struct sources sources;
	char *styles[STYLES + 1]; /* one after the other */
	const char *script;
	const char *last;    /* results.json of the last report */
	const char *earlier; /* what that was compared with */
	const char *output;
};

static const struct option long_options[] = {
	{ "results", required_argument, NULL, 'r' },
	{ "tests", required_argument, NULL, 't' },
	{ "errata", required_argument, NULL, 'e' },
	{ "kinds", required_argument, NULL, 'k' },
	{ "style", required_argument, NULL, 's' },
	{ "script", required_argument, NULL, 'j' },
	{ "last", required_argument, NULL, 'l' },
	{ "earlier", required_argument, NULL, 'p' },
	{ 0 },
};

static bool add_style(struct options *options, char *style)
{
	size_t count = 0;

	while (options->styles[count])
		count++;
	if (count == STYLES)
		return false;
	options->styles[count] = style;
	return true;
}

static bool take_option(struct options *options, int option)
{
	switch (option) {
	case 'r':
		options->sources.results = optarg;
		return true;
	case 't':
		options->sources.tests = optarg;
		return true;
	case 'e':
		options->sources.errata = optarg;
		return true;
	case 'k':
		options->sources.kinds = optarg;
		return true;
	case 's':
		return add_style(options, optarg);
	case 'j':
		options->script = optarg;
		return true;
	case 'l':
		options->last = optarg;
		return true;
	case 'p':
		options->earlier = optarg;
		return true;
	default:
		return false;
	}
}

static bool read_options(struct options *options, int argc, char **argv)
{
	int option;

	while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		if (!take_option(options, option))
			return false;
	if (argc - optind < 2 || !options->sources.results ||
	    !options->sources.tests || !options->sources.errata ||
	    !options->script)
		return false;
	options->output = argv[optind];
	options->sources.pages = argv + optind + 1;
	return true;
}

static int write_file(const char *directory, const char *name,
		      const struct text *text)
{
	char *path = printed("%s/%s", directory, name);
	FILE *file = fopen(path, "w");
	bool written = file && fwrite(text->bytes, 1, text->length, file) ==
				       text->length;

	if (file && fclose(file))
		written = false;
	if (!written)
		report(path, 0, "error",
		       "not written: %s: make room or set it right",
		       strerror(errno));
	free(path);
	return written ? 0 : -1;
}

static int write_pages(const struct options *options, const struct frame *frame,
		       const struct survey *survey)
{
	int result = 0;

	for (size_t i = 0; !result && i < survey->document_count; i++) {
		const struct document *document = &survey->documents[i];
		struct text html = { 0 };

		result = add_document(&html, frame, survey, document);
		if (!result)
			result = write_file(options->output, document->file,
					    &html);
		text_free(&html);
	}
	return result;
}

static int write_rest(const struct options *options, const struct frame *frame,
		      const struct survey *survey,
		      const struct changes *changes)
{
	struct text html = { 0 }, json = { 0 }, xml = { 0 };
	int result;

	add_index(&html, frame, survey, changes);
	add_results(&json, survey, changes);
	add_junit(&xml, survey);
	result = write_file(options->output, "index.html", &html);
	if (!result)
		result = write_file(options->output, "results.json", &json);
	if (!result)
		result = write_file(options->output, "junit.xml", &xml);
	if (!result && changes->known)
		result = write_file(options->output, "earlier.json",
				    &changes->source);
	text_free(&html);
	text_free(&json);
	text_free(&xml);
	return result;
}

static int make_report(struct options *options)
{
	struct survey survey = { 0 };
	struct frame frame = { 0 };
	struct changes changes = { 0 };
	int result = frame_read(&frame, options->styles, options->script);

	if (!result)
		result = survey_read(&survey, &options->sources);
	if (!result)
		result = write_pages(options, &frame, &survey);
	if (!result) {
		changes_read(&changes, &survey, options->last,
			     options->earlier);
		result = write_rest(options, &frame, &survey, &changes);
	}
	changes_free(&changes);
	survey_free(&survey);
	frame_free(&frame);
	return result;
}

int main(int argc, char **argv)
{
	struct options options = { 0 };

	if (!read_options(&options, argc, argv)) {
		fputs("usage: make-report --results DIRECTORY --tests "
		      "DIRECTORY --errata FILE [--kinds FILE] [--style FILE]... "
		      "--script FILE [--last FILE] [--earlier FILE] OUTPUT "
		      "PAGE...\n",
		      stderr);
		return 2;
	}
	return make_report(&options) ? 1 : 0;
}
