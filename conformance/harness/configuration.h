/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef CONFIGURATION_H
#define CONFIGURATION_H

/*
 * The kernel under test was built with this symbol ("CONFIG_X").  Its
 * configuration is the file that the environment variable KERNEL_CONFIG
 * names; ends the block as skipped if it names none.
 */
#define expect_configured(symbol)                                              \
	expect_configured_at(__FILE__, __LINE__, (symbol))
void expect_configured_at(const char *file, int line, const char *symbol);

#endif
