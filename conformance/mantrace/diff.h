/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_DIFF_H
#define MANTRACE_DIFF_H

#include "report.h"

/*
 * diff [--tsv] OLD NEW [PAGE...]: prints how the claims of pages have changed.
 * OLD and NEW are files, of which /dev/null is a page that is not there, or
 * revisions in git, followed by pages; without any, all pages that differ.  OLD
 * can also be a revision, and NEW a file, to be compared with what it was.
 */
enum outcome diff(int argc, char **argv);

#endif
