// SPDX-License-Identifier: GPL-2.0-only
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account.h"
#include "changed.h"

static const struct option options[] = {
	{ "claims", required_argument, NULL, 'c' },
	{ "errata", required_argument, NULL, 'e' },
	{ "kernel", required_argument, NULL, 'k' },
	{ "known", required_argument, NULL, 'n' },
	{ "map", required_argument, NULL, 'm' },
	{ "needs", no_argument, NULL, 'N' },
	{ "results", required_argument, NULL, 'r' },
	{ "witness", required_argument, NULL, 'w' },
	{ 0 },
};

/* What the options name, read. */
struct desk {
	struct sources sources;
	struct page *known; /* of --known */
	size_t known_count;
	const char *claims;
	const char *errata;
	bool needs;
	const char *old;
	const char *new;
};

static int usage(void)
{
	fputs("usage: mantrace changed --errata FILE --claims FILE "
	      "--kernel NAME[=RELEASE]...\n"
	      "                        [--witness NAME=RELEASE]... "
	      "[--results NAME=FILE]...\n"
	      "                        [--map FILE]... [--known PAGE]... "
	      "[--needs] OLD NEW\n",
	      stderr);
	return -1;
}

/* Once everything is known that the option builds on. */
static int take_option(struct desk *desk, int option)
{
	struct sources *sources = &desk->sources;
	struct page *page;

	switch (option) {
	case 'k':
	case 'w':
		return kernels_add(&sources->kernels, optarg, option == 'k',
				   desk->claims);
	case 'm':
		return corpus_add_map(&sources->corpus, optarg);
	case 'r':
		return kernels_read_results(&sources->kernels, optarg);
	default:
		page = &desk->known[desk->known_count++];
		if (page_open(page, optarg))
			return -1;
		corpus_add_page(&sources->corpus, page);
		return 0;
	}
}

/* Takes the options of the given letters. */
static int take_options(struct desk *desk, int argc, char **argv,
			const char *letters)
{
	int option;

	optind = 1;
	while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1)
		if (strchr(letters, option) && take_option(desk, option))
			return -1;
	return 0;
}

static int read_arguments(struct desk *desk, int argc, char **argv)
{
	bool has_kernel = false;
	int option;

	while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1) {
		if (option == 'c')
			desk->claims = optarg;
		else if (option == 'e')
			desk->errata = optarg;
		else if (option == 'k')
			has_kernel = true;
		else if (option == 'N')
			desk->needs = true;
		else if (option == '?')
			return usage();
	}
	if (!desk->claims || !desk->errata || !has_kernel || argc - optind != 2)
		return usage();
	desk->old = argv[optind];
	desk->new = argv[optind + 1];
	return 0;
}

static int desk_open(struct desk *desk, int argc, char **argv)
{
	if (read_arguments(desk, argc, argv) ||
	    errata_read(&desk->sources.errata, desk->errata))
		return -1;
	desk->known = calloc((size_t)argc, sizeof(*desk->known));
	if (!desk->known) {
		perror("mantrace");
		return -1;
	}
	if (take_options(desk, argc, argv, "kwm") ||
	    take_options(desk, argc, argv, "rn"))
		return -1;
	return 0;
}

static void desk_close(struct desk *desk)
{
	for (size_t i = 0; i < desk->known_count; i++)
		page_close(&desk->known[i]);
	free(desk->known);
	corpus_free(&desk->sources.corpus);
	errata_free(&desk->sources.errata);
	kernels_free(&desk->sources.kernels);
}

static enum outcome compare(struct desk *desk, const struct page *old,
			    const struct page *new)
{
	struct amendment amendment;
	size_t findings = 0;

	corpus_add_page(&desk->sources.corpus, old);
	amendment_make(&amendment, old, new, &desk->sources);
	if (desk->needs)
		account_print_needs(&amendment, &desk->sources);
	else
		findings = account_print(&amendment, &desk->sources);
	amendment_free(&amendment);
	return findings ? OUTCOME_FINDINGS : OUTCOME_CLEAN;
}

static int open_version(struct page *page, const char *file)
{
	*page = (struct page){ .file = file };
	return strcmp(file, "/dev/null") ? page_open(page, file) : 0;
}

static enum outcome read_versions(struct desk *desk)
{
	struct page old;
	struct page new;
	enum outcome outcome = OUTCOME_TROUBLE;
	int result = open_version(&old, desk->old);

	result |= open_version(&new, desk->new);
	if (!result && (old.name || new.name))
		outcome = compare(desk, &old, &new);
	else if (!result)
		usage();
	page_close(&old);
	page_close(&new);
	return outcome;
}

enum outcome changed(int argc, char **argv)
{
	struct desk desk = { 0 };
	enum outcome outcome = OUTCOME_TROUBLE;

	if (!desk_open(&desk, argc, argv))
		outcome = read_versions(&desk);
	desk_close(&desk);
	return outcome;
}
