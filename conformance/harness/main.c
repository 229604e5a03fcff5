// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fnmatch.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backing.h"
#include "kernel_log.h"
#include "lines.h"
#include "release.h"
#include "sabotage.h"
#include "sentence.h"
#include "trial.h"
#include "trouble.h"

/* A block takes well under a second; this is for a kernel that hangs it. */
#define BLOCK_DEADLINE 8000

/* Under sabotage waits are in vain, so they are short. */
#define SABOTAGE_AWAIT_DEADLINE 400
#define SABOTAGE_BLOCK_DEADLINE 3000

#define DIAGNOSTICS_SIZE 16384

struct options {
	const char *only;
	unsigned long from;
	unsigned int proofs; /* a bit for each enum proof */
	bool list;
	bool every_sabotage;
};

static void usage(FILE *stream)
{
	fprintf(stream,
		"usage: uffd-conformance [OPTION]... [PAGE]...\n"
		"Runs the tests of the pages, all pages if none is named, on "
		"the running kernel.\n"
		"  --list              number, page, kind of proof and "
		"description of each\n"
		"  --only PATTERN      those whose description has the shell "
		"pattern in it\n"
		"  --from N            those from number N on\n"
		"  --kind KIND,...     those proved so: behaviour abi version "
		"reference\n"
		"                      evidence purpose\n"
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

static void choose_sabotage(const char *name, struct options *options)
{
	options->every_sabotage = !strcmp(name, "all");
	if (options->every_sabotage)
		return;
	set_sabotage(sabotage_by_name(name));
	if (sabotaged(NO_SABOTAGE)) {
		fprintf(stderr, "uffd-conformance: --sabotage: %s is none of:",
			name);
		for (int i = NO_SABOTAGE + 1; i < SABOTAGE_COUNT; i++)
			fprintf(stderr, " %s", sabotage_name(i));
		fprintf(stderr, " all\n");
		exit(2);
	}
}

static struct options parse_options(int argc, char **argv)
{
	static const struct option longs[] = {
		{ "list", no_argument, NULL, 'l' },
		{ "only", required_argument, NULL, 'o' },
		{ "from", required_argument, NULL, 'f' },
		{ "kind", required_argument, NULL, 'k' },
		{ "upstream", required_argument, NULL, 'u' },
		{ "sabotage", required_argument, NULL, 's' },
		{ "trouble", required_argument, NULL, 't' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	struct options options = { .from = 1, .proofs = ~0U };
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
			options.from = strtoul(optarg, NULL, 10);
			break;
		case 'k':
			options.proofs = proofs_of_names(optarg);
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

static bool is_selected(const struct options *options,
			const struct claim *claim, size_t number)
{
	char description[4096], pattern[1024];

	if (number < options->from ||
	    !(options->proofs & 1U << claim->sentence->proof))
		return false;
	if (options->every_sabotage && claim->sentence->proof != BEHAVIOUR &&
	    claim->sentence->proof != PURPOSE)
		return false;
	if (!options->only)
		return true;
	claim_description(claim, description, sizeof(description));
	snprintf(pattern, sizeof(pattern), "*%s*", options->only);
	return fnmatch(pattern, description, 0) == 0;
}

static void print_lines(const char *indent, const char *text)
{
	while (*text) {
		int length = (int)strcspn(text, "\n");

		printf("%s# %.*s\n", indent, length, text);
		text += length + (text[length] == '\n');
	}
}

/* A number sign would begin a directive. */
static void print_description(const char *description)
{
	for (; *description; description++) {
		if (*description == '#' || *description == '\\')
			putchar('\\');
		putchar(*description);
	}
}

static void print_result(enum verdict verdict, size_t number,
			 const struct claim *claim, const char *reason)
{
	char description[4096];

	claim_description(claim, description, sizeof(description));
	printf("%s %zu - ", verdict == VERDICT_NOT_OK ? "not ok" : "ok",
	       number);
	print_description(description);
	if (verdict == VERDICT_SKIP)
		printf(" # SKIP %.*s", (int)strcspn(reason, "\n"), reason);
	printf("\n");
	fflush(stdout);
}

static void print_place(const struct claim *claim)
{
	printf("# %s line %d, %s:%d\n", claim->page, line_of_claim(claim),
	       claim->sentence->file, claim->sentence->line);
}

static unsigned int backings_of(const struct claim *claim)
{
	return claim->sentence->over ? claim->sentence->over : ANONYMOUS;
}

static void print_subtest(enum verdict verdict, int number,
			  const struct backing *backing,
			  const char *diagnostics)
{
	if (verdict == VERDICT_SKIP) {
		printf("  ok %d %s # SKIP %.*s\n", number, backing->name,
		       (int)strcspn(diagnostics, "\n"), diagnostics);
		return;
	}
	print_lines("  ", diagnostics);
	printf("  %s %d %s\n", verdict == VERDICT_OK ? "ok" : "not ok", number,
	       backing->name);
}

/* One backing that is false makes it false; skipped is what all skip. */
static enum verdict worse(enum verdict a, enum verdict b)
{
	if (a == VERDICT_NOT_OK || b == VERDICT_NOT_OK)
		return VERDICT_NOT_OK;
	return a == VERDICT_SKIP || b == VERDICT_SKIP ? VERDICT_SKIP :
							VERDICT_OK;
}

static enum verdict run_over_backings(const struct claim *claim, char *text)
{
	enum verdict verdict = VERDICT_OK;
	int number = 0;

	printf("  KTAP version 1\n  1..%d\n",
	       __builtin_popcount(backings_of(claim)));
	for (int i = 0; i < BACKING_COUNT; i++) {
		enum verdict one;

		if (!(backings_of(claim) & backings[i].mask))
			continue;
		one = run_trial(claim, &backings[i], BLOCK_DEADLINE, text,
				DIAGNOSTICS_SIZE);
		print_subtest(one, ++number, &backings[i], text);
		verdict = worse(verdict, one);
	}
	return verdict;
}

static enum verdict run_claim(const struct claim *claim, size_t number)
{
	char text[DIAGNOSTICS_SIZE] = "";
	enum verdict verdict;

	make_trouble(number);
	if (claim->sentence->over) {
		verdict = run_over_backings(claim, text);
	} else {
		verdict = run_trial(claim, anonymous, BLOCK_DEADLINE, text,
				    sizeof(text));
		if (verdict != VERDICT_SKIP)
			print_lines("", text);
	}
	if (verdict == VERDICT_NOT_OK)
		print_place(claim);
	print_result(verdict, number, claim, text);
	return verdict;
}

static bool notices(const struct claim *claim, enum sabotage sabotage,
		    char *text)
{
	bool noticed = false;

	set_sabotage(sabotage);
	for (int i = 0; i < BACKING_COUNT && !noticed; i++)
		if (backings_of(claim) & backings[i].mask)
			noticed = run_trial(claim, &backings[i],
					    SABOTAGE_BLOCK_DEADLINE, text,
					    DIAGNOSTICS_SIZE) == VERDICT_NOT_OK;
	set_sabotage(NO_SABOTAGE);
	return noticed;
}

/* The first run, without sabotage, shows that the short deadlines suffice. */
static enum verdict sabotage_claim(const struct claim *claim, size_t number)
{
	enum verdict verdict = VERDICT_NOT_OK;
	char text[DIAGNOSTICS_SIZE];

	if (notices(claim, NO_SABOTAGE, text)) {
		printf("# not ok without any sabotage\n");
		print_lines("", text);
	} else {
		printf("# noticed:");
		for (int i = NO_SABOTAGE + 1; i < SABOTAGE_COUNT; i++)
			if (notices(claim, i, text)) {
				verdict = VERDICT_OK;
				printf(" %s", sabotage_name(i));
			}
		printf("%s\n", verdict == VERDICT_OK ? "" : " none");
	}
	if (verdict == VERDICT_NOT_OK)
		print_place(claim);
	print_result(verdict, number, claim, "");
	return verdict;
}

static int run_claims(const struct options *options,
		      const struct claim *claims, size_t count)
{
	size_t selected = 0, false_claims = 0;

	for (size_t i = 0; i < count; i++)
		selected += is_selected(options, &claims[i], i + 1);
	printf("KTAP version 1\n1..%zu\n", selected);
	if (!kernel_log_is_readable())
		printf("# the kernel's log cannot be read: what the kernel "
		       "reports of itself goes unseen\n");
	reserve_huge_pages();
	for (size_t i = 0; i < count; i++) {
		enum verdict verdict;

		if (!is_selected(options, &claims[i], i + 1))
			continue;
		verdict = options->every_sabotage ?
				  sabotage_claim(&claims[i], i + 1) :
				  run_claim(&claims[i], i + 1);
		false_claims += verdict == VERDICT_NOT_OK;
	}
	restore_huge_pages();
	return false_claims ? 1 : 0;
}

static void list_claims(const struct options *options,
			const struct claim *claims, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char description[4096];

		if (!is_selected(options, &claims[i], i + 1))
			continue;
		claim_description(&claims[i], description,
				  sizeof(description));
		printf("%zu\t%s\t%s\t%s\n", i + 1, claims[i].page,
		       proof_name(claims[i].sentence->proof), description);
	}
}

int main(int argc, char **argv)
{
	struct options options = parse_options(argc, argv);
	const char *unknown;
	struct claim *claims;
	size_t count;
	int status = 0;

	claims = claims_of_pages(argv + optind, argc - optind, &count,
				 &unknown);
	if (!claims) {
		fprintf(stderr,
			"uffd-conformance: %s: there is no such page: see "
			"--list\n",
			unknown);
		return 2;
	}
	if (options.every_sabotage)
		set_await_deadline(SABOTAGE_AWAIT_DEADLINE);
	if (options.list)
		list_claims(&options, claims, count);
	else
		status = run_claims(&options, claims, count);
	free(claims);
	if (fflush(stdout) || ferror(stdout)) {
		fprintf(stderr, "uffd-conformance: standard output: %s\n",
			strerror(errno));
		return 2;
	}
	return status;
}
