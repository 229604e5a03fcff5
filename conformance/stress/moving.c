// SPDX-License-Identifier: GPL-2.0-only
/*
 * Operations that change which physical memory holds pages, without a program
 * being able to tell.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/swap.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "expect.h"
#include "guest.h"
#include "operation.h"
#include "place.h"
#include "touch.h"

#define MPOL_PREFERRED 1
#define MPOL_MF_MOVE   (1 << 1)
#define NODES	       2

#define SWAP_DEVICE "/dev/zram0"
#define DEBUGFS	    "/sys/kernel/debug"
#define SPLIT_FILE  DEBUGFS "/split_huge_pages"
#define KSM	    "/sys/kernel/mm/ksm/"
#define KHUGEPAGED  "/sys/kernel/mm/transparent_hugepage/khugepaged/"

static int split_file = -1;

/* Whether all of it was written. */
static bool write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool written;

	if (fd < 0)
		return false;
	written = write(fd, text, strlen(text)) == (ssize_t)strlen(text);
	close(fd);
	return written;
}

/* The kernel's own threads are at work all the time, or not at all. */
void set_up_moving(void)
{
	if (!in_guest())
		return;
	mount("debugfs", DEBUGFS, "debugfs", 0, NULL);
	split_file = open(SPLIT_FILE, O_WRONLY | O_CLOEXEC);
	if (!is_left_out("ksm")) {
		write_file(KSM "sleep_millisecs", "1");
		write_file(KSM "pages_to_scan", "1000");
		write_file(KSM "run", "1");
	}
	/* It may take pages of a file out of the mapping, unless protected. */
	write_file(KHUGEPAGED "scan_sleep_millisecs",
		   is_left_out("collapse") || is_shared_file() ? "100000000"
							       : "10");
}

void end_moving(void)
{
	if (!in_guest())
		return;
	write_file(KSM "run", "2");
	write_file(KSM "run", "0");
	write_file(KHUGEPAGED "scan_sleep_millisecs", "10000");
	if (split_file >= 0)
		close(split_file);
}

static long advise(const struct aim *aim, int advice)
{
	return madvise(start_of(aim), length_of(aim), advice) ? -errno : 0;
}

long page_out(struct worker *worker, const struct aim *aim)
{
	long result = advise(aim, MADV_PAGEOUT);

	if (result && result != -EINVAL)
		wrong(worker->number, (long)aim->first, "MADV_PAGEOUT: %s",
		      strerrorname_np((int)-result));
	return result;
}

long cool(struct worker *worker, const struct aim *aim)
{
	(void)worker;
	return advise(aim, MADV_COLD);
}

/* A page in use, or a full node, may keep pages from moving. */
long migrate_pages(struct worker *worker, const struct aim *aim)
{
	void *pages[MAX_UNITS_PER_CHUNK];
	int nodes[MAX_UNITS_PER_CHUNK], status[MAX_UNITS_PER_CHUNK];

	(void)worker;
	for (size_t i = 0; i < aim->count; i++) {
		pages[i] = unit_address(aim->first + i);
		nodes[i] = (int)(aim->variant >> i & 1);
	}
	return syscall(SYS_move_pages, 0, aim->count, pages, nodes, status,
		       MPOL_MF_MOVE)
		       ? -errno
		       : 0;
}

long bind_memory(struct worker *worker, const struct aim *aim)
{
	unsigned long node = 1UL << aim->variant % 2;

	(void)worker;
	return syscall(SYS_mbind, start_of(aim), length_of(aim), MPOL_PREFERRED,
		       &node, 8 * sizeof(node), MPOL_MF_MOVE)
		       ? -errno
		       : 0;
}

long collapse(struct worker *worker, const struct aim *aim)
{
	(void)worker;
	return advise(aim, MADV_COLLAPSE);
}

/* Into the smallest pages, or along with a part of them. */
long split(struct worker *worker, const struct aim *aim)
{
	char request[80];
	int length = snprintf(request, sizeof(request), "%d,%p,%p", getpid(),
			      (void *)start_of(aim),
			      (void *)(start_of(aim) + length_of(aim)));

	(void)worker;
	if (split_file < 0)
		return -ENOENT;
	return pwrite(split_file, request, (size_t)length, 0) == length
		       ? 0
		       : -errno;
}

/* Pages that have only the common word are the same, and get merged. */
long merge_pages(struct worker *worker, const struct aim *aim)
{
	int advice = aim->variant % 4 ? MADV_MERGEABLE : MADV_UNMERGEABLE;

	if (advise(aim, MADV_DONTNEED))
		wrong(worker->number, (long)aim->first, "MADV_DONTNEED: %s",
		      strerrorname_np(errno));
	for (size_t i = 0; i < aim->count; i++)
		*(volatile uint64_t *)common_word(aim->first + i) = COMMON;
	/* A chunk must stay one mapping, to be moved. */
	return madvise(chunk_address(aim->chunk), chunk_size(), advice) ? -errno
									: 0;
}

static long read_number(const char *path)
{
	char text[32] = "";
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return 0;
	if (read(fd, text, sizeof(text) - 1) < 0)
		text[0] = '\0';
	close(fd);
	return atol(text);
}

void await_merging(void)
{
	long before = read_number(KSM "full_scans");
	int64_t end = milliseconds() + 2000;

	/* A page must be found the same twice. */
	while (read_number(KSM "full_scans") < before + 4 &&
	       milliseconds() < end)
		usleep(1000);
}

long renew_all_swap(struct worker *worker, const struct aim *aim)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	long result = 0;

	pthread_mutex_lock(&lock);
	if (swapoff(SWAP_DEVICE))
		result = -errno;
	else if (swapon(SWAP_DEVICE, 0))
		wrong(worker->number, (long)aim->first, "swapon of %s: %s",
		      SWAP_DEVICE, strerrorname_np(errno));
	pthread_mutex_unlock(&lock);
	return result;
}
