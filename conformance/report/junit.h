/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REPORT_JUNIT_H
#define REPORT_JUNIT_H

#include "survey.h"

/*
 * The results as JUnit's XML: a test suite for each page and kernel, a test
 * case for each sentence.  What is false is a failure, but where the page says
 * that the release does not have it yet: that is skipped, as CI servers know
 * no third colour.  A sentence without a result is an error.
 */
void add_junit(struct text *xml, const struct survey *survey);

#endif
