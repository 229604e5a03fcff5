// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>

#include "cache.h"

bool cache_path(char path[PATH_MAX], const char *name)
{
	const char *cache = getenv("XDG_CACHE_HOME");
	const char *home = getenv("HOME");
	int length = -1;

	if (cache != NULL && *cache != '\0')
		length =
			snprintf(path, PATH_MAX, "%s/uffdspec/%s", cache, name);
	else if (home != NULL)
		length = snprintf(path, PATH_MAX, "%s/.cache/uffdspec/%s", home,
				  name);
	return length > 0 && length < PATH_MAX;
}

bool cache_boot(char boot[BOOT_SIZE])
{
	FILE *file = fopen("/proc/sys/kernel/random/boot_id", "re");
	bool is_read;

	if (file == NULL)
		return false;
	is_read = fscanf(file, "%63s", boot) == 1;
	fclose(file);
	return is_read;
}
