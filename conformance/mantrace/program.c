// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "program.h"

enum {
	DEADLINE_MS = 10000,
	OUTPUT_BYTES = 64 << 20,
	COMPLAINT_BYTES = 64 << 10,
};

struct child {
	pid_t pid;
	int input;
	int output[2];
	int complaints[2];
};

static void close_if_open(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void child_close(struct child *child)
{
	close_if_open(&child->input);
	for (int end = 0; end < 2; end++) {
		close_if_open(&child->output[end]);
		close_if_open(&child->complaints[end]);
	}
}

/* A file and not a pipe: the child can then be read from without feeding it. */
static int input_file(const struct text *input)
{
	int fd = memfd_create("input", MFD_CLOEXEC);
	size_t done = 0;

	if (fd < 0)
		return -1;
	while (done < input->length) {
		ssize_t n =
			write(fd, input->bytes + done, input->length - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			close(fd);
			return -1;
		}
		done += n;
	}
	if (lseek(fd, 0, SEEK_SET) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

/* The name and the arguments, as exec wants them. Free the result. */
static char **argument_vector(const struct program *program)
{
	size_t room = 0;
	size_t count = 0;
	char **vector = array_with_room(NULL, &room, 0, sizeof(*vector));

	vector[count++] = (char *)program->name;
	for (const char *const *next = program->arguments; *next; next++) {
		vector = array_with_room(vector, &room, count + 1,
					 sizeof(*vector));
		vector[count++] = (char *)*next;
	}
	vector[count] = NULL;
	return vector;
}

static int spawn(struct child *child, const struct program *program)
{
	posix_spawn_file_actions_t actions;
	char **arguments;
	int error = posix_spawn_file_actions_init(&actions);

	if (error)
		return error;
	arguments = argument_vector(program);
	error = posix_spawn_file_actions_adddup2(&actions, child->input, 0);
	if (!error)
		error = posix_spawn_file_actions_adddup2(&actions,
							 child->output[1], 1);
	if (!error)
		error = posix_spawn_file_actions_adddup2(
			&actions, child->complaints[1], 2);
	if (!error)
		error = posix_spawn_file_actions_addchdir_np(
			&actions, program->directory);
	if (!error)
		error = posix_spawnp(&child->pid, program->name, &actions, NULL,
				     arguments, environ);
	free(arguments);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

static int child_start(struct child *child, const struct program *program,
		       struct fault *fault)
{
	int error = 0;

	*child = (struct child){ -1, -1, { -1, -1 }, { -1, -1 } };
	child->input = input_file(program->input);
	if (child->input < 0 || pipe2(child->output, O_CLOEXEC) ||
	    pipe2(child->complaints, O_CLOEXEC))
		error = errno;
	if (!error)
		error = spawn(child, program);
	close_if_open(&child->input);
	close_if_open(&child->output[1]);
	close_if_open(&child->complaints[1]);
	if (!error)
		return 0;
	child_close(child);
	if (error == ENOENT)
		return fault_at(
			fault, 0, "cannot run %s: %s: install the package %s",
			program->name, strerror(error), program->package);
	return fault_at(fault, 0, "cannot run %s: %s", program->name,
			strerror(error));
}

static long milliseconds(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_MONOTONIC, &now))
		return 0;
	return now.tv_sec * 1000L + now.tv_nsec / 1000000;
}

/* Adds what can be read to text; what is over the limit is dropped. */
static void read_some(int *fd, struct text *text, size_t limit)
{
	char bytes[1 << 16];
	ssize_t n = read(*fd, bytes, sizeof(bytes));

	if (n < 0 && errno == EINTR)
		return;
	if (n <= 0) {
		close_if_open(fd);
		return;
	}
	if ((size_t)n > limit - text->length)
		n = limit - text->length;
	text_add(text, bytes, n);
}

/* Until both pipes are at their end. Returns -1 when it must be killed. */
static int collect(struct child *child, const char *name, struct text *output,
		   struct text *complaints, struct fault *fault)
{
	long deadline = milliseconds() + DEADLINE_MS;

	while (child->output[0] >= 0 || child->complaints[0] >= 0) {
		struct pollfd pipes[] = {
			{ .fd = child->output[0], .events = POLLIN },
			{ .fd = child->complaints[0], .events = POLLIN },
		};
		long left = deadline - milliseconds();
		int ready = left > 0 ? poll(pipes, 2, left) : 0;

		if (ready < 0 && errno == EINTR)
			continue;
		if (ready < 0)
			return fault_at(fault, 0, "cannot wait for %s: %s",
					name, strerror(errno));
		if (!ready)
			return fault_at(fault, 0,
					"%s took over %d s: is this a page?",
					name, DEADLINE_MS / 1000);
		if (pipes[0].revents)
			read_some(&child->output[0], output, OUTPUT_BYTES);
		if (pipes[1].revents)
			read_some(&child->complaints[0], complaints,
				  COMPLAINT_BYTES);
		if (output->length >= OUTPUT_BYTES)
			return fault_at(
				fault, 0,
				"%s printed over %d MiB: is this a page?", name,
				OUTPUT_BYTES >> 20);
	}
	return 0;
}

/* Returns the exit status, or -1. */
static int child_end(struct child *child, const char *name, int result,
		     struct fault *fault)
{
	int status;
	pid_t ended;

	child_close(child);
	if (result)
		kill(child->pid, SIGKILL);
	do
		ended = waitpid(child->pid, &status, 0);
	while (ended < 0 && errno == EINTR);
	if (result)
		return -1;
	if (ended < 0)
		return fault_at(fault, 0, "cannot wait for %s: %s", name,
				strerror(errno));
	if (WIFSIGNALED(status))
		return fault_at(fault, 0, "%s was killed by signal %d (%s)",
				name, WTERMSIG(status),
				strsignal(WTERMSIG(status)));
	return WEXITSTATUS(status);
}

int program_run(const struct program *program, struct text *output,
		struct text *complaints, struct fault *fault)
{
	struct child child;
	int result;

	if (child_start(&child, program, fault))
		return -1;
	text_add(output, "", 0);
	text_add(complaints, "", 0);
	result = collect(&child, program->name, output, complaints, fault);
	return child_end(&child, program->name, result, fault);
}
