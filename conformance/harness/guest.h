/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef GUEST_H
#define GUEST_H

#include <stdbool.h>

/*
 * Whether this machine is a guest that was booted for this program alone, so
 * that nobody minds what happens to it.
 */
bool in_guest(void);

#endif
