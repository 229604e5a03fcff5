// SPDX-License-Identifier: GPL-2.0-only
#include "proc.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "expect.h"
#include "sabotage.h"

/* One read has it all, and costs less than a stream. */
static void read_fdinfo(int uffd, char *text, size_t size)
{
	char path[64];
	ssize_t got;
	int fd;

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", uffd);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	got = fd < 0 ? -1 : read(fd, text, size - 1);
	if (got < 0 || close(fd))
		fail("%s: %m", path);
	text[got] = '\0';
}

/* What stands after `name`, which begins a line. */
static const char *find_line(const char *text, const char *name)
{
	size_t length = strlen(name);

	while (strncmp(text, name, length) != 0) {
		text = strchr(text, '\n');
		if (!text)
			fail("/proc/self/fdinfo has no line %s", name);
		text++;
	}
	return text + length;
}

struct api_line api_line_of(int uffd)
{
	struct api_line api;
	const char *line;
	char text[512];

	read_fdinfo(uffd, text, sizeof(text));
	line = find_line(text, "API:");
	if (sscanf(line, "%llx:%llx:%llx", &api.api, &api.features,
		   &api.ioctls) != 3)
		fail("the line API: of fdinfo has no three numbers: %s", line);
	if (sabotaged(PROC_CHANGED))
		api = (struct api_line){ ~api.api, ~api.features, ~api.ioctls };
	return api;
}

static unsigned long number_of_line(const char *text, const char *name)
{
	const char *line = find_line(text, name);
	char *end;
	unsigned long number = strtoul(line, &end, 10);

	if (end == line)
		fail("the line %s of fdinfo has no number: %s", name, line);
	return number;
}

unsigned long fdinfo_number(int uffd, const char *name)
{
	char text[512];

	read_fdinfo(uffd, text, sizeof(text));
	return number_of_line(text, name) + sabotaged(PROC_CHANGED);
}

struct waiting waiting_threads(int uffd)
{
	char text[512];

	read_fdinfo(uffd, text, sizeof(text));
	return (struct waiting){ .total = number_of_line(text, "total:"),
				 .unread = number_of_line(text, "pending:") };
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
