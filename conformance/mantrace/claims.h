/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_CLAIMS_H
#define MANTRACE_CLAIMS_H

#include "page.h"
#include "tree.h"

/*
 * Reads the name and the items of a page from its tree, whose texts have been
 * rendered.  Returns 0, or -1 with the fault.
 */
int claims_read(struct page *page, const struct tree *tree,
		struct fault *fault);

#endif
