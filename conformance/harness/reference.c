// SPDX-License-Identifier: GPL-2.0-only
#include "reference.h"

#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "expect.h"

/* DIRECTORY/man2const/X.2const, or man2/X.2const.gz as Debian has it. */
static bool directory_has_page(const char *directory, int length,
			       const char *name, const char *section)
{
	char pattern[4096];
	glob_t found;
	bool has;

	snprintf(pattern, sizeof(pattern), "%.*s/man%c*/%s.%s{,.gz}", length,
		 directory, section[0], name, section);
	has = glob(pattern, GLOB_BRACE, NULL, &found) == 0;
	if (has)
		globfree(&found);
	return has;
}

void expect_page_at(const char *file, int line, const char *name,
		    const char *section)
{
	const char *path = getenv("MANPATH");
	const char *directory;

	if (!path || !*path)
		skip("MANPATH does not say where the pages are");
	for (directory = path; *directory;) {
		int length = (int)strcspn(directory, ":");

		if (directory_has_page(directory, length, name, section))
			return;
		directory += length + (directory[length] == ':');
	}
	fail_at(file, line, "expected a page %s(%s) in %s, got none", name,
		section, path);
}
