// SPDX-License-Identifier: GPL-2.0-only
#include "configuration.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "expect.h"

static bool has_line(FILE *configuration, const char *symbol)
{
	size_t length = strlen(symbol);
	char line[4096];

	while (fgets(line, sizeof(line), configuration))
		if (!strncmp(line, symbol, length) &&
		    !strcmp(line + length, "=y\n"))
			return true;
	return false;
}

static bool sets(const char *path, const char *symbol)
{
	FILE *configuration = fopen(path, "re");
	bool set;

	if (!configuration)
		skip("the configuration of the kernel cannot be read");
	set = has_line(configuration, symbol);
	fclose(configuration);
	note("%s: %s in %s", symbol, set ? "set" : "not set", path);
	return set;
}

bool is_configured(const char *symbol)
{
	const char *path = getenv("KERNEL_CONFIG");

	return sets(path ? path : "", symbol);
}

/* False if there is no file; `set` says what those that are there agree on. */
static bool look_in(const char *directory, int length, const char *architecture,
		    const char *symbol, bool *set)
{
	char pattern[4096];
	glob_t found;

	snprintf(pattern, sizeof(pattern), "%.*s/config/config.%s_*", length,
		 directory, architecture);
	if (glob(pattern, 0, NULL, &found))
		return false;
	*set = sets(found.gl_pathv[0], symbol);
	for (size_t i = 1; i < found.gl_pathc; i++)
		if (sets(found.gl_pathv[i], symbol) != *set)
			fail("the kernels for %s do not agree on %s",
			     architecture, symbol);
	globfree(&found);
	return true;
}

bool is_configured_on(const char *architecture, const char *symbol)
{
	const char *directory = getenv("KERNEL_CONFIGS");
	bool set;

	while (directory && *directory) {
		int length = (int)strcspn(directory, ":");

		if (look_in(directory, length, architecture, symbol, &set))
			return set;
		directory += length + (directory[length] == ':');
	}
	skip("no configuration of a kernel for this architecture");
}
