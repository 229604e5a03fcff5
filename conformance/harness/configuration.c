// SPDX-License-Identifier: GPL-2.0-only
#include "configuration.h"

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

bool is_configured(const char *symbol)
{
	const char *path = getenv("KERNEL_CONFIG");
	FILE *configuration = path ? fopen(path, "re") : NULL;
	bool set;

	if (!configuration)
		skip("the configuration of this kernel is not known");
	set = sets(configuration, symbol);
	fclose(configuration);
	note("%s: %s in %s", symbol, set ? "set" : "not set", path);
	return set;
}
