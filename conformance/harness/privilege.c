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
#include "guest.h"
#include "sabotage.h"

#define NOBODY 65534

static const char setting[] = "/proc/sys/vm/unprivileged_userfaultfd";

static const char file_limit[] = "/proc/sys/fs/file-max";

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
static void change_user(void)
{
	if (sabotaged(PRIVILEGE_KEPT))
		return;
	if (setgroups(0, NULL) || setresgid(NOBODY, NOBODY, NOBODY) ||
	    setresuid(NOBODY, NOBODY, NOBODY))
		fail("change of the user: %m");
	/* It may look at itself in /proc as before. */
	if (prctl(PR_SET_DUMPABLE, 1))
		fail("PR_SET_DUMPABLE: %m");
}

/* Held by ordinary users, shared, until they end: they need open files. */
static void lock_file_table(int operation)
{
	static int file = -1;

	if (file < 0)
		file = open(file_limit, O_RDONLY | O_CLOEXEC);
	if (file < 0 || flock(file, operation))
		fail("lock of %s: %m", file_limit);
}

void become_ordinary_user(void)
{
	if (geteuid())
		skip("this needs to be root at first");
	lock_file_table(LOCK_SH);
	change_user();
}

void enter_user_namespace(void)
{
	if (sabotaged(PRIVILEGE_KEPT))
		return;
	if (unshare(CLONE_NEWUSER))
		skip("no user namespace can be made here");
}

/* The file stays open until the block ends, and with it the lock. */
static int lock_setting(void)
{
	static int file = -1;

	if (file < 0)
		file = open(setting, O_RDONLY | O_CLOEXEC);
	if (file < 0 || flock(file, LOCK_EX))
		fail("lock of %s: %m", setting);
	return file;
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
	int value = read_setting(lock_setting());

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

/* Calls it in a child, and waits for the end, but takes no notice of it. */
static pid_t start_and_await(void (*part)(void))
{
	siginfo_t ended;
	pid_t child = fork();

	if (child < 0)
		fail("fork: %m");
	if (child == 0) {
		part();
		_exit(VERDICT_OK);
	}
	if (waitid(P_PID, (id_t)child, &ended, WEXITED | WNOWAIT))
		fail("waitid: %m");
	return child;
}

void with_unprivileged_userfaultfd(int value, void (*part)(void))
{
	int before = read_setting(lock_setting());
	pid_t child;

	if (before != value)
		write_setting(value);
	child = start_and_await(part);
	if (before != value)
		write_setting(before);
	expect_child(child);
}

static unsigned long read_file_limit(void)
{
	FILE *file = fopen(file_limit, "re");
	unsigned long limit;

	if (!file || fscanf(file, "%lu", &limit) != 1)
		fail("%s: %m", file_limit);
	fclose(file);
	return limit;
}

static void write_file_limit(unsigned long limit)
{
	FILE *file = fopen(file_limit, "we");

	if (!file || fprintf(file, "%lu\n", limit) < 0 || fclose(file))
		fail("%s: %m", file_limit);
}

static void (*part_of_ordinary_user)(void);

static void do_as_ordinary_user(void)
{
	change_user();
	part_of_ordinary_user();
}

void with_full_file_table(void (*part)(void))
{
	unsigned long before;
	pid_t child;

	if (!in_guest())
		skip("a full table of files would disturb a machine in use");
	lock_file_table(LOCK_EX);
	part_of_ordinary_user = part;
	before = read_file_limit();
	write_file_limit(0);
	child = start_and_await(do_as_ordinary_user);
	write_file_limit(before);
	lock_file_table(LOCK_UN);
	expect_child(child);
}
