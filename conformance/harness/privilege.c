// SPDX-License-Identifier: GPL-2.0-only
#include "privilege.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <sched.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "expect.h"
#include "sabotage.h"

#define NOBODY 65534

static const char setting[] = "/proc/sys/vm/unprivileged_userfaultfd";

static struct __user_cap_header_struct this_process = {
	.version = _LINUX_CAPABILITY_VERSION_3,
};

void give_up_ptrace(void)
{
	struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3];
	unsigned int bit = 1U << CAP_SYS_PTRACE;

	if (syscall(SYS_capget, &this_process, sets))
		fail("capget: %m");
	if (!(sets[0].effective & bit))
		skip("this needs the capability CAP_SYS_PTRACE");
	if (sabotaged(PRIVILEGE_KEPT))
		return;
	sets[0].effective &= ~bit;
	sets[0].permitted &= ~bit;
	sets[0].inheritable &= ~bit;
	if (syscall(SYS_capset, &this_process, sets))
		fail("capset: %m");
}

/* Leaving the user 0 clears all capabilities. */
void become_ordinary_user(void)
{
	if (geteuid())
		skip("this needs to be root at first");
	if (sabotaged(PRIVILEGE_KEPT))
		return;
	if (setgroups(0, NULL) || setresgid(NOBODY, NOBODY, NOBODY) ||
	    setresuid(NOBODY, NOBODY, NOBODY))
		fail("change of the user: %m");
	/* It may look at itself in /proc as before. */
	if (prctl(PR_SET_DUMPABLE, 1))
		fail("PR_SET_DUMPABLE: %m");
}

void enter_user_namespace(void)
{
	if (sabotaged(PRIVILEGE_KEPT))
		return;
	if (unshare(CLONE_NEWUSER))
		skip("no user namespace can be made here");
}

static int read_setting(int file)
{
	char text[16] = "";
	int value;

	if (pread(file, text, sizeof(text) - 1, 0) < 0 ||
	    sscanf(text, "%d", &value) != 1)
		fail("%s: %m", setting);
	return value;
}

int unprivileged_userfaultfd(void)
{
	int file = open(setting, O_RDONLY | O_CLOEXEC);
	int value;

	if (file < 0)
		fail("%s: %m", setting);
	value = read_setting(file);
	close(file);
	return sabotaged(PROC_CHANGED) ? !value : value;
}

static void write_setting(int value)
{
	FILE *file = fopen(setting, "we");

	if (!file)
		skip("vm.unprivileged_userfaultfd cannot be changed here");
	if (fprintf(file, "%d\n", value) < 0 || fclose(file))
		fail("%s: %m", setting);
}

void with_unprivileged_userfaultfd(int value, void (*part)(void))
{
	/* Open until the block ends, and with it the lock. */
	static int file = -1;
	int before;
	siginfo_t ended;
	pid_t child;

	if (file < 0)
		file = open(setting, O_RDONLY | O_CLOEXEC);
	if (file < 0 || flock(file, LOCK_EX))
		fail("lock of %s: %m", setting);
	before = read_setting(file);
	if (before != value)
		write_setting(value);
	child = fork();
	if (child < 0)
		fail("fork: %m");
	if (child == 0) {
		part();
		_exit(VERDICT_OK);
	}
	if (waitid(P_PID, (id_t)child, &ended, WEXITED | WNOWAIT))
		fail("waitid: %m");
	if (before != value)
		write_setting(before);
	expect_child(child);
}
