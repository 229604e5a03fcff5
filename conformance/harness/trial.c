// SPDX-License-Identifier: GPL-2.0-only
#include "trial.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kernel_log.h"
#include "release.h"

static void trouble(const char *what)
{
	fprintf(stderr, "uffd-conformance: %s: %s\n", what, strerror(errno));
	exit(2);
}

static void run_block(const struct claim *claim, const struct backing *backing,
		      int output)
{
	if (setpgid(0, 0) || prctl(PR_SET_PDEATHSIG, SIGKILL) ||
	    dup2(output, STDOUT_FILENO) < 0 || dup2(output, STDERR_FILENO) < 0)
		fail("start of the block: %m");
	claim->sentence->run(backing);
	_exit(VERDICT_OK);
}

static pid_t start_block(const struct claim *claim,
			 const struct backing *backing, int output)
{
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid < 0)
		trouble("fork");
	if (pid == 0)
		run_block(claim, backing, output);
	/* Whoever comes first: the group must exist before it is killed. */
	setpgid(pid, pid);
	return pid;
}

/* True if the process ended in time. */
static bool await_end(pid_t pid, int milliseconds)
{
	struct pollfd ended = { .events = POLLIN };
	int ready;

	ended.fd = (int)syscall(SYS_pidfd_open, pid, 0);
	if (ended.fd < 0)
		trouble("pidfd_open");
	ready = poll(&ended, 1, milliseconds);
	close(ended.fd);
	return ready == 1;
}

/*
 * Ends what the block started and did not end itself.  What left the group
 * is still a child of ours, since this process is their subreaper.
 */
static int end_block(pid_t pid)
{
	int status;

	if (kill(-pid, SIGKILL) && errno != ESRCH)
		trouble("kill");
	if (waitpid(pid, &status, 0) != pid)
		trouble("waitpid");
	while (waitpid(-1, NULL, 0) > 0)
		;
	return status;
}

__attribute__((format(printf, 3, 4))) static void
append(char *text, size_t size, const char *format, ...)
{
	size_t length = strlen(text);
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text + length, size - length, format, arguments);
	va_end(arguments);
}

static enum verdict verdict_of_status(int status, char *text, size_t size)
{
	if (WIFSIGNALED(status)) {
		append(text, size, "the block died of SIG%s\n",
		       sigabbrev_np(WTERMSIG(status)));
		return VERDICT_NOT_OK;
	}
	switch (WEXITSTATUS(status)) {
	case VERDICT_OK:
		return VERDICT_OK;
	case VERDICT_NOT_READY:
		return VERDICT_NOT_READY;
	case VERDICT_SKIP:
		return VERDICT_SKIP;
	default:
		return VERDICT_NOT_OK;
	}
}

/* One file serves all blocks, one after the other. */
static int empty_output(void)
{
	static int output = -1;

	if (output < 0)
		output = memfd_create("diagnostics", MFD_CLOEXEC);
	if (output < 0 || ftruncate(output, 0) ||
	    lseek(output, 0, SEEK_SET) < 0)
		trouble("file of diagnostics");
	return output;
}

static void collect_output(int output, char *text, size_t size)
{
	ssize_t got = pread(output, text, size - 1, 0);

	text[got > 0 ? got : 0] = '\0';
}

/*
 * What stands under BUGS is said of upstream releases.  Another kernel may have
 * been mended: there it is only told whether it is so.
 */
static enum verdict tell_of_bug(enum verdict verdict, char *text, size_t size)
{
	if (verdict == VERDICT_SKIP || verdict == VERDICT_NOT_READY)
		return verdict;
	snprintf(text, size, "%s; %s\n", NOT_UPSTREAM,
		 verdict == VERDICT_OK ? "it is so here, too"
				       : "it is not so here");
	return VERDICT_SKIP;
}

enum verdict run_trial(const struct claim *claim, const struct backing *backing,
		       int deadline, char *text, size_t size)
{
	int output = empty_output();
	enum verdict verdict;
	bool in_time;
	pid_t pid;
	int status;

	if (prctl(PR_SET_CHILD_SUBREAPER, 1))
		trouble("prctl");
	mark_kernel_log();
	pid = start_block(claim, backing, output);
	in_time = await_end(pid, deadline);
	status = end_block(pid);
	collect_output(output, text, size);
	verdict = verdict_of_status(status, text, size);
	if (in_time && WIFEXITED(status) && is_bug(claim) &&
	    !is_upstream_declared())
		verdict = tell_of_bug(verdict, text, size);
	if (!in_time) {
		append(text, size, "the block did not end in %d ms\n",
		       deadline);
		verdict = VERDICT_NOT_OK;
	}
	if (kernel_complained(text + strlen(text), size - strlen(text)))
		verdict = VERDICT_NOT_OK;
	return verdict;
}
