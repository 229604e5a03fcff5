/* SPDX-License-Identifier: GPL-2.0-only */
/* Packs files into an initramfs (a cpio archive in memory). */
#ifndef INITRAMFS_H
#define INITRAMFS_H

#include <stddef.h>

/*
 * Starts an archive with the directories that every guest needs and the
 * console's node.  Returns a file descriptor that the caller closes, or -1
 * after a message.  It is inherited across execve(2), so that a child can read
 * the archive as /proc/self/fd/N; nothing is left on disk.
 */
int initramfs_start(void);

/*
 * Each adds one member and returns 0, or -1 after a message.  `path` has no
 * leading slash.  `mode` holds the permission bits.
 */
int initramfs_add_empty_directory(int archive, const char *path);
int initramfs_add_file(int archive, const char *path, unsigned int mode,
		       const char *source);
int initramfs_add_bytes(int archive, const char *path, unsigned int mode,
			const void *bytes, size_t size);

/*
 * Adds every file of the directory `source` below the directory `path`, with
 * its permissions.
 */
int initramfs_add_directory(int archive, const char *path, const char *source);

/* Ends the archive.  Returns 0, or -1 after a message. */
int initramfs_finish(int archive);

#endif
