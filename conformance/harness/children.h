/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef CHILDREN_H
#define CHILDREN_H

#include <sys/types.h>

#include "backing.h"

/*
 * Forks; the userfaultfd has UFFD_FEATURE_EVENT_FORK.  Returns 0 in the
 * child.  In the parent, returns the child and the userfaultfd that the
 * event brought for it.
 */
pid_t fork_with_event(int uffd, int *child_uffd);

/*
 * A userfaultfd that a child created for its own copy of the area, which it
 * registered for read-write protection.  The child, whose id goes to `child`,
 * waits to be killed.
 */
int uffd_of_child(const struct area *area, pid_t *child);

/*
 * The same, of a child that has executed another program since, and is still
 * there.
 */
int uffd_of_executed_child(const struct area *area);

/* The same two, for an area that is registered in these modes. */
int uffd_of_child_in_mode(unsigned long long modes, const struct area *area,
			  pid_t *child);
int uffd_of_executed_child_in_mode(unsigned long long modes,
				   const struct area *area);

/*
 * Starts a process that shares the memory of this one, has the same parent,
 * and waits to be killed.
 */
pid_t start_sharer(void);

/* uffd_of_child() and uffd_of_executed_child(); the child started a sharer. */
int uffd_of_sharing_child(const struct area *area, pid_t *child, pid_t *sharer);
int uffd_of_sharing_child_in_mode(unsigned long long modes,
				  const struct area *area, pid_t *child,
				  pid_t *sharer);
int uffd_of_executed_sharing_child(const struct area *area, pid_t *sharer);

/* Kills a child and waits for its end. */
void kill_child(pid_t child);

#endif
