/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_ERRATA_TABLE_H
#define MANTRACE_ERRATA_TABLE_H

#include <stdbool.h>

#include "inputs.h"
#include "report.h"

/*
 * `mantrace errata`: the errata, each with whether its tests show it.
 * Findings: a test that is not there or, with results, not ok.
 */
enum outcome list_errata(int argc, char **argv);

/* `mantrace errata-tests ERRATA`: the claims that show them, one a line. */
enum outcome list_errata_tests(int argc, char **argv);

/* Tells what is wrong with the tests of an erratum; whether all is well. */
bool erratum_is_shown(const struct inputs *inputs,
		      const struct erratum *erratum);

#endif
