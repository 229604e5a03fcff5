/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_CORRECT_H
#define MANTRACE_CORRECT_H

#include "report.h"

/*
 * `mantrace correct ERRATA`: the names of errata with corrections and the
 * pages that they correct, a pair a line, separated by a tab.
 *
 * `mantrace correct ERRATA NAME PAGE`: the source of the page with the
 * corrections of that erratum made.  A correction is
 *
 *	NAME-OF-PAGE LINE FINGERPRINT OLD => NEW
 *
 * where OLD stands once in the line, and `sed -n LINEp PAGE | sha256sum`
 * begins with FINGERPRINT: the words around OLD are not repeated here.  A page
 * whose line is another one is a finding.
 */
enum outcome correct(int argc, char **argv);

#endif
