// SPDX-License-Identifier: GPL-2.0-only
#include "balancing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>

#include "guest.h"

#define SWITCH	"/proc/sys/kernel/numa_balancing"
#define DEBUGFS "/sys/kernel/debug"
#define TUNING	DEBUGFS "/sched/numa_balancing/"

static bool write_number(const char *path, int number)
{
	FILE *file = fopen(path, "we");
	bool written;

	if (!file)
		return false;
	written = fprintf(file, "%d\n", number) > 0;
	return fclose(file) == 0 && written;
}

static long hint_faults_before;

/* One read has it all. */
static long count_hint_faults(void)
{
	static char text[16384];
	FILE *file = fopen("/proc/vmstat", "re");
	const char *found;
	size_t length;

	if (!file)
		return 0;
	length = fread(text, 1, sizeof(text) - 1, file);
	fclose(file);
	text[length] = '\0';
	found = strstr(text, "numa_hint_faults ");
	return found ? atol(strchr(found, ' ')) : 0;
}

bool start_balancing(void)
{
	if (!in_guest()) {
		printf("# NUMA balancing would disturb a machine in use\n");
		return false;
	}
	hint_faults_before = count_hint_faults();
	mount("debugfs", DEBUGFS, "debugfs", 0, NULL);
	if (!write_number(SWITCH, 1)) {
		printf("# this kernel has no NUMA balancing "
		       "(CONFIG_NUMA_BALANCING)\n");
		return false;
	}
	/* Without debugfs it is slower, that is all. */
	(void)!(write_number(TUNING "scan_delay_ms", 1) &&
		write_number(TUNING "scan_period_min_ms", 10) &&
		write_number(TUNING "scan_period_max_ms", 20));
	return true;
}

void stop_balancing(void)
{
	printf("# %ld NUMA hinting faults\n",
	       count_hint_faults() - hint_faults_before);
	if (!write_number(SWITCH, 0))
		printf("# " SWITCH " cannot be set back to 0\n");
}
