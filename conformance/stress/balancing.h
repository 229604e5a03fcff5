/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef BALANCING_H
#define BALANCING_H

#include <stdbool.h>

/*
 * Automatic NUMA balancing, at its most eager.  It takes access away from pages
 * to see who uses them, with entries that look like protected ones.  Only in a
 * guest; false, and says why, if it cannot be.
 */
bool start_balancing(void);
void stop_balancing(void);

#endif
