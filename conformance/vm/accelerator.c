// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "accelerator.h"
#include "cache.h"

#define NOTE	  "accelerator"
#define NOTE_SIZE 256

/* Reads the first line.  Empty if there is none. */
static void read_line(const char *path, char line[NOTE_SIZE])
{
	FILE *file = fopen(path, "re");

	line[0] = '\0';
	if (file == NULL)
		return;
	if (fgets(line, NOTE_SIZE, file) == NULL)
		line[0] = '\0';
	line[strcspn(line, "\n")] = '\0';
	fclose(file);
}

/* This boot of this machine, with this QEMU and this accelerator. */
static bool describe(char note[NOTE_SIZE], enum accelerator accelerator)
{
	char boot[BOOT_SIZE];
	char path[QEMU_PATH_SIZE];
	struct stat status;

	if (!cache_boot(boot) || !qemu_find(path) || stat(path, &status) == -1)
		return false;
	return snprintf(note, NOTE_SIZE, "%s %lld %lld %s", boot,
			(long long)status.st_size, (long long)status.st_mtime,
			accelerator_name(accelerator)) < NOTE_SIZE;
}

static bool is_noted(const char *note, enum accelerator accelerator)
{
	char wanted[NOTE_SIZE];

	return describe(wanted, accelerator) && strcmp(note, wanted) == 0;
}

enum accelerator accelerator_choose(bool *proved)
{
	char path[PATH_MAX];
	char note[NOTE_SIZE] = "";

	*proved = true;
	if (access("/dev/kvm", R_OK | W_OK) == -1)
		return ACCELERATOR_TCG;
	if (cache_path(path, NOTE))
		read_line(path, note);
	if (is_noted(note, ACCELERATOR_TCG))
		return ACCELERATOR_TCG;
	*proved = is_noted(note, ACCELERATOR_KVM);
	return ACCELERATOR_KVM;
}

static bool write_line(const char *path, const char *line)
{
	FILE *file = fopen(path, "we");
	bool written;

	if (file == NULL)
		return false;
	written = fprintf(file, "%s\n", line) > 0;
	return fclose(file) == 0 && written;
}

void accelerator_remember(enum accelerator accelerator)
{
	char note[NOTE_SIZE];
	char path[PATH_MAX];
	char temporary[PATH_MAX];
	char name[64];

	snprintf(name, sizeof(name), NOTE ".%d", (int)getpid());
	if (!describe(note, accelerator) || !cache_path(path, NOTE) ||
	    !cache_path(temporary, name))
		return;
	if (!write_line(temporary, note) || rename(temporary, path) == -1)
		unlink(temporary);
}

const char *accelerator_name(enum accelerator accelerator)
{
	return accelerator == ACCELERATOR_KVM ? "KVM" : "TCG";
}
