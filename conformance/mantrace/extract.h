/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_EXTRACT_H
#define MANTRACE_EXTRACT_H

#include "report.h"

/*
 * extract DIRECTORY PAGE...: writes each program of the pages, which stands
 * between `.\" SRC BEGIN (NAME.c)` and `.\" SRC END`, to DIRECTORY/NAME.c, and
 * the run of it that its page shows, from the line `$ ./NAME` to the end of
 * the display, to DIRECTORY/NAME.session.  Prints for each program its name and
 * the release of Linux that its page says it holds from, or "-", separated by
 * a tab.  A program without a run is a finding, and so is a run without a
 * program.
 */
enum outcome extract(int argc, char **argv);

#endif
