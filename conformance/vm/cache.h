/* SPDX-License-Identifier: GPL-2.0-only */
/* What is kept from one run to the next, in the user's cache. */
#ifndef CACHE_H
#define CACHE_H

#include <limits.h>
#include <stdbool.h>

/*
 * The path of a file or directory there, which need not exist.  False if there
 * is no cache, or the path would be too long.
 */
bool cache_path(char path[PATH_MAX], const char *name);

#define BOOT_SIZE 64

/*
 * The name of this boot of this machine, for what is kept no longer.  False if
 * it cannot be read.
 */
bool cache_boot(char boot[BOOT_SIZE]);

#endif
