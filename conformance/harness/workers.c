// SPDX-License-Identifier: GPL-2.0-only
#include "workers.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "processor.h"

/* What a worker sends for each piece, before the text. */
struct answer {
	size_t index;
	enum verdict verdict;
	size_t length;
};

/* A piece that is done; its text waits for its turn to be printed. */
struct result {
	bool done;
	enum verdict verdict;
	char *text;
};

/* What the workers share. */
struct job {
	piece_of_work *do_piece;
	const void *work;
	size_t count;
	atomic_size_t *next; /* piece that nobody has begun */
};

static volatile sig_atomic_t interrupted;

static void note_signal(int signal)
{
	interrupted = signal;
}

/* The caller has something to put back before it ends. */
static void catch_signals(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	const struct sigaction action = { .sa_handler = note_signal,
					  .sa_flags = SA_RESTART };

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		if (sigaction(signals[i], &action, NULL))
			exit(2);
}

int signal_that_interrupted(void)
{
	return interrupted;
}

static void trouble(const char *what)
{
	fprintf(stderr, "uffd-conformance: %s: %s\n", what, strerror(errno));
	exit(2);
}

/* At once, so that the reader wakes once. */
static void send_answer(int results, struct answer *answer, char *text)
{
	const struct iovec parts[] = {
		{ .iov_base = answer, .iov_len = sizeof(*answer) },
		{ .iov_base = text, .iov_len = answer->length },
	};
	size_t size = sizeof(*answer) + answer->length;

	if (writev(results, parts, 2) != (ssize_t)size)
		trouble("write to the pipe of results");
}

/* False if the pipe ends before that. */
static bool read_all(int fd, void *data, size_t size)
{
	while (size) {
		ssize_t got = read(fd, data, size);

		if (got < 0)
			trouble("read of the pipe of results");
		if (got == 0)
			return false;
		data = (char *)data + got;
		size -= (size_t)got;
	}
	return true;
}

/* What was printed since the last call; the caller frees it. */
static char *take_output(int output, size_t *length)
{
	off_t end;
	char *text;

	fflush(stdout);
	end = lseek(output, 0, SEEK_END);
	text = malloc((size_t)end + 1);
	if (end < 0 || !text || pread(output, text, (size_t)end, 0) != end ||
	    ftruncate(output, 0) || lseek(output, 0, SEEK_SET))
		trouble("output of a piece of work");
	*length = (size_t)end;
	return text;
}

static void work_until_done(const struct job *job, int results)
{
	int output = memfd_create("output", MFD_CLOEXEC);
	size_t index;

	if (output < 0 || dup2(output, STDOUT_FILENO) < 0 ||
	    prctl(PR_SET_PDEATHSIG, SIGKILL))
		trouble("start of a worker");
	while ((index = atomic_fetch_add(job->next, 1)) < job->count) {
		struct answer answer = { .index = index };
		char *text;

		answer.verdict = job->do_piece(job->work, index);
		text = take_output(output, &answer.length);
		send_answer(results, &answer, text);
		free(text);
	}
	_exit(0);
}

/* Starts a worker, and returns the end of the pipe to read its results. */
static int start_worker(const struct job *job, unsigned int number)
{
	int ends[2];
	pid_t pid;

	if (pipe(ends))
		trouble("pipe");
	fflush(stdout);
	pid = fork();
	if (pid < 0)
		trouble("fork");
	if (pid == 0) {
		stay_on_processor(number);
		work_until_done(job, ends[1]);
	}
	close(ends[1]);
	return ends[0];
}

/* False if the worker has ended. */
static bool receive(int results, struct result *all)
{
	struct answer answer;
	struct result *result;

	if (!read_all(results, &answer, sizeof(answer)))
		return false;
	result = &all[answer.index];
	result->text = malloc(answer.length + 1);
	if (!result->text || !read_all(results, result->text, answer.length))
		trouble("result of a worker");
	result->text[answer.length] = '\0';
	result->verdict = answer.verdict;
	result->done = true;
	return true;
}

/* Prints those whose turn has come; returns how many were printed by now. */
static size_t print_in_order(struct result *all, size_t count, size_t printed)
{
	while (printed < count && all[printed].done) {
		fputs(all[printed].text, stdout);
		free(all[printed].text);
		printed++;
	}
	fflush(stdout);
	return printed;
}

static void collect(struct pollfd *workers, unsigned int jobs,
		    struct result *all, size_t count)
{
	size_t printed = 0;
	unsigned int working = jobs;

	while (working) {
		if (poll(workers, jobs, -1) < 0) {
			if (interrupted)
				return;
			trouble("poll of the workers");
		}
		for (unsigned int i = 0; i < jobs; i++) {
			if (!workers[i].revents || receive(workers[i].fd, all))
				continue;
			close(workers[i].fd);
			workers[i].fd = -1;
			working--;
		}
		printed = print_in_order(all, count, printed);
	}
	if (printed < count) {
		fprintf(stderr, "uffd-conformance: a worker ended before its "
				"work was done\n");
		exit(2);
	}
}

size_t do_in_workers(unsigned int jobs, piece_of_work *do_piece,
		     const void *work, size_t count)
{
	struct job job = {
		.do_piece = do_piece,
		.work = work,
		.count = count,
		.next = mmap(NULL, sizeof(*job.next), PROT_READ | PROT_WRITE,
			     MAP_SHARED | MAP_ANONYMOUS, -1, 0),
	};
	struct result *all = calloc(count + 1, sizeof(*all));
	struct pollfd workers[MAX_JOBS];
	size_t false_count = 0;

	if (job.next == MAP_FAILED || !all)
		trouble("start of the workers");
	for (unsigned int i = 0; i < jobs; i++) {
		workers[i].fd = start_worker(&job, i);
		workers[i].events = POLLIN;
	}
	catch_signals();
	collect(workers, jobs, all, count);
	while (!interrupted && wait(NULL) > 0)
		;
	for (size_t i = 0; i < count; i++)
		false_count += all[i].verdict == VERDICT_NOT_OK;
	free(all);
	munmap(job.next, sizeof(*job.next));
	return false_count;
}
