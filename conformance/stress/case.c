// SPDX-License-Identifier: GPL-2.0-only
#include "case.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "balancing.h"
#include "kernel_log.h"
#include "report.h"
#include "rounds.h"
#include "uapi.h"

#define ALWAYS (UFFD_FEATURE_RWP | UFFD_FEATURE_THREAD_ID)

const struct mode modes[MODE_COUNT] = {
	{ "rwp", ALWAYS, UFFDIO_REGISTER_MODE_RWP, 0, false },
	{ "events",
	  ALWAYS | UFFD_FEATURE_EVENT_FORK | UFFD_FEATURE_EVENT_REMAP |
		  UFFD_FEATURE_EVENT_REMOVE | UFFD_FEATURE_EVENT_UNMAP,
	  UFFDIO_REGISTER_MODE_RWP | UFFDIO_REGISTER_MODE_MISSING,
	  UFFDIO_REGISTER_MODE_MINOR, false },
	{ "balancing", ALWAYS, UFFDIO_REGISTER_MODE_RWP, 0, true },
};

static void trouble(const char *what)
{
	fprintf(stderr, "uffd-stress: %s: %s\n", what, strerror(errno));
	exit(2);
}

static void entitle(const struct options *options,
		    const struct stress_case *stress_case)
{
	char rounds[48] = "", without[256] = "";

	if (options->rounds)
		snprintf(rounds, sizeof(rounds), " --rounds %lu",
			 options->rounds);
	if (options->without)
		snprintf(without, sizeof(without), " --without %s",
			 options->without);
	set_title("seed %llu; again: uffd-stress --seed %llu --backing '%s' "
		  "--mode %s --threads %zu%s%s",
		  (unsigned long long)options->seed,
		  (unsigned long long)options->seed, stress_case->kind->name,
		  stress_case->mode->name, options->threads, rounds, without);
}

__attribute__((noreturn)) static void
run_in_child(const struct options *options,
	     const struct stress_case *stress_case, int output)
{
	const struct kind *kind = stress_case->kind;
	const struct mode *mode = stress_case->mode;
	bool is_minor =
		kind->backing & (FILE_BACKED | SHMEM_THP) && !kind->private;
	struct stress stress = {
		.kind = kind,
		.features = mode->features,
		.modes = mode->modes | (is_minor ? mode->modes_of_files : 0),
		.seed = options->seed,
		.threads = options->threads,
		.seconds = stress_case->seconds,
		.rounds = options->rounds,
		.deadline = stress_case->deadline,
		.is_balanced = mode->balances,
		.uncertain_protection = options->uncertain_shmem_thp &&
					kind->backing == SHMEM_THP,
	};

	if (setpgid(0, 0) || prctl(PR_SET_PDEATHSIG, SIGKILL) ||
	    dup2(output, STDERR_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0)
		fail("start of the process: %m");
	set_up_report();
	entitle(options, stress_case);
	set_tamper(stress_case->sabotage);
	do_rounds(&stress);
	_exit(VERDICT_OK);
}

static void print_line(const char *line)
{
	printf("# %s\n", line);
	fflush(stdout);
}

/* As diagnostics; false once there will be no more. */
static bool print_lines(int input)
{
	static char text[4096];
	static size_t length;
	char *line = text, *end;
	ssize_t got = read(input, text + length, sizeof(text) - 1 - length);

	if (got <= 0)
		return false;
	length += (size_t)got;
	text[length] = '\0';
	while ((end = strchr(line, '\n')) != NULL) {
		*end = '\0';
		print_line(line);
		line = end + 1;
	}
	length -= (size_t)(line - text);
	memmove(text, line, length + 1);
	if (length == sizeof(text) - 1)
		length = 0;
	return true;
}

/* Prints until the process has ended, and what its children leave. */
static int await_end(pid_t pid, int output)
{
	struct pollfd ready[] = {
		{ .fd = output, .events = POLLIN },
		{ .fd = (int)syscall(SYS_pidfd_open, pid, 0),
		  .events = POLLIN },
	};
	int status;

	if (ready[1].fd < 0)
		trouble("pidfd_open");
	while (!ready[1].revents) {
		if (poll(ready, 2, -1) < 0)
			trouble("poll");
		if (ready[0].revents && !print_lines(output))
			ready[0].fd = -1;
	}
	close(ready[1].fd);
	kill(-pid, SIGKILL);
	if (waitpid(pid, &status, 0) != pid)
		trouble("waitpid");
	while (ready[0].fd >= 0 && print_lines(output))
		;
	return status;
}

static enum verdict verdict_of(int status)
{
	if (WIFSIGNALED(status)) {
		printf("# killed by SIG%s\n", sigabbrev_np(WTERMSIG(status)));
		return VERDICT_NOT_OK;
	}
	if (WEXITSTATUS(status) == VERDICT_OK ||
	    WEXITSTATUS(status) == VERDICT_SKIP)
		return WEXITSTATUS(status);
	return VERDICT_NOT_OK;
}

static enum verdict verdict_of_kernel(void)
{
	char text[8192];
	char *rest = text, *line;

	if (!kernel_complained(text, sizeof(text)) &&
	    !hinting_faults_happened(text, sizeof(text)))
		return VERDICT_OK;
	while ((line = strsep(&rest, "\n")) != NULL)
		if (*line)
			printf("# %s\n", line);
	return VERDICT_NOT_OK;
}

static enum verdict run_and_watch(const struct options *options,
				  const struct stress_case *stress_case)
{
	enum verdict verdict;
	int ends[2], status;
	pid_t pid;

	if (pipe(ends))
		trouble("pipe");
	mark_kernel_log();
	fflush(stdout);
	pid = fork();
	if (pid < 0)
		trouble("fork");
	if (pid == 0) {
		close(ends[0]);
		run_in_child(options, stress_case, ends[1]);
	}
	setpgid(pid, pid);
	close(ends[1]);
	status = await_end(pid, ends[0]);
	close(ends[0]);
	verdict = verdict_of(status);
	return verdict_of_kernel() == VERDICT_OK ? verdict : VERDICT_NOT_OK;
}

enum verdict run_case(const struct options *options,
		      const struct stress_case *stress_case)
{
	enum verdict verdict;

	if (!stress_case->mode->balances)
		return run_and_watch(options, stress_case);
	if (!start_balancing())
		return VERDICT_SKIP;
	verdict = run_and_watch(options, stress_case);
	stop_balancing();
	return verdict;
}
