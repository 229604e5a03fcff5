/* SPDX-License-Identifier: GPL-2.0-only */
/* How the runner ends.  git-bisect(1) takes 125 as "cannot be tested". */
#ifndef STATUS_H
#define STATUS_H

enum {
	STATUS_TRUE = 0,	 /* every claim holds */
	STATUS_FALSE = 1,	 /* some claim does not */
	STATUS_USAGE = 2,	 /* wrong arguments */
	STATUS_UNAVAILABLE = 69, /* the kernel can no longer be had */
	STATUS_NO_VERDICT = 125, /* nothing can be said */
	STATUS_SIGNAL = 128,	 /* plus the number of the signal */
};

#endif
