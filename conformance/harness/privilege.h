/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef PRIVILEGE_H
#define PRIVILEGE_H

/*
 * Who a block is.  What a process gives up here it does not get back, and
 * each ends the block as skipped if it was not there.
 */

/* Needs CAP_SYS_PTRACE, and gives up this capability alone. */
void give_up_ptrace(void);

/* Needs root, and becomes a user with no privilege at all. */
void become_ordinary_user(void);

/* Has every capability in a new user namespace, and none outside it. */
void enter_user_namespace(void);

/*
 * What /proc/sys/vm/unprivileged_userfaultfd contains, as a number.  Blocks
 * that read or change it wait for each other.
 */
int unprivileged_userfaultfd(void);

/*
 * Calls `part` in a child while vm.unprivileged_userfaultfd is `value`, and
 * puts the old value back.  Ends the block as skipped if it may not change the
 * value and has to.
 */
void with_unprivileged_userfaultfd(int value, void (*part)(void));

/*
 * Calls `part` in a child, as an ordinary user, while the system has as many
 * open files as it may; only in a guest, since that would disturb a machine
 * in use.
 */
void with_full_file_table(void (*part)(void));

#endif
