/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef POLLING_H
#define POLLING_H

#include <stdbool.h>

/*
 * What the kernel says of a file descriptor when it is asked without waiting.
 * `error` is POLLERR; select(2) has no word for it, and does not set it.
 */
struct readiness {
	bool readable;
	bool writable;
	bool error;
};

struct readiness poll_now(int fd);
struct readiness select_now(int fd);
struct readiness epoll_now(int fd);

#endif
