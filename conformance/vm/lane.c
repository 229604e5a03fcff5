// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "accelerator.h"
#include "boot.h"
#include "clock.h"
#include "guest.h"
#include "ktap.h"
#include "lane.h"
#include "message.h"
#include "progress.h"
#include "start.h"

#define KVM_TRIAL_SECONDS  10
#define RESUME_SECONDS	   20
#define SHUTDOWN_SECONDS   10
#define MAX_BOOTS_FAILED   2
#define MAX_DEATHS	   10
#define MAX_SUSPECTS	   8
#define MAX_CONSOLE_BYTES  (16UL << 10)
#define CONSOLE_TAIL_LINES 80

static bool takes(const struct lane *lane, const struct claim *claim)
{
	return claim_is_of_host(claim) == lane->of_host;
}

/* The first claim of the lane from a number on, or NULL. */
static struct claim *claim_from(const struct lane *lane, unsigned long number)
{
	for (size_t i = 0; i < lane->claims->count; i++) {
		struct claim *claim = &lane->claims->all[i];

		if (claim->number >= number && takes(lane, claim))
			return claim;
	}
	return NULL;
}

static struct claim *current_claim(const struct lane *lane)
{
	return claim_from(lane, lane->next);
}

static void enter(struct lane *lane, enum phase phase)
{
	double now = clock_now();

	lane->seconds[lane->phase] += now - lane->phase_start;
	lane->phase = phase;
	lane->phase_start = now;
	lane->deadline = now + lane->options->silence;
	if (phase == PHASE_SHUTDOWN)
		lane->deadline = now + SHUTDOWN_SECONDS;
	else if (phase == PHASE_BOOT && !lane->accelerator_proved)
		lane->deadline = now + KVM_TRIAL_SECONDS;
	else if (phase == PHASE_BOOT && lane->snapshot.is_saved)
		lane->deadline = now + RESUME_SECONDS;
}

static void decide(struct lane *lane, struct claim *claim, enum verdict verdict,
		   const char *reason)
{
	claim_decide(claim, verdict, reason, lane->block.bytes);
	text_clear(&lane->block);
	progress_result(claim);
	lane->next = claim->number + 1;
}

static void give_up(struct lane *lane, const char *reason)
{
	struct claim *claim;

	while ((claim = current_claim(lane)) != NULL)
		decide(lane, claim, VERDICT_NONE, reason);
}

static void end_machine(struct lane *lane)
{
	qemu_end(&lane->machine, 0);
	lane->waits_to_be_saved = false;
	text_clear(&lane->received);
	text_clear(&lane->block);
	text_clear(&lane->console);
}

static bool may_resume(const struct lane *lane)
{
	return lane->in_machine && lane->accelerator == ACCELERATOR_TCG &&
	       !lane->boots_only;
}

static void only_boot(struct lane *lane)
{
	if (may_resume(lane))
		progress_line("from here on guests boot without a snapshot");
	lane->boots_only = true;
	snapshot_close(&lane->snapshot);
}

static int start_guest(struct lane *lane, const struct text *arguments)
{
	const struct hardware hardware = {
		.accelerator = lane->accelerator,
		.megabytes = DEFAULT_MEGABYTES,
	};

	if (may_resume(lane)) {
		if (boot_or_resume(&lane->machine, lane->options, &hardware,
				   &lane->snapshot, arguments) == 0)
			return 0;
		only_boot(lane);
	}
	return boot_guest(&lane->machine, lane->options, &hardware, arguments);
}

static int start_machine(struct lane *lane, const struct claim *claim)
{
	double before = clock_now();
	struct text arguments = { 0 };
	int result;

	if (!lane->in_machine)
		return start_here(&lane->machine, lane->options, lane->of_host,
				  claim, lane->alone);
	start_arguments(lane->options, claim, lane->alone, &arguments);
	result = start_guest(lane, &arguments);
	text_free(&arguments);
	lane->packing += clock_now() - before;
	return result;
}

bool lane_start(struct lane *lane)
{
	struct claim *claim = current_claim(lane);

	lane->phase = PHASE_OVER;
	lane->machine = NO_MACHINE;
	if (claim == NULL)
		return false;
	lane->tested = lane->alone ? claim : NULL;
	if (start_machine(lane, claim) == -1) {
		give_up(lane, "the tests could not be started");
		return false;
	}
	lane->phase_start = clock_now();
	lane->phase = lane->in_machine ? PHASE_BOOT : PHASE_TESTS;
	enter(lane, lane->phase);
	return true;
}

/* Claims that the program passed over: it never says so, but it must not. */
static void pass_over(struct lane *lane, const struct claim *until)
{
	struct claim *claim;

	while ((claim = current_claim(lane)) != NULL && claim != until)
		decide(lane, claim, VERDICT_NONE,
		       "the test program printed none");
}

static void take_result(struct lane *lane, const struct ktap_result *result)
{
	struct claim *claim = claims_find(lane->claims, result->number);
	enum verdict verdict = result->ok ? VERDICT_TRUE : VERDICT_FALSE;

	if (claim == NULL || !takes(lane, claim) ||
	    claim->number < lane->next) {
		message("result %lu: not expected, ignored", result->number);
		return;
	}
	if (claim != current_claim(lane))
		pass_over(lane, claim);
	if (result->skipped)
		verdict = VERDICT_SKIPPED;
	decide(lane, claim, verdict, result->reason);
	lane->deaths = 0;
	lane->deadline = clock_now() + lane->options->silence;
}

static void take_release(struct lane *lane, const char *release)
{
	free(lane->release);
	lane->release = copy_string(release);
	if (!lane->accelerator_proved)
		progress_line("accelerator: KVM works here");
	lane->accelerator_proved = true;
	accelerator_remember(lane->accelerator);
	enter(lane, PHASE_SET_UP);
}

static const char *after(const char *line, const char *prefix)
{
	size_t length = strlen(prefix);

	return strncmp(line, prefix, length) == 0 ? line + length : NULL;
}

static void take_start(struct lane *lane)
{
	if (lane->snapshot.is_saved)
		lane->guests_resumed++;
	else
		lane->guests_booted++;
	lane->boots_failed = 0;
	enter(lane, PHASE_TESTS);
}

/*
 * What the guest's first process says, each in its turn: the tests may print
 * what looks alike.
 */
static void take_init_line(struct lane *lane, const char *line)
{
	const char *rest;

	if (lane->phase == PHASE_BOOT &&
	    (rest = after(line, INIT_RELEASE)) != NULL)
		take_release(lane, rest);
	else if (lane->phase == PHASE_SET_UP && after(line, INIT_READY) != NULL)
		lane->waits_to_be_saved = true;
	else if ((rest = after(line, INIT_TROUBLE)) != NULL)
		ktap_add_diagnostics(&lane->trouble, rest);
	else if (lane->phase == PHASE_SET_UP && after(line, INIT_START) != NULL)
		take_start(lane);
	else if (lane->phase == PHASE_TESTS && after(line, INIT_END) != NULL)
		enter(lane, PHASE_SHUTDOWN);
}

static void take_line(struct lane *lane, const char *line)
{
	const char *init_line = after(line, INIT_PREFIX);
	struct ktap_result result;

	if (lane->in_machine && init_line != NULL)
		take_init_line(lane, init_line);
	else if (lane->phase != PHASE_TESTS)
		return;
	else if (ktap_read_result(line, &result))
		take_result(lane, &result);
	else if (!ktap_is_heading(line))
		ktap_add_diagnostics(&lane->block, line);
}

static void take_lines(struct lane *lane)
{
	size_t length;
	char *line;

	while ((line = ktap_next_line(&lane->received, &length)) != NULL) {
		take_line(lane, line);
		text_drop(&lane->received, length);
	}
}

/* Returns false if nothing more is there now. */
static bool receive(int *fd, struct text *text)
{
	char bytes[16384];
	struct pollfd ready = { .fd = *fd, .events = POLLIN };
	ssize_t length;

	if (*fd == -1 || poll(&ready, 1, 0) <= 0)
		return false;
	length = read(*fd, bytes, sizeof(bytes));
	if (length > 0) {
		text_add(text, bytes, length);
		return true;
	}
	if (length == 0 || errno != EINTR) {
		close(*fd);
		*fd = -1;
	}
	return false;
}

static void receive_all(struct lane *lane)
{
	while (receive(&lane->machine.results, &lane->received))
		take_lines(lane);
	while (receive(&lane->machine.console, &lane->console)) {
		if (lane->console.length > MAX_CONSOLE_BYTES)
			text_drop(&lane->console,
				  lane->console.length - MAX_CONSOLE_BYTES);
	}
}

static const char *console_tail(const struct text *console)
{
	const char *start = console->bytes + console->length;

	for (int lines = 0; start > console->bytes; start--) {
		if (start[-1] == '\n' && lines++ == CONSOLE_TAIL_LINES)
			break;
	}
	return start;
}

static void add_console(struct lane *lane, struct text *block)
{
	struct text tail = { 0 };
	size_t length;
	char *line;

	if (lane->console.length == 0)
		return;
	text_add_string(&tail, console_tail(&lane->console));
	text_add_string(&tail, "\n");
	while ((line = ktap_next_line(&tail, &length)) != NULL) {
		struct text shown = { 0 };

		text_add_format(&shown, "# console: %s", line);
		if (*line != '\0')
			ktap_add_diagnostics(block, shown.bytes);
		text_free(&shown);
		text_drop(&tail, length);
	}
	text_free(&tail);
}

static void show_console(struct lane *lane)
{
	struct text shown = { 0 };

	add_console(lane, &shown);
	if (shown.length > 0)
		progress_text(shown.bytes);
	text_free(&shown);
}

static bool panicked(const struct lane *lane)
{
	return lane->console.length > 0 &&
	       strstr(lane->console.bytes, "Kernel panic") != NULL;
}

/* Why the place where the tests ran is gone. */
static void explain_end(const struct lane *lane, int status, bool hung,
			char *reason, size_t size)
{
	const char *place = lane->in_machine ? "guest" : "test program";

	if (panicked(lane))
		snprintf(reason, size, "the guest's kernel panicked");
	else if (hung && lane->phase == PHASE_SHUTDOWN)
		snprintf(reason, size, "the guest did not switch itself off");
	else if (hung && lane->phase < PHASE_TESTS)
		snprintf(reason, size, "the guest hung before the tests");
	else if (hung)
		snprintf(reason, size, "the %s hung: no result for %d seconds",
			 place, lane->options->silence);
	else if (lane->in_machine && WIFSIGNALED(status))
		snprintf(reason, size, "QEMU was killed: %s",
			 strsignal(WTERMSIG(status)));
	else if (lane->in_machine && status != 0)
		snprintf(reason, size, "QEMU ended with status %d",
			 WEXITSTATUS(status));
	else if (lane->in_machine && lane->phase == PHASE_SHUTDOWN)
		snprintf(reason, size, "the test program ended");
	else if (lane->in_machine)
		snprintf(reason, size,
			 "the guest rebooted or was switched off");
	else if (WIFSIGNALED(status))
		snprintf(reason, size, "the test program was killed: %s",
			 strsignal(WTERMSIG(status)));
	else
		snprintf(reason, size, "the test program ended with status %d",
			 WEXITSTATUS(status));
}

/* QEMU itself failed: that says nothing about a kernel. */
static bool qemu_failed(const struct lane *lane, int status, bool hung)
{
	return lane->in_machine && !hung && status != 0;
}

static void switch_to_tcg(struct lane *lane)
{
	progress_line("accelerator: TCG (KVM is there, but no guest gets "
		      "anywhere with it)");
	lane->accelerator = ACCELERATOR_TCG;
	lane->accelerator_proved = true;
}

static void take_failed_boot(struct lane *lane, const char *reason)
{
	if (!lane->accelerator_proved) {
		switch_to_tcg(lane);
		return;
	}
	message("%s: the guest did not come up: %s", lane->options->kernel,
		reason);
	show_console(lane);
	only_boot(lane);
	if (++lane->boots_failed == MAX_BOOTS_FAILED)
		give_up(lane, "the guest does not come up");
}

/* What is known of a death: in the diagnostics of the block that it hits. */
static void describe_death(struct lane *lane, const char *reason)
{
	struct text line = { 0 };

	if (lane->received.length > 0)
		ktap_add_diagnostics(&lane->block, lane->received.bytes);
	text_add_format(&line, "# during this block %s", reason);
	ktap_add_diagnostics(&lane->block, line.bytes);
	text_free(&line);
	add_console(lane, &lane->block);
}

/*
 * The first block without a result is a suspect, no more: blocks run side by
 * side, and results may be lost with the guest.  So from it on each block gets
 * a guest of its own, freshly booted, until one proves to be guilty.
 */
static void suspect(struct lane *lane, const char *reason)
{
	progress_line("%s: looking for the block that did it", reason);
	snapshot_remove(&lane->snapshot);
	only_boot(lane);
	lane->alone = true;
	lane->suspect = current_claim(lane);
	lane->cleared = 0;
	text_clear(&lane->charge);
	text_add_string(&lane->charge, lane->block.bytes);
}

/* No block did it alone. */
static void convict_suspect(struct lane *lane)
{
	struct claim *claim = lane->suspect;

	if (claim == NULL || claim->verdict == VERDICT_NONE)
		return;
	text_add_string(&lane->charge, "# it happened with other blocks beside "
				       "this one, and not when it ran alone\n");
	claim_decide(claim, VERDICT_FALSE, NULL, lane->charge.bytes);
	progress_result(claim);
	lane->suspect = NULL;
}

static void take_death(struct lane *lane, const char *reason)
{
	describe_death(lane, reason);
	if (!lane->alone) {
		suspect(lane, reason);
		return;
	}
	lane->alone = false;
	lane->suspect = NULL;
	decide(lane, lane->tested, VERDICT_FALSE, NULL);
	if (++lane->deaths == MAX_DEATHS)
		give_up(lane, "ten blocks in a row took the guest down");
}

static bool survived(const struct lane *lane, int status, bool hung)
{
	if (lane->tested == NULL || lane->tested->verdict == VERDICT_NONE)
		return false;
	if (lane->in_machine)
		return lane->phase == PHASE_SHUTDOWN && !panicked(lane);
	return !hung && WIFEXITED(status);
}

static void take_survivor(struct lane *lane)
{
	if (++lane->cleared < MAX_SUSPECTS && current_claim(lane) != NULL)
		return;
	convict_suspect(lane);
	lane->alone = false;
}

static void take_last_end(struct lane *lane, bool hung, const char *reason)
{
	lane->misbehaved |= panicked(lane);
	if (hung || panicked(lane))
		message("after the last block %s", reason);
}

static void take_failed_qemu(struct lane *lane)
{
	if (!lane->accelerator_proved) {
		switch_to_tcg(lane);
		return;
	}
	show_console(lane);
	message("%s failed, which says nothing about the kernel: see above "
		"what it printed",
		QEMU_PROGRAM);
	give_up(lane, "QEMU failed");
}

/*
 * What ends a guest that has a snapshot, or is to have one, and says nothing
 * about the kernel.
 */
static bool is_of_snapshot(const struct lane *lane, int status, bool hung)
{
	if (lane->snapshot.directory == -1)
		return false;
	if (qemu_failed(lane, status, hung))
		return true;
	if (lane->phase >= PHASE_TESTS)
		return false;
	return lane->snapshot.is_saved || (!hung && !panicked(lane));
}

static void take_failed_snapshot(struct lane *lane, const char *reason)
{
	if (lane->snapshot.is_saved)
		message("%s: it is of no use: %s", lane->snapshot.path, reason);
	else
		message("a guest that can be saved does not run here: %s",
			reason);
	show_console(lane);
	if (lane->trouble.length > 0)
		progress_text(lane->trouble.bytes);
	text_clear(&lane->trouble);
	snapshot_remove(&lane->snapshot);
	only_boot(lane);
}

/* The last guest is gone: was that the end, or is there more to do? */
static void take_end(struct lane *lane, bool hung)
{
	int status = child_end(&lane->machine.child, 0);
	char reason[256];

	explain_end(lane, status, hung, reason, sizeof(reason));
	if (survived(lane, status, hung))
		take_survivor(lane);
	else if (lane->tested == NULL && current_claim(lane) == NULL)
		take_last_end(lane, hung, reason);
	else if (is_of_snapshot(lane, status, hung))
		take_failed_snapshot(lane, reason);
	else if (qemu_failed(lane, status, hung))
		take_failed_qemu(lane);
	else if (lane->phase < PHASE_TESTS)
		take_failed_boot(lane, reason);
	else
		take_death(lane, reason);
	enter(lane, PHASE_OVER);
	end_machine(lane);
	lane_start(lane);
}

void lane_wait_for(const struct lane *lane,
		   struct pollfd descriptors[LANE_DESCRIPTORS])
{
	const bool over = lane->phase == PHASE_OVER;
	const int watched[LANE_DESCRIPTORS] = {
		lane->machine.results,
		lane->machine.console,
		over ? -1 : lane->machine.child.exited,
	};

	for (int i = 0; i < LANE_DESCRIPTORS; i++)
		descriptors[i] = (struct pollfd){
			.fd = watched[i],
			.events = POLLIN,
		};
}

int lane_milliseconds(const struct lane *lane)
{
	if (lane->phase == PHASE_OVER)
		return -1;
	return clock_milliseconds_until(lane->deadline);
}

static bool has_exited(const struct lane *lane)
{
	struct pollfd exited = {
		.fd = lane->machine.child.exited,
		.events = POLLIN,
	};

	return poll(&exited, 1, 0) > 0;
}

/* The guest that has been booted ends here, and is resumed. */
static void save_guest(struct lane *lane)
{
	if (qemu_save(&lane->machine, &lane->snapshot.files) == 0) {
		snapshot_keep(&lane->snapshot);
	} else {
		show_console(lane);
		only_boot(lane);
	}
	enter(lane, PHASE_OVER);
	end_machine(lane);
	lane_start(lane);
}

void lane_step(struct lane *lane)
{
	bool exited;

	if (lane->phase == PHASE_OVER)
		return;
	exited = has_exited(lane);
	receive_all(lane);
	if (lane->waits_to_be_saved && !exited)
		save_guest(lane);
	else if (exited)
		take_end(lane, false);
	else if (clock_now() >= lane->deadline)
		take_end(lane, true);
}

void lane_stop(struct lane *lane, const char *reason)
{
	if (lane->suspect != NULL && lane->suspect->verdict != VERDICT_NONE)
		claim_decide(lane->suspect, VERDICT_NONE, reason,
			     lane->charge.bytes);
	give_up(lane, reason);
	if (lane->phase != PHASE_OVER)
		enter(lane, PHASE_OVER);
	end_machine(lane);
}

void lane_free(struct lane *lane)
{
	snapshot_close(&lane->snapshot);
	free(lane->release);
	text_free(&lane->charge);
	text_free(&lane->trouble);
	text_free(&lane->received);
	text_free(&lane->block);
	text_free(&lane->console);
}
