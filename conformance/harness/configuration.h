/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef CONFIGURATION_H
#define CONFIGURATION_H

#include <stdbool.h>

/*
 * Whether the kernel under test was built with this symbol ("CONFIG_X").  Its
 * configuration is the file that the environment variable KERNEL_CONFIG
 * names; ends the block as skipped if that is not to be had.
 */
bool is_configured(const char *symbol);

#endif
