/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REPORT_ANCHOR_H
#define REPORT_ANCHOR_H

#include "page.h"

/*
 * The name of a claim's place in the HTML of its page, as in
 * ERRORS/EINVAL/the-range-is-empty-1f2e3d4c: the start of section, tag and
 * text for people, and a hash of all three, so that it depends on nothing else.
 * It consists of letters, digits, -, _, . and /.  Free the result.
 */
char *anchor_of(const struct item *item);

#endif
