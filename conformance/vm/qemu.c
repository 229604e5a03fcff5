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
#include "monitor.h"
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

#define MAX_ARGUMENTS	80
#define DESCRIPTOR_SIZE 64
#define NODE_SIZE	128
#define MAX_KEPT	16

struct command {
	char *arguments[MAX_ARGUMENTS + 1];
	size_t count;
	char megabytes[16];
	char nodes[GUEST_NODES][2][NODE_SIZE];
	char descriptors[MAX_KEPT][DESCRIPTOR_SIZE];
	int kept[MAX_KEPT];
	size_t kept_count;
};

/* Sockets between the machine and this process. */
enum {
	CONSOLE,
	RESULTS,
	MONITOR,
	PORTS,
};

/* What a machine starts from. */
struct source {
	const struct hardware *hardware;
	const char *kernel;
	int initramfs;
	const struct saved_guest *saved; /* or to be saved; NULL: neither */
	int state;			 /* to go on from; -1: it boots */
	const struct handover *handover; /* NULL: nothing is handed over */
};

static void add(struct command *command, const char *option, const char *value)
{
	command->arguments[command->count++] = (char *)option;
	if (value != NULL)
		command->arguments[command->count++] = (char *)value;
}

/* QEMU inherits it, under the same number. */
static void keep(struct command *command, int descriptor)
{
	command->kept[command->kept_count++] = descriptor;
}

/* An option with a descriptor that QEMU inherits in its value. */
static void __attribute__((format(printf, 3, 0)))
add_descriptor(struct command *command, const char *option, const char *format,
	       int descriptor)
{
	char *value = command->descriptors[command->kept_count];

	snprintf(value, DESCRIPTOR_SIZE, format, descriptor);
	keep(command, descriptor);
	add(command, option, value);
}

/*
 * Half of the memory.  What is written to the memory of a guest that is to be
 * saved goes to a file; what a resumed one writes stays its own.
 */
static void describe_memory(char memory[NODE_SIZE], int node,
			    const struct source *source)
{
	unsigned int megabytes = source->hardware->megabytes / GUEST_NODES;

	if (source->saved == NULL)
		snprintf(memory, NODE_SIZE,
			 "memory-backend-ram,id=memory%d,size=%uM", node,
			 megabytes);
	else
		snprintf(memory, NODE_SIZE,
			 "memory-backend-file,id=memory%d,size=%uM,"
			 "mem-path=/proc/self/fd/%d,share=%s",
			 node, megabytes, source->saved->memory[node],
			 source->state == -1 ? "on" : "off");
}

static void add_node(struct command *command, int node,
		     const struct source *source)
{
	char *memory = command->nodes[node][0];
	char *described = command->nodes[node][1];

	describe_memory(memory, node, source);
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

static void add_hardware(struct command *command, const struct source *source)
{
	const struct hardware *hardware = source->hardware;
	char *size = command->megabytes;

	snprintf(size, sizeof(command->megabytes), "%u", hardware->megabytes);
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
		add_node(command, node, source);
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

static void add_handover(struct command *command,
			 const struct handover *handover)
{
	add_descriptor(command, "-fw_cfg",
		       "name=" PROGRAM_FW_CFG ",file=/proc/self/fd/%d",
		       handover->program);
	add_descriptor(command, "-fw_cfg",
		       "name=" ARGUMENTS_FW_CFG ",file=/proc/self/fd/%d",
		       handover->arguments);
}

static void add_ports(struct command *command, const int ports[PORTS])
{
	add_descriptor(command, "-chardev", "socket,id=console,fd=%d",
		       ports[CONSOLE]);
	add(command, "-serial", "chardev:console");
	add_descriptor(command, "-chardev", "socket,id=results,fd=%d",
		       ports[RESULTS]);
	add(command, "-serial", "chardev:results");
	add_descriptor(command, "-chardev", "socket,id=monitor,fd=%d",
		       ports[MONITOR]);
	add(command, "-mon", "chardev=monitor,mode=control");
}

static void add_saved(struct command *command, const struct source *source)
{
	for (int node = 0; node < GUEST_NODES; node++)
		keep(command, source->saved->memory[node]);
	if (source->state == -1)
		return;
	keep(command, source->state);
	add(command, "-incoming", "defer");
	add(command, "-fw_cfg", "name=" RESUMED_FW_CFG ",string=yes");
}

static int start(struct child *child, const struct source *source,
		 const int ports[PORTS])
{
	struct command command = { 0 };
	struct child_files files = {
		.output = ports[CONSOLE],
		.errors = ports[CONSOLE],
		.kept = command.kept,
	};

	add(&command, QEMU_PROGRAM, NULL);
	add_hardware(&command, source);
	add(&command, "-kernel", source->kernel);
	add_descriptor(&command, "-initrd", "/proc/self/fd/%d",
		       source->initramfs);
	add(&command, "-append", kernel_arguments(source->hardware));
	add_ports(&command, ports);
	if (source->saved != NULL)
		add_saved(&command, source);
	if (source->handover != NULL)
		add_handover(&command, source->handover);
	files.kept_count = command.kept_count;
	return child_start(child, command.arguments, &files);
}

static void close_all(const int descriptors[], size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (descriptors[i] != -1)
			close(descriptors[i]);
}

static int open_ports(int here[PORTS], int there[PORTS])
{
	int ends[2];

	for (int port = 0; port < PORTS; port++) {
		if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) ==
		    -1) {
			message("socketpair: %s", strerror(errno));
			close_all(here, port);
			close_all(there, port);
			return -1;
		}
		here[port] = ends[0];
		there[port] = ends[1];
	}
	return 0;
}

static int start_machine(struct machine *machine, const struct source *source)
{
	int here[PORTS];
	int there[PORTS];
	int started;

	if (open_ports(here, there) == -1)
		return -1;
	started = start(&machine->child, source, there);
	if (started == -1)
		message("%s: cannot start it: %s", QEMU_PROGRAM,
			strerror(errno));
	close_all(there, PORTS);
	if (started == -1) {
		close_all(here, PORTS);
		return -1;
	}
	machine->console = here[CONSOLE];
	machine->results = here[RESULTS];
	machine->monitor = here[MONITOR];
	return 0;
}

int qemu_start(struct machine *machine, const struct hardware *hardware,
	       const char *kernel, int initramfs)
{
	const struct source source = {
		.hardware = hardware,
		.kernel = kernel,
		.initramfs = initramfs,
		.state = -1,
	};

	return start_machine(machine, &source);
}

int qemu_start_to_save(struct machine *machine, const struct hardware *hardware,
		       const char *kernel, int initramfs,
		       const struct saved_guest *saved,
		       const struct handover *handover)
{
	const struct source source = {
		.hardware = hardware,
		.kernel = kernel,
		.initramfs = initramfs,
		.saved = saved,
		.state = -1,
		.handover = handover,
	};

	return start_machine(machine, &source);
}

int qemu_save(struct machine *machine, const struct saved_guest *saved)
{
	return monitor_save(machine->monitor, saved->state);
}

/* Others read the same file, each from its beginning. */
static int open_again(int file)
{
	char path[64];
	int again;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
	again = open(path, O_RDONLY | O_CLOEXEC);
	if (again == -1)
		message("the state of a saved guest: %s", strerror(errno));
	return again;
}

int qemu_resume(struct machine *machine, const struct hardware *hardware,
		const char *kernel, int initramfs,
		const struct saved_guest *saved,
		const struct handover *handover)
{
	struct source source = {
		.hardware = hardware,
		.kernel = kernel,
		.initramfs = initramfs,
		.saved = saved,
		.state = open_again(saved->state),
		.handover = handover,
	};
	int result;

	if (source.state == -1)
		return -1;
	result = start_machine(machine, &source);
	/* If QEMU takes no orders, it has ended, and says on the console why.
	 */
	if (result == 0)
		monitor_resume(machine->monitor, source.state);
	close(source.state);
	return result;
}

int qemu_end(struct machine *machine, double seconds)
{
	const int ports[] = {
		machine->console,
		machine->results,
		machine->monitor,
	};
	int status = child_end(&machine->child, seconds);

	close_all(ports, PORTS);
	machine->console = -1;
	machine->results = -1;
	machine->monitor = -1;
	return status;
}

void qemu_describe(const struct hardware *hardware, struct text *description)
{
	const struct source source = { .hardware = hardware };
	struct command command = { 0 };

	add_hardware(&command, &source);
	add(&command, "-append", kernel_arguments(hardware));
	for (size_t i = 0; i < command.count; i++)
		text_add_format(description, "%s\n", command.arguments[i]);
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
