/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ACCESS_H
#define ACCESS_H

#include <stdbool.h>

#include "backing.h"
#include "uapi.h"

/*
 * Accesses to memory that may be trapped, each made by a thread of its own.
 * A thread that stays blocked ends with the block's process.
 */

enum access_kind {
	READ_ACCESS,  /* a load */
	WRITE_ACCESS, /* a store of WRITTEN */
	KERNEL_READ,  /* the kernel copies the byte, for write(2) to a pipe */
	KERNEL_WRITE, /* the kernel stores WRITTEN, for read(2) of a pipe */
	KERNEL_REFERENCE, /* the kernel takes the page itself, for vmsplice(2)
			   */
};

/* What the accesses that write leave behind; page_content() never is this. */
#define WRITTEN 'w'

struct access;

/* Begins an access to the first byte of page `index`. */
struct access *start_access(enum access_kind kind, const struct area *area,
			    size_t index);

/*
 * The access is trapped: a notification of a fault of read-write protection
 * on its page comes, and the thread waits.  Returns the notification.
 */
#define expect_trap(uffd, access)                                              \
	expect_trap_at(__FILE__, __LINE__, (uffd), (access))
struct uffd_msg expect_trap_at(const char *file, int line, int uffd,
			       struct access *access);

/*
 * The same for any page fault: the notification has these flags and no other.
 */
#define expect_fault(uffd, access, flags)                                      \
	expect_fault_at(__FILE__, __LINE__, (uffd), (access), (flags))
struct uffd_msg expect_fault_at(const char *file, int line, int uffd,
				struct access *access,
				unsigned long long flags);

/* The access ends by itself, with success and without any notification. */
#define expect_no_trap(uffd, access)                                           \
	expect_no_trap_at(__FILE__, __LINE__, (uffd), (access))
void expect_no_trap_at(const char *file, int line, int uffd,
		       struct access *access);

/* A signal handler runs in the thread, which may be waiting, and returns. */
void run_handler(struct access *access);

/* Whether the access has ended by now. */
bool access_has_ended(const struct access *access);

/* The access ends, with success.  Returns the byte that it saw or wrote. */
#define expect_end(access) expect_end_at(__FILE__, __LINE__, (access))
char expect_end_at(const char *file, int line, struct access *access);

/* The system call of an access of the kernel fails with `error`. */
#define expect_end_error(access, error)                                        \
	expect_end_error_at(__FILE__, __LINE__, (access), (error))
void expect_end_error_at(const char *file, int line, struct access *access,
			 int error);

/*
 * Reads or writes `address` in this thread: 0, or the signal that this
 * raised (SIGSEGV or SIGBUS).
 */
int signal_of_access(enum access_kind kind, char *address);

#endif
