// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include "cache.h"
#include "message.h"
#include "qemu.h"
#include "snapshot.h"

#define SNAPSHOTS "snapshots"
#define ORIGIN	  "origin"
#define STATE	  "state"
#define MEMORY	  "memory%d" /* of a node */
_Static_assert(GUEST_NODES == 2, "NO_SNAPSHOT names each");

#define NAME_SIZE	64
#define MOST_SNAPSHOTS	8
#define ABANDONED_AFTER 3600 /* seconds, for what was never saved */

/* FNV-1a, by its authors' draft-eastlake-fnv.  Only names depend on it. */
#define FNV_OFFSET 0xcbf29ce484222325u
#define FNV_PRIME  0x100000001b3u

static uint64_t hash(const struct text *text)
{
	uint64_t value = FNV_OFFSET;

	for (size_t i = 0; i < text->length; i++)
		value = (value ^ (unsigned char)text->bytes[i]) * FNV_PRIME;
	return value;
}

static bool has_bytes(int fd, const struct text *text)
{
	struct stat status;
	void *bytes;
	bool same;

	if (fstat(fd, &status) == -1 || (size_t)status.st_size != text->length)
		return false;
	bytes = mmap(NULL, text->length, PROT_READ, MAP_PRIVATE, fd, 0);
	if (bytes == MAP_FAILED)
		return false;
	same = memcmp(bytes, text->bytes, text->length) == 0;
	munmap(bytes, text->length);
	return same;
}

static bool is_origin(int directory, const struct text *origin)
{
	int fd = openat(directory, ORIGIN, O_RDONLY | O_CLOEXEC);
	bool same = fd != -1 && has_bytes(fd, origin);

	if (fd != -1)
		close(fd);
	return same;
}

static bool write_origin(int directory, const struct text *origin)
{
	int fd =
		openat(directory, ORIGIN, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	bool written;

	if (fd == -1)
		return false;
	errno = ENOSPC;
	written = write(fd, origin->bytes, origin->length) ==
		  (ssize_t)origin->length;
	return close(fd) == 0 && written;
}

static int open_directory(const char *path)
{
	return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static void name_memory(char name[NAME_SIZE], int node)
{
	snprintf(name, NAME_SIZE, MEMORY, node);
}

/* The origin goes first: without it, the rest is no snapshot. */
static void remove_snapshot(const char *path)
{
	int directory = open_directory(path);
	char memory[NAME_SIZE];

	if (directory == -1)
		return;
	unlinkat(directory, ORIGIN, 0);
	unlinkat(directory, STATE, 0);
	for (int node = 0; node < GUEST_NODES; node++) {
		name_memory(memory, node);
		unlinkat(directory, memory, 0);
	}
	close(directory);
	rmdir(path);
}

static void close_files(struct saved_guest *files)
{
	for (int node = 0; node < GUEST_NODES; node++) {
		if (files->memory[node] != -1)
			close(files->memory[node]);
		files->memory[node] = -1;
	}
	if (files->state != -1)
		close(files->state);
	files->state = -1;
}

static bool open_files(int directory, int flags, struct saved_guest *files)
{
	char memory[NAME_SIZE];
	bool are_open;

	files->state = openat(directory, STATE, flags | O_CLOEXEC, 0600);
	are_open = files->state != -1;
	for (int node = 0; node < GUEST_NODES; node++) {
		name_memory(memory, node);
		files->memory[node] =
			openat(directory, memory, flags | O_CLOEXEC, 0600);
		are_open = are_open && files->memory[node] != -1;
	}
	return are_open;
}

static bool has_contents(int file)
{
	struct stat status;

	return fstat(file, &status) == 0 && status.st_size > 0;
}

static bool have_contents(const struct saved_guest *files)
{
	for (int node = 0; node < GUEST_NODES; node++)
		if (!has_contents(files->memory[node]))
			return false;
	return has_contents(files->state);
}

/* The guest's memory may come to fill its files. */
static bool has_room(const char *path)
{
	const uint64_t needed = (uint64_t)DEFAULT_MEGABYTES << 20;
	struct statvfs status;

	if (statvfs(path, &status) == -1)
		return false;
	if ((uint64_t)status.f_bavail * status.f_frsize >= needed)
		return true;
	errno = ENOSPC;
	return false;
}

/* What was never kept has a name with a dot, or has lost its origin. */
static void remove_if_abandoned(const char *path, const struct stat *status)
{
	if (status->st_mtime < time(NULL) - ABANDONED_AFTER)
		remove_snapshot(path);
}

struct census {
	size_t count;
	time_t oldest; /* when that was used last */
	char path[PATH_MAX];
};

static void count(struct census *census, const char *path,
		  const struct stat *status)
{
	census->count++;
	if (census->count > 1 && status->st_mtime >= census->oldest)
		return;
	census->oldest = status->st_mtime;
	snprintf(census->path, sizeof(census->path), "%s", path);
}

static void visit(struct census *census, const char *snapshots,
		  const char *name)
{
	char origin[PATH_MAX];
	char path[PATH_MAX];
	struct stat status;

	if (snprintf(path, sizeof(path), "%s/%s", snapshots, name) >=
		    PATH_MAX ||
	    snprintf(origin, sizeof(origin), "%s/" ORIGIN, path) >= PATH_MAX ||
	    stat(path, &status) == -1)
		return;
	if (name[0] == '.' || access(origin, F_OK) == -1)
		remove_if_abandoned(path, &status);
	else
		count(census, path, &status);
}

static void take_census(struct census *census, const char *snapshots)
{
	DIR *directory = opendir(snapshots);
	struct dirent *entry;

	*census = (struct census){ 0 };
	if (directory == NULL)
		return;
	while ((entry = readdir(directory)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0)
			visit(census, snapshots, entry->d_name);
	closedir(directory);
}

/* For one more.  Ends when nothing more can be removed. */
static void make_room(const char *snapshots)
{
	struct census census;
	size_t before = SIZE_MAX;

	take_census(&census, snapshots);
	while ((census.count >= MOST_SNAPSHOTS || !has_room(snapshots)) &&
	       census.count > 0 && census.count < before) {
		before = census.count;
		remove_snapshot(census.path);
		take_census(&census, snapshots);
	}
}

static int make_directory(char temporary[PATH_MAX])
{
	char snapshots[PATH_MAX];

	if (!cache_path(snapshots, SNAPSHOTS) ||
	    !cache_path(temporary, SNAPSHOTS "/.XXXXXX")) {
		message("no place to keep a guest: its path is too long");
		return -1;
	}
	make_room(snapshots);
	if ((mkdir(snapshots, 0700) == -1 && errno != EEXIST) ||
	    !has_room(snapshots) || mkdtemp(temporary) == NULL) {
		message("%s: cannot keep a guest there: %s", snapshots,
			strerror(errno));
		return -1;
	}
	return 0;
}

static int make(struct snapshot *snapshot, const struct text *origin)
{
	if (make_directory(snapshot->temporary) == -1) {
		snapshot->temporary[0] = '\0';
		return -1;
	}
	snapshot->directory = open_directory(snapshot->temporary);
	if (snapshot->directory != -1 &&
	    write_origin(snapshot->directory, origin) &&
	    open_files(snapshot->directory, O_RDWR | O_CREAT | O_EXCL,
		       &snapshot->files))
		return 0;
	message("%s: cannot write to it: %s", snapshot->temporary,
		strerror(errno));
	snapshot_close(snapshot);
	return -1;
}

static bool open_saved(struct snapshot *snapshot, const struct text *origin)
{
	snapshot->directory = open_directory(snapshot->path);
	if (snapshot->directory == -1)
		return false;
	snapshot->is_saved =
		is_origin(snapshot->directory, origin) &&
		open_files(snapshot->directory, O_RDONLY, &snapshot->files) &&
		have_contents(&snapshot->files);
	if (snapshot->is_saved)
		return true;
	close_files(&snapshot->files);
	close(snapshot->directory);
	snapshot->directory = -1;
	return false;
}

int snapshot_find(struct snapshot *snapshot, const struct text *origin)
{
	char name[NAME_SIZE];

	*snapshot = NO_SNAPSHOT;
	snprintf(name, sizeof(name), SNAPSHOTS "/%016" PRIx64, hash(origin));
	if (!cache_path(snapshot->path, name)) {
		message("no place to keep a guest: XDG_CACHE_HOME or HOME is "
			"missing or too long");
		return -1;
	}
	if (!open_saved(snapshot, origin))
		return make(snapshot, origin);
	/* It has been used. */
	if (futimens(snapshot->directory, NULL) == -1)
		message("%s: %s", snapshot->path, strerror(errno));
	return 0;
}

/* Another run may have kept the same, and others may be using that. */
static int replace(const char *temporary, const char *path)
{
	if (rename(temporary, path) == 0)
		return 0;
	if (errno != ENOTEMPTY && errno != EEXIST)
		return -1;
	if (renameat2(AT_FDCWD, temporary, AT_FDCWD, path, RENAME_EXCHANGE) ==
	    -1)
		return -1;
	remove_snapshot(temporary);
	return 0;
}

void snapshot_keep(struct snapshot *snapshot)
{
	snapshot->is_saved = true;
	if (replace(snapshot->temporary, snapshot->path) == 0)
		return;
	message("%s: the next run cannot use this guest: %s", snapshot->path,
		strerror(errno));
	remove_snapshot(snapshot->temporary);
}

/* By now it may be another one that is found. */
static bool is_found(const struct snapshot *snapshot)
{
	struct stat found;
	struct stat own;

	return stat(snapshot->path, &found) == 0 &&
	       fstat(snapshot->directory, &own) == 0 &&
	       found.st_dev == own.st_dev && found.st_ino == own.st_ino;
}

void snapshot_remove(struct snapshot *snapshot)
{
	if (snapshot->is_saved && is_found(snapshot))
		remove_snapshot(snapshot->path);
	snapshot_close(snapshot);
}

void snapshot_close(struct snapshot *snapshot)
{
	if (!snapshot->is_saved && snapshot->temporary[0] != '\0')
		remove_snapshot(snapshot->temporary);
	close_files(&snapshot->files);
	if (snapshot->directory != -1)
		close(snapshot->directory);
	*snapshot = NO_SNAPSHOT;
}
