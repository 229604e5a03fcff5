// SPDX-License-Identifier: GPL-2.0-only
#include "expect.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int deadline = 3000;

int await_deadline(void)
{
	return deadline;
}

void set_await_deadline(int milliseconds)
{
	deadline = milliseconds;
}

/*
 * Standard error of a block is collected as its diagnostics.  No stdio here:
 * a fork(2) that hangs in another thread holds its locks.
 */
static void diagnose(const char *format, va_list arguments)
{
	char line[1024];
	size_t length;

	vsnprintf(line, sizeof(line) - 1, format, arguments);
	length = strlen(line);
	line[length++] = '\n';
	if (write(STDERR_FILENO, line, length) != (ssize_t)length)
		_exit(VERDICT_NOT_OK);
}

void note(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	diagnose(format, arguments);
	va_end(arguments);
}

static void diagnose_place(const char *file, int line, const char *format,
			   va_list arguments)
{
	char what[1024];

	vsnprintf(what, sizeof(what), format, arguments);
	note("%s:%d: %s", file, line, what);
}

void fail_at(const char *file, int line, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	diagnose_place(file, line, format, arguments);
	va_end(arguments);
	_exit(VERDICT_NOT_OK);
}

void not_ready_at(const char *file, int line, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	diagnose_place(file, line, format, arguments);
	va_end(arguments);
	_exit(VERDICT_NOT_READY);
}

void skip(const char *reason)
{
	note("%s", reason);
	_exit(VERDICT_SKIP);
}

long expect_success_at(const char *file, int line, const char *call,
		       long result)
{
	if (result < 0)
		fail_at(file, line, "%s: expected success, got %ld (%s)", call,
			result, strerrorname_np(errno));
	return result;
}

void expect_error_at(const char *file, int line, const char *call, long result,
		     int error)
{
	int got = errno;

	if (result >= 0)
		fail_at(file, line, "%s: expected -1 (%s), got %ld", call,
			strerrorname_np(error), result);
	if (got != error)
		fail_at(file, line, "%s: expected -1 (%s), got -1 (%s)", call,
			strerrorname_np(error), strerrorname_np(got));
}

void expect_equal_at(const char *file, int line, const char *what,
		     unsigned long long actual, unsigned long long expected)
{
	if (actual != expected)
		fail_at(file, line,
			"%s: expected %llu (0x%llx), got %llu (0x%llx)", what,
			expected, expected, actual, actual);
}

void expect_true_at(const char *file, int line, const char *condition,
		    bool holds, const char *what)
{
	if (!holds)
		fail_at(file, line, "%s: expected: %s", condition, what);
}

void expect_child_at(const char *file, int line, pid_t pid)
{
	int status;

	if (waitpid(pid, &status, 0) != pid)
		fail_at(file, line, "waitpid: %s", strerrorname_np(errno));
	if (WIFSIGNALED(status))
		fail_at(file, line, "child ended by SIG%s",
			sigabbrev_np(WTERMSIG(status)));
	if (WEXITSTATUS(status) == VERDICT_SKIP ||
	    WEXITSTATUS(status) == VERDICT_NOT_READY)
		_exit(WEXITSTATUS(status));
	if (WEXITSTATUS(status))
		fail_at(file, line, "child exited with status %d",
			WEXITSTATUS(status));
}

void await_readable(int fd, const char *what)
{
	struct pollfd ready = { .fd = fd, .events = POLLIN };

	if (poll(&ready, 1, await_deadline()) != 1)
		fail("%s in %d ms", what, await_deadline());
}
