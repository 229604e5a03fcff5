// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"
#include "clock.h"
#include "message.h"
#include "text.h"

#define TERMINATION_SECONDS 1

static int keep(const struct child_files *files)
{
	int null = open("/dev/null", O_RDONLY);

	if (null == -1 || dup2(null, STDIN_FILENO) == -1 ||
	    dup2(files->output, STDOUT_FILENO) == -1 ||
	    dup2(files->errors, STDERR_FILENO) == -1)
		return -1;
	for (size_t i = 0; i < files->kept_count; i++) {
		if (fcntl(files->kept[i], F_SETFD, 0) == -1)
			return -1;
	}
	return 0;
}

/* Ignored and blocked signals would stay so in what is executed. */
static int reset_signals(void)
{
	sigset_t none;

	if (signal(SIGPIPE, SIG_DFL) == SIG_ERR ||
	    signal(SIGXFSZ, SIG_DFL) == SIG_ERR || sigemptyset(&none) == -1)
		return -1;
	return sigprocmask(SIG_SETMASK, &none, NULL);
}

/* In the child: does not return.  Tells errno through `failure`. */
static void become(char *const argv[], const struct child_files *files,
		   pid_t parent, int failure)
{
	if (setpgid(0, 0) == 0 && prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 &&
	    getppid() == parent && reset_signals() == 0 && keep(files) == 0)
		execvp(argv[0], argv);
	if (write(failure, &errno, sizeof(errno)) == -1)
		_exit(126);
	_exit(127);
}

/* The pipe closes when the program is executed, else it tells errno. */
static int wait_for_execution(int failure)
{
	int error = 0;
	ssize_t length;

	do
		length = read(failure, &error, sizeof(error));
	while (length == -1 && errno == EINTR);
	return length == sizeof(error) ? error : 0;
}

static int reap(struct child *child)
{
	int status = 0;

	while (waitpid(child->pid, &status, 0) == -1 && errno == EINTR)
		;
	if (child->exited != -1)
		close(child->exited);
	child->pid = 0;
	return status;
}

static void wait_for_exit(const struct child *child, double seconds)
{
	struct pollfd exited = { .fd = child->exited, .events = POLLIN };
	double deadline = clock_now() + seconds;

	while (clock_now() < deadline && exited.fd != -1 &&
	       poll(&exited, 1, clock_milliseconds_until(deadline)) <= 0)
		;
}

int child_end(struct child *child, double seconds)
{
	if (child->pid == 0)
		return 0;
	wait_for_exit(child, seconds);
	/* Not reaped yet, so neither number can have a new owner. */
	/* A test program may have something to put back. */
	kill(child->pid, SIGTERM);
	wait_for_exit(child, TERMINATION_SECONDS);
	kill(-child->pid, SIGKILL);
	kill(child->pid, SIGKILL);
	return reap(child);
}

int child_start(struct child *child, char *const argv[],
		const struct child_files *files)
{
	pid_t parent = getpid();
	int failure[2];
	int error;

	if (pipe2(failure, O_CLOEXEC) == -1)
		return -1;
	child->pid = fork();
	if (child->pid == 0)
		become(argv, files, parent, failure[1]);
	error = child->pid == -1 ? errno : 0;
	close(failure[1]);
	if (error == 0)
		error = wait_for_execution(failure[0]);
	close(failure[0]);
	if (child->pid == -1) {
		child->pid = 0;
		errno = error;
		return -1;
	}
	child->exited = syscall(SYS_pidfd_open, child->pid, 0);
	if (child->exited == -1 && error == 0)
		error = errno;
	if (error != 0) {
		child_end(child, 0);
		errno = error;
		return -1;
	}
	return 0;
}

/* Returns 0 at the end of the output, -1 with errno set. */
static int read_all(int fd, struct text *output, size_t most, double deadline)
{
	char bytes[4096];

	for (;;) {
		struct pollfd ready = { .fd = fd, .events = POLLIN };
		int left = clock_milliseconds_until(deadline);
		ssize_t length;

		if (left == 0 || output->length > most) {
			errno = left == 0 ? ETIMEDOUT : EFBIG;
			return -1;
		}
		if (poll(&ready, 1, left) <= 0)
			continue;
		length = read(fd, bytes, sizeof(bytes));
		if (length == 0)
			return 0;
		if (length == -1 && errno != EINTR)
			return -1;
		if (length > 0)
			text_add(output, bytes, length);
	}
}

static int read_child(struct child *child, int fd, struct text *output,
		      size_t most, int seconds)
{
	double deadline = clock_now() + seconds;

	if (read_all(fd, output, most, deadline) == -1)
		return -1;
	return child_end(child, deadline - clock_now());
}

int child_read(char *const argv[], struct text *output, size_t most,
	       int seconds)
{
	struct child_files files = { .errors = STDERR_FILENO };
	struct child child = { 0 };
	int result = -1;
	int out[2];

	if (pipe2(out, O_CLOEXEC) == -1) {
		message("pipe: %s", strerror(errno));
		return -1;
	}
	files.output = out[1];
	if (child_start(&child, argv, &files) == 0) {
		close(out[1]);
		result = read_child(&child, out[0], output, most, seconds);
	} else {
		close(out[1]);
	}
	if (result == -1)
		message("%s: cannot run it: %s", argv[0], strerror(errno));
	child_end(&child, 0);
	close(out[0]);
	return result;
}
