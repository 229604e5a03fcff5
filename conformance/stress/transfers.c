// SPDX-License-Identifier: GPL-2.0-only
/* Operations by which the kernel accesses memory in ways of its own. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "expect.h"
#include "guest.h"
#include "operation.h"
#include "place.h"
#include "touch.h"

#define ZRAM_ADD    "/sys/class/zram-control/hot_add"
#define ZRAM_REMOVE "/sys/class/zram-control/hot_remove"
#define BLOCK	    4096

static int disk = -1;
static int disk_number = -1;
static int memory = -1;

static bool write_number(const char *path, long number)
{
	FILE *file = fopen(path, "we");
	bool written;

	if (!file)
		return false;
	written = fprintf(file, "%ld", number) > 0;
	return fclose(file) == 0 && written;
}

/* A disk that is accessed without the page cache, if there can be one. */
static void set_up_disk(void)
{
	char path[80];
	FILE *add = in_guest() ? fopen(ZRAM_ADD, "re") : NULL;

	if (!add)
		return;
	if (fscanf(add, "%d", &disk_number) != 1)
		disk_number = -1;
	fclose(add);
	snprintf(path, sizeof(path), "/sys/block/zram%d/disksize", disk_number);
	if (disk_number < 0 || !write_number(path, MAX_UNITS * BLOCK))
		return;
	snprintf(path, sizeof(path), "/dev/zram%d", disk_number);
	disk = open(path, O_RDWR | O_DIRECT | O_CLOEXEC);
}

void set_up_transfers(void)
{
	set_up_disk();
	memory = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
	if (memory < 0)
		fail("/proc/self/mem: %m");
}

void end_transfers(void)
{
	if (disk >= 0)
		close(disk);
	if (disk_number >= 0)
		write_number(ZRAM_REMOVE, disk_number);
	close(memory);
}

bool has_disk(void)
{
	return disk >= 0;
}

static void check_transfer(struct worker *worker, size_t unit, const char *call,
			   ssize_t moved)
{
	if (moved != BLOCK)
		wrong(worker->number, (long)unit, "%s: %zd (%s)", call, moved,
		      moved < 0 ? strerrorname_np(errno) : "short");
}

static void check_against_model(struct worker *worker, size_t unit,
				const char *call, const struct view *before)
{
	struct view after = view_unit(unit);

	if (before->protected) {
		worker->trapped++;
		if (steady(before, &after, UNPROTECTING) &&
		    stayed_sync(before, &after))
			wrong(worker->number, (long)unit,
			      "lost notification: %s: the page is protected, "
			      "and the access went through before anything "
			      "removed that",
			      call);
	}
	learn_clean(unit, before);
	learn_populated(unit, before);
}

/* To the disk and back: nothing may have changed. */
long transfer_to_disk(struct worker *worker, const struct aim *aim)
{
	size_t unit = aim->first + aim->variant % aim->count;
	off_t offset = (off_t)unit * BLOCK;
	struct view before = view_unit(unit);

	check_transfer(worker, unit, "write(2), O_DIRECT",
		       pwrite(disk, unit_address(unit), BLOCK, offset));
	check_against_model(worker, unit, "write(2), O_DIRECT", &before);
	before = view_unit(unit);
	check_transfer(worker, unit, "read(2), O_DIRECT",
		       pread(disk, unit_address(unit), BLOCK, offset));
	check_against_model(worker, unit, "read(2), O_DIRECT", &before);
	return 0;
}

/* It fails where another access would be trapped. */
long read_through_proc(struct worker *worker, const struct aim *aim)
{
	size_t unit = aim->first + aim->variant % aim->count;
	struct view before = view_unit(unit), after;
	uint64_t *word = word_of(unit, worker->number);
	uint64_t found;
	ssize_t got =
		pread(memory, &found, sizeof(found), (off_t)(uintptr_t)word);
	long error = got < 0 ? errno : 0;

	after = view_unit(unit);
	if (before.protected && steady(&before, &after, UNPROTECTING) &&
	    stayed_sync(&before, &after)) {
		worker->trapped++;
		if (error != EIO)
			wrong(worker->number, (long)unit,
			      "/proc/self/mem: %s, but the page is protected",
			      error ? strerrorname_np((int)error)
				    : "not trapped");
	}
	if (before.clean && before.populated &&
	    steady(&before, &after, PROTECTING | MAPPING)) {
		worker->untrapped++;
		if (error)
			wrong(worker->number, (long)unit,
			      "/proc/self/mem: %s, but the page is there and "
			      "not protected",
			      strerrorname_np((int)error));
	}
	if (!error)
		check_word(worker, unit, found, &before, " (/proc/self/mem)");
	return -error;
}
