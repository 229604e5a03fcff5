// SPDX-License-Identifier: GPL-2.0-only
#include "sabotage.h"

#include <string.h>

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
}

bool sabotaged(enum sabotage sabotage)
{
	return current == sabotage;
}
