/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UFFD_H
#define UFFD_H

#include <stdbool.h>
#include <sys/types.h>

#include "backing.h"
#include "uapi.h"

/*
 * Userfaultfds, and what a block does with them.  Every call to the kernel
 * that a sentence speaks of goes through here, so that a sabotage can reach
 * it.  Descriptors are non-blocking and live as long as the block's process.
 */

/*
 * A userfaultfd before its handshake.  Handles faults of user mode only if
 * this process may not ask for more; ends the block as skipped if it may not
 * have one at all.
 */
int uffd_create(void);

/* The same, for faults of user mode only. */
int uffd_create_for_user_mode(void);

/* With these flags alone: the descriptor, or -1 and errno. */
int uffd_create_with(int flags);

/* The same, by USERFAULTFD_IOC_NEW on an open /dev/userfaultfd. */
int uffd_create_by_device(int device, int flags);

/* UFFDIO_API with these features: 0, or -1 and errno. */
int uffd_handshake(int uffd, unsigned long long features);

/* Both; the handshake must succeed. */
int uffd_open(unsigned long long features);

/* Ends the block as skipped if faults of kernel mode are not handled. */
void need_kernel_faults(void);

/* ioctl(2): 0, or -1 and errno. */
int uffd_ioctl(int uffd, unsigned long request, void *argument);

/*
 * UFFDIO_REGISTER of the area with `modes`: 0, or -1 and errno.  The mask of
 * operations goes to `ioctls`, unless that is NULL.
 */
int register_area(int uffd, const struct area *area, unsigned long long modes,
		  unsigned long long *ioctls);

/* The same; must succeed. */
void uffd_register(int uffd, const struct area *area, unsigned long long modes);

/* UFFDIO_UNREGISTER of the area; must succeed. */
void uffd_unregister(int uffd, const struct area *area);

/* UFFDIO_RWPROTECT of the area with `mode`: 0, or -1 and errno. */
int rwprotect(int uffd, const struct area *area, unsigned long long mode);

/* The two uses of it; must succeed. */
void protect(int uffd, const struct area *area);
void unprotect(int uffd, const struct area *area);

/* UFFDIO_SET_MODE: 0, or -1 and errno. */
int set_mode(int uffd, unsigned long long enable, unsigned long long disable);

/* UFFDIO_WAKE of the area; must succeed. */
void wake(int uffd, const struct area *area);

/* Populated memory, registered for read-write protection. */
struct tracked {
	int uffd;
	struct area area;
};

/*
 * Maps `pages` pages and registers them for read-write protection with a new
 * userfaultfd that has UFFD_FEATURE_RWP and `features`.
 */
struct tracked track(const struct backing *backing, size_t pages,
		     unsigned long long features);

/* The same, with every page protected. */
struct tracked track_protected(const struct backing *backing, size_t pages,
			       unsigned long long features);

/* read(2): what it returned, or -1 and errno. */
ssize_t uffd_read(int uffd, void *buffer, size_t size);

/* Takes a message that is there; false if there is none. */
bool read_message(int uffd, struct uffd_msg *message);

/* Waits for a message; ends the block if none comes. */
struct uffd_msg await_message(int uffd);

/* There is no message to read. */
#define expect_no_message(uffd) expect_no_message_at(__FILE__, __LINE__, (uffd))
void expect_no_message_at(const char *file, int line, int uffd);

/*
 * The threads that the kernel holds on a fault: those whose notification was
 * read already, and those whose notification was not.  A thread that is woken
 * leaves this count before the call that wakes it returns.
 */
#define expect_waiting(uffd, read, unread)                                     \
	expect_waiting_at(__FILE__, __LINE__, (uffd), (read), (unread))
void expect_waiting_at(const char *file, int line, int uffd, unsigned long read,
		       unsigned long unread);

/* At least one thread whose notification was read is held. */
void expect_held_at(const char *file, int line, int uffd);

#endif
