/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_CHANGED_H
#define MANTRACE_CHANGED_H

#include "report.h"

/*
 * `mantrace changed`: what a new version of somebody else's page says that the
 * old one did not, sentence by sentence, each judged as appraise.h tells; then
 * the errata whose sentences are gone.  /dev/null is a page that is not there.
 * Findings: a sentence that is anything but true on every kernel asked.
 *
 * With --needs it prints the verdicts that are missing instead, `KERNEL<tab>
 * CLAIM` a line: those of the kernels asked, and, where releases differ, of
 * the witnesses that tell them apart.
 */
enum outcome changed(int argc, char **argv);

#endif
