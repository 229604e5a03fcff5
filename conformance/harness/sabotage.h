/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SABOTAGE_H
#define SABOTAGE_H

#include <stdbool.h>

/*
 * Ways in which the harness can betray a block, to show that the block has
 * teeth: each makes the kernel look broken in one respect.  One is in force
 * at a time; a block that proves its sentence comes out `not ok` under at
 * least one of them.
 */
enum sabotage {
	NO_SABOTAGE,
	PROTECT_IGNORED,    /* protecting returns 0 and does nothing */
	RESOLVE_IGNORED,    /* so does removing protection */
	SET_MODE_IGNORED,   /* so does UFFDIO_SET_MODE */
	SET_MODE_DELAYED,   /* it takes effect after it has returned */
	FILL_IGNORED,	    /* so does putting pages into a range */
	UNREGISTER_IGNORED, /* so does UFFDIO_UNREGISTER */
	RANGE_CUT,	    /* an operation leaves out its last page */
	RANGE_WIDENED,	    /* protecting or registering goes too far */
	ERROR_HIDDEN,	    /* a failing ioctl returns 0 */
	ERROR_SWAPPED,	    /* a failing ioctl sets another errno */
	WAKE_DROPPED,	    /* no operation wakes a waiting thread */
	WAKE_ADDED,	    /* every operation wakes all that wait */
	FLAG_STRIPPED,	    /* a notification has no flags */
	FLAG_ADDED,	    /* a notification has every flag */
	MESSAGE_CHANGED,    /* a message names another place or thread */
	NOTIFICATION_LOST,  /* reading finds no notification */
	EVENT_LOST,	    /* reading finds no other event either */
	EVENT_SWAPPED,	    /* a message says another event */
	NOTIFICATION_ADDED, /* reading finds one that is not there */
	RESOLVED_BEHIND,    /* a page loses protection before an access */
	PROTECTED_BEHIND,   /* a page gains protection before an access */
	FILLED_BEHIND,	    /* a missing page is there before an access */
	SIGNAL_INVERTED,    /* an access raises a signal if, and only if, it
			       would not */
	PROC_CHANGED,	    /* a file of /proc says something else */
	USER_MODE_IGNORED,  /* UFFD_USER_MODE_ONLY has no effect */
	FLAGS_IGNORED,	    /* a userfaultfd is created without any flag */
	FEATURES_IGNORED,   /* a handshake asks for no features */
	REGISTER_IGNORED,   /* registering returns 0 and does nothing */
	MODE_CHANGED,	    /* registering takes another mode */
	ANSWER_CHANGED,	    /* registering hands back other operations */
	POLL_INVERTED,	    /* polling reports what is not so */
	PRIVILEGE_KEPT,	    /* giving up a privilege keeps it */
	CONTENT_CHANGED,    /* protecting a page writes to it */
	SCAN_INVERTED,	    /* a scan reports the pages not accessed */
	ARGUMENT_WRITTEN,   /* the kernel writes to the argument */
	ANSWER_LOST,	    /* a handshake or registration returns no masks */
	SABOTAGE_COUNT,
};

/* What the command line and the table of `make check` call it. */
const char *sabotage_name(enum sabotage sabotage);

/* NO_SABOTAGE if there is none of that name. */
enum sabotage sabotage_by_name(const char *name);

void set_sabotage(enum sabotage sabotage);
bool sabotaged(enum sabotage sabotage);

/* No betrayal, and no record of them: the kernel can be called directly. */
bool no_sabotage(void);

/*
 * From now until set_sabotage(), without any sabotage, takes down which of them
 * would have had something to betray.  The others cannot make a difference.
 */
void record_sabotages(void);
bool sabotage_was_met(enum sabotage sabotage);

#endif
