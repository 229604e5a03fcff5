/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef BETRAY_H
#define BETRAY_H

#include <stdbool.h>

#include "backing.h"
#include "uapi.h"

/*
 * How the sabotages are done.  Without one, each of these calls does what it
 * says plainly, or nothing.
 */

/* An area that was registered: sabotages act on no other memory. */
void betray_area_later(int uffd, const struct area *area);

/* ioctl(2): 0, or -1 and errno. */
int betray_ioctl(int uffd, unsigned long request, void *argument);

/*
 * A message that was read, or none if `there` is false.  Returns whether
 * there is one now.
 */
bool betray_message(struct uffd_msg *message, bool there);

/* Before an access: changes the page at `address` without a word. */
void betray_access(char *address);

/* The error of a system call (0: none), or another. */
int betray_error(int error);

/* Before the count of waiting threads is taken. */
void betray_waiting(void);

#endif
