/* SPDX-License-Identifier: GPL-2.0-only */
/* Virtual machines: two processors as a rule, two NUMA nodes, two serial ports.
 */
#ifndef QEMU_H
#define QEMU_H

#include <stdbool.h>

#include "child.h"
#include "guest.h"
#include "text.h"

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

/* A running machine, until qemu_end().  A port is -1 if it is closed. */
struct machine {
	struct child child;
	int console; /* first port, and what QEMU itself has to say */
	int results; /* second port */
	int monitor; /* takes orders for QEMU itself; -1: nothing does */
};

#define NO_MACHINE                                                             \
	((struct machine){ .console = -1, .results = -1, .monitor = -1 })

/* The files that a guest is saved in: descriptors, or -1. */
struct saved_guest {
	int memory[GUEST_NODES];
	int state; /* of all but the memory */
};

/* What a guest gets that has it neither in its initramfs nor in its memory. */
struct handover {
	int program; /* descriptors of files */
	int arguments;
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

/* The same, for qemu_save(): its memory is that of the files, empty so far. */
int qemu_start_to_save(struct machine *machine, const struct hardware *hardware,
		       const char *kernel, int initramfs,
		       const struct saved_guest *saved,
		       const struct handover *handover);

/*
 * Saves the guest in the files that it was started with.  The machine has then
 * to be ended.  Returns 0, or -1 after a message.
 */
int qemu_save(struct machine *machine, const struct saved_guest *saved);

/*
 * Goes on where qemu_save() left a guest that was started with the same
 * hardware, kernel and initramfs.  The files do not change, and many guests may
 * go on from them at once.  Returns 0, or -1 after a message.
 */
int qemu_resume(struct machine *machine, const struct hardware *hardware,
		const char *kernel, int initramfs,
		const struct saved_guest *saved,
		const struct handover *handover);

/* Adds what QEMU is told of the hardware, and of it the kernel. */
void qemu_describe(const struct hardware *hardware, struct text *description);

/*
 * Waits up to `seconds` for the machine to end by itself, ends it, and closes
 * its ports.  Returns its wait status.
 */
int qemu_end(struct machine *machine, double seconds);

#endif
