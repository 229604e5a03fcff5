// SPDX-License-Identifier: GPL-2.0-only
/*
 * The first process of the guest: sets up what the tests rely on, runs the
 * programs that /arguments names with their results going to the second serial
 * port, and powers the guest off.  An initramfs without /arguments is that of a
 * guest which gets its program and the arguments from QEMU: once it has been
 * set up, is saved and resumed, or at once if it lacks something.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/swap.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "fw_cfg.h"
#include "guest.h"

#define SWAP_BYTES    (128UL << 20)
#define MAX_ARGUMENTS 64

static int results = STDERR_FILENO;
static bool has_trouble;

/* One line to the runner, which knows it by its prefix. */
static void __attribute__((format(printf, 1, 2)))
report(const char *format, ...)
{
	va_list arguments;

	if (dprintf(results, "%s", INIT_PREFIX) < 0)
		return;
	va_start(arguments, format);
	vdprintf(results, format, arguments);
	va_end(arguments);
	dprintf(results, "\n");
}

static void complain(const char *what, const char *object)
{
	has_trouble = true;
	report(INIT_TROUBLE "cannot %s %s: %s", what, object, strerror(errno));
}

static void mount_at(const char *type, const char *target)
{
	if (mkdir(target, 0755) == -1 && errno != EEXIST)
		complain("make", target);
	if (mount(type, target, type, 0, NULL) == -1 && errno != EBUSY)
		complain("mount", target);
}

/* For what a kernel may have been built without. */
static void mount_if_there(const char *type, const char *target)
{
	if (access(target, F_OK) == 0)
		mount_at(type, target);
}

static bool write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	size_t length = strlen(text);
	bool written;

	if (fd == -1)
		return false;
	written = write(fd, text, length) == (ssize_t)length;
	return close(fd) == 0 && written;
}

static void set(const char *path, const char *text)
{
	if (!write_file(path, text))
		complain("set", path);
}

static void set_raw(int tty)
{
	struct termios settings;

	if (tcgetattr(tty, &settings) == -1) {
		complain("read the settings of", RESULTS_PORT);
		return;
	}
	cfmakeraw(&settings);
	if (tcsetattr(tty, TCSANOW, &settings) == -1)
		complain("change the settings of", RESULTS_PORT);
}

static void open_results(void)
{
	int tty = open(RESULTS_PORT, O_WRONLY | O_NOCTTY | O_CLOEXEC);

	if (tty == -1) {
		complain("open", RESULTS_PORT);
		return;
	}
	set_raw(tty);
	results = tty;
}

static int by_name(const struct dirent **left, const struct dirent **right)
{
	return strcmp((*left)->d_name, (*right)->d_name);
}

static int not_hidden(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void load_module(const char *name)
{
	char path[300];
	int fd;

	snprintf(path, sizeof(path), MODULES_DIRECTORY "/%s", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd == -1) {
		complain("open", path);
		return;
	}
	if (syscall(SYS_finit_module, fd, "", 0) == -1 && errno != EEXIST)
		complain("load", path);
	close(fd);
}

/* The names sort in the order of loading. */
static void load_modules(void)
{
	struct dirent **entries;
	int count = scandir(MODULES_DIRECTORY, &entries, not_hidden, by_name);

	if (count == -1) {
		if (errno != ENOENT)
			complain("read", MODULES_DIRECTORY);
		return;
	}
	for (int i = 0; i < count; i++) {
		load_module(entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
}

/* The header that swapon(2) looks for, in the device's first page. */
struct swap_header {
	char boot_block[1024];
	uint32_t version;
	uint32_t last_page;
	uint32_t bad_pages;
	char unused[4096 - 1024 - 3 * sizeof(uint32_t) - 10];
	char magic[10];
} __attribute__((packed));

static bool write_swap_header(const char *device, unsigned long bytes)
{
	struct swap_header header = {
		.version = 1,
		.last_page = bytes / sizeof(header) - 1,
	};
	int fd = open(device, O_WRONLY | O_CLOEXEC);
	bool written;

	if (fd == -1)
		return false;
	memcpy(header.magic, "SWAPSPACE2", sizeof(header.magic));
	written = write(fd, &header, sizeof(header)) == sizeof(header);
	return close(fd) == 0 && written;
}

static void set_up_swap(void)
{
	char size[32];

	snprintf(size, sizeof(size), "%lu", SWAP_BYTES);
	if (!write_file("/sys/block/zram0/disksize", size))
		complain("size", "zram0 (swap): is the module zram packed?");
	else if (!write_swap_header("/dev/zram0", SWAP_BYTES))
		complain("write a swap header to", "/dev/zram0");
	else if (swapon("/dev/zram0", 0) == -1)
		complain("swap on", "/dev/zram0");
}

static void set_up_huge_pages(void)
{
	char path[128];

	for (int node = 0; node < GUEST_NODES; node++) {
		snprintf(path, sizeof(path),
			 "/sys/devices/system/node/node%d/hugepages/"
			 "hugepages-2048kB/nr_hugepages",
			 node);
		set(path, HUGE_PAGES_PER_NODE);
	}
}

static void set_up_memory(void)
{
	set("/sys/kernel/mm/transparent_hugepage/enabled", "madvise");
	set("/sys/kernel/mm/transparent_hugepage/shmem_enabled", "advise");
	set_up_huge_pages();
	set_up_swap();
}

/*
 * What an emulated machine has not been booted with: see qemu.c.  Linux 6.12
 * takes seconds for it where the first processor idles.
 */
static void start_second_processor(void)
{
	static const char online[] = "/sys/devices/system/cpu/cpu1/online";
	pid_t busy;

	if (access(online, F_OK) == -1)
		return;
	busy = fork();
	if (busy == 0)
		for (;;)
			continue;
	set(online, "1");
	if (busy > 0) {
		kill(busy, SIGKILL);
		waitpid(busy, NULL, 0);
	}
}

static void set_up(void)
{
	mount_at("proc", "/proc");
	mount_at("sysfs", "/sys");
	mount_if_there("debugfs", "/sys/kernel/debug");
	mount_at("tmpfs", "/tmp");
	mount_at("tmpfs", "/dev/shm");
	load_modules();
	set_up_memory();
	start_second_processor();
}

static void report_kernel(void)
{
	struct utsname name;

	if (uname(&name) == -1)
		complain("name", "the kernel");
	else
		report(INIT_RELEASE "%s %s", name.release, name.version);
}

/* /arguments holds programs and their arguments, each ended by a NUL. */
static int read_arguments(char *arguments[MAX_ARGUMENTS + 1])
{
	static char text[1 << 16];
	int count = 0;
	int fd = open(ARGUMENTS_FILE, O_RDONLY | O_CLOEXEC);
	ssize_t length;

	if (fd == -1)
		return -1;
	length = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (length == (ssize_t)sizeof(text) - 1)
		return -1;
	for (char *next = text; next < text + length && count < MAX_ARGUMENTS;
	     next += strlen(next) + 1)
		arguments[count++] = next;
	arguments[count] = NULL;
	return count > 0 ? count : -1;
}

static void run_program(char *arguments[])
{
	char *environment[] = { "PATH=/", "HOME=/", "TMPDIR=/tmp", NULL };

	if (dup2(results, STDOUT_FILENO) == -1 ||
	    dup2(results, STDERR_FILENO) == -1)
		_exit(127);
	execve(arguments[0], arguments, environment);
	complain("execute", arguments[0]);
	_exit(127);
}

/* Reaps orphans too, as the first process has to. */
static int wait_for(pid_t program)
{
	int status;
	pid_t ended;

	do
		ended = wait(&status);
	while (ended != program && (ended != -1 || errno == EINTR));
	return ended == -1 ? -1 : status;
}

static double seconds_now(void)
{
	struct timespec now = { 0 };

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec + now.tv_nsec / 1e9;
}

static void run_one(char *arguments[])
{
	double start;
	pid_t program;
	int status;

	report(INIT_START "%s", arguments[0]);
	tcdrain(results);
	start = seconds_now();
	program = fork();
	if (program == 0)
		run_program(arguments);
	if (program == -1) {
		complain("start", arguments[0]);
		return;
	}
	status = wait_for(program);
	tcdrain(results);
	report(INIT_END "%d %.2f", status, seconds_now() - start);
}

/* Ends the arguments of a program.  Returns those of the next, or NULL. */
static char **end_arguments(char **arguments)
{
	while (*arguments != NULL && strcmp(*arguments, NEXT_PROGRAM) != 0)
		arguments++;
	if (*arguments == NULL)
		return NULL;
	*arguments = NULL;
	return arguments + 1;
}

static void run_programs(void)
{
	char *arguments[MAX_ARGUMENTS + 1];
	char **program = arguments;
	char **next;

	if (read_arguments(arguments) == -1) {
		complain("read", ARGUMENTS_FILE);
		return;
	}
	for (; program != NULL && *program != NULL; program = next) {
		next = end_arguments(program);
		run_one(program);
	}
}

/*
 * The resumed guest may find it in the middle of a search that began before the
 * guest was saved, but nothing else than that it is there is of interest.
 */
static void wait_to_be_resumed(void)
{
	const struct timespec pause = { .tv_nsec = 1000000 };
	struct fw_cfg_file file;

	report(INIT_READY);
	while (!fw_cfg_find(RESUMED_FW_CFG, &file))
		nanosleep(&pause, NULL);
	report_kernel();
}

static int copy_file(const struct fw_cfg_file *file, const char *path,
		     mode_t mode)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, mode);
	void *bytes = MAP_FAILED;

	if (fd == -1)
		return -1;
	if (ftruncate(fd, file->size) == 0)
		bytes = mmap(NULL, file->size, PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (bytes == MAP_FAILED)
		return -1;
	fw_cfg_read(file, bytes, file->size);
	return munmap(bytes, file->size);
}

static void take_file(const char *name, const char *path, mode_t mode)
{
	struct fw_cfg_file file;

	errno = ENOENT;
	if (!fw_cfg_find(name, &file))
		complain("find in fw_cfg", name);
	else if (copy_file(&file, path, mode) == -1)
		complain("write", path);
}

static void take_files(void)
{
	take_file(PROGRAM_FW_CFG, PROGRAM_FILE, 0755);
	take_file(ARGUMENTS_FW_CFG, ARGUMENTS_FILE, 0644);
}

static void run_packed(void)
{
	set_up();
	run_programs();
}

/* A guest with trouble is not worth saving. */
static void run_handed_over(void)
{
	if (fw_cfg_open() == -1) {
		complain("take the ports of", "fw_cfg");
		return;
	}
	set_up();
	if (!has_trouble)
		wait_to_be_resumed();
	take_files();
	run_programs();
}

int main(void)
{
	mount_at("devtmpfs", "/dev");
	open_results();
	report_kernel();
	if (access(ARGUMENTS_FILE, F_OK) == 0)
		run_packed();
	else
		run_handed_over();
	tcdrain(results);
	reboot(RB_POWER_OFF);
	return EXIT_FAILURE;
}
