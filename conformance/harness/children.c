// SPDX-License-Identifier: GPL-2.0-only
#include "children.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "expect.h"
#include "uffd.h"

static void *read_fork_event(void *argument)
{
	int *uffd = argument;
	struct uffd_msg message;

	await_readable(*uffd, "no fork event came");
	if (read(*uffd, &message, sizeof(message)) != sizeof(message))
		fail("read of the event: %m");
	if (message.event != UFFD_EVENT_FORK)
		fail("expected event 0x%x (fork), got 0x%x", UFFD_EVENT_FORK,
		     message.event);
	*uffd = (int)message.arg.fork.ufd;
	return NULL;
}

pid_t fork_with_event(int uffd, int *child_uffd)
{
	pthread_t reader;
	pid_t pid;

	*child_uffd = uffd;
	if (pthread_create(&reader, NULL, read_fork_event, child_uffd))
		fail("pthread_create failed");
	pid = fork();
	if (pid < 0)
		fail("fork: %m");
	if (pid && pthread_join(reader, NULL))
		fail("pthread_join failed");
	return pid;
}

static void register_and_wait(const struct area *area, int answer)
{
	int uffd = uffd_open(UFFD_FEATURE_RWP);

	uffd_register(uffd, area, UFFDIO_REGISTER_MODE_RWP);
	if (write(answer, &uffd, sizeof(uffd)) != sizeof(uffd))
		fail("write to the pipe: %m");
	for (;;)
		pause();
}

/* A child that shares the table of descriptors, but not the memory. */
int uffd_of_child(const struct area *area, pid_t *child)
{
	int ends[2], uffd;

	if (pipe(ends))
		fail("pipe: %m");
	*child = (pid_t)syscall(SYS_clone, CLONE_FILES | SIGCHLD, 0, 0, 0, 0);
	if (*child < 0)
		fail("clone: %m");
	if (*child == 0)
		register_and_wait(area, ends[1]);
	await_readable(ends[0], "the child registered nothing");
	if (read(ends[0], &uffd, sizeof(uffd)) != sizeof(uffd))
		fail("read of the pipe: %m");
	return uffd;
}
