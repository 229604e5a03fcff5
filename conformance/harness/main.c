// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backing.h"
#include "kernel_log.h"
#include "options.h"
#include "result.h"
#include "sentence.h"
#include "workers.h"

/* The claims that are to be run, and how. */
struct selection {
	const struct options *options;
	const struct claim *claims;
	size_t *indexes;
	size_t count;
};

static struct selection select_claims(const struct options *options,
				      const struct claim *claims, size_t count)
{
	struct selection selection = {
		.options = options,
		.claims = claims,
		.indexes = calloc(count + 1, sizeof(size_t)),
	};

	if (!selection.indexes) {
		fprintf(stderr, "uffd-conformance: out of memory\n");
		exit(2);
	}
	for (size_t i = 0; i < count; i++)
		if (is_selected(options, &claims[i], i + 1))
			selection.indexes[selection.count++] = i;
	return selection;
}

static enum verdict run_selected(const void *work, size_t index)
{
	const struct selection *selection = work;
	size_t i = selection->indexes[index];
	const struct claim *claim = &selection->claims[i];

	return selection->options->every_sabotage ? sabotage_claim(claim, i + 1)
						  : run_claim(claim, i + 1);
}

static bool needs_huge_pages(const struct selection *selection)
{
	for (size_t i = 0; i < selection->count; i++) {
		size_t index = selection->indexes[i];

		if (selection->claims[index].sentence->over & HUGETLBFS)
			return true;
	}
	return false;
}

static int run_claims(const struct selection *selection)
{
	size_t false_claims;

	printf("KTAP version 1\n1..%zu\n", selection->count);
	if (!kernel_log_is_readable())
		printf("# the kernel's log cannot be read: what the kernel "
		       "reports of itself goes unseen\n");
	if (needs_huge_pages(selection))
		reserve_huge_pages(selection->options->jobs);
	false_claims = do_in_workers(selection->options->jobs, run_selected,
				     selection, selection->count);
	restore_huge_pages();
	if (signal_that_interrupted())
		exit(128 + signal_that_interrupted());
	return false_claims ? 1 : 0;
}

static void list_claims(const struct selection *selection)
{
	for (size_t i = 0; i < selection->count; i++) {
		size_t index = selection->indexes[i];
		const struct claim *claim = &selection->claims[index];
		char description[4096];

		claim_description(claim, description, sizeof(description));
		printf("%zu\t%s\t%s\t%s\n", index + 1, claim->page,
		       proof_name(claim->sentence->proof), description);
	}
}

int main(int argc, char **argv)
{
	struct options options = parse_options(argc, argv);
	struct selection selection;
	const char *unknown;
	struct claim *claims;
	size_t count;
	int status = 0;

	claims =
		claims_of_pages(argv + optind, argc - optind, &count, &unknown);
	if (!claims) {
		fprintf(stderr,
			"uffd-conformance: %s: there is no such page: see "
			"--list\n",
			unknown);
		return 2;
	}
	selection = select_claims(&options, claims, count);
	if (options.list)
		list_claims(&selection);
	else
		status = run_claims(&selection);
	free(selection.indexes);
	free(claims);
	if (fflush(stdout) || ferror(stdout)) {
		fprintf(stderr, "uffd-conformance: standard output: %s\n",
			strerror(errno));
		return 2;
	}
	return status;
}
