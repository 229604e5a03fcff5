// SPDX-License-Identifier: GPL-2.0-only
#include "configuration.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "expect.h"

static bool sets(FILE *configuration, const char *symbol)
{
	size_t length = strlen(symbol);
	char line[4096];

	while (fgets(line, sizeof(line), configuration))
		if (!strncmp(line, symbol, length) &&
		    !strcmp(line + length, "=y\n"))
			return true;
	return false;
}

void expect_configured_at(const char *file, int line, const char *symbol)
{
	const char *path = getenv("KERNEL_CONFIG");
	FILE *configuration;
	bool set;

	if (!path || !*path)
		skip("the configuration of this kernel is not known");
	configuration = fopen(path, "re");
	if (!configuration)
		skip("the configuration of this kernel is not known");
	set = sets(configuration, symbol);
	fclose(configuration);
	if (!set)
		fail_at(file, line, "expected %s=y in %s, got none", symbol,
			path);
	note("%s=y in %s", symbol, path);
}
