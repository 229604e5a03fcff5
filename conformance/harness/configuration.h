/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef CONFIGURATION_H
#define CONFIGURATION_H

#include <stdbool.h>

/* What kernels were built with.  A symbol is "CONFIG_X", set to y. */

/*
 * The kernel under test, whose configuration is the file that the environment
 * variable KERNEL_CONFIG names; ends the block as skipped if there is none.
 */
bool is_configured(const char *symbol);

/*
 * Debian's kernels for one of its architectures ("arm64"), which must agree.
 * The environment variable KERNEL_CONFIGS names directories, each ended by a
 * colon, with the files config/config.ARCHITECTURE_*; ends the block as
 * skipped if there are none for the architecture.
 */
bool is_configured_on(const char *architecture, const char *symbol);

#endif
