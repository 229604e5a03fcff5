// SPDX-License-Identifier: GPL-2.0-only
#include "trouble.h"

#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/reboot.h>
#include <unistd.h>

#include "guest.h"

static char kind[16];
static size_t turn;

bool plan_trouble(const char *plan)
{
	static const char *const kinds[] = { "panic", "hang", "reboot",
					     "stuck" };

	if (sscanf(plan, "%15[a-z]@%zu", kind, &turn) == 2)
		for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
			if (!strcmp(kind, kinds[i]))
				return true;
	fprintf(stderr,
		"uffd-conformance: --trouble: %s is none of panic@N hang@N "
		"reboot@N stuck@N\n",
		plan);
	return false;
}

static void panic(void)
{
	int trigger = open("/proc/sysrq-trigger", O_WRONLY | O_CLOEXEC);

	if (trigger < 0 || write(trigger, "c", 1) != 1)
		perror("uffd-conformance: /proc/sysrq-trigger");
}

/* One process above all others on each processor. */
static void hang(void)
{
	struct sched_param highest = { .sched_priority = 99 };

	for (long i = sysconf(_SC_NPROCESSORS_ONLN); i > 1; i--)
		if (fork() == 0)
			break;
	if (sched_setscheduler(0, SCHED_FIFO, &highest))
		perror("uffd-conformance: sched_setscheduler");
	for (;;)
		;
}

void make_trouble(size_t number)
{
	if (number != turn)
		return;
	if (!in_guest())
		fprintf(stderr, "uffd-conformance: --trouble: only in the "
				"guest of the project's own tests\n");
	else if (!strcmp(kind, "panic"))
		panic();
	else if (!strcmp(kind, "hang"))
		hang();
	else if (!strcmp(kind, "reboot"))
		reboot(RB_AUTOBOOT);
	else
		for (;;)
			pause();
}
