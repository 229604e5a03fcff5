/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef PROC_H
#define PROC_H

#include <stdbool.h>

#include "backing.h"

/* What the files of /proc say of a userfaultfd and of memory. */

/* The three numbers of the line "API:" of /proc/PID/fdinfo/FD. */
struct api_line {
	unsigned long long api;
	unsigned long long features;
	unsigned long long ioctls;
};
struct api_line api_line_of(int uffd);

/* The number of the line "pending:" or "total:" there. */
unsigned long fdinfo_number(int uffd, const char *name);

/* The threads that wait, and those of them whose notification is unread. */
struct waiting {
	unsigned long total;
	unsigned long unread;
};
struct waiting waiting_threads(int uffd);

/* Whether smaps has this flag ("um") among the VmFlags of the area. */
bool has_vm_flag(const struct area *area, const char *flag);

#endif
