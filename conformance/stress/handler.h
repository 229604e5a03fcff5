/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HANDLER_H
#define HANDLER_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The thread that reads notifications and resolves them, each a while later,
 * and in one way or another.  It takes no lock: whoever waits for it may hold
 * any.
 */
void start_handler(uint64_t seed);
void stop_handler(void);

/*
 * Waits until nothing is left to resolve.  No thread may be waiting for a page.
 * At rest, notifications are resolved at once.
 */
void await_handler(void);
void let_handler_rest(bool rest);

/* Whether notifications are read, but not resolved. */
void hold_notifications(bool hold);

/*
 * A child that has a userfaultfd of its own (UFFD_EVENT_FORK) is about to be
 * made, or has ended.  One child at a time.  `fork` numbers them.
 */
void expect_child_of(uint32_t fork);
void forget_child(void);

#endif
