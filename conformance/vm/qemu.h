/* SPDX-License-Identifier: GPL-2.0-only */
/* Virtual machines: two processors as a rule, two NUMA nodes, two serial ports.
 */
#ifndef QEMU_H
#define QEMU_H

#include <stdbool.h>

#include "child.h"

#define QEMU_PROGRAM   "qemu-system-x86_64"
#define QEMU_PATH_SIZE 4096

enum accelerator {
	ACCELERATOR_TCG,
	ACCELERATOR_KVM,
};

/* What a machine is made of. */
struct hardware {
	enum accelerator accelerator;
	unsigned int megabytes; /* of memory, both nodes together */
	/*
	 * One processor, emulated, whose clock goes on by a nanosecond an
	 * instruction, so that one run is like another.
	 */
	bool counts_instructions;
};

#define DEFAULT_MEGABYTES 1024

/* A running machine.  The caller closes the ports and ends the child. */
struct machine {
	struct child child;
	int console; /* first port, and what QEMU itself has to say */
	int results; /* second port */
};

/* Looks QEMU up in PATH.  False if it is not installed. */
bool qemu_find(char path[QEMU_PATH_SIZE]);

/* 0 if the file is a kernel that QEMU boots; else -1, after a message. */
int qemu_check_kernel(const char *kernel);

/*
 * Starts QEMU with a kernel and an initramfs (a descriptor).  Returns 0, or -1
 * after a message.
 */
int qemu_start(struct machine *machine, const struct hardware *hardware,
	       const char *kernel, int initramfs);

#endif
