// SPDX-License-Identifier: GPL-2.0-only
#include "tamper.h"

#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "place.h"
#include "touch.h"
#include "uapi.h"

/* One of so many operations is followed by tampering. */
#define RARELY 8

static enum tamper in_force;

static const char *const names[TAMPER_COUNT] = {
	[NO_TAMPER] = "none",
	[WAKE_DROPPED] = "wake-dropped",
	[RESOLVE_DROPPED] = "resolve-dropped",
	[NOTIFICATION_DROPPED] = "notification-dropped",
	[MODE_DROPPED] = "mode-dropped",
	[PROTECTION_DROPPED] = "protection-dropped",
	[PROTECTION_LOST] = "protection-lost",
	[PROTECTION_GAINED] = "protection-gained",
	[PAGE_LOST] = "page-lost",
	[BYTE_CHANGED] = "byte-changed",
	[SCAN_CHANGED] = "scan-changed",
	[WRITE_FLAG_STRIPPED] = "write-flag-stripped",
	[CHILD_UNPROTECTED] = "child-unprotected",
	[LOG_WRITTEN] = "log-written",
};

const char *tamper_name(enum tamper tamper)
{
	return names[tamper];
}

enum tamper tamper_by_name(const char *name)
{
	for (size_t i = 1; i < TAMPER_COUNT; i++)
		if (strcmp(names[i], name) == 0)
			return (enum tamper)i;
	return NO_TAMPER;
}

void set_tamper(enum tamper tamper)
{
	in_force = tamper;
}

bool tampers(enum tamper tamper)
{
	return in_force == tamper;
}

static void change_protection(size_t unit, unsigned long long mode)
{
	struct uffdio_rwprotect argument = {
		.range.start = (uintptr_t)unit_address(unit),
		.range.len = place.kind->unit_size,
		.mode = mode,
	};

	(void)!ioctl(place.uffd, UFFDIO_RWPROTECT, &argument);
}

static void write_to_log(void)
{
	static const char text[] = "<4>WARNING: written by sabotage\n";
	int fd = open("/dev/kmsg", O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	(void)!write(fd, text, sizeof(text) - 1);
	close(fd);
}

void tamper_behind(struct worker *worker)
{
	uint64_t state = worker->random;
	size_t unit;

	if (in_force == NO_TAMPER || next_random(&state) % RARELY)
		return;
	unit = next_random(&state) % unit_count();
	if (tampers(PROTECTION_LOST))
		change_protection(unit, UFFDIO_RWPROTECT_MODE_DONTWAKE);
	if (tampers(PROTECTION_GAINED))
		change_protection(unit, UFFDIO_RWPROTECT_MODE_RWP);
	if (tampers(PAGE_LOST))
		(void)!madvise(unit_address(unit), place.kind->unit_size,
			       is_shared_file() ? MADV_REMOVE : MADV_DONTNEED);
	if (tampers(BYTE_CHANGED))
		++*(volatile char *)word_of(unit, state % worker_count);
	if (tampers(LOG_WRITTEN))
		write_to_log();
}
