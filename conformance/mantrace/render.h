/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_RENDER_H
#define MANTRACE_RENDER_H

#include "report.h"
#include "text.h"
#include "tree.h"

/*
 * Turns the title and every text of the tree into what `mandoc -T ascii`
 * prints for it, by asking mandoc.  The new strings lie in rendered, which
 * must outlive the tree.  Returns 0, or -1 with the fault.
 */
int render(struct tree *tree, struct text *rendered, struct fault *fault);

/* Takes bold and underlined characters back to plain ones, in place. */
void remove_overstrike(struct text *text);

#endif
