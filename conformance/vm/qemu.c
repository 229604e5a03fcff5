// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "guest.h"
#include "message.h"
#include "qemu.h"

/*
 * A panic or an oops ends the guest at once.  The console is slow, so only
 * errors go there; the tests read warnings from the kernel's log.  Huge pages
 * that are reserved here cost the guest next to nothing.  The self-tests of
 * ciphers cost it a tenth of its boot; a clock that is checked against others
 * may be given up where processors are emulated.  Balancing of nodes repairs
 * wrong page-table entries behind a test's back.
 */
#define KERNEL_ARGUMENTS                                                       \
	"console=ttyS0 quiet panic=-1 oops=panic cryptomgr.notests "           \
	"no_timer_check tsc=reliable numa_balancing=disable "                  \
	"hugepages=0:" HUGE_PAGES_PER_NODE ",1:" HUGE_PAGES_PER_NODE

/*
 * QEMU 7.2 can go on running a breakpoint that the kernel puts into code while
 * it patches it for both processors ("Oops: int3").  So the second processor
 * starts after the boot, which patches hundreds of places, and the clock is
 * one that stays: Linux 7.3 patches the reading of it when it changes over to
 * the TSC, a second after the tests have begun.
 */
#define EMULATED_ARGUMENTS                                                     \
	KERNEL_ARGUMENTS " maxcpus=1 noreplace-smp clocksource=acpi_pm"

#define MAX_ARGUMENTS 64
#define NODE_SIZE     64

struct command {
	char *arguments[MAX_ARGUMENTS + 1];
	size_t count;
	char memory[16];
	char nodes[GUEST_NODES][2][NODE_SIZE];
};

static void add(struct command *command, const char *option, const char *value)
{
	command->arguments[command->count++] = (char *)option;
	if (value != NULL)
		command->arguments[command->count++] = (char *)value;
}

/* A node, and half of the memory. */
static void add_node(struct command *command, int node,
		     const struct hardware *hardware)
{
	char *memory = command->nodes[node][0];
	char *described = command->nodes[node][1];

	snprintf(memory, NODE_SIZE, "memory-backend-ram,id=memory%d,size=%uM",
		 node, hardware->megabytes / 2);
	snprintf(described, NODE_SIZE, "node,nodeid=%d,memdev=memory%d", node,
		 node);
	add(command, "-object", memory);
	add(command, "-numa", described);
}

/*
 * Time stands still while the processor waits, and nothing in the guest depends
 * on chance.
 */
static void add_counting(struct command *command)
{
	add(command, "-accel", "tcg,thread=single");
	add(command, "-icount", "shift=0,sleep=off");
	add(command, "-rtc", "clock=vm,base=2026-01-01");
	add(command, "-seed", "1");
	add(command, "-smp", "1");
}

static void add_processors(struct command *command,
			   enum accelerator accelerator)
{
	add(command, "-accel",
	    accelerator == ACCELERATOR_KVM ? "kvm" : "tcg,thread=multi");
	/* One node cannot have half of a socket. */
	add(command, "-smp", "2,sockets=2");
}

static void add_hardware(struct command *command,
			 const struct hardware *hardware)
{
	char *size = command->memory;

	snprintf(size, sizeof(command->memory), "%u", hardware->megabytes);
	add(command, "-no-user-config", NULL);
	add(command, "-nodefaults", NULL);
	add(command, "-display", "none");
	add(command, "-no-reboot", NULL);
	/* Without hardware, walking five levels and storing bytes are slow. */
	add(command, "-cpu", "max,-la57,-erms");
	if (hardware->counts_instructions)
		add_counting(command);
	else
		add_processors(command, hardware->accelerator);
	add(command, "-m", size);
	for (int node = 0; node < GUEST_NODES; node++)
		add_node(command, node, hardware);
	add(command, "-numa", "cpu,node-id=0,socket-id=0");
	if (!hardware->counts_instructions)
		add(command, "-numa", "cpu,node-id=1,socket-id=1");
}

static const char *kernel_arguments(const struct hardware *hardware)
{
	if (hardware->counts_instructions)
		return KERNEL_ARGUMENTS " nokaslr";
	if (hardware->accelerator == ACCELERATOR_TCG)
		return EMULATED_ARGUMENTS;
	return KERNEL_ARGUMENTS;
}

static int start(struct child *child, const struct hardware *hardware,
		 const char *kernel, int initramfs, int console, int results)
{
	const int kept[] = { initramfs, console, results };
	const struct child_files files = { console, console, kept, 3 };
	struct command command = { 0 };
	char console_device[64];
	char results_device[64];
	char archive[64];

	snprintf(archive, sizeof(archive), "/proc/self/fd/%d", initramfs);
	snprintf(console_device, sizeof(console_device),
		 "socket,id=console,fd=%d", console);
	snprintf(results_device, sizeof(results_device),
		 "socket,id=results,fd=%d", results);
	add(&command, QEMU_PROGRAM, NULL);
	add_hardware(&command, hardware);
	add(&command, "-kernel", kernel);
	add(&command, "-initrd", archive);
	add(&command, "-append", kernel_arguments(hardware));
	add(&command, "-chardev", console_device);
	add(&command, "-serial", "chardev:console");
	add(&command, "-chardev", results_device);
	add(&command, "-serial", "chardev:results");
	return child_start(child, command.arguments, &files);
}

static int socket_pair(int ends[2])
{
	return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
}

int qemu_start(struct machine *machine, const struct hardware *hardware,
	       const char *kernel, int initramfs)
{
	int console[2];
	int results[2];
	int started;

	if (socket_pair(console) == -1) {
		message("socketpair: %s", strerror(errno));
		return -1;
	}
	if (socket_pair(results) == -1) {
		message("socketpair: %s", strerror(errno));
		close(console[0]);
		close(console[1]);
		return -1;
	}
	started = start(&machine->child, hardware, kernel, initramfs,
			console[1], results[1]);
	if (started == -1)
		message("%s: cannot start it: %s", QEMU_PROGRAM,
			strerror(errno));
	close(console[1]);
	close(results[1]);
	if (started == -1) {
		close(console[0]);
		close(results[0]);
		return -1;
	}
	machine->console = console[0];
	machine->results = results[0];
	return 0;
}

/* Where the boot protocol for x86 has its two signatures. */
#define BOOT_FLAG_OFFSET 0x1fe
#define HEADER_OFFSET	 0x202

int qemu_check_kernel(const char *kernel)
{
	unsigned char start[HEADER_OFFSET + 4];
	int fd = open(kernel, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t length;

	if (fd == -1) {
		message("%s: cannot read the kernel: %s", kernel,
			strerror(errno));
		return -1;
	}
	length = read(fd, start, sizeof(start));
	close(fd);
	if (length != sizeof(start) ||
	    memcmp(start + BOOT_FLAG_OFFSET, "\x55\xaa", 2) != 0 ||
	    memcmp(start + HEADER_OFFSET, "HdrS", 4) != 0) {
		message("%s: not a kernel for x86: give a bzImage, such as "
			"/boot/vmlinuz-* or arch/x86/boot/bzImage",
			kernel);
		return -1;
	}
	return 0;
}

static const char *next_directory(const char *path, size_t *length)
{
	*length = strcspn(path, ":");
	return path[*length] == ':' ? path + *length + 1 : NULL;
}

bool qemu_find(char path[QEMU_PATH_SIZE])
{
	const char *directory = getenv("PATH");
	const char *next;
	size_t length;

	for (; directory != NULL; directory = next) {
		next = next_directory(directory, &length);
		if (length == 0 || length > INT_MAX)
			continue;
		if (snprintf(path, QEMU_PATH_SIZE, "%.*s/%s", (int)length,
			     directory, QEMU_PROGRAM) < QEMU_PATH_SIZE &&
		    access(path, X_OK) == 0)
			return true;
	}
	return false;
}
