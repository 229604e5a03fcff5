// SPDX-License-Identifier: GPL-2.0-only
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runs.h"
#include "source.h"

/* TAP has a backslash before each # and each backslash of a description. */
static char *unescaped(const char *text, size_t length)
{
	char *description = copy_of(text, length);
	char *end = description;

	for (const char *at = description; *at; at++) {
		if (*at == '\\' && at[1])
			at++;
		*end++ = *at;
	}
	*end = '\0';
	return description;
}

static enum verdict take_directive(const char *directive, enum verdict verdict,
				   const char **reason)
{
	static const char skip[] = " # SKIP ";
	static const char none[] = " # no result: ";

	if (!strncmp(directive, skip, strlen(skip))) {
		*reason = directive + strlen(skip);
		return VERDICT_SKIPPED;
	}
	if (!strncmp(directive, none, strlen(none))) {
		*reason = directive + strlen(none);
		return VERDICT_NONE;
	}
	return verdict;
}

/* "not ok 3 - DESCRIPTION # SKIP reason" */
static bool take_result(struct runs *kernels, struct run *kernel,
			const char *line, const struct text *diagnostics)
{
	struct result result = { .verdict = VERDICT_OK, .reason = "" };
	const char *end;

	if (!strncmp(line, "not ", 4)) {
		result.verdict = VERDICT_NOT_OK;
		line += 4;
	}
	if (strncmp(line, "ok ", 3))
		return false;
	line += 3;
	line += strspn(line, "0123456789");
	if (strncmp(line, " - ", 3))
		return false;
	line += 3;
	for (end = line; *end && *end != '#'; end++)
		if (*end == '\\' && end[1])
			end++;
	if (*end && end > line)
		end--;
	result.verdict = take_directive(end, result.verdict, &result.reason);
	result.reason =
		strings_keep(&kernels->strings,
			     copy_of(result.reason, strlen(result.reason)));
	result.description =
		strings_keep(&kernels->strings, unescaped(line, end - line));
	result.diagnostics =
		strings_keep(&kernels->strings,
			     copy_of(diagnostics->bytes, diagnostics->length));
	kernel->results = array_with_room(kernel->results, &kernel->room,
					  kernel->count, sizeof(result));
	kernel->results[kernel->count++] = result;
	return true;
}

/* The version, the plan, and what is said of the kernel, up to its last line.
 */
static bool is_heading(const char *line, const struct run *kernel)
{
	static const char last[] = "# accelerator: ";

	return !kernel->count &&
	       (!strncmp(line, "KTAP ", 5) || !strncmp(line, "1..", 3) ||
		!strncmp(line, last, strlen(last)));
}

static void take_lines(struct runs *kernels, struct run *kernel, char *lines)
{
	struct text diagnostics = { 0 };
	char *line;

	text_add(&diagnostics, "", 0);
	while ((line = strsep(&lines, "\n"))) {
		if (is_heading(line, kernel) ||
		    take_result(kernels, kernel, line, &diagnostics)) {
			text_free(&diagnostics);
			text_add(&diagnostics, "", 0);
		} else if (*line) {
			text_add_string(&diagnostics, line);
			text_add_string(&diagnostics, "\n");
		}
	}
	text_free(&diagnostics);
}

static void read_results(struct runs *kernels, struct run *kernel,
			 const char *directory)
{
	char *pattern =
		printed("%s/results/%s/partial/*.tap", directory, kernel->name);
	glob_t found;

	if (!glob(pattern, 0, NULL, &found)) {
		for (size_t i = 0; i < found.gl_pathc; i++) {
			struct text text = { 0 };
			struct fault fault;

			if (source_read(found.gl_pathv[i], &text, &fault))
				report_fault(found.gl_pathv[i], &fault);
			else
				take_lines(kernels, kernel, text.bytes);
			text_free(&text);
		}
		globfree(&found);
	}
	free(pattern);
}

static void take_kernel(struct runs *kernels, char *line, const char *directory)
{
	const char *name = strsep(&line, " ");
	const char *release = line ? strsep(&line, " ") : "";
	struct run kernel = {
		.name = strings_keep(&kernels->strings,
				     copy_of(name, strlen(name))),
		.wanted = line && !strcmp(line, "wanted"),
	};

	if (!release_read(release, &kernel.release))
		kernel.release = (struct release){ 0 };
	read_results(kernels, &kernel, directory);
	kernels->list = array_with_room(kernels->list, &kernels->room,
					kernels->count, sizeof(kernel));
	kernels->list[kernels->count++] = kernel;
}

void runs_read(struct runs *kernels, const char *directory)
{
	char *file = printed("%s/kernels", directory);
	struct text text = { 0 };
	struct fault fault;
	char *line;

	*kernels = (struct runs){ 0 };
	if (!source_read(file, &text, &fault)) {
		char *rest = text.bytes;

		while ((line = strsep(&rest, "\n")))
			if (*line)
				take_kernel(kernels, line, directory);
	}
	text_free(&text);
	free(file);
}

void runs_free(struct runs *kernels)
{
	for (size_t i = 0; i < kernels->count; i++)
		free(kernels->list[i].results);
	free(kernels->list);
	strings_free(&kernels->strings);
	*kernels = (struct runs){ 0 };
}

const struct result *result_of(const struct run *kernel,
			       const char *description)
{
	for (size_t i = 0; i < kernel->count; i++)
		if (!strcmp(kernel->results[i].description, description))
			return &kernel->results[i];
	return NULL;
}
