// SPDX-License-Identifier: GPL-2.0-only
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "correct.h"
#include "errata.h"
#include "fingerprint.h"
#include "source.h"

struct correction {
	const char *page; /* "userfaultfd.2" */
	size_t line;
	const char *fingerprint;
	const char *old;
	const char *new;
	char *text; /* that the strings lie in */
};

/* Free correction->text in either case. */
static int read_correction(struct correction *correction,
			   const struct field *field, const char *file)
{
	char *rest = copy_of(field->text, strlen(field->text));
	const char *line;
	char *arrow;

	*correction = (struct correction){ .text = rest };
	correction->page = strsep(&rest, " ");
	line = rest ? strsep(&rest, " ") : "";
	correction->line = strtoul(line, NULL, 10);
	correction->fingerprint = rest ? strsep(&rest, " ") : "";
	correction->old = rest;
	arrow = rest ? strstr(rest, " => ") : NULL;
	if (arrow && correction->line && arrow > rest) {
		*arrow = '\0';
		correction->new = arrow + strlen(" => ");
		return 0;
	}
	report(file, field->line, "error",
	       "a correction is PAGE LINE FINGERPRINT OLD => NEW");
	return -1;
}

static enum outcome print_pairs(const struct errata *errata,
				const struct erratum *erratum)
{
	enum outcome outcome = OUTCOME_CLEAN;
	char *before = copy_of("", 0);

	for (size_t i = 0; i < erratum->count; i++) {
		struct correction correction;

		if (erratum->fields[i].kind != FIELD_CORRECTION)
			continue;
		if (read_correction(&correction, &erratum->fields[i],
				    errata->file)) {
			outcome = OUTCOME_TROUBLE;
		} else if (strcmp(correction.page, before)) {
			printf("%s\t%s\n", erratum->name, correction.page);
			free(before);
			before = copy_of(correction.page,
					 strlen(correction.page));
		}
		free(correction.text);
	}
	free(before);
	return outcome;
}

static enum outcome print_all_pairs(const struct errata *errata)
{
	enum outcome outcome = OUTCOME_CLEAN;

	for (size_t i = 0; i < errata->count; i++)
		if (print_pairs(errata, &errata->list[i]) != OUTCOME_CLEAN)
			outcome = OUTCOME_TROUBLE;
	return outcome;
}

/* Where the line starts in the page, and its length with the newline. */
static const char *find_line(const struct text *page, size_t number,
			     size_t *length)
{
	const char *line = page->bytes;
	const char *end;

	while (--number && (line = strchr(line, '\n')))
		line++;
	if (!line || !*line)
		return NULL;
	end = strchr(line, '\n');
	*length = end ? (size_t)(end - line) + 1 : strlen(line);
	return line;
}

/* OLD in the line, if the line is the one that the correction speaks of. */
static const char *find_old(const struct text *page,
			    const struct correction *correction)
{
	size_t length;
	const char *line = find_line(page, correction->line, &length);
	const char *old;

	if (!line || strcmp(fingerprint_of_line(line, length).digits,
			    correction->fingerprint))
		return NULL;
	old = strstr(line, correction->old);
	if (!old || old + strlen(correction->old) > line + length)
		return NULL;
	return old;
}

static void replace(struct text *page, const char *at,
		    const struct correction *correction)
{
	struct text new = { 0 };

	text_add(&new, page->bytes, at - page->bytes);
	text_add_string(&new, correction->new);
	text_add_string(&new, at + strlen(correction->old));
	text_free(page);
	*page = new;
}

static enum outcome make_correction(struct text *page,
				    const struct field *field,
				    const char *errata, const char *name)
{
	enum outcome outcome = OUTCOME_CLEAN;
	struct correction correction;
	const char *old;

	if (read_correction(&correction, field, errata)) {
		outcome = OUTCOME_TROUBLE;
	} else if (!strcmp(correction.page, name)) {
		old = find_old(page, &correction);
		if (old) {
			replace(page, old, &correction);
		} else {
			report(errata, field->line, "error",
			       "line %zu of %s is another one, or lacks `%s': "
			       "see whether the erratum still holds",
			       correction.line, name, correction.old);
			outcome = OUTCOME_FINDINGS;
		}
	}
	free(correction.text);
	return outcome;
}

/* "man2/userfaultfd.2.gz" is called "userfaultfd.2". */
static char *name_of(const char *file)
{
	const char *slash = strrchr(file, '/');
	const char *name = slash ? slash + 1 : file;
	size_t length = strlen(name);

	if (length > 3 && !strcmp(name + length - 3, ".gz"))
		length -= 3;
	return copy_of(name, length);
}

static enum outcome print_corrected(const struct errata *errata,
				    const struct erratum *erratum,
				    const char *file)
{
	enum outcome outcome = OUTCOME_CLEAN;
	struct text page = { 0 };
	struct fault fault;
	char *name = name_of(file);

	if (source_read(file, &page, &fault)) {
		report_fault(file, &fault);
		outcome = OUTCOME_TROUBLE;
	}
	for (size_t i = 0; outcome == OUTCOME_CLEAN && i < erratum->count; i++)
		if (erratum->fields[i].kind == FIELD_CORRECTION)
			outcome = make_correction(&page, &erratum->fields[i],
						  errata->file, name);
	if (outcome == OUTCOME_CLEAN)
		fputs(page.bytes, stdout);
	text_free(&page);
	free(name);
	return outcome;
}

enum outcome correct(int argc, char **argv)
{
	enum outcome outcome = OUTCOME_TROUBLE;
	const struct erratum *erratum;
	struct errata errata = { 0 };

	if (argc != 2 && argc != 4) {
		fputs("usage: mantrace correct ERRATA [NAME PAGE]\n", stderr);
	} else if (!errata_read(&errata, argv[1])) {
		erratum = argc == 4 ? errata_find(&errata, argv[2]) : NULL;
		if (argc == 2)
			outcome = print_all_pairs(&errata);
		else if (erratum)
			outcome = print_corrected(&errata, erratum, argv[3]);
		else
			report(argv[1], 0, "error",
			       "no erratum of this name: %s", argv[2]);
	}
	errata_free(&errata);
	return outcome;
}
