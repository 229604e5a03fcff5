/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef TAMPER_H
#define TAMPER_H

#include <stdbool.h>

#include "worker.h"

/*
 * Ways to make the kernel look broken, to show that the stress notices: one is
 * in force at a time.
 */
enum tamper {
	NO_TAMPER,
	WAKE_DROPPED,	      /* removing protection wakes no thread */
	RESOLVE_DROPPED,      /* it does nothing at all */
	NOTIFICATION_DROPPED, /* some notifications are never seen */
	MODE_DROPPED,	      /* UFFDIO_SET_MODE does nothing */
	PROTECTION_DROPPED,   /* protecting leaves out the last page */
	PROTECTION_LOST,      /* pages lose protection now and then */
	PROTECTION_GAINED,    /* pages become protected now and then */
	PAGE_LOST,	      /* pages lose their contents now and then */
	BYTE_CHANGED,	      /* a byte changes now and then */
	SCAN_CHANGED,	      /* PAGEMAP_SCAN reports what is not so */
	WRITE_FLAG_STRIPPED,  /* notifications of writes look like reads */
	CHILD_UNPROTECTED,    /* pages of a child are not protected */
	LOG_WRITTEN,	      /* the kernel reports a defect of its own */
	TAMPER_COUNT,
};

const char *tamper_name(enum tamper tamper);

/* NO_TAMPER if there is none of that name. */
enum tamper tamper_by_name(const char *name);

void set_tamper(enum tamper tamper);
bool tampers(enum tamper tamper);

/* What happens now and then, behind the model's back. */
void tamper_behind(struct worker *worker);

#endif
