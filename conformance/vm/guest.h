/* SPDX-License-Identifier: GPL-2.0-only */
/* What the runner and the guest's first process agree on. */
#ifndef GUEST_H
#define GUEST_H

#define GUEST_NODES	    2
#define HUGE_PAGES_PER_NODE "16" /* of 2 MiB */

/* Places in the guest's initramfs. */
#define MODULES_DIRECTORY "/modules"
#define FILES_DIRECTORY	  "/files"
#define ARGUMENTS_FILE	  "/arguments"
#define PROGRAM_FILE	  "/uffd-conformance"
#define RESULTS_PORT	  "/dev/ttyS1"

/*
 * Files of fw_cfg: the two that the initramfs of a guest which may be saved
 * does not have, and one that only a resumed guest finds.
 */
#define ARGUMENTS_FW_CFG "opt/uffdspec/arguments"
#define PROGRAM_FW_CFG	 "opt/uffdspec/program"
#define RESUMED_FW_CFG	 "opt/uffdspec/resumed"

/* Among the arguments, before a further program that runs after the first. */
#define NEXT_PROGRAM "--"

/*
 * Lines of the first process among the results: the prefix, one of the words
 * below, and the rest.
 */
#define INIT_PREFIX  "# init: "
#define INIT_RELEASE "kernel "	/* release and version, as uname(2) has them */
#define INIT_TROUBLE "trouble " /* what could not be set up */
#define INIT_READY   "ready"  /* set up without trouble, waits to be resumed */
#define INIT_START   "start " /* a program, whose first line follows */
#define INIT_END     "end "   /* a program's wait status, and its seconds */

#endif
