/* SPDX-License-Identifier: GPL-2.0-only */
/* Protection of memory by each of the means that are compared. */
#ifndef TRACKING_H
#define TRACKING_H

#include <stdbool.h>

#include "memory.h"

enum means {
	READ_WRITE_PROTECTION,
	WRITE_PROTECTION,
	NO_ACCESS, /* mprotect(2) with PROT_NONE */
};

/* Who ends the protection of a page that is accessed. */
enum resolution {
	BY_KERNEL,
	BY_READER, /* of the userfaultfd */
	BY_SIGNAL_HANDLER,
};

/* Whether this kernel has read-write protection. */
bool have_protection(void);

/*
 * A userfaultfd with which the area is registered.  The caller closes it;
 * with it goes the protection.  Does nothing, and returns -1, for NO_ACCESS.
 */
int track(const struct area *area, enum means means,
	  enum resolution resolution);

/* Protects the whole area; ends that for a part of it. */
void protect(int uffd, const struct area *area, enum means means);
void unprotect(int uffd, char *start, size_t length, enum means means);

#endif
