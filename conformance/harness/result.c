// SPDX-License-Identifier: GPL-2.0-only
#include "result.h"

#include <stdio.h>
#include <string.h>

#include "backing.h"
#include "kernel_log.h"
#include "lines.h"
#include "sabotage.h"
#include "trial.h"
#include "trouble.h"

/* A block takes well under a second; this is for a kernel that hangs it. */
#define BLOCK_DEADLINE 8000

/* Under sabotage waits are in vain, so they are short. */
#define SABOTAGE_AWAIT_DEADLINE 500
#define SABOTAGE_BLOCK_DEADLINE 4000

#define DIAGNOSTICS_SIZE 16384

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

/* A block that is skipped says why last. */
static void print_reason(const char *text)
{
	size_t end = strlen(text);
	size_t start;

	while (end > 0 && text[end - 1] == '\n')
		end--;
	start = end;
	while (start > 0 && text[start - 1] != '\n')
		start--;
	printf(" # SKIP %.*s", (int)(end - start), text + start);
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
		print_reason(reason);
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
		printf("  ok %d %s", number, backing->name);
		print_reason(diagnostics);
		printf("\n");
		return;
	}
	print_lines("  ", diagnostics);
	printf("  %s %d %s\n", verdict == VERDICT_OK ? "ok" : "not ok", number,
	       backing->name);
}

/* Not having come to its claim, a block has not proved it. */
static enum verdict try_block(const struct claim *claim,
			      const struct backing *backing, char *text)
{
	enum verdict verdict = run_trial(claim, backing, BLOCK_DEADLINE, text,
					 DIAGNOSTICS_SIZE);

	return verdict == VERDICT_NOT_READY ? VERDICT_NOT_OK : verdict;
}

/* One backing that is false makes it false, one that is skipped skipped. */
static enum verdict worse(enum verdict a, enum verdict b)
{
	if (a == VERDICT_NOT_OK || b == VERDICT_NOT_OK)
		return VERDICT_NOT_OK;
	return a == VERDICT_SKIP || b == VERDICT_SKIP ? VERDICT_SKIP
						      : VERDICT_OK;
}

static enum verdict run_over_backings(const struct claim *claim, char *reason)
{
	char text[DIAGNOSTICS_SIZE];
	enum verdict verdict = VERDICT_OK;
	int number = 0;

	printf("  KTAP version 1\n  1..%d\n",
	       __builtin_popcount(backings_of(claim)));
	for (int i = 0; i < BACKING_COUNT; i++) {
		enum verdict one;

		if (!(backings_of(claim) & backings[i].mask))
			continue;
		one = try_block(claim, &backings[i], text);
		print_subtest(one, ++number, &backings[i], text);
		if (one == VERDICT_SKIP && verdict == VERDICT_OK)
			memcpy(reason, text, sizeof(text));
		verdict = worse(verdict, one);
	}
	return verdict;
}

enum verdict run_claim(const struct claim *claim, size_t number)
{
	char text[DIAGNOSTICS_SIZE] = "";
	enum verdict verdict;

	make_trouble(number);
	if (claim->sentence->over) {
		verdict = run_over_backings(claim, text);
	} else {
		verdict = try_block(claim, anonymous, text);
		if (verdict != VERDICT_SKIP)
			print_lines("", text);
	}
	if (hinting_faults_happened(text, sizeof(text))) {
		print_lines("", text);
		verdict = VERDICT_NOT_OK;
	}
	if (verdict == VERDICT_NOT_OK)
		print_place(claim);
	print_result(verdict, number, claim, text);
	return verdict;
}

/* The worst verdict of the block over its backings; stops at the first. */
static enum verdict try_under_sabotage(const struct claim *claim, char *text)
{
	enum verdict verdict = VERDICT_OK;

	for (int i = 0; i < BACKING_COUNT && verdict == VERDICT_OK; i++)
		if (backings_of(claim) & backings[i].mask)
			verdict = run_trial(claim, &backings[i],
					    SABOTAGE_BLOCK_DEADLINE, text,
					    DIAGNOSTICS_SIZE);
	return verdict;
}

static bool notices(const struct claim *claim, enum sabotage sabotage)
{
	char text[DIAGNOSTICS_SIZE];
	enum verdict verdict;

	set_sabotage(sabotage);
	verdict = try_under_sabotage(claim, text);
	set_sabotage(NO_SABOTAGE);
	return verdict == VERDICT_NOT_OK;
}

/*
 * The first run, without sabotage, shows that the block is true, and which
 * sabotages there is anything to notice of.
 */
static bool is_true_without_sabotage(const struct claim *claim)
{
	char text[DIAGNOSTICS_SIZE];

	record_sabotages();
	if (try_under_sabotage(claim, text) == VERDICT_OK)
		return true;
	printf("# not ok without any sabotage\n");
	print_lines("", text);
	return false;
}

/* Prints those that the block notices; false if there are none. */
static bool print_noticed(const struct claim *claim)
{
	int await_before = await_deadline();
	bool noticed = false;

	set_await_deadline(SABOTAGE_AWAIT_DEADLINE);
	printf("# noticed:");
	for (int i = NO_SABOTAGE + 1; i < SABOTAGE_COUNT; i++)
		if (sabotage_was_met(i) && notices(claim, i)) {
			noticed = true;
			printf(" %s", sabotage_name(i));
		}
	printf("%s\n", noticed ? "" : " none");
	set_await_deadline(await_before);
	return noticed;
}

enum verdict sabotage_claim(const struct claim *claim, size_t number)
{
	enum verdict verdict = VERDICT_NOT_OK;

	if (is_true_without_sabotage(claim) && print_noticed(claim))
		verdict = VERDICT_OK;
	else
		print_place(claim);
	print_result(verdict, number, claim, "");
	return verdict;
}
