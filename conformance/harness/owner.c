// SPDX-License-Identifier: GPL-2.0-only
#include "owner.h"

#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "expect.h"
#include "uffd.h"

/* Being traced, the process stops as soon as the new program is there. */
__attribute__((noreturn)) static void own(int *uffd)
{
	*uffd = uffd_open(UFFD_FEATURE_RWP);
	if (kill(getpid(), SIGSTOP))
		fail("kill: %m");
	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL))
		fail("ptrace: %m");
	execl("/proc/self/exe", "uffd-conformance", "--help", (char *)NULL);
	fail("execl of /proc/self/exe: %m");
}

static void await_stop(pid_t pid, int signal)
{
	int status;

	if (waitpid(pid, &status, WUNTRACED) != pid)
		fail("waitpid: %m");
	if (WIFEXITED(status))
		_exit(WEXITSTATUS(status));
	if (!WIFSTOPPED(status) || WSTOPSIG(status) != signal)
		fail("the owner of a userfaultfd died: wait status 0x%x",
		     (unsigned int)status);
}

struct owner start_owner(void)
{
	int *uffd = mmap(NULL, sizeof(*uffd), PROT_READ | PROT_WRITE,
	                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct owner owner;

	if (uffd == MAP_FAILED)
		fail("mmap: %m");
	owner.pid = (pid_t)syscall(SYS_clone, CLONE_FILES | SIGCHLD, NULL, NULL,
	                           NULL, NULL);
	if (owner.pid < 0)
		fail("clone: %m");
	if (owner.pid == 0)
		own(uffd);
	await_stop(owner.pid, SIGSTOP);
	owner.uffd = *uffd;
	return owner;
}

void end_owner(const struct owner *owner)
{
	if (kill(owner->pid, SIGKILL))
		fail("kill: %m");
	if (waitpid(owner->pid, NULL, 0) != owner->pid)
		fail("waitpid: %m");
}

void execute_in_owner(const struct owner *owner)
{
	if (kill(owner->pid, SIGCONT))
		fail("kill: %m");
	await_stop(owner->pid, SIGTRAP);
}
