// SPDX-License-Identifier: GPL-2.0-only
#include "children.h"

#include <pthread.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "expect.h"
#include "uffd.h"

static void *read_fork_event(void *argument)
{
	int *uffd = argument;
	struct uffd_msg message;

	await_readable(*uffd, "no fork event came");
	if (!read_message(*uffd, &message))
		fail("expected a fork event, got none");
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

static void register_and_tell(unsigned long long modes, const struct area *area,
			      int answer)
{
	bool rwp = modes & UFFDIO_REGISTER_MODE_RWP;
	int uffd = uffd_open(rwp ? UFFD_FEATURE_RWP : 0);

	uffd_register(uffd, area, modes);
	if (write(answer, &uffd, sizeof(uffd)) != sizeof(uffd))
		fail("write to the pipe: %m");
}

static void wait_to_be_killed(void)
{
	for (;;)
		pause();
}

/* Being traced, the child stops when the new program is in its place. */
static void execute(void)
{
	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL))
		fail("ptrace: %m");
	execl("/proc/self/exe", "uffd-conformance", "--help", (char *)NULL);
	fail("execl of /proc/self/exe: %m");
}

/* A child that shares the table of descriptors, but not the memory. */
static int uffd_of_child_that(void (*goes_on)(void), unsigned long long modes,
			      const struct area *area, pid_t *child)
{
	int ends[2], uffd;

	if (pipe2(ends, O_CLOEXEC))
		fail("pipe: %m");
	*child = (pid_t)syscall(SYS_clone, CLONE_FILES | SIGCHLD, 0, 0, 0, 0);
	if (*child < 0)
		fail("clone: %m");
	if (*child == 0) {
		register_and_tell(modes, area, ends[1]);
		goes_on();
	}
	await_readable(ends[0], "the child registered nothing");
	if (read(ends[0], &uffd, sizeof(uffd)) != sizeof(uffd))
		fail("read of the pipe: %m");
	return uffd;
}

static int other_told[2]; /* a pipe */

static int go_on_in_memory(void *unused __attribute__((unused)))
{
	wait_to_be_killed();
	return 0;
}

/* The other process is a child of the block, too. */
static void leave_memory_to_another(void)
{
	static char stack[64 << 10] __attribute__((aligned(16)));
	pid_t other = clone(go_on_in_memory, stack + sizeof(stack),
			    CLONE_VM | CLONE_PARENT | SIGCHLD, NULL);

	if (other < 0 ||
	    write(other_told[1], &other, sizeof(other)) != sizeof(other))
		fail("clone of a process with the same memory: %m");
	_exit(VERDICT_OK);
}

int uffd_of_left_memory(const struct area *area, pid_t *other)
{
	pid_t child;
	int uffd;

	if (pipe2(other_told, O_CLOEXEC))
		fail("pipe: %m");
	uffd = uffd_of_child_that(leave_memory_to_another,
				  UFFDIO_REGISTER_MODE_RWP, area, &child);
	expect_child(child);
	if (read(other_told[0], other, sizeof(*other)) != sizeof(*other))
		fail("read of the pipe: %m");
	return uffd;
}

int uffd_of_child_in_mode(unsigned long long modes, const struct area *area,
			  pid_t *child)
{
	return uffd_of_child_that(wait_to_be_killed, modes, area, child);
}

int uffd_of_child(const struct area *area, pid_t *child)
{
	return uffd_of_child_in_mode(UFFDIO_REGISTER_MODE_RWP, area, child);
}

int uffd_of_executed_child_in_mode(unsigned long long modes,
				   const struct area *area)
{
	pid_t child;
	int uffd = uffd_of_child_that(execute, modes, area, &child);
	int status;

	if (waitpid(child, &status, 0) != child)
		fail("waitpid: %m");
	if (!WIFSTOPPED(status) || WSTOPSIG(status) != SIGTRAP)
		fail("the child did not execute a program: wait status 0x%x",
		     (unsigned int)status);
	return uffd;
}

int uffd_of_executed_child(const struct area *area)
{
	return uffd_of_executed_child_in_mode(UFFDIO_REGISTER_MODE_RWP, area);
}
