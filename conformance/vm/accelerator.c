// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "accelerator.h"

#define NOTE_SIZE 256

static bool note_path(char path[PATH_MAX], const char *suffix)
{
	const char *cache = getenv("XDG_CACHE_HOME");
	const char *home = getenv("HOME");
	int length = -1;

	if (cache != NULL && *cache != '\0')
		length = snprintf(path, PATH_MAX, "%s/uffdspec/accelerator%s",
				  cache, suffix);
	else if (home != NULL)
		length = snprintf(path, PATH_MAX,
				  "%s/.cache/uffdspec/accelerator%s", home,
				  suffix);
	return length > 0 && length < PATH_MAX;
}

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
	char boot[NOTE_SIZE];
	char path[QEMU_PATH_SIZE];
	struct stat status;

	read_line("/proc/sys/kernel/random/boot_id", boot);
	if (!qemu_find(path) || stat(path, &status) == -1)
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
	if (note_path(path, ""))
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
	char suffix[32];

	snprintf(suffix, sizeof(suffix), ".%d", (int)getpid());
	if (!describe(note, accelerator) || !note_path(path, "") ||
	    !note_path(temporary, suffix))
		return;
	if (!write_line(temporary, note) || rename(temporary, path) == -1)
		unlink(temporary);
}

const char *accelerator_name(enum accelerator accelerator)
{
	return accelerator == ACCELERATOR_KVM ? "KVM" : "TCG";
}
