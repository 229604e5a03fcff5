// SPDX-License-Identifier: GPL-2.0-only
/*
 * Boots a kernel to a shell and powers off, as the runner boots it, and prints
 * how many seconds that took: what a run of the tests is compared with.
 */
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "accelerator.h"
#include "clock.h"
#include "initramfs.h"
#include "message.h"
#include "qemu.h"
#include "status.h"
#include "text.h"

#define SHELL	     "/bin/busybox"
#define GREETING     "the shell is there"
#define MOST_SECONDS 120

static const char init[] = "#!" SHELL " sh\n"
			   "echo " GREETING "\n"
			   "exec " SHELL " poweroff -f\n";

static int pack(void)
{
	int archive = initramfs_start();

	if (archive == -1)
		return -1;
	if (initramfs_add_bytes(archive, "init", 0755, init,
				sizeof(init) - 1) == -1 ||
	    initramfs_add_empty_directory(archive, "bin") == -1 ||
	    initramfs_add_file(archive, &SHELL[1], 0755, SHELL) == -1 ||
	    initramfs_finish(archive) == -1) {
		close(archive);
		return -1;
	}
	return archive;
}

/* Reads the console until the machine is gone. */
static void read_console(struct machine *machine, struct text *console)
{
	double deadline = clock_now() + MOST_SECONDS;
	char bytes[4096];
	ssize_t length = 1;

	while (length > 0 && clock_now() < deadline) {
		struct pollfd ready = {
			.fd = machine->console,
			.events = POLLIN,
		};

		if (poll(&ready, 1, clock_milliseconds_until(deadline)) <= 0)
			continue;
		length = read(machine->console, bytes, sizeof(bytes));
		if (length > 0)
			text_add(console, bytes, length);
	}
}

static int boot(const char *kernel, int archive, struct text *console)
{
	struct machine machine;
	bool proved;
	const struct hardware hardware = {
		.accelerator = accelerator_choose(&proved),
		.megabytes = DEFAULT_MEGABYTES,
	};

	if (!proved) {
		message("run the tests once: they find out whether KVM works");
		return -1;
	}
	if (qemu_start(&machine, &hardware, kernel, archive) == -1)
		return -1;
	read_console(&machine, console);
	return qemu_end(&machine, 1);
}

int main(int argc, char **argv)
{
	struct text console = { 0 };
	double start = clock_now();
	int archive;
	int status;

	if (argc != 2) {
		message("usage: boot-shell KERNEL");
		return STATUS_USAGE;
	}
	archive = pack();
	if (archive == -1)
		return STATUS_NO_VERDICT;
	status = boot(argv[1], archive, &console);
	if (status != 0 || console.length == 0 ||
	    strstr(console.bytes, GREETING) == NULL) {
		message("%s: no shell came up: %s", argv[1],
			console.bytes != NULL ? console.bytes : "no output");
		return STATUS_NO_VERDICT;
	}
	printf("%.2f\n", clock_now() - start);
	text_free(&console);
	return 0;
}
