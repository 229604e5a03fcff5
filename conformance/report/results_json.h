/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REPORT_RESULTS_JSON_H
#define REPORT_RESULTS_JSON_H

#include "changes.h"
#include "survey.h"

/* All that the report says, as results.schema.json describes it. */
void add_results(struct text *json, const struct survey *survey,
		 const struct changes *changes);

#endif
