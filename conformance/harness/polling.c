// SPDX-License-Identifier: GPL-2.0-only
#include "polling.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <unistd.h>

#include "expect.h"
#include "sabotage.h"

static struct readiness betrayed(struct readiness ready)
{
	if (sabotaged(POLL_INVERTED))
		return (struct readiness){ !ready.readable, !ready.writable,
					   !ready.error };
	return ready;
}

struct readiness poll_now(int fd)
{
	struct pollfd asked = { .fd = fd, .events = POLLIN | POLLOUT };

	if (poll(&asked, 1, 0) < 0)
		fail("poll: %m");
	return betrayed((struct readiness){ asked.revents & POLLIN,
					    asked.revents & POLLOUT,
					    asked.revents & POLLERR });
}

struct readiness select_now(int fd)
{
	struct timeval at_once = { 0 };
	fd_set readable, writable;

	FD_ZERO(&readable);
	FD_ZERO(&writable);
	FD_SET(fd, &readable);
	FD_SET(fd, &writable);
	if (select(fd + 1, &readable, &writable, NULL, &at_once) < 0)
		fail("select: %m");
	return betrayed((struct readiness){ FD_ISSET(fd, &readable),
					    FD_ISSET(fd, &writable), false });
}

struct readiness epoll_now(int fd)
{
	struct epoll_event asked = { .events = EPOLLIN | EPOLLOUT };
	struct epoll_event got = { 0 };
	int epoll = epoll_create1(EPOLL_CLOEXEC);

	if (epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &asked))
		fail("epoll: %m");
	if (epoll_wait(epoll, &got, 1, 0) < 0)
		fail("epoll_wait: %m");
	close(epoll);
	return betrayed((struct readiness){ got.events & EPOLLIN,
					    got.events & EPOLLOUT,
					    got.events & EPOLLERR });
}
