/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LINES_H
#define LINES_H

#include "sentence.h"

/*
 * The line of the page that the claim stands on, as `mantrace list` had it
 * when the program was built; 0 if the claim is not in the page.
 */
int line_of_claim(const struct claim *claim);

#endif
