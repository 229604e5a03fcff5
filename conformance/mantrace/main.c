// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "changed.h"
#include "check.h"
#include "correct.h"
#include "diff.h"
#include "errata_table.h"
#include "extract.h"
#include "fingerprint.h"
#include "join.h"
#include "page.h"
#include "published.h"
#include "quotes.h"
#include "requote.h"
#include "since.h"
#include "verify.h"

/* Test files named by --tests, taken in turn by the pages. */
struct tests {
	char **named;
	size_t count;
	size_t room;
	size_t taken;
};

static enum outcome list(const struct page *page)
{
	for (size_t i = 0; i < page->count; i++) {
		const struct item *item = &page->items[i];

		if (item->claim)
			printf("%s\t%zu\t%s\t%s\t%s\n", page->name, item->line,
			       item->section, item->tag, item->text);
	}
	return OUTCOME_CLEAN;
}

/*
 * man2const/X.2const is tested by conformance/man2const/X.2const.c. Returns
 * NULL, with the trouble told, for a page that lies elsewhere.
 */
static char *default_tests(const char *file)
{
	const char *name = strrchr(file, '/');
	const char *directory = name;
	size_t length = strlen(file);

	while (directory && directory > file && directory[-1] != '/')
		directory--;
	if (!directory || strncmp(directory, "man", 3) ||
	    !isdigit((unsigned char)directory[3])) {
		report(file, 0, "error",
		       "not in a directory such as man2: name its tests with "
		       "--tests");
		return NULL;
	}
	if (length > 3 && !strcmp(file + length - 3, ".gz"))
		length -= 3;
	return printed("%.*sconformance/%.*s.c", (int)(directory - file), file,
		       (int)(length - (directory - file)), directory);
}

static char *tests_of(const char *file, struct tests *tests)
{
	const char *named;

	if (tests->taken == tests->count)
		return default_tests(file);
	named = tests->named[tests->taken++];
	return copy_of(named, strlen(named));
}

/*
 * A command that reads a page alone, one that joins it with its tests, or one
 * that sees to its arguments itself.
 */
struct command {
	const char *name;
	enum outcome (*alone)(const struct page *page);
	enum outcome (*joined)(const struct join *join);
	enum outcome (*whole)(int argc, char **argv);
};

static const struct command commands[] = {
	{ "list", .alone = list },
	{ "since", .alone = since },
	{ "fingerprint", .alone = fingerprint },
	{ "verify", .alone = verify },
	{ "check", .joined = check },
	{ "requote", .joined = requote },
	{ "diff", .whole = diff },
	{ "extract", .whole = extract },
	{ "published", .whole = published },
	{ "errata", .whole = list_errata },
	{ "errata-tests", .whole = list_errata_tests },
	{ "correct", .whole = correct },
	{ "changed", .whole = changed },
};

static enum outcome run_joined(const struct command *command,
			       const struct page *page, const char *tests)
{
	struct quotes quotes = { 0 };
	struct fault fault;
	struct join join;
	enum outcome outcome = OUTCOME_TROUBLE;

	if (quotes_read(&quotes, tests, &fault)) {
		report_fault(tests, &fault);
	} else {
		join_make(&join, page, &quotes);
		outcome = command->joined(&join);
		join_free(&join);
	}
	quotes_free(&quotes);
	return outcome;
}

/* tests is NULL for a command that wants none. */
static enum outcome run(const struct command *command, const char *file,
			const char *tests)
{
	struct page page;
	enum outcome outcome = OUTCOME_TROUBLE;

	if (!page_open(&page, file))
		outcome = tests ? run_joined(command, &page, tests)
				: command->alone(&page);
	page_close(&page);
	return outcome;
}

static enum outcome run_all(const struct command *command, char **files,
			    struct tests *tests)
{
	enum outcome worst = OUTCOME_CLEAN;

	for (; *files; files++) {
		char *file = command->joined ? tests_of(*files, tests) : NULL;
		enum outcome outcome = OUTCOME_TROUBLE;

		if (file || command->alone)
			outcome = run(command, *files, file);
		free(file);
		if (outcome > worst)
			worst = outcome;
	}
	return worst;
}

static int usage(void)
{
	fputs("usage: mantrace list PAGE...\n"
	      "       mantrace since PAGE...\n"
	      "       mantrace fingerprint PAGE...\n"
	      "       mantrace verify PAGE...\n"
	      "       mantrace check [--tests FILE]... PAGE...\n"
	      "       mantrace requote [--tests FILE]... PAGE...\n"
	      "       mantrace diff [--tsv] OLD NEW [PAGE...]\n"
	      "       mantrace extract DIRECTORY PAGE...\n"
	      "       mantrace published --map FILE OPTIONS [PAGE...]\n"
	      "       mantrace errata OPTIONS\n"
	      "       mantrace errata-tests ERRATA\n"
	      "       mantrace correct ERRATA [NAME PAGE]\n"
	      "       mantrace changed OPTIONS {--kernel NAME}... OLD NEW\n"
	      "OPTIONS: --errata FILE --claims FILE [--results FILE]...\n",
	      stderr);
	return OUTCOME_TROUBLE;
}

static const struct command *find_command(const char *name)
{
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

static bool flush_output(void)
{
	if (!fflush(stdout) && !ferror(stdout))
		return true;
	fprintf(stderr, "mantrace: cannot write the output: %s\n",
		strerror(errno));
	return false;
}

/* Moves `--tests FILE` out of the arguments; returns what is left. */
static char **take_tests(char **arguments, struct tests *tests)
{
	char **kept = arguments;
	char **next = arguments;

	for (; *next; next++) {
		if (strcmp(*next, "--tests")) {
			*kept++ = *next;
			continue;
		}
		if (!*++next)
			return NULL;
		tests->named =
			array_with_room(tests->named, &tests->room,
					tests->count, sizeof(*tests->named));
		tests->named[tests->count++] = *next;
	}
	*kept = NULL;
	return arguments;
}

static int read_pages(const struct command *command, char **arguments)
{
	struct tests tests = { 0 };
	char **files = take_tests(arguments, &tests);
	int status;

	if (!files || !*files || **files == '-' ||
	    (tests.count && command->alone))
		status = usage();
	else
		status = run_all(command, files, &tests);
	free(tests.named);
	return status;
}

int main(int argc, char **argv)
{
	const struct command *command = argc > 2 ? find_command(argv[1]) : NULL;
	int status;

	if (!command)
		return usage();
	if (command->whole)
		status = command->whole(argc - 1, argv + 1);
	else
		status = read_pages(command, argv + 2);
	return flush_output() ? status : OUTCOME_TROUBLE;
}
