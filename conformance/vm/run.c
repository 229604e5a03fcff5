// SPDX-License-Identifier: GPL-2.0-only
/* Runs the test program against a kernel and collects what it finds out. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "accelerator.h"
#include "clock.h"
#include "lane.h"
#include "message.h"
#include "options.h"
#include "pages.h"
#include "progress.h"
#include "start.h"
#include "status.h"
#include "summary.h"

enum {
	KERNEL_LANE,
	HOST_LANE,
	LANES
};

struct run {
	struct options options;
	struct claims claims;
	struct lane lanes[LANES];
	int signals;
	int interrupted; /* by this signal; 0: not */
	double started;
};

/*
 * What ends a run comes by the descriptor alone.  Output that cannot be written
 * is an error like any other.
 */
static int catch_signals(struct run *run)
{
	sigset_t caught;

	if (signal(SIGCHLD, SIG_DFL) == SIG_ERR ||
	    signal(SIGPIPE, SIG_IGN) == SIG_ERR ||
	    signal(SIGXFSZ, SIG_IGN) == SIG_ERR || sigemptyset(&caught) == -1 ||
	    sigaddset(&caught, SIGINT) == -1 ||
	    sigaddset(&caught, SIGTERM) == -1 ||
	    sigaddset(&caught, SIGHUP) == -1 ||
	    sigaddset(&caught, SIGQUIT) == -1 ||
	    sigprocmask(SIG_BLOCK, &caught, NULL) == -1)
		return -1;
	run->signals = signalfd(-1, &caught, SFD_CLOEXEC | SFD_NONBLOCK);
	return run->signals;
}

static void take_signal(struct run *run)
{
	struct signalfd_siginfo signal;

	if (read(run->signals, &signal, sizeof(signal)) == sizeof(signal))
		run->interrupted = signal.ssi_signo;
}

static int sooner(int left, int right)
{
	if (left == -1 || (right != -1 && right < left))
		return right;
	return left;
}

static void wait_for_something(struct run *run)
{
	struct pollfd descriptors[LANES * LANE_DESCRIPTORS + 1];
	int milliseconds = -1;

	for (int i = 0; i < LANES; i++) {
		lane_wait_for(&run->lanes[i],
			      &descriptors[i * LANE_DESCRIPTORS]);
		milliseconds =
			sooner(milliseconds, lane_milliseconds(&run->lanes[i]));
	}
	descriptors[LANES * LANE_DESCRIPTORS] = (struct pollfd){
		.fd = run->signals,
		.events = POLLIN,
	};
	if (poll(descriptors, LANES * LANE_DESCRIPTORS + 1, milliseconds) > 0 &&
	    descriptors[LANES * LANE_DESCRIPTORS].revents != 0)
		take_signal(run);
}

static void stop_lanes(struct run *run, const char *reason)
{
	for (int i = 0; i < LANES; i++)
		lane_stop(&run->lanes[i], reason);
}

static bool is_over(const struct run *run)
{
	return run->lanes[KERNEL_LANE].phase == PHASE_OVER &&
	       run->lanes[HOST_LANE].phase == PHASE_OVER;
}

static void run_tests(struct run *run)
{
	char reason[64];

	for (int i = 0; i < LANES; i++)
		lane_start(&run->lanes[i]);
	while (!is_over(run)) {
		wait_for_something(run);
		if (run->interrupted != 0)
			break;
		for (int i = 0; i < LANES; i++)
			lane_step(&run->lanes[i]);
	}
	if (run->interrupted == 0)
		return;
	snprintf(reason, sizeof(reason), "interrupted by %s",
		 strsignal(run->interrupted));
	message("%s: the claims that are left have no result", reason);
	stop_lanes(run, reason);
}

static void set_up_lanes(struct run *run)
{
	for (int i = 0; i < LANES; i++)
		run->lanes[i] = (struct lane){
			.options = &run->options,
			.claims = &run->claims,
			.of_host = i == HOST_LANE,
			.in_machine =
				i == KERNEL_LANE && run->options.kernel != NULL,
			.phase = PHASE_OVER,
			.machine = NO_MACHINE,
			.snapshot = NO_SNAPSHOT,
			.accelerator_proved = true,
		};
}

static void choose_accelerator(struct lane *lane)
{
	lane->accelerator = accelerator_choose(&lane->accelerator_proved);
	if (lane->accelerator_proved)
		progress_line("accelerator: %s",
			      accelerator_name(lane->accelerator));
	else
		progress_line("accelerator: trying KVM");
}

/* What can be seen to be wrong before anything is started; NULL: nothing. */
static const char *check_before(struct run *run)
{
	char qemu[QEMU_PATH_SIZE];

	if (run->options.unavailable != NULL)
		return run->options.unavailable;
	if (run->options.kernel == NULL)
		return NULL;
	if (qemu_check_kernel(run->options.kernel) == -1)
		return "the file is not a kernel";
	if (!qemu_find(qemu)) {
		message("%s: not installed: install the package "
			"qemu-system-x86, or test the kernel that runs here "
			"with KERNEL=host",
			QEMU_PROGRAM);
		return "QEMU is not installed";
	}
	choose_accelerator(&run->lanes[KERNEL_LANE]);
	return NULL;
}

static void add_release(const struct run *run, struct text *about)
{
	const struct lane *lane = &run->lanes[KERNEL_LANE];
	struct utsname here;

	if (lane->release != NULL)
		text_add_format(about, "# release: %s\n", lane->release);
	else if (run->options.kernel == NULL &&
		 run->options.unavailable == NULL && uname(&here) == 0)
		text_add_format(about, "# release: %s %s\n", here.release,
				here.version);
}

/* The comments at the top of each page's results. */
static void describe(const struct run *run, struct text *about)
{
	const struct options *options = &run->options;
	const struct lane *lane = &run->lanes[KERNEL_LANE];

	text_add_format(about, "# kernel: %s\n", options->name);
	for (size_t i = 0; i < options->about_count; i++)
		text_add_format(about, "# %s\n", options->about[i]);
	add_release(run, about);
	if (options->upstream != NULL)
		text_add_format(about, UPSTREAM_COMMENT "%s\n",
				options->upstream);
	else
		text_add_string(about, "# not an upstream version\n");
	if (lane->in_machine)
		text_add_format(about, "# accelerator: %s\n",
				accelerator_name(lane->accelerator));
	if (lane->guests_resumed + lane->guests_booted > 0)
		text_add_format(about,
				"# guests: %u resumed from a snapshot of the "
				"boot, %u booted\n",
				lane->guests_resumed, lane->guests_booted);
	if (lane->trouble.length > 0)
		text_add_format(about, "# the guest lacks something:\n%s",
				lane->trouble.bytes);
}

static void print_times(const struct run *run)
{
	const struct lane *lane = &run->lanes[KERNEL_LANE];

	if (!lane->in_machine)
		return;
	printf("seconds: %.2f in all; pack %.2f, boot %.2f, set up %.2f, "
	       "tests %.2f, shutdown %.2f\n",
	       clock_now() - run->started, lane->packing,
	       lane->seconds[PHASE_BOOT], lane->seconds[PHASE_SET_UP],
	       lane->seconds[PHASE_TESTS], lane->seconds[PHASE_SHUTDOWN]);
}

/* Part of the claims must not replace the results of all of them. */
static char *results_directory(const struct options *options)
{
	struct text path = { 0 };

	text_add_format(&path, "%s/%s", options->results, options->name);
	if (options->only != NULL || options->kind != NULL ||
	    options->sabotage != NULL)
		text_add_string(&path, "/partial");
	return path.bytes;
}

static int report(struct run *run)
{
	char *directory = results_directory(&run->options);
	struct text about = { 0 };
	int result;

	describe(run, &about);
	result = pages_write(&run->claims, directory, about.bytes);
	summary_print_counts(&run->claims);
	printf("\n%s", about.bytes);
	summary_print_brackets(&run->claims, run->options.results);
	print_times(run);
	if (result == 0)
		printf("results: prove --exec cat %s/*.tap\n", directory);
	if (run->options.unavailable != NULL)
		message("%s: see what is said before the results",
			run->options.unavailable);
	text_free(&about);
	free(directory);
	return result;
}

static size_t count_verdicts(const struct claims *claims, enum verdict verdict)
{
	size_t count = 0;

	for (size_t i = 0; i < claims->count; i++)
		count += claims->all[i].verdict == verdict;
	return count;
}

/* Without a declared release, claims about versions are not in question. */
static bool leaves_unproved(const struct claim *claim)
{
	return claim->verdict == VERDICT_NONE ||
	       (claim->verdict == VERDICT_SKIPPED &&
		strcmp(claim->kind, "version") != 0);
}

static bool all_proved(const struct claims *claims)
{
	for (size_t i = 0; i < claims->count; i++)
		if (leaves_unproved(&claims->all[i]))
			return false;
	return true;
}

static int status_of(const struct run *run, int written)
{
	if (run->interrupted != 0)
		return STATUS_SIGNAL + run->interrupted;
	if (run->options.unavailable != NULL)
		return run->options.unavailable_status;
	if (written == -1)
		return STATUS_NO_VERDICT;
	if (count_verdicts(&run->claims, VERDICT_FALSE) > 0 ||
	    run->lanes[KERNEL_LANE].misbehaved)
		return STATUS_FALSE;
	if (!all_proved(&run->claims))
		return STATUS_NO_VERDICT;
	return STATUS_TRUE;
}

/* Only what runs on this machine looks pages up. */
static void set_manpath(const struct options *options)
{
	if (options->manpath != NULL &&
	    setenv("MANPATH", options->manpath, 1) == -1)
		message("MANPATH: %s", strerror(errno));
}

static int run_all(struct run *run)
{
	const char *wrong;

	set_manpath(&run->options);
	set_up_lanes(run);
	wrong = check_before(run);
	if (wrong != NULL)
		stop_lanes(run, wrong);
	else
		run_tests(run);
	return status_of(run, report(run));
}

int main(int argc, char **argv)
{
	struct run run = { .started = clock_now() };
	int status = options_read(&run.options, argc, argv);

	if (status != 0)
		return status;
	if (catch_signals(&run) == -1) {
		message("signals: %s", strerror(errno));
		return STATUS_NO_VERDICT;
	}
	status = start_list(&run.options, &run.claims);
	if (status != 0)
		return status;
	status = run_all(&run);
	for (int i = 0; i < LANES; i++)
		lane_free(&run.lanes[i]);
	claims_free(&run.claims);
	close(run.signals);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		message("standard output: cannot write to it");
		return STATUS_NO_VERDICT;
	}
	return status;
}
