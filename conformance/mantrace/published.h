/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_PUBLISHED_H
#define MANTRACE_PUBLISHED_H

#include "report.h"

/*
 * `mantrace published`: what is known of each sentence of somebody else's
 * pages.  Without a page, only what the map refers to is checked.  Findings: a
 * sentence that is not in the map, a fingerprint of the map that no sentence
 * has, a claim or an erratum that is not there, and, with results, one that
 * they do not bear out.
 */
enum outcome published(int argc, char **argv);

#endif
