// SPDX-License-Identifier: GPL-2.0-only
#include "huge_pool.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "die.h"

static const char pool[] = "/proc/sys/vm/nr_hugepages";
static char before[32]; /* empty: not changed */

static bool write_pool(const char *number)
{
	int fd = open(pool, O_WRONLY | O_CLOEXEC);
	ssize_t length = (ssize_t)strlen(number);
	bool written;

	if (fd == -1)
		return false;
	written = write(fd, number, (size_t)length) == length;
	return !close(fd) && written;
}

static bool read_pool(char number[32])
{
	int fd = open(pool, O_RDONLY | O_CLOEXEC);
	ssize_t length;

	if (fd == -1)
		return false;
	length = read(fd, number, 31);
	close(fd);
	number[length > 0 ? length : 0] = '\0';
	return length > 0;
}

static void restore(void)
{
	static const char sorry[] = "vm.nr_hugepages: not set back\n";

	if (before[0] && !write_pool(before) &&
	    write(STDERR_FILENO, sorry, sizeof(sorry) - 1) == -1)
		_exit(EXIT_FAILURE);
}

/* Calls only what a handler may call. */
static void restore_and_end(int signal)
{
	restore();
	raise(signal);
}

static void restore_at_end(void)
{
	const int ends[] = { SIGINT, SIGTERM, SIGHUP, SIGALRM, SIGABRT };
	struct sigaction action = {
		.sa_handler = restore_and_end,
		.sa_flags = (int)SA_RESETHAND | SA_NODEFER,
	};

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if (sigaction(ends[i], &action, NULL))
			die("sigaction: %m");
	if (atexit(restore))
		die("atexit: no memory");
}

bool have_huge_pages(size_t pages)
{
	char wanted[32];
	char number[32];

	if (!read_pool(number))
		return false;
	if (strtoul(number, NULL, 10) >= pages)
		return true;
	restore_at_end();
	memcpy(before, number, sizeof(before));
	snprintf(wanted, sizeof(wanted), "%zu", pages);
	return write_pool(wanted) && read_pool(number) &&
	       strtoul(number, NULL, 10) >= pages;
}
