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

static void wait_to_be_killed(void)
{
	for (;;)
		pause();
}

static int wait_beside(void *unused __attribute__((unused)))
{
	wait_to_be_killed();
	return 0;
}

pid_t start_sharer(void)
{
	static _Alignas(64) char stack[1 << 16];
	pid_t sharer = clone(wait_beside, stack + sizeof(stack),
			     CLONE_VM | CLONE_PARENT | SIGCHLD, NULL);

	if (sharer < 0)
		fail("clone with CLONE_VM: %m");
	return sharer;
}

/* Being traced, the child stops when the new program is in its place. */
static void execute(void)
{
	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL))
		fail("ptrace: %m");
	execl("/proc/self/exe", "uffd-conformance", "--help", (char *)NULL);
	fail("execl of /proc/self/exe: %m");
}

/* What a child registers, what it does then, and what it tells of itself. */
struct holder {
	unsigned long long modes;
	const struct area *area;
	bool shared;
	void (*goes_on)(void);
	int uffd;
	pid_t sharer;
};

static void register_and_tell(struct holder *holder, int answer)
{
	bool rwp = holder->modes & UFFDIO_REGISTER_MODE_RWP;

	holder->uffd = uffd_open(rwp ? UFFD_FEATURE_RWP : 0);
	uffd_register(holder->uffd, holder->area, holder->modes);
	if (holder->shared)
		holder->sharer = start_sharer();
	if (write(answer, holder, sizeof(*holder)) != sizeof(*holder))
		fail("write to the pipe: %m");
}

/* A child that shares the table of descriptors, but not the memory. */
static pid_t start_holder(struct holder *holder)
{
	int ends[2];
	pid_t child;

	if (pipe2(ends, O_CLOEXEC))
		fail("pipe: %m");
	child = (pid_t)syscall(SYS_clone, CLONE_FILES | SIGCHLD, 0, 0, 0, 0);
	if (child < 0)
		fail("clone: %m");
	if (child == 0) {
		register_and_tell(holder, ends[1]);
		holder->goes_on();
	}
	await_readable(ends[0], "the child registered nothing");
	if (read(ends[0], holder, sizeof(*holder)) != sizeof(*holder))
		fail("read of the pipe: %m");
	return child;
}

static void start_executing_holder(struct holder *holder)
{
	pid_t child;
	int status;

	holder->goes_on = execute;
	child = start_holder(holder);
	if (waitpid(child, &status, 0) != child)
		fail("waitpid: %m");
	if (!WIFSTOPPED(status) || WSTOPSIG(status) != SIGTRAP)
		fail("the child did not execute a program: wait status 0x%x",
		     (unsigned int)status);
}

int uffd_of_child_in_mode(unsigned long long modes, const struct area *area,
			  pid_t *child)
{
	struct holder holder = { .modes = modes,
				 .area = area,
				 .goes_on = wait_to_be_killed };

	*child = start_holder(&holder);
	return holder.uffd;
}

int uffd_of_child(const struct area *area, pid_t *child)
{
	return uffd_of_child_in_mode(UFFDIO_REGISTER_MODE_RWP, area, child);
}

int uffd_of_executed_child_in_mode(unsigned long long modes,
				   const struct area *area)
{
	struct holder holder = { .modes = modes, .area = area };

	start_executing_holder(&holder);
	return holder.uffd;
}

int uffd_of_executed_child(const struct area *area)
{
	return uffd_of_executed_child_in_mode(UFFDIO_REGISTER_MODE_RWP, area);
}

int uffd_of_sharing_child_in_mode(unsigned long long modes,
				  const struct area *area, pid_t *child,
				  pid_t *sharer)
{
	struct holder holder = { .modes = modes,
				 .area = area,
				 .shared = true,
				 .goes_on = wait_to_be_killed };

	*child = start_holder(&holder);
	*sharer = holder.sharer;
	return holder.uffd;
}

int uffd_of_sharing_child(const struct area *area, pid_t *child, pid_t *sharer)
{
	return uffd_of_sharing_child_in_mode(UFFDIO_REGISTER_MODE_RWP, area,
					     child, sharer);
}

int uffd_of_executed_sharing_child(const struct area *area, pid_t *sharer)
{
	struct holder holder = { .modes = UFFDIO_REGISTER_MODE_RWP,
				 .area = area,
				 .shared = true };

	start_executing_holder(&holder);
	*sharer = holder.sharer;
	return holder.uffd;
}

void kill_child(pid_t child)
{
	if (kill(child, SIGKILL) || waitpid(child, NULL, 0) != child)
		fail("kill and waitpid of a child: %m");
}
