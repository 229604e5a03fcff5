// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <string.h>

#include "summary.h"

struct counts {
	size_t by_verdict[VERDICT_SKIPPED + 1];
	size_t all;
};

static void print_heading(void)
{
	printf("\n%-28s %7s %7s %7s %7s %7s\n", "", "claims", "true", "false",
	       "skipped", "none");
}

static void print_counts(const char *name, const struct counts *counts)
{
	printf("%-28s %7zu %7zu %7zu %7zu %7zu\n", name, counts->all,
	       counts->by_verdict[VERDICT_TRUE],
	       counts->by_verdict[VERDICT_FALSE],
	       counts->by_verdict[VERDICT_SKIPPED],
	       counts->by_verdict[VERDICT_NONE]);
}

/* Of one kind, or of every kind if `kind` is NULL. */
static struct counts count(const struct claim *claims, size_t claims_count,
			   const char *kind)
{
	struct counts counts = { 0 };

	for (size_t i = 0; i < claims_count; i++) {
		if (kind != NULL && strcmp(claims[i].kind, kind) != 0)
			continue;
		counts.by_verdict[claims[i].verdict]++;
		counts.all++;
	}
	return counts;
}

static bool is_first_of_its_kind(const struct claim *claims, size_t index)
{
	for (size_t i = 0; i < index; i++) {
		if (strcmp(claims[i].kind, claims[index].kind) == 0)
			return false;
	}
	return true;
}

static void print_page(const struct claim *claims, size_t claims_count)
{
	struct counts counts = count(claims, claims_count, NULL);
	char name[64];

	print_counts(claims->page, &counts);
	for (size_t i = 0; i < claims_count; i++) {
		if (!is_first_of_its_kind(claims, i))
			continue;
		counts = count(claims, claims_count, claims[i].kind);
		snprintf(name, sizeof(name), "  %s", claims[i].kind);
		print_counts(name, &counts);
	}
}

void summary_print_counts(const struct claims *claims)
{
	struct counts counts = count(claims->all, claims->count, NULL);
	size_t page;

	print_heading();
	for (size_t i = 0; i < claims->count; i += page) {
		page = claims_of_page(claims, i);
		print_page(&claims->all[i], page);
	}
	print_counts("all", &counts);
}
