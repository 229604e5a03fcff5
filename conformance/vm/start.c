// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "guest.h"
#include "message.h"
#include "start.h"
#include "text.h"

#define MAX_ARGUMENTS 64
#define MAX_PATTERN   800

struct arguments {
	const char *all[MAX_ARGUMENTS + 1];
	size_t count;
	char from[24];
	char kinds[128];
	char only[MAX_PATTERN + 3];
};

static void add(struct arguments *arguments, const char *argument)
{
	arguments->all[arguments->count++] = argument;
}

static void add_option(struct arguments *arguments, const char *option,
		       const char *value)
{
	if (value == NULL)
		return;
	add(arguments, option);
	add(arguments, value);
}

static void add_pages(struct arguments *arguments,
		      const struct options *options)
{
	for (size_t i = 0; i < options->page_count; i++)
		add(arguments, options->pages[i]);
}

static bool is_kind_of_host(const char *kind, size_t length)
{
	return (length == 9 && memcmp(kind, "reference", length) == 0) ||
	       (length == 8 && memcmp(kind, "evidence", length) == 0);
}

/* Those of the kinds asked for that are proved on the host, or the others. */
static void select_kinds(struct arguments *arguments, const char *kinds,
			 bool of_host)
{
	size_t used = 0;
	size_t length;

	arguments->kinds[0] = '\0';
	for (; *kinds != '\0'; kinds += length + (kinds[length] == ',')) {
		length = strcspn(kinds, ",");
		if (is_kind_of_host(kinds, length) != of_host)
			continue;
		used += snprintf(arguments->kinds + used,
				 sizeof(arguments->kinds) - used, "%s%.*s",
				 used > 0 ? "," : "", (int)length, kinds);
	}
}

/* The pattern that fits one description, and is no longer than needed. */
static void make_pattern(struct arguments *arguments, const char *description)
{
	size_t used = 0;

	/* What TAP has escaped is escaped for a pattern, too. */
	for (; *description != '\0' && used < MAX_PATTERN; description++) {
		if (strchr("*?[", *description) != NULL)
			arguments->only[used++] = '\\';
		arguments->only[used++] = *description;
		if (*description == '\\')
			arguments->only[used++] = *++description;
	}
	arguments->only[used] = '\0';
}

static void fill(struct arguments *arguments, const struct options *options,
		 bool of_host, const struct claim *claim, bool alone)
{
	const char *kinds = options->kind != NULL
				    ? options->kind
				    : "behaviour,abi,version,purpose,reference,"
				      "evidence";

	snprintf(arguments->from, sizeof(arguments->from), "%lu",
		 claim->number);
	select_kinds(arguments, kinds, of_host);
	add_option(arguments, "--kind", arguments->kinds);
	add_option(arguments, "--from", arguments->from);
	if (alone)
		make_pattern(arguments, claim->description);
	add_option(arguments, "--only",
		   alone ? arguments->only : options->only);
	add_option(arguments, "--upstream", options->upstream);
	add_option(arguments, "--sabotage", options->sabotage);
	add_option(arguments, "--trouble", options->trouble);
	add_pages(arguments, options);
}

int start_list(const struct options *options, struct claims *claims)
{
	struct arguments arguments = { 0 };

	if (options->claims != NULL)
		return claims_read(claims, options->claims);
	add(&arguments, options->program);
	add(&arguments, "--list");
	add_option(&arguments, "--kind", options->kind);
	add_option(&arguments, "--only", options->only);
	add_option(&arguments, "--sabotage", options->sabotage);
	add_pages(&arguments, options);
	return claims_list(claims, (char *const *)arguments.all);
}

void start_arguments(const struct options *options, const struct claim *claim,
		     bool alone, struct text *joined)
{
	struct arguments arguments = { 0 };

	add(&arguments, PROGRAM_FILE);
	fill(&arguments, options, false, claim, alone);
	for (size_t i = 0; i < arguments.count; i++)
		text_add(joined, arguments.all[i],
			 strlen(arguments.all[i]) + 1);
}

static int start(struct machine *machine, const struct arguments *arguments,
		 int output, int errors)
{
	const struct child_files files = { output, errors, NULL, 0 };
	char *const *argv = (char *const *)arguments->all;

	if (child_start(&machine->child, argv, &files) == 0)
		return 0;
	message("%s: cannot start it: %s", argv[0], strerror(errno));
	return -1;
}

int start_here(struct machine *machine, const struct options *options,
	       bool of_host, const struct claim *claim, bool alone)
{
	struct arguments arguments = { 0 };
	int results[2];
	int result;

	add(&arguments, options->program);
	fill(&arguments, options, of_host, claim, alone);
	if (pipe2(results, O_CLOEXEC) == -1) {
		message("pipe: %s", strerror(errno));
		return -1;
	}
	/* In the guest, too, both go one way. */
	result = start(machine, &arguments, results[1], results[1]);
	close(results[1]);
	if (result == -1)
		close(results[0]);
	else
		machine->results = results[0];
	return result;
}
