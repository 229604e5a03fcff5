/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REFERENCE_H
#define REFERENCE_H

/*
 * A page of that name and section exists in one of the directories of the
 * environment variable MANPATH, separated by colons, installed or in a source
 * tree.  Ends the block as skipped if that is not set.
 */
#define expect_page(name, section)                                             \
	expect_page_at(__FILE__, __LINE__, (name), (section))
void expect_page_at(const char *file, int line, const char *name,
		    const char *section);

#endif
