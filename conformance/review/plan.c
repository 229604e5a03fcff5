// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "block.h"
#include "judge.h"
#include "plan.h"

enum {
	CLAIMS,
	ONLY,
	SOURCES,
	RELEASES,
	FILES
};

static const char *const names[FILES] = {
	[CLAIMS] = "claims",
	[ONLY] = "only",
	[SOURCES] = "sources",
	[RELEASES] = "releases",
};

static bool is_wanted(const struct findings *findings,
		      const struct quote *quote)
{
	for (size_t i = 0; i < findings->count; i++)
		if (is_run(&findings->list[i]) &&
		    block_of_finding(&findings->list[i]) == quote)
			return true;
	return false;
}

static bool has_wanted(const struct findings *findings,
		       const struct subject *subject)
{
	for (size_t i = 0; i < findings->count; i++)
		if (findings->list[i].subject == subject &&
		    is_run(&findings->list[i]))
			return true;
	return false;
}

/* What a description has of a shell pattern stands for itself. */
static void write_pattern(FILE *stream, const char *description)
{
	for (; *description; description++) {
		if (strchr("][*?\\", *description))
			fputc('\\', stream);
		fputc(*description, stream);
	}
	fputc('\n', stream);
}

/* Returns the number of the last sentence of this file. */
static size_t write_subject(FILE *const *files, const struct subject *subject,
			    const struct findings *findings, size_t number)
{
	const struct side *side = &subject->new;
	char *page = page_of_path(side->tests);

	fprintf(files[SOURCES], "%s\n", side->tests);
	for (size_t i = 0; i < side->join.sentence_count; i++) {
		const struct quote *quote = side->join.sentences[i];
		char *description;

		number++;
		if (!is_wanted(findings, quote))
			continue;
		description = description_of(side, quote);
		fprintf(files[CLAIMS], "%zu\t%s\t%s\t%s\n", number, page,
			block_kind(&side->quotes, quote), description);
		write_pattern(files[ONLY], description);
		free(description);
	}
	free(page);
	return number;
}

/* As the test program numbers: by the names of the files. */
static const struct subject *next_subject(const struct subjects *subjects,
					  const struct findings *findings,
					  const char *after)
{
	const struct subject *next = NULL;

	for (size_t i = 0; i < subjects->count; i++) {
		const struct subject *subject = &subjects->list[i];

		if (strcmp(subject->new.tests, after) > 0 &&
		    (!next ||
		     strcmp(subject->new.tests, next->new.tests) < 0) &&
		    has_wanted(findings, subject))
			next = subject;
	}
	return next;
}

static void write_all(FILE *const *files, const struct subjects *subjects,
		      const struct findings *findings)
{
	const struct subject *subject = NULL;
	size_t number = 0;

	while ((subject = next_subject(subjects, findings,
				       subject ? subject->new.tests : "")))
		number = write_subject(files, subject, findings, number);
	for (size_t i = 0; i < findings->count; i++)
		if (is_about_releases(&findings->list[i]))
			fputs("in question\n", files[RELEASES]);
}

static FILE *create(const char *directory, const char *name)
{
	char *path = printed("%s/%s", directory, name);
	FILE *stream = fopen(path, "we");

	if (!stream)
		fprintf(stderr, "review: %s: %s\n", path, strerror(errno));
	free(path);
	return stream;
}

int plan_write(const char *directory, const struct subjects *subjects,
	       const struct findings *findings)
{
	FILE *files[FILES];
	int result = 0;

	for (int i = 0; i < FILES; i++) {
		files[i] = create(directory, names[i]);
		result |= files[i] ? 0 : -1;
	}
	if (!result)
		write_all(files, subjects, findings);
	for (int i = 0; i < FILES; i++) {
		if (!files[i])
			continue;
		if (ferror(files[i]) || fclose(files[i])) {
			fprintf(stderr, "review: %s/%s: cannot write it\n",
				directory, names[i]);
			result = -1;
		}
	}
	return result;
}
