/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAULTS_H
#define FAULTS_H

#include "memory.h"
#include "tracking.h"

/*
 * Writes to each page of a protected area; each write traps, and its page is
 * unprotected as `resolution` says, which is not BY_KERNEL.  Returns how long
 * that took in all.
 */
double time_of_trapped_writes(int uffd, const struct area *area,
			      enum means means, enum resolution resolution);

#endif
