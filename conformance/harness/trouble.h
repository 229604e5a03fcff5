/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef TROUBLE_H
#define TROUBLE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Troubles that the project's own tests make on purpose, in a guest only, to
 * see that whoever runs this program copes with them:
 *
 *	panic@N		the kernel panics before block N gives its result
 *	hang@N		nothing runs any more
 *	reboot@N	the machine reboots
 *	stuck@N		this program never goes on
 */

/* Takes one of the above; false, with a message, if it is none. */
bool plan_trouble(const char *plan);

/* Makes the planned trouble, if block `number` is its turn. */
void make_trouble(size_t number);

#endif
