// SPDX-License-Identifier: GPL-2.0-only
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "case.h"
#include "operation.h"

#define SHMEM_THP_PROTECTION "shmem-thp-protection"

static void print_usage(FILE *file)
{
	fprintf(file, "usage: uffd-stress [--seed N] [--duration SECONDS | "
		      "--rounds N] [--threads N]\n"
		      "       [--backing NAME] [--mode NAME] "
		      "[--without OPERATION[,OPERATION]...]\n"
		      "       [--deadline SECONDS] [--sabotage NAME|all]\n"
		      "operations:");
	for (size_t i = 0; i < operation_count; i++)
		fprintf(file, " %s", operations[i].name);
	fprintf(file, " " SHMEM_THP_PROTECTION "\nbackings:");
	for (size_t i = 0; i < KIND_COUNT; i++)
		fprintf(file, "%s %s", i ? "," : "", kinds[i].name);
	fprintf(file, "\nmodes:");
	for (size_t i = 0; i < MODE_COUNT; i++)
		fprintf(file, " %s", modes[i].name);
	fprintf(file, "\nsabotages:");
	for (size_t i = 1; i < TAMPER_COUNT; i++)
		fprintf(file, " %s", tamper_name((enum tamper)i));
	fputc('\n', file);
}

__attribute__((noreturn)) static void usage(void)
{
	print_usage(stderr);
	exit(2);
}

static unsigned long long parse_number(const char *option, const char *text,
				       unsigned long long most)
{
	unsigned long long number;
	char *end;

	errno = 0;
	number = strtoull(text, &end, 0);
	if (errno || end == text || *end || *text == '-' || number > most) {
		fprintf(stderr,
			"uffd-stress: --%s %s: not a number of at most %llu\n",
			option, text, most);
		exit(2);
	}
	return number;
}

static void parse_without(struct options *options, const char *text)
{
	char *names = strdup(text), *rest = names, *name;

	options->without = text;
	while ((name = strsep(&rest, ",")) != NULL) {
		if (strcmp(name, SHMEM_THP_PROTECTION) == 0) {
			options->uncertain_shmem_thp = true;
		} else if (!leave_out(name)) {
			fprintf(stderr,
				"uffd-stress: --without %s: no such "
				"operation\n",
				name);
			usage();
		}
	}
	free(names);
}

static const char *parse_backing(const char *name)
{
	for (size_t i = 0; i < KIND_COUNT; i++)
		if (strcmp(name, kinds[i].name) == 0)
			return name;
	fprintf(stderr, "uffd-stress: --backing %s: no such backing\n", name);
	usage();
}

static const char *parse_mode(const char *name)
{
	for (size_t i = 0; i < MODE_COUNT; i++)
		if (strcmp(name, modes[i].name) == 0)
			return name;
	fprintf(stderr, "uffd-stress: --mode %s: no such mode\n", name);
	usage();
}

static void parse_sabotage(struct options *options, const char *name)
{
	options->every_sabotage = strcmp(name, "all") == 0;
	options->sabotage = tamper_by_name(name);
	if (options->every_sabotage || options->sabotage != NO_TAMPER)
		return;
	fprintf(stderr, "uffd-stress: --sabotage %s: no such sabotage\n", name);
	usage();
}

static uint64_t any_seed(void)
{
	uint32_t seed;

	if (getrandom(&seed, sizeof(seed), 0) != sizeof(seed)) {
		perror("uffd-stress: getrandom");
		exit(2);
	}
	return seed;
}

static const struct option long_options[] = {
	{ "seed", required_argument, NULL, 's' },
	{ "duration", required_argument, NULL, 'd' },
	{ "rounds", required_argument, NULL, 'r' },
	{ "threads", required_argument, NULL, 't' },
	{ "backing", required_argument, NULL, 'b' },
	{ "mode", required_argument, NULL, 'm' },
	{ "without", required_argument, NULL, 'w' },
	{ "deadline", required_argument, NULL, 'l' },
	{ "sabotage", required_argument, NULL, 'x' },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

static void parse_option(struct options *options, int option)
{
	switch (option) {
	case 's':
		options->seed = parse_number("seed", optarg, UINT64_MAX);
		break;
	case 'd':
		options->seconds =
			(double)parse_number("duration", optarg, 1000000);
		break;
	case 'r':
		options->rounds = parse_number("rounds", optarg, 1000000);
		break;
	case 't':
		options->threads = parse_number("threads", optarg, MAX_WORKERS);
		break;
	case 'b':
		options->backing = parse_backing(optarg);
		break;
	case 'm':
		options->mode = parse_mode(optarg);
		break;
	case 'w':
		parse_without(options, optarg);
		break;
	case 'l':
		options->deadline =
			(unsigned int)parse_number("deadline", optarg, 3600);
		break;
	case 'x':
		parse_sabotage(options, optarg);
		break;
	case 'h':
		print_usage(stdout);
		exit(0);
	default:
		usage();
	}
}

struct options parse_options(int argc, char **argv)
{
	struct options options = {
		.seed = any_seed(),
		.seconds = 60,
		.threads = 4,
		.deadline = 30,
	};
	int option;

	while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		parse_option(&options, option);
	if (optind < argc || options.threads == 0)
		usage();
	return options;
}
