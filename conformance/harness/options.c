// SPDX-License-Identifier: GPL-2.0-only
#include "options.h"

#include <fnmatch.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "release.h"
#include "sabotage.h"
#include "trouble.h"
#include "workers.h"

static void usage(FILE *stream)
{
	fprintf(stream,
		"usage: uffd-conformance [OPTION]... [PAGE]...\n"
		"Runs the tests of the pages, all pages if none is named, on "
		"the running kernel.\n"
		"  --list              number, page, kind of proof and "
		"description of each\n"
		"  --only PATTERN      those whose description has the shell "
		"pattern in it,\n"
		"                      or one of several, a line each\n"
		"  --from N            those from number N on\n"
		"  --kind KIND,...     those proved so: behaviour abi version "
		"reference\n"
		"                      evidence purpose\n"
		"  --jobs N            run N blocks at a time; otherwise two, or one "
		"on a\n"
		"                      single processor\n"
		"  --upstream X.Y      the kernel is this unmodified release\n"
		"  --sabotage NAME     betray the blocks; `all`: show which "
		"sabotage each\n"
		"                      block notices\n");
}

static unsigned int proofs_of_names(char *names)
{
	unsigned int proofs = 0;

	for (char *name = strtok(names, ","); name; name = strtok(NULL, ",")) {
		unsigned int before = proofs;

		for (int i = BEHAVIOUR; i <= PURPOSE; i++)
			if (!strcmp(name, proof_name(i)))
				proofs |= 1U << i;
		if (proofs == before) {
			fprintf(stderr,
				"uffd-conformance: --kind: no kind of proof "
				"is called %s: see --help\n",
				name);
			exit(2);
		}
	}
	return proofs;
}

/* Two share the huge pages that the pool has, without waiting. */
static unsigned int default_jobs(void)
{
	return sysconf(_SC_NPROCESSORS_ONLN) > 1 ? 2 : 1;
}

static unsigned long number_of_text(const char *option, const char *text,
				    unsigned long least, unsigned long most)
{
	unsigned long number;
	char rest;

	if (sscanf(text, "%lu%c", &number, &rest) == 1 && number >= least &&
	    number <= most)
		return number;
	fprintf(stderr,
		"uffd-conformance: %s: %s is no number from %lu to %lu\n",
		option, text, least, most);
	exit(2);
}

static void choose_sabotage(const char *name, struct options *options)
{
	options->every_sabotage = !strcmp(name, "all");
	/* Under sabotage most blocks wait in vain, which takes no processor. */
	if (options->every_sabotage)
		options->jobs = MAX_JOBS;
	if (options->every_sabotage)
		return;
	set_sabotage(sabotage_by_name(name));
	if (no_sabotage()) {
		fprintf(stderr,
			"uffd-conformance: --sabotage: %s is none of:", name);
		for (int i = NO_SABOTAGE + 1; i < SABOTAGE_COUNT; i++)
			fprintf(stderr, " %s", sabotage_name(i));
		fprintf(stderr, " all\n");
		exit(2);
	}
}

struct options parse_options(int argc, char **argv)
{
	static const struct option longs[] = {
		{ "list", no_argument, NULL, 'l' },
		{ "only", required_argument, NULL, 'o' },
		{ "from", required_argument, NULL, 'f' },
		{ "kind", required_argument, NULL, 'k' },
		{ "jobs", required_argument, NULL, 'j' },
		{ "upstream", required_argument, NULL, 'u' },
		{ "sabotage", required_argument, NULL, 's' },
		{ "trouble", required_argument, NULL, 't' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	struct options options = {
		.from = 1,
		.proofs = ~0U,
		.jobs = default_jobs(),
	};
	int option;

	while ((option = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		switch (option) {
		case 'l':
			options.list = true;
			break;
		case 'o':
			options.only = optarg;
			break;
		case 'f':
			options.from =
				number_of_text("--from", optarg, 1, 99999);
			break;
		case 'k':
			options.proofs = proofs_of_names(optarg);
			break;
		case 'j':
			options.jobs =
				number_of_text("--jobs", optarg, 1, MAX_JOBS);
			break;
		case 'u':
			if (declare_upstream(optarg))
				break;
			fprintf(stderr,
				"uffd-conformance: --upstream: %s is no "
				"release such as 7.3\n",
				optarg);
			exit(2);
		case 's':
			choose_sabotage(optarg, &options);
			break;
		case 't':
			if (plan_trouble(optarg))
				break;
			exit(2);
		case 'h':
			usage(stdout);
			exit(0);
		default:
			usage(stderr);
			exit(2);
		}
	}
	return options;
}

/* Whether the description has one of the patterns, each a line, in it. */
static bool has_pattern(const char *description, const char *patterns)
{
	bool found = false;
	size_t length;

	for (; *patterns && !found; patterns += length) {
		char pattern[4096];

		length = strcspn(patterns, "\n");
		snprintf(pattern, sizeof(pattern), "*%.*s*", (int)length,
			 patterns);
		found = fnmatch(pattern, description, 0) == 0;
		length += strspn(patterns + length, "\n");
	}
	return found;
}

bool is_selected(const struct options *options, const struct claim *claim,
		 size_t number)
{
	char description[4096];

	if (number < options->from ||
	    !(options->proofs & 1U << claim->sentence->proof))
		return false;
	if (options->every_sabotage && claim->sentence->proof != BEHAVIOUR &&
	    claim->sentence->proof != PURPOSE)
		return false;
	if (!options->only)
		return true;
	claim_description(claim, description, sizeof(description));
	return has_pattern(description, options->only);
}
