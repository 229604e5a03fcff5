// SPDX-License-Identifier: GPL-2.0-only
#include "proc.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "expect.h"
#include "sabotage.h"

/* Finds the line that begins with `name`; cuts the name off. */
static void read_fdinfo(int uffd, const char *name, char *line, size_t size)
{
	size_t length = strlen(name);
	char path[64];
	FILE *info;

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", uffd);
	info = fopen(path, "re");
	if (!info)
		fail("%s: %m", path);
	do {
		if (!fgets(line, (int)size, info))
			fail("%s has no line %s", path, name);
	} while (strncmp(line, name, length) != 0);
	fclose(info);
	memmove(line, line + length, strlen(line + length) + 1);
}

struct api_line api_line_of(int uffd)
{
	struct api_line api;
	char line[256];

	read_fdinfo(uffd, "API:", line, sizeof(line));
	if (sscanf(line, "%llx:%llx:%llx", &api.api, &api.features,
		   &api.ioctls) != 3)
		fail("the line API: of fdinfo has no three numbers: %s", line);
	if (sabotaged(PROC_CHANGED))
		api = (struct api_line){ ~api.api, ~api.features, ~api.ioctls };
	return api;
}

unsigned long fdinfo_number(int uffd, const char *name)
{
	unsigned long number;
	char line[256];

	read_fdinfo(uffd, name, line, sizeof(line));
	if (sscanf(line, "%lu", &number) != 1)
		fail("the line %s of fdinfo has no number: %s", name, line);
	return number + sabotaged(PROC_CHANGED);
}

/* Finds the flags of the mapping that begins with the area. */
static void read_vm_flags(const struct area *area, char *line, size_t size)
{
	FILE *smaps = fopen("/proc/self/smaps", "re");
	unsigned long start, end;
	bool inside = false;

	if (!smaps)
		fail("/proc/self/smaps: %m");
	do {
		if (!fgets(line, (int)size, smaps))
			fail("/proc/self/smaps has no flags of the area");
		if (sscanf(line, "%lx-%lx ", &start, &end) == 2)
			inside = start <= (uintptr_t)area->start &&
				 end > (uintptr_t)area->start;
	} while (!inside || strncmp(line, "VmFlags:", 8) != 0);
	fclose(smaps);
}

bool has_vm_flag(const struct area *area, const char *flag)
{
	bool found = false;
	char line[512];

	read_vm_flags(area, line, sizeof(line));
	for (char *word = strtok(line, " \n"); word; word = strtok(NULL, " \n"))
		found |= !strcmp(word, flag);
	return found != sabotaged(PROC_CHANGED);
}
