/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_VERIFY_H
#define MANTRACE_VERIFY_H

#include "page.h"

/*
 * Proves the reading of a page: its items, joined, are what `mandoc -T ascii`
 * prints between the header and the footer.  Of a table only the characters
 * are compared, not their order.  Tells on stdout how much was compared, or on
 * stderr where the two differ.
 */
enum outcome verify(const struct page *page);

#endif
