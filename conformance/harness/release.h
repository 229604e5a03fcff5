/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RELEASE_H
#define RELEASE_H

#include <stdbool.h>

/*
 * The upstream release that the kernel under test is declared to be ("7.3").
 * Never taken from uname(2): a vendor's 5.14 may hold anything.  Returns false
 * if the text is no release.
 */
bool declare_upstream(const char *release);

bool is_upstream_declared(void);

/* Why what is said of a release is not in question. */
#define NOT_UPSTREAM "not an upstream version"

/*
 * Proves "since Linux MAJOR.MINOR": the thing is present if, and only if, the
 * declared release is that one or a later one.  Ends the block as skipped if
 * none was declared.
 */
#define expect_since(major, minor, present)                                    \
	expect_since_at(__FILE__, __LINE__, (major), (minor), (present))
void expect_since_at(const char *file, int line, int major, int minor,
		     bool present);

#endif
