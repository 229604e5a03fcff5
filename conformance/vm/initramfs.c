// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "initramfs.h"
#include "message.h"

/* A member of the archive, in the format that the kernel calls "newc". */
struct member {
	const char *path;
	unsigned int mode;
	dev_t device;
	const void *bytes;
	size_t size;
};

static int append(int archive, const void *bytes, size_t size)
{
	const char *next = bytes;

	while (size > 0) {
		ssize_t written = write(archive, next, size);

		if (written == -1 && errno == EINTR)
			continue;
		if (written == -1) {
			message("initramfs: %s", strerror(errno));
			return -1;
		}
		next += written;
		size -= written;
	}
	return 0;
}

static int append_padding(int archive, size_t size)
{
	return append(archive, "\0\0\0", -size & 3);
}

/* The same members in the same order make the same archive. */
static int add(int archive, const struct member *member)
{
	unsigned int inode = lseek(archive, 0, SEEK_CUR);
	size_t name_size = strlen(member->path) + 1;
	char header[111];

	snprintf(header, sizeof(header),
		 "070701%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X",
		 inode, member->mode, 0, 0, 1, 0, (unsigned int)member->size, 0,
		 0, major(member->device), minor(member->device),
		 (unsigned int)name_size, 0);
	if (append(archive, header, 110) == -1 ||
	    append(archive, member->path, name_size) == -1 ||
	    append_padding(archive, 110 + name_size) == -1 ||
	    append(archive, member->bytes, member->size) == -1)
		return -1;
	return append_padding(archive, member->size);
}

int initramfs_add_empty_directory(int archive, const char *path)
{
	const struct member member = { .path = path, .mode = S_IFDIR | 0755 };

	return add(archive, &member);
}

int initramfs_start(void)
{
	const struct member console = {
		.path = "dev/console",
		.mode = S_IFCHR | 0600,
		.device = makedev(5, 1),
	};
	int archive = memfd_create("initramfs", 0);

	if (archive == -1) {
		message("initramfs: %s", strerror(errno));
		return -1;
	}
	if (initramfs_add_empty_directory(archive, "dev") == -1 ||
	    add(archive, &console) == -1) {
		close(archive);
		return -1;
	}
	return archive;
}

int initramfs_add_bytes(int archive, const char *path, unsigned int mode,
			const void *bytes, size_t size)
{
	const struct member member = {
		.path = path,
		.mode = S_IFREG | mode,
		.bytes = bytes,
		.size = size,
	};

	return add(archive, &member);
}

static void *map(const char *source, size_t *size)
{
	int fd = open(source, O_RDONLY | O_CLOEXEC);
	void *bytes = MAP_FAILED;
	struct stat status;

	if (fd == -1)
		return MAP_FAILED;
	errno = EFBIG;
	if (fstat(fd, &status) == 0 && status.st_size <= INT_MAX) {
		*size = status.st_size;
		bytes = mmap(NULL, *size, PROT_READ, MAP_PRIVATE, fd, 0);
	}
	close(fd);
	return bytes;
}

int initramfs_add_file(int archive, const char *path, unsigned int mode,
		       const char *source)
{
	size_t size;
	void *bytes = map(source, &size);
	int result;

	if (bytes == MAP_FAILED) {
		message("%s: cannot pack it: %s", source, strerror(errno));
		return -1;
	}
	result = initramfs_add_bytes(archive, path, mode, bytes, size);
	munmap(bytes, size);
	return result;
}

static int add_entry(int archive, const char *path, const char *source,
		     const char *name)
{
	char from[PATH_MAX];
	char to[PATH_MAX];
	struct stat status;

	if (snprintf(from, sizeof(from), "%s/%s", source, name) >=
		    (int)sizeof(from) ||
	    snprintf(to, sizeof(to), "%s/%s", path, name) >= (int)sizeof(to)) {
		message("%s/%s: the name is too long", source, name);
		return -1;
	}
	if (stat(from, &status) == -1) {
		message("%s: cannot pack it: %s", from, strerror(errno));
		return -1;
	}
	return initramfs_add_file(archive, to, status.st_mode & 0777, from);
}

int initramfs_add_directory(int archive, const char *path, const char *source)
{
	DIR *directory = opendir(source);
	struct dirent *entry;
	int result;

	if (directory == NULL) {
		message("%s: cannot pack it: %s", source, strerror(errno));
		return -1;
	}
	result = initramfs_add_empty_directory(archive, path);
	while (result == 0 && (entry = readdir(directory)) != NULL) {
		if (entry->d_name[0] != '.')
			result =
				add_entry(archive, path, source, entry->d_name);
	}
	closedir(directory);
	return result;
}

int initramfs_finish(int archive)
{
	const struct member trailer = { .path = "TRAILER!!!" };

	return add(archive, &trailer);
}
