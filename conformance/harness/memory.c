// SPDX-License-Identifier: GPL-2.0-only
#include "memory.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/swap.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "expect.h"
#include "guest.h"
#include "pagemap.h"
#include "uapi.h"

#define MPOL_MF_MOVE_ALL (1 << 2)

/* More than any other block has at a time: they run beside this one. */
#define FEW_MAPPINGS 1000

/*
 * Blocks run side by side.  Those that use swap hold this lock until they end,
 * shared, so that none of them is surprised by one that empties it.
 */
static void lock_swap(int operation)
{
	static int file = -1;

	if (file < 0)
		file = open("/proc/swaps", O_RDONLY | O_CLOEXEC);
	if (file < 0 || flock(file, operation))
		fail("lock of /proc/swaps: %m");
}

static void need_swap(void)
{
	FILE *swaps;
	int lines = 0;
	char line[256];

	lock_swap(LOCK_SH);
	swaps = fopen("/proc/swaps", "re");
	while (swaps && fgets(line, sizeof(line), swaps))
		lines++;
	if (swaps)
		fclose(swaps);
	if (lines < 2)
		skip("no swap space (swapon)");
}

static double now(void)
{
	struct timespec time;

	if (clock_gettime(CLOCK_MONOTONIC, &time))
		fail("clock_gettime: %m");
	return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/*
 * The kernel passes over a page that another processor still holds in a
 * batch, so ask until every page is out.
 */
void reclaim(const struct area *area)
{
	double end = now() + await_deadline() / 1000.0;

	need_swap();
	while (pages_present_in(area)) {
		if (madvise(area->start, area->length, MADV_PAGEOUT))
			fail("MADV_PAGEOUT: %m");
		if (now() > end)
			fail("%zu pages were not reclaimed in %d ms",
			     pages_present_in(area), await_deadline());
	}
}

/* EAGAIN is for the time that something else holds a page. */
void collapse(const struct area *area)
{
	double end = now() + await_deadline() / 1000.0;

	while (madvise(area->start, area->length, MADV_COLLAPSE)) {
		if (errno != EAGAIN || now() > end)
			fail("MADV_COLLAPSE: %m");
	}
}

/* The node of each page, or minus its error. */
static void ask_nodes(const struct area *area, const int *nodes, int *status)
{
	void *pages[64];

	for (size_t i = 0; i < area->pages; i++)
		pages[i] = page_at(area, i);
	if (syscall(SYS_move_pages, 0, area->pages, pages, nodes, status,
		    nodes ? MPOL_MF_MOVE_ALL : 0) < 0)
		fail("move_pages: %m");
}

/* The first page that is on another node than that, or how many there are. */
static size_t first_elsewhere(const struct area *area, const int *nodes)
{
	int status[64];
	size_t page = 0;

	ask_nodes(area, NULL, status);
	while (page < area->pages && status[page] == nodes[page])
		page++;
	return page;
}

/*
 * The kernel passes over a page that another processor still holds in a
 * batch, so ask until every page has moved.
 */
void migrate(const struct area *area)
{
	double end = now() + await_deadline() / 1000.0;
	int from[64], to[64], status[64];
	size_t page;

	if (access("/sys/devices/system/node/node1", F_OK))
		skip("only one NUMA node");
	ask_nodes(area, NULL, from);
	for (size_t i = 0; i < area->pages; i++) {
		if (from[i] < 0)
			fail("page %zu is on no node: %s", i,
			     strerrorname_np(-from[i]));
		to[i] = !from[i];
	}
	do {
		ask_nodes(area, to, status);
		page = first_elsewhere(area, to);
		if (page < area->pages && now() > end)
			fail("page %zu did not move to node %d in %d ms: %d",
			     page, to[page], await_deadline(), status[page]);
	} while (page < area->pages);
}

void renew_swap(void)
{
	static const char device[] = "/dev/zram0";

	need_swap();
	if (!in_guest())
		skip("swapoff(2) would disturb a machine in use");
	lock_swap(LOCK_EX);
	if (swapoff(device) || swapon(device, 0))
		fail("swapoff and swapon of %s: %m", device);
}

static void write_setting(const char *path, const char *value)
{
	FILE *file = fopen(path, "we");

	if (!file || fputs(value, file) < 0 || fclose(file))
		fail("%s: cannot write %s: %m", path, value);
}

static size_t pages_merged(void)
{
	FILE *file = fopen("/sys/kernel/mm/ksm/pages_sharing", "re");
	size_t pages = 0;

	if (!file || fscanf(file, "%zu", &pages) != 1)
		fail("/sys/kernel/mm/ksm/pages_sharing: %m");
	fclose(file);
	return pages;
}

/* Held until the block ends: the counts are of the whole machine. */
static void lock_merging(void)
{
	int file = open("/sys/kernel/mm/ksm/run", O_RDONLY | O_CLOEXEC);

	if (file < 0 || flock(file, LOCK_EX))
		fail("lock of /sys/kernel/mm/ksm/run: %m");
}

/* One page stays where it is, and the others are merged with it. */
void merge(const struct area *area)
{
	double end = now() + await_deadline() / 1000.0;

	if (!in_guest())
		skip("KSM would change memory of the whole machine");
	if (access("/sys/kernel/mm/ksm/run", F_OK))
		skip("this kernel has no KSM (CONFIG_KSM)");
	lock_merging();
	/* What ended blocks left merged is taken apart, and no longer counts.
	 */
	write_setting("/sys/kernel/mm/ksm/run", "2");
	if (madvise(area->start, area->length, MADV_MERGEABLE))
		fail("MADV_MERGEABLE: %m");
	write_setting("/sys/kernel/mm/ksm/sleep_millisecs", "0");
	write_setting("/sys/kernel/mm/ksm/run", "1");
	while (pages_merged() < area->pages - 1) {
		if (now() > end)
			fail("%zu pages were merged in %d ms, expected %zu",
			     pages_merged(), await_deadline(), area->pages - 1);
		sched_yield();
	}
	write_setting("/sys/kernel/mm/ksm/run", "0");
}

static const char map_limit[] = "/proc/sys/vm/max_map_count";

static long read_map_limit(void)
{
	FILE *file = fopen(map_limit, "re");
	long limit;

	if (!file || fscanf(file, "%ld", &limit) != 1)
		fail("%s: %m", map_limit);
	fclose(file);
	return limit;
}

static void write_map_limit(long limit)
{
	char text[32];

	snprintf(text, sizeof(text), "%ld", limit);
	write_setting(map_limit, text);
}

/* Every second page is a mapping of its own, and so are those between. */
static void use_up_mappings(void)
{
	size_t page = small_page_size();
	size_t pages = (size_t)read_map_limit() + 2;
	char *start = mmap(NULL, pages * page, PROT_NONE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (start == MAP_FAILED)
		fail("mmap of %zu pages: %m", pages);
	for (size_t i = 1; i < pages; i += 2) {
		if (!mprotect(start + i * page, page, PROT_READ))
			continue;
		if (errno != ENOMEM)
			fail("mprotect: %m");
		return;
	}
	fail("%zu mappings were made, and there is room for more", pages);
}

void with_mappings_used_up(void (*part)(void))
{
	/* Open until the block ends, and with it the lock. */
	int file = open(map_limit, O_RDONLY | O_CLOEXEC);
	long before;
	siginfo_t ended;
	pid_t child;

	if (file < 0 || flock(file, LOCK_EX))
		fail("lock of %s: %m", map_limit);
	before = read_map_limit();
	if (in_guest())
		write_map_limit(FEW_MAPPINGS);
	child = fork();
	if (child < 0)
		fail("fork: %m");
	if (child == 0) {
		use_up_mappings();
		part();
		_exit(VERDICT_OK);
	}
	if (waitid(P_PID, (id_t)child, &ended, WEXITED | WNOWAIT))
		fail("waitid: %m");
	if (in_guest())
		write_map_limit(before);
	expect_child(child);
}
