/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HUGE_POOL_H
#define HUGE_POOL_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Makes the machine's pool of huge pages at least this large, where it lets
 * us, until the end of the program, however it ends (but by SIGKILL).
 */
bool have_huge_pages(size_t pages);

#endif
