// SPDX-License-Identifier: GPL-2.0-only
#include "kernel_log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Enough of a report to name the place; the console has the rest. */
#define LINES_SHOWN 40

static int log_fd = -1;
static long hint_faults = -1;

static bool open_log(void)
{
	if (log_fd < 0)
		log_fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	return log_fd >= 0;
}

bool kernel_log_is_readable(void)
{
	char record[1];

	/* A record that does not fit is EINVAL, none at all EAGAIN. */
	return open_log() &&
	       (read(log_fd, record, sizeof(record)) >= 0 || errno != EPERM);
}

static bool balancing_is_off(void)
{
	FILE *file = fopen("/proc/sys/kernel/numa_balancing", "re");
	int value = 0;

	if (!file)
		return true;
	if (fscanf(file, "%d", &value) != 1)
		value = 1;
	fclose(file);
	return value == 0;
}

/* One read has it all, and costs less than line by line. */
static long count_hint_faults(void)
{
	static char text[16384];
	int fd = open("/proc/vmstat", O_RDONLY | O_CLOEXEC);
	const char *found;
	long count = 0;
	ssize_t got;

	if (fd < 0)
		return 0;
	got = read(fd, text, sizeof(text) - 1);
	close(fd);
	text[got > 0 ? got : 0] = '\0';
	found = strstr(text, "numa_hint_faults ");
	if (found && sscanf(found, "numa_hint_faults %ld", &count) != 1)
		count = 0;
	return count;
}

void mark_kernel_log(void)
{
	if (open_log())
		lseek(log_fd, 0, SEEK_END);
	if (hint_faults < 0)
		hint_faults = count_hint_faults();
}

static bool begins_report(const char *message)
{
	static const char *const signs[] = {
		"WARNING: ",	    "BUG: ",
		"kernel BUG",	    "Oops: ",
		"UBSAN: ",	    "general protection fault",
		"INFO: task ",	    "Bad page ",
		"Bad swap ",	    "stack segment",
		"page_table_check", "rcu: INFO: ",
	};

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (strstr(message, signs[i]))
			return true;
	return false;
}

/* The message of a record "priority,sequence,time,flags;message\n...". */
static char *message_of_record(char *record)
{
	char *message = strchr(record, ';');

	if (!message)
		return record;
	message[1 + strcspn(message + 1, "\n")] = '\0';
	return message + 1;
}

static bool read_record(char *record, size_t size)
{
	ssize_t got;

	/* EPIPE: records were overwritten; the next read has the oldest. */
	do {
		got = read(log_fd, record, size - 1);
	} while (got < 0 && errno == EPIPE);
	if (got <= 0)
		return false;
	record[got] = '\0';
	return true;
}

bool kernel_complained(char *text, size_t size)
{
	char record[8192];
	size_t length = 0;
	int shown = 0;

	while (log_fd >= 0 && read_record(record, sizeof(record))) {
		char *message = message_of_record(record);

		if (!shown && !begins_report(message))
			continue;
		if (shown++ < LINES_SHOWN && length < size)
			length += snprintf(text + length, size - length,
					   "kernel log: %s\n", message);
	}
	return shown > 0;
}

bool hinting_faults_happened(char *text, size_t size)
{
	long before = hint_faults;

	hint_faults = count_hint_faults();
	if (hint_faults == before || !balancing_is_off())
		return false;
	snprintf(text, size,
		 "%ld NUMA hinting faults happened while NUMA balancing is "
		 "off\n",
		 hint_faults - before);
	return true;
}
