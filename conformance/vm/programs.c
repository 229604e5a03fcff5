// SPDX-License-Identifier: GPL-2.0-only
/*
 * Boots a kernel once, runs test programs in it one after the other, and
 * prints what the results of each come to and how long it took in the guest.
 */
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "accelerator.h"
#include "clock.h"
#include "guest.h"
#include "initramfs.h"
#include "ktap.h"
#include "message.h"
#include "qemu.h"
#include "status.h"
#include "text.h"

#define MAX_PROGRAMS	  8
#define DEFAULT_SILENCE	  120 /* seconds */
#define MAX_CONSOLE_BYTES 4096

struct program {
	const char *name;
	bool ended;
	int status;	  /* as wait(2) has it */
	double seconds;	  /* in the guest */
	double processor; /* seconds of the host that the machine took */
	unsigned long planned;
	unsigned long passed;
	unsigned long failed;
	unsigned long skipped;
};

struct run {
	const char *kernel;
	const char *modules;
	const char *init;
	const char *results; /* directory */
	const char *files;   /* directory of what the programs need, or NULL */
	char **arguments;    /* programs, with NEXT_PROGRAM between them */

	struct program programs[MAX_PROGRAMS];
	size_t count;
	struct program *running; /* NULL: none yet */
	FILE *output;		 /* of the one that runs; NULL: none runs */

	struct hardware hardware;
	struct machine machine;
	struct text received;
	struct text console;
	struct text trouble;   /* what the guest could not set up */
	unsigned long silence; /* seconds that the guest may be silent */
	double deadline;
};

static int add_program(struct run *run, int archive, char *path,
		       struct text *packed)
{
	char *name = basename(path);

	if (run->count == MAX_PROGRAMS) {
		message("at most %d programs", MAX_PROGRAMS);
		return -1;
	}
	run->programs[run->count++].name = name;
	text_add_format(packed, "/%s", name);
	text_add(packed, "", 1);
	return initramfs_add_file(archive, name, 0755, path);
}

static int add_programs(struct run *run, int archive)
{
	struct text packed = { 0 };
	bool is_first = true;
	int result = 0;

	for (char **next = run->arguments; result == 0 && *next != NULL;
	     next++) {
		if (is_first)
			result = add_program(run, archive, *next, &packed);
		else
			text_add(&packed, *next, strlen(*next) + 1);
		is_first = strcmp(*next, NEXT_PROGRAM) == 0;
	}
	if (result == 0)
		result = initramfs_add_bytes(archive, &ARGUMENTS_FILE[1], 0644,
					     packed.bytes, packed.length);
	text_free(&packed);
	return result;
}

static int add_files(struct run *run, int archive)
{
	if (run->files == NULL)
		return 0;
	return initramfs_add_directory(archive, &FILES_DIRECTORY[1],
				       run->files);
}

static int pack(struct run *run)
{
	int archive = initramfs_start();

	if (archive == -1)
		return -1;
	if (initramfs_add_file(archive, "init", 0755, run->init) == -1 ||
	    add_programs(run, archive) == -1 || add_files(run, archive) == -1 ||
	    initramfs_add_directory(archive, &MODULES_DIRECTORY[1],
				    run->modules) == -1 ||
	    initramfs_finish(archive) == -1) {
		close(archive);
		return -1;
	}
	return archive;
}

static void open_output(struct run *run)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s.tap", run->results,
		 run->running->name);
	run->output = fopen(path, "we");
	if (run->output == NULL || setvbuf(run->output, NULL, _IOLBF, 0) != 0)
		message("%s: %s", path, strerror(errno));
}

static void close_output(struct run *run)
{
	if (run->output != NULL && fclose(run->output) != 0)
		message("%s.tap: %s", run->running->name, strerror(errno));
	run->output = NULL;
}

/* Seconds of processor time that the machine has taken on the host. */
static double processor_now(const struct run *run)
{
	struct timespec used = { 0 };
	clockid_t clock;

	if (clock_getcpuclockid(run->machine.child.pid, &clock) != 0 ||
	    clock_gettime(clock, &used) == -1)
		message("the processor time of the machine: unknown");
	return used.tv_sec + used.tv_nsec / 1e9;
}

static void take_start(struct run *run)
{
	struct program *next =
		run->running == NULL ? run->programs : run->running + 1;

	if (next == run->programs + run->count)
		return;
	close_output(run);
	run->running = next;
	next->processor = -processor_now(run);
	message("running %s", next->name);
	open_output(run);
}

static void take_end(struct run *run, const char *rest)
{
	struct program *program = run->running;

	if (program != NULL &&
	    sscanf(rest, "%d %lf", &program->status, &program->seconds) == 2)
		program->ended = true;
	if (program != NULL)
		program->processor += processor_now(run);
	close_output(run);
}

static const char *after(const char *line, const char *prefix)
{
	size_t length = strlen(prefix);

	return strncmp(line, prefix, length) == 0 ? line + length : NULL;
}

static void take_init_line(struct run *run, const char *line)
{
	const char *rest;

	if ((rest = after(line, INIT_TROUBLE)) != NULL) {
		ktap_add_diagnostics(&run->trouble, rest);
	} else if (after(line, INIT_START) != NULL) {
		take_start(run);
	} else if ((rest = after(line, INIT_END)) != NULL) {
		take_end(run, rest);
	}
}

static void take_program_line(struct run *run, const char *line)
{
	struct program *program = run->running;
	struct ktap_result result;

	fprintf(run->output, "%s\n", line);
	if (!ktap_read_result(line, &result))
		sscanf(line, "1..%lu", &program->planned);
	else if (!result.ok)
		program->failed++;
	else if (result.skipped)
		program->skipped++;
	else
		program->passed++;
}

static void take_lines(struct run *run)
{
	size_t length;
	char *line;

	while ((line = ktap_next_line(&run->received, &length)) != NULL) {
		const char *init_line = after(line, INIT_PREFIX);

		if (init_line != NULL)
			take_init_line(run, init_line);
		else if (run->output != NULL)
			take_program_line(run, line);
		text_drop(&run->received, length);
	}
	run->deadline = clock_now() + run->silence;
}

/* Reads what is there; false once nothing more will be. */
static bool receive(int fd, struct text *text)
{
	char bytes[16384];
	ssize_t length = read(fd, bytes, sizeof(bytes));

	if (length > 0)
		text_add(text, bytes, length);
	return length > 0 || (length == -1 && errno == EINTR);
}

static void keep_end_of_console(struct text *console)
{
	if (console->length > MAX_CONSOLE_BYTES)
		text_drop(console, console->length - MAX_CONSOLE_BYTES);
}

/* Takes what the guest has to say until it is gone, or says nothing more. */
static void listen(struct run *run)
{
	struct pollfd ready[] = {
		{ .fd = run->machine.results, .events = POLLIN },
		{ .fd = run->machine.console, .events = POLLIN },
	};

	run->deadline = clock_now() + run->silence;
	while (clock_now() < run->deadline &&
	       (ready[0].fd != -1 || ready[1].fd != -1)) {
		if (poll(ready, 2, clock_milliseconds_until(run->deadline)) <=
		    0)
			continue;
		if (ready[0].revents != 0) {
			if (!receive(ready[0].fd, &run->received))
				ready[0].fd = -1;
			take_lines(run);
		}
		if (ready[1].revents != 0) {
			if (!receive(ready[1].fd, &run->console))
				ready[1].fd = -1;
			keep_end_of_console(&run->console);
		}
	}
	if (clock_now() >= run->deadline)
		message("the guest was silent for %lu s", run->silence);
}

static int boot(struct run *run, int archive)
{
	bool proved;

	run->hardware.accelerator = accelerator_choose(&proved);
	if (!proved && !run->hardware.counts_instructions) {
		message("run `make conformance` once: it finds out whether "
			"KVM works");
		return -1;
	}
	if (qemu_start(&run->machine, &run->hardware, run->kernel, archive) ==
	    -1)
		return -1;
	listen(run);
	close_output(run);
	qemu_end(&run->machine, 1);
	return 0;
}

static unsigned long count_results(const struct program *program)
{
	return program->passed + program->failed + program->skipped;
}

static void print_program(const struct program *program)
{
	printf("%-24s %7lu %7lu %7lu %7lu %9.2f %9.2f\n", program->name,
	       count_results(program), program->passed, program->failed,
	       program->skipped, program->seconds,
	       program->ended ? program->processor : 0);
}

/* That all its tests have results is certain only of one that has ended. */
static bool is_complete(const struct program *program)
{
	if (program->ended && WIFEXITED(program->status) &&
	    program->planned > 0 && count_results(program) == program->planned)
		return true;
	if (!program->ended)
		message("%s: has not ended", program->name);
	else if (WIFSIGNALED(program->status))
		message("%s: killed: %s", program->name,
			strsignal(WTERMSIG(program->status)));
	else
		message("%s: %lu results instead of %lu", program->name,
			count_results(program), program->planned);
	return false;
}

/* What came from the guest, made harmless. */
static void print_console(struct text *console)
{
	struct text shown = { 0 };
	size_t length;
	char *line;

	text_add_string(console, "\n");
	while ((line = ktap_next_line(console, &length)) != NULL) {
		ktap_add_diagnostics(&shown, line);
		text_drop(console, length);
	}
	fprintf(stderr, "the end of the console:\n%s", shown.bytes);
	text_free(&shown);
}

static int report(struct run *run)
{
	int status = STATUS_TRUE;

	printf("%-24s %7s %7s %7s %7s %9s %9s\n", "program", "tests", "passed",
	       "failed", "skipped", "seconds", "processor");
	for (size_t i = 0; i < run->count; i++) {
		print_program(&run->programs[i]);
		if (!is_complete(&run->programs[i]))
			status = STATUS_NO_VERDICT;
		else if (run->programs[i].failed > 0 && status == STATUS_TRUE)
			status = STATUS_FALSE;
	}
	if (status == STATUS_NO_VERDICT)
		print_console(&run->console);
	if (run->trouble.length == 0)
		return status;
	message("the guest lacks something:\n%s", run->trouble.bytes);
	return STATUS_NO_VERDICT;
}

static const char usage[] =
	"usage: run-programs [OPTION]... KERNEL MODULES INIT RESULTS "
	"PROGRAM [ARGUMENT]...\n"
	"                    [-- PROGRAM [ARGUMENT]...]...\n"
	"  --memory MEGABYTES    that the machine has (1024)\n"
	"  --silence SECONDS     that the guest may say nothing (120)\n"
	"  --files DIRECTORY     whose files the programs find in /files\n"
	"  --count-instructions  its clock goes on by a nanosecond for each\n"
	"                        instruction, of its only processor\n";

static int read_memory(struct run *run, const char *text)
{
	char *end;
	unsigned long megabytes = strtoul(text, &end, 10);

	if (end == text || *end != '\0' || megabytes < 256 ||
	    megabytes > 1 << 20 || megabytes % 2 != 0) {
		message("--memory %s: not an even number from 256", text);
		return -1;
	}
	run->hardware.megabytes = megabytes;
	return 0;
}

static int read_silence(struct run *run, const char *text)
{
	char *end;

	run->silence = strtoul(text, &end, 10);
	if (end == text || *end != '\0' || run->silence < 1 ||
	    run->silence > 86400) {
		message("--silence %s: not a number of seconds", text);
		return -1;
	}
	return 0;
}

/* Options end where the kernel is named; programs have options, too. */
static int read_options(struct run *run, int argc, char **argv)
{
	static const struct option options[] = {
		{ "files", required_argument, NULL, 'f' },
		{ "memory", required_argument, NULL, 'm' },
		{ "count-instructions", no_argument, NULL, 'c' },
		{ "silence", required_argument, NULL, 's' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1) {
		if (option == 'c')
			run->hardware.counts_instructions = true;
		else if (option == 's' && read_silence(run, optarg) == 0)
			continue;
		else if (option == 'f')
			run->files = optarg;
		else if (option != 'm' || read_memory(run, optarg) == -1)
			return -1;
	}
	return argc - optind < 5 ? -1 : 0;
}

int main(int argc, char **argv)
{
	struct run run = { .hardware.megabytes = DEFAULT_MEGABYTES,
			   .silence = DEFAULT_SILENCE };
	int status;
	int archive;

	if (read_options(&run, argc, argv) == -1) {
		fputs(usage, stderr);
		return STATUS_USAGE;
	}
	run.kernel = argv[optind];
	run.modules = argv[optind + 1];
	run.init = argv[optind + 2];
	run.results = argv[optind + 3];
	run.arguments = argv + optind + 4;
	archive = pack(&run);
	if (archive == -1 || boot(&run, archive) == -1)
		return STATUS_NO_VERDICT;
	close(archive);
	status = report(&run);
	text_free(&run.received);
	text_free(&run.console);
	text_free(&run.trouble);
	return status;
}
