// SPDX-License-Identifier: GPL-2.0-only
/*
 * Everything at once that can happen to memory with read-write protection, on
 * every backing, checked against a model.  KTAP on standard output.
 */
#include <stdio.h>
#include <string.h>

#include "backing.h"
#include "case.h"
#include "kernel_log.h"

#define SABOTAGED_ROUNDS 3

static bool is_selected(const struct options *options, const struct kind *kind,
			const struct mode *mode)
{
	return (!options->backing ||
		strcmp(options->backing, kind->name) == 0) &&
	       (!options->mode || strcmp(options->mode, mode->name) == 0);
}

static size_t select_cases(const struct options *options,
			   struct stress_case *cases)
{
	size_t count = 0;

	for (size_t k = 0; k < KIND_COUNT; k++)
		for (size_t m = 0; m < MODE_COUNT; m++)
			if (is_selected(options, &kinds[k], &modes[m]))
				cases[count++] = (struct stress_case){
					.kind = &kinds[k],
					.mode = &modes[m],
					.sabotage = options->sabotage,
					.deadline = options->deadline,
				};
	for (size_t i = 0; i < count; i++)
		cases[i].seconds = options->seconds / (double)count;
	return count;
}

static bool print_result(size_t number, enum verdict verdict,
			 const struct stress_case *stress_case)
{
	bool is_ok = verdict != VERDICT_NOT_OK;

	printf("%sok %zu - %s, %s%s\n", is_ok ? "" : "not ", number,
	       stress_case->kind->name, stress_case->mode->name,
	       verdict == VERDICT_SKIP ? " # SKIP" : "");
	fflush(stdout);
	return is_ok;
}

static int run_cases(const struct options *options)
{
	struct stress_case cases[KIND_COUNT * MODE_COUNT];
	size_t count = select_cases(options, cases), failed = 0;

	printf("1..%zu\n", count);
	for (size_t i = 0; i < count; i++)
		if (!print_result(i + 1, run_case(options, &cases[i]),
				  &cases[i]))
			failed++;
	return failed ? 1 : 0;
}

/* Each sabotage must be noticed, and without any there must be nothing. */
static int run_sabotages(const struct options *given)
{
	struct options options = *given;
	size_t failed = 0;

	/* What they show must not depend on how fast the machine is. */
	if (!options.rounds)
		options.rounds = SABOTAGED_ROUNDS;
	printf("1..%d\n", TAMPER_COUNT);
	for (int i = 0; i < TAMPER_COUNT; i++) {
		struct stress_case stress_case = {
			.kind = &kinds[0],
			.mode = &modes[i == CHILD_UNPROTECTED],
			.sabotage = (enum tamper)i,
			.deadline = i == NO_TAMPER ? options.deadline : 5,
		};
		enum verdict expected =
			i == NO_TAMPER ? VERDICT_OK : VERDICT_NOT_OK;
		bool is_ok = run_case(&options, &stress_case) == expected;

		printf("%sok %d - sabotage %s is %s\n", is_ok ? "" : "not ",
		       i + 1, tamper_name(stress_case.sabotage),
		       i == NO_TAMPER ? "nothing to notice" : "noticed");
		fflush(stdout);
		failed += !is_ok;
	}
	return failed ? 1 : 0;
}

int main(int argc, char **argv)
{
	struct options options = parse_options(argc, argv);
	int status;

	printf("KTAP version 1\n# seed %llu\n",
	       (unsigned long long)options.seed);
	if (options.without)
		printf("# without %s\n", options.without);
	if (!kernel_log_is_readable())
		printf("# the kernel's log cannot be read: what the kernel "
		       "reports of itself goes unseen\n");
	reserve_huge_pages(2);
	status = options.every_sabotage ? run_sabotages(&options)
					: run_cases(&options);
	restore_huge_pages();
	return status;
}
