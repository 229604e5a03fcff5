// SPDX-License-Identifier: GPL-2.0-only
#include "sabotage.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static const char *const names[SABOTAGE_COUNT] = {
	[NO_SABOTAGE] = "none",
	[PROTECT_IGNORED] = "protect-ignored",
	[RESOLVE_IGNORED] = "resolve-ignored",
	[SET_MODE_IGNORED] = "set-mode-ignored",
	[SET_MODE_DELAYED] = "set-mode-delayed",
	[FILL_IGNORED] = "fill-ignored",
	[UNREGISTER_IGNORED] = "unregister-ignored",
	[RANGE_CUT] = "range-cut",
	[RANGE_WIDENED] = "range-widened",
	[ERROR_HIDDEN] = "error-hidden",
	[ERROR_SWAPPED] = "error-swapped",
	[WAKE_DROPPED] = "wake-dropped",
	[WAKE_ADDED] = "wake-added",
	[FLAG_STRIPPED] = "flag-stripped",
	[FLAG_ADDED] = "flag-added",
	[MESSAGE_CHANGED] = "message-changed",
	[NOTIFICATION_LOST] = "notification-lost",
	[EVENT_LOST] = "event-lost",
	[EVENT_SWAPPED] = "event-swapped",
	[NOTIFICATION_ADDED] = "notification-added",
	[RESOLVED_BEHIND] = "resolved-behind",
	[PROTECTED_BEHIND] = "protected-behind",
	[FILLED_BEHIND] = "filled-behind",
	[SIGNAL_INVERTED] = "signal-inverted",
	[PROC_CHANGED] = "proc-changed",
	[USER_MODE_IGNORED] = "user-mode-ignored",
	[FLAGS_IGNORED] = "flags-ignored",
	[FEATURES_IGNORED] = "features-ignored",
	[REGISTER_IGNORED] = "register-ignored",
	[MODE_CHANGED] = "mode-changed",
	[ANSWER_CHANGED] = "answer-changed",
	[POLL_INVERTED] = "poll-inverted",
	[PRIVILEGE_KEPT] = "privilege-kept",
	[CONTENT_CHANGED] = "content-changed",
	[SCAN_INVERTED] = "scan-inverted",
	[ARGUMENT_WRITTEN] = "argument-written",
	[ANSWER_LOST] = "answer-lost",
};

static enum sabotage current = NO_SABOTAGE;

/* A bit for each sabotage, shared by the processes of a block. */
static atomic_ullong *met;
static bool recording;

const char *sabotage_name(enum sabotage sabotage)
{
	return names[sabotage];
}

enum sabotage sabotage_by_name(const char *name)
{
	for (int i = NO_SABOTAGE + 1; i < SABOTAGE_COUNT; i++)
		if (!strcmp(names[i], name))
			return i;
	return NO_SABOTAGE;
}

void set_sabotage(enum sabotage sabotage)
{
	current = sabotage;
	recording = false;
}

void record_sabotages(void)
{
	if (!met)
		met = mmap(NULL, sizeof(*met), PROT_READ | PROT_WRITE,
			   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (met == MAP_FAILED) {
		perror("uffd-conformance: mmap");
		exit(2);
	}
	atomic_store(met, 0);
	recording = true;
}

bool sabotage_was_met(enum sabotage sabotage)
{
	return atomic_load(met) & 1ULL << sabotage;
}

bool no_sabotage(void)
{
	return current == NO_SABOTAGE && !recording;
}

bool sabotaged(enum sabotage sabotage)
{
	if (recording)
		atomic_fetch_or(met, 1ULL << sabotage);
	return current == sabotage;
}
