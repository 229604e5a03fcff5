// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>

#include "errata_table.h"

bool erratum_is_shown(const struct inputs *inputs,
		      const struct erratum *erratum)
{
	bool shown = true;

	for (size_t i = 0; i < erratum->count; i++) {
		const struct field *field = &erratum->fields[i];

		if (field->kind == FIELD_TEST &&
		    !statements_bear_out(&inputs->statements, field->text,
					 inputs->errata.file, field->line))
			shown = false;
	}
	return shown;
}

static void print_fields(const struct erratum *erratum, enum field_kind kind,
			 const char *indent)
{
	for (size_t i = 0; i < erratum->count; i++)
		if (erratum->fields[i].kind == kind)
			printf("%s%s\n", indent, erratum->fields[i].text);
}

static bool print_erratum(const struct inputs *inputs,
			  const struct erratum *erratum)
{
	bool shown = erratum_is_shown(inputs, erratum);
	const char *verdict = inputs->statements.judged ? "shown" : "tested";

	printf("%-9s  %s\n", shown ? verdict : "not shown", erratum->name);
	print_fields(erratum, FIELD_PUBLISHED, "           ");
	return shown;
}

static size_t print_errata(const struct inputs *inputs)
{
	size_t not_shown = 0;

	for (size_t i = 0; i < inputs->errata.count; i++)
		if (!print_erratum(inputs, &inputs->errata.list[i]))
			not_shown++;
	printf("%zu errata, %zu not shown\n", inputs->errata.count, not_shown);
	return not_shown;
}

enum outcome list_errata(int argc, char **argv)
{
	struct inputs inputs;
	enum outcome outcome = OUTCOME_TROUBLE;

	if (!inputs_read(&inputs, argc, argv, false))
		outcome = print_errata(&inputs) ? OUTCOME_FINDINGS
						: OUTCOME_CLEAN;
	inputs_free(&inputs);
	return outcome;
}

enum outcome list_errata_tests(int argc, char **argv)
{
	struct errata errata;

	if (argc != 2) {
		fputs("usage: mantrace errata-tests ERRATA\n", stderr);
		return OUTCOME_TROUBLE;
	}
	if (errata_read(&errata, argv[1])) {
		errata_free(&errata);
		return OUTCOME_TROUBLE;
	}
	for (size_t i = 0; i < errata.count; i++)
		print_fields(&errata.list[i], FIELD_TEST, "");
	errata_free(&errata);
	return OUTCOME_CLEAN;
}
