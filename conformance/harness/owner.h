/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef OWNER_H
#define OWNER_H

#include <sys/types.h>

/*
 * A userfaultfd that another process created, and which therefore belongs to
 * the address space of that process.
 */
struct owner {
	pid_t pid;
	int uffd;
};

/*
 * Starts a process that creates a userfaultfd with UFFD_FEATURE_RWP, shares
 * it with this one and then stays as it is.
 */
struct owner start_owner(void);

/* The process exits. */
void end_owner(const struct owner *owner);

/* The process executes another program, and stays at its first instruction. */
void execute_in_owner(const struct owner *owner);

#endif
