// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "source.h"
#include "tap.h"

struct reading {
	struct tap *tap;
	struct fault *fault;
	size_t line;
	unsigned long plan;
	struct tap_result next; /* whose lines are being read */
	struct text diagnostics;
};

static bool starts(const char *string, const char *prefix)
{
	return !strncmp(string, prefix, strlen(prefix));
}

/* `ok 7` or `not ok 7`: leaves the rest of the line, or returns false. */
static bool read_verdict(char **line, enum verdict *verdict,
			 unsigned long *number)
{
	char *at = *line;

	*verdict = VERDICT_OK;
	if (starts(at, "not ")) {
		*verdict = VERDICT_NOT_OK;
		at += strlen("not ");
	}
	if (!starts(at, "ok ") || !isdigit((unsigned char)at[3]))
		return false;
	errno = 0;
	*number = strtoul(at + 3, &at, 10);
	if (errno || *at != ' ')
		return false;
	at++;
	if (starts(at, "- "))
		at += 2;
	*line = at;
	return true;
}

/*
 * Cuts ` # SKIP reason` and ` # no result: reason` off: a # of the description
 * itself has a backslash before it.
 */
static void cut_directive(char *description, enum verdict *verdict,
			  const char **reason)
{
	static const char skip[] = " # SKIP", none[] = " # no result: ";
	char *at;

	for (at = description; *at; at++) {
		if (*at == '\\' && at[1]) {
			at++;
		} else if (*verdict == VERDICT_OK && starts(at, skip)) {
			*verdict = VERDICT_SKIPPED;
			*reason = at + strlen(skip);
			break;
		} else if (*verdict == VERDICT_NOT_OK && starts(at, none)) {
			*verdict = VERDICT_NONE;
			*reason = at + strlen(none);
			break;
		}
	}
	if (*at)
		*at = '\0';
	if (*reason)
		*reason += strspn(*reason, " ");
}

static void unescape(char *description)
{
	char *end = description;

	for (; *description; description++) {
		if (*description == '\\' && description[1])
			description++;
		*end++ = *description;
	}
	*end = '\0';
}

static int take_result(struct reading *reading, char *line)
{
	struct tap *tap = reading->tap;
	struct tap_result *result = &reading->next;
	unsigned long number;

	if (!read_verdict(&line, &result->verdict, &number))
		return fault_at(reading->fault, reading->line,
				"neither a result nor a comment");
	if (number != tap->count + 1 || number > reading->plan)
		return fault_at(reading->fault, reading->line,
				"result %lu stands where %zu of %lu belongs",
				number, tap->count + 1, reading->plan);
	cut_directive(line, &result->verdict, &result->reason);
	unescape(line);
	result->description = line;
	text_add_string(&reading->diagnostics, "");
	result->diagnostics =
		strings_keep(&tap->strings, reading->diagnostics.bytes);
	tap->results = array_with_room(tap->results, &tap->room, tap->count,
				       sizeof(*tap->results));
	tap->results[tap->count++] = *result;
	reading->diagnostics = (struct text){ 0 };
	*result = (struct tap_result){ 0 };
	return 0;
}

static void add_diagnostics(struct reading *reading, const char *line)
{
	text_add_string(&reading->diagnostics, line);
	text_add_string(&reading->diagnostics, "\n");
}

/* A line of a subtest. Only the outermost subtests are backings. */
static void take_indented(struct reading *reading, char *line)
{
	struct tap_result *result = &reading->next;
	struct tap_backing backing = { 0 };
	char *start = line;
	char *name = line + strspn(line, " ");
	unsigned long number;

	if (starts(name, "KTAP version ") || starts(name, "1.."))
		return;
	if (name - line != 2 ||
	    !read_verdict(&name, &backing.verdict, &number)) {
		add_diagnostics(reading, start);
		return;
	}
	if (backing.verdict == VERDICT_NOT_OK)
		add_diagnostics(reading, start);
	cut_directive(name, &backing.verdict, &backing.reason);
	unescape(name);
	backing.name = name;
	result->backings =
		array_with_room(result->backings, &result->backing_room,
				result->backing_count, sizeof(backing));
	result->backings[result->backing_count++] = backing;
}

/* Those of the first result follow the ones about the whole run. */
static bool is_about_run(const struct reading *reading, const char *comment)
{
	static const char *const starts_of[] = {
		"kernel: ",	    "package: ",   "version: ",
		"patches: ",	    "release: ",   "upstream: ",
		"accelerator: ",    "built from ", "not an upstream version",
		"the guest lacks ",
	};

	if (reading->tap->count || reading->diagnostics.length ||
	    reading->next.backing_count)
		return false;
	for (size_t i = 0; i < sizeof(starts_of) / sizeof(*starts_of); i++)
		if (starts(comment, starts_of[i]))
			return true;
	return false;
}

static void take_comment(struct reading *reading, char *line)
{
	struct tap *tap = reading->tap;
	char *comment = line + 1 + strspn(line + 1, " ");

	if (!is_about_run(reading, comment)) {
		add_diagnostics(reading, line);
		return;
	}
	tap->about = array_with_room(tap->about, &tap->about_room,
				     tap->about_count, sizeof(*tap->about));
	tap->about[tap->about_count++] = comment;
}

static int take_plan(struct reading *reading, const char *line)
{
	char *end;

	if (!starts(line, "1..") || !isdigit((unsigned char)line[3]))
		return fault_at(reading->fault, 2, "no plan, as `1..7'");
	errno = 0;
	reading->plan = strtoul(line + 3, &end, 10);
	if (errno || *end)
		return fault_at(reading->fault, 2, "no plan, as `1..7'");
	return 0;
}

static int take_line(struct reading *reading, char *line)
{
	if (reading->line == 1 && strcmp(line, "KTAP version 1"))
		return fault_at(reading->fault, 1,
				"does not begin with `KTAP version 1'");
	if (reading->line == 1)
		return 0;
	if (reading->line == 2)
		return take_plan(reading, line);
	if (*line == '#')
		take_comment(reading, line);
	else if (*line == ' ')
		take_indented(reading, line);
	else
		return take_result(reading, line);
	return 0;
}

static int check_end(const struct reading *reading, const char *last)
{
	if (last && *last)
		return fault_at(reading->fault, reading->line,
				"the last line is cut off: run the tests "
				"again");
	if (reading->line < 3 || reading->tap->count != reading->plan)
		return fault_at(reading->fault, reading->line,
				"%zu results of %lu: run the tests again",
				reading->tap->count, reading->plan);
	if (reading->diagnostics.length)
		return fault_at(reading->fault, reading->line,
				"lines behind the last result");
	return 0;
}

int tap_read(struct tap *tap, const char *file, struct fault *fault)
{
	struct reading reading = { .tap = tap, .fault = fault };
	char *rest, *line = NULL;
	int result;

	*tap = (struct tap){ 0 };
	result = source_read(file, &tap->source, fault);
	rest = tap->source.bytes;
	while (!result && (line = strsep(&rest, "\n"))) {
		reading.line++;
		if (!rest)
			break;
		result = take_line(&reading, line);
	}
	if (!result)
		result = check_end(&reading, line);
	free(reading.next.backings);
	text_free(&reading.diagnostics);
	return result;
}

void tap_free(struct tap *tap)
{
	for (size_t i = 0; i < tap->count; i++)
		free(tap->results[i].backings);
	free(tap->results);
	free(tap->about);
	text_free(&tap->source);
	strings_free(&tap->strings);
	*tap = (struct tap){ 0 };
}

const char *tap_about(const struct tap *tap, const char *what)
{
	size_t length = strlen(what);

	for (size_t i = 0; i < tap->about_count; i++)
		if (starts(tap->about[i], what) &&
		    starts(tap->about[i] + length, ": "))
			return tap->about[i] + length + 2;
	return NULL;
}
