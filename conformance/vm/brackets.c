// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ktap.h"
#include "pages.h"
#include "summary.h"
#include "text.h"

#define VERSION_COMMENT "# version: " /* in a result file: exactly which */
#define RELEASE_WORD	"Linux "

struct release {
	int major;
	int minor;
};

/* Names of kernels by what their results say about one release. */
struct bracket {
	struct text absent;
	struct text present;
	struct text both; /* some claims say one, some the other */
};

/* What one kernel's results say. */
struct findings {
	bool upstream;
	struct release version;
	char exact[64]; /* as in "7.3-rc7", empty if not known */
	bool absent;
	bool present;
};

static bool read_release(const char *text, struct release *release)
{
	return sscanf(text, "%d.%d", &release->major, &release->minor) == 2;
}

static int compare(const struct release *left, const struct release *right)
{
	if (left->major != right->major)
		return left->major - right->major;
	return left->minor - right->minor;
}

/* The release that a version claim names last. */
static bool named_release(const struct claim *claim, struct release *release)
{
	const char *text = claim->description;
	bool found = false;

	if (strcmp(claim->kind, "version") != 0)
		return false;
	while ((text = strstr(text, RELEASE_WORD)) != NULL) {
		text += strlen(RELEASE_WORD);
		found |= read_release(text, release);
	}
	return found;
}

static bool names(const struct claim *claim, const struct release *release)
{
	struct release named;

	return named_release(claim, &named) && compare(&named, release) == 0;
}

static bool speaks_of(const struct claims *claims, const char *description,
		      const struct release *release)
{
	for (size_t i = 0; i < claims->count; i++) {
		if (names(&claims->all[i], release) &&
		    strcmp(claims->all[i].description, description) == 0)
			return true;
	}
	return false;
}

/* A version claim is true where a kernel is as its version says. */
static void take_result(const struct claims *claims, const char *line,
			const struct release *release,
			struct findings *findings)
{
	const char *description = strstr(line, " - ");
	struct ktap_result result;
	bool newer;

	if (!findings->upstream || description == NULL ||
	    !ktap_read_result(line, &result) || result.skipped ||
	    !speaks_of(claims, description + strlen(" - "), release))
		return;
	newer = compare(&findings->version, release) >= 0;
	if (newer == result.ok)
		findings->present = true;
	else
		findings->absent = true;
}

static const char *after(const char *line, const char *prefix)
{
	size_t length = strlen(prefix);

	return strncmp(line, prefix, length) == 0 ? line + length : NULL;
}

static void take_line(const struct claims *claims, const char *line,
		      const struct release *release, struct findings *findings)
{
	const char *rest;

	if ((rest = after(line, UPSTREAM_COMMENT)) != NULL)
		findings->upstream = read_release(rest, &findings->version);
	else if ((rest = after(line, VERSION_COMMENT)) != NULL)
		snprintf(findings->exact, sizeof(findings->exact), "%s", rest);
	else
		take_result(claims, line, release, findings);
}

static void read_file(const char *path, const struct claims *claims,
		      const struct release *release, struct findings *findings)
{
	FILE *file = fopen(path, "re");
	char *line = NULL;
	size_t room = 0;
	ssize_t length;

	if (file == NULL)
		return;
	findings->upstream = false;
	while ((length = getline(&line, &room, file)) > 0) {
		line[length - 1] = '\0';
		take_line(claims, line, release, findings);
	}
	free(line);
	fclose(file);
}

static void read_kernel(const char *directory, const struct claims *claims,
			const struct release *release,
			struct findings *findings)
{
	for (size_t i = 0; i < claims->count; i += claims_of_page(claims, i)) {
		struct text path = { 0 };

		text_add_format(&path, "%s/", directory);
		pages_file_name(claims->all[i].page, &path);
		read_file(path.bytes, claims, release, findings);
		text_free(&path);
	}
}

static void add_name(struct text *names, const char *name,
		     const struct findings *findings)
{
	text_add_format(names, "%s%s", names->length > 0 ? ", " : "", name);
	if (findings->exact[0] != '\0')
		text_add_format(names, " (%s)", findings->exact);
}

static void take_kernel(const char *results, const char *name,
			const struct claims *claims,
			const struct release *release, struct bracket *bracket)
{
	struct findings findings = { 0 };
	struct text directory = { 0 };

	text_add_format(&directory, "%s/%s", results, name);
	read_kernel(directory.bytes, claims, release, &findings);
	text_free(&directory);
	if (findings.absent && findings.present)
		add_name(&bracket->both, name, &findings);
	else if (findings.absent)
		add_name(&bracket->absent, name, &findings);
	else if (findings.present)
		add_name(&bracket->present, name, &findings);
}

static int not_hidden(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void fill(const char *results, const struct claims *claims,
		 const struct release *release, struct bracket *bracket)
{
	struct dirent **kernels;
	int count = scandir(results, &kernels, not_hidden, versionsort);

	if (count == -1)
		return;
	for (int i = 0; i < count; i++) {
		take_kernel(results, kernels[i]->d_name, claims, release,
			    bracket);
		free(kernels[i]);
	}
	free(kernels);
}

static const char *or_none(const struct text *names)
{
	return names->length > 0 ? names->bytes : "no kernel tested so far";
}

static void print_bracket(const struct claims *claims, const char *results,
			  const struct release *release)
{
	struct bracket bracket = { 0 };

	fill(results, claims, release, &bracket);
	printf("Linux %d.%d: absent in %s; present in %s", release->major,
	       release->minor, or_none(&bracket.absent),
	       or_none(&bracket.present));
	if (bracket.both.length > 0)
		printf("; in part in %s", bracket.both.bytes);
	printf("\n");
	text_free(&bracket.absent);
	text_free(&bracket.present);
	text_free(&bracket.both);
}

static bool is_new(const struct claims *claims, size_t index,
		   const struct release *release)
{
	for (size_t i = 0; i < index; i++) {
		if (names(&claims->all[i], release))
			return false;
	}
	return true;
}

void summary_print_brackets(const struct claims *claims, const char *results)
{
	struct release release;

	for (size_t i = 0; i < claims->count; i++) {
		if (named_release(&claims->all[i], &release) &&
		    is_new(claims, i, &release))
			print_bracket(claims, results, &release);
	}
}
