// SPDX-License-Identifier: GPL-2.0-only
#include "rounds.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "expect.h"
#include "handler.h"
#include "operation.h"
#include "tamper.h"
#include "touch.h"

/* Operations of a thread in one storm. */
#define STORM 500

#define REPORT_EVERY 30000 /* milliseconds, so that nobody gives us up */

static const struct stress *stress;
static pthread_barrier_t barrier;
static int64_t started;
static unsigned long round_number;
static _Atomic bool is_last;
static _Atomic bool is_over;

static void *shared_memory(size_t size)
{
	void *start = mmap(NULL, size, PROT_READ | PROT_WRITE,
			   MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (start == MAP_FAILED)
		fail("mmap of %zu bytes: %m", size);
	return start;
}

static bool time_is_over(void)
{
	if (stress->rounds)
		return round_number >= stress->rounds;
	/* However slow the machine is, there is a storm. */
	return round_number > 0 &&
	       (double)(milliseconds() - started) >= stress->seconds * 1000;
}

static void storm(struct worker *worker)
{
	for (int i = 0; i < STORM; i++) {
		struct aim aim = choose(worker);

		carry_out(worker, &aim);
		tamper_behind(worker);
	}
}

/* All others are at rest, but for the assistant. */
static void lead(struct worker *worker)
{
	check_everything(worker, !stress->uncertain_protection);
	if (worker_count > 1)
		end_assistance();
	is_last = time_is_over();
	round_number++;
}

static void *work(void *argument)
{
	struct worker *worker = argument;

	worker->thread = gettid();
	set_up_ways();
	do {
		pthread_barrier_wait(&barrier);
		if (worker->number == 0)
			lead(worker);
		else if (worker->number == 1)
			assist(worker);
		pthread_barrier_wait(&barrier);
		if (!is_last)
			storm(worker);
	} while (!is_last);
	return NULL;
}

static void note_file(const char *name, pid_t thread)
{
	char path[64], text[512];
	ssize_t got;
	int fd;

	snprintf(path, sizeof(path), "/proc/self/task/%d/%s", thread, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	got = read(fd, text, sizeof(text) - 1);
	close(fd);
	text[got > 0 ? got : 0] = '\0';
	note("  %s: %s", name, text);
}

static void note_stuck(const struct worker *worker)
{
	const char *doing = worker->doing, *how = worker->how;

	note("thread %zu: %s %s of unit %ld for %lld ms", worker->number,
	     doing ? doing : "at rest", how ? how : "", worker->unit,
	     doing ? (long long)(milliseconds() - worker->since) : 0LL);
	if (!doing)
		return;
	note_file("wchan", worker->thread);
	note_file("stack", worker->thread);
}

/* The one that has been at it for longest: others may wait for it. */
static const struct worker *slowest(void)
{
	const struct worker *found = NULL;

	for (size_t i = 0; i < worker_count; i++)
		if (workers[i].doing &&
		    (!found || workers[i].since < found->since))
			found = &workers[i];
	return found;
}

static void check_stuck(void)
{
	const struct worker *worker = slowest();

	if (!worker ||
	    milliseconds() - worker->since < stress->deadline * 1000LL ||
	    !worker->doing)
		return;
	for (size_t i = 0; i < worker_count; i++)
		note_stuck(&workers[i]);
	wrong(worker->number, worker->unit, "stuck: %s %s for more than %u s",
	      worker->doing, worker->how ? worker->how : "", stress->deadline);
}

static void note_counts(const char *prefix)
{
	struct worker sum = { 0 };
	double seconds = (double)(milliseconds() - started) / 1000;

	for (size_t i = 0; i < worker_count; i++) {
		sum.operations += workers[i].operations;
		sum.digest ^= workers[i].digest;
		sum.trapped += workers[i].trapped;
		sum.untrapped += workers[i].untrapped;
		sum.contents += workers[i].contents;
		sum.scanned += workers[i].scanned;
		sum.children += workers[i].children;
	}
	note("%s%lu rounds, %llu operations in %.1f s (%.0f/s); checked: %llu "
	     "trapped, %llu not trapped, %llu words, %llu scanned, %llu "
	     "children; sequence %llx",
	     prefix, round_number, (unsigned long long)sum.operations, seconds,
	     (double)sum.operations / seconds, (unsigned long long)sum.trapped,
	     (unsigned long long)sum.untrapped,
	     (unsigned long long)sum.contents, (unsigned long long)sum.scanned,
	     (unsigned long long)sum.children, (unsigned long long)sum.digest);
	if (!sum.contents || !sum.untrapped ||
	    (!sum.trapped && !stress->uncertain_protection))
		wrong(0, -1, "nothing was checked");
}

static void watch(void)
{
	int64_t reported = milliseconds();

	while (!is_over) {
		usleep(50000);
		check_stuck();
		if (milliseconds() - reported < REPORT_EVERY)
			continue;
		reported = milliseconds();
		note_counts("so far ");
	}
}

static void *watch_workers(void *nothing)
{
	(void)nothing;
	watch();
	return NULL;
}

/* An access that the kernel neither lets through nor traps. */
static void take_signal(int signal, siginfo_t *info, void *context)
{
	pid_t thread = gettid();
	size_t number = 0;

	(void)context;
	while (number < worker_count && workers[number].thread != thread)
		number++;
	if (number == worker_count)
		number = HANDLER;
	wrong(number, unit_of_address((uintptr_t)info->si_addr),
	      "SIG%s, code %d, address %p", sigabbrev_np(signal), info->si_code,
	      info->si_addr);
}

static void catch_signals(void)
{
	struct sigaction action = { .sa_sigaction = take_signal,
				    .sa_flags = SA_SIGINFO };

	if (sigaction(SIGSEGV, &action, NULL) ||
	    sigaction(SIGBUS, &action, NULL))
		fail("sigaction: %m");
}

static void set_up(void)
{
	uint64_t seed = stress->seed;

	model = shared_memory(sizeof(*model));
	workers = shared_memory(MAX_WORKERS * sizeof(*workers));
	worker_count = stress->threads;
	for (size_t i = 0; i < worker_count; i++) {
		workers[i].number = i;
		workers[i].random = next_random(&seed);
		/* Untouched memory is zero, and so is what is remembered. */
		for (size_t unit = 0; unit < MAX_UNITS; unit++)
			workers[i].records[unit].certain = true;
	}
	place.uncertain_protection = stress->uncertain_protection;
	place.is_balanced = stress->is_balanced;
	map_place(stress->kind, stress->features, stress->modes);
	for (size_t unit = 0; unit < unit_count(); unit++)
		fill_unit(unit);
	register_place();
	set_up_operations();
	set_up_waking();
	catch_signals();
	start_handler(next_random(&seed));
}

void do_rounds(const struct stress *given)
{
	pthread_t threads[MAX_WORKERS], watchdog;

	stress = given;
	set_up();
	started = milliseconds();
	if (pthread_barrier_init(&barrier, NULL, (unsigned int)worker_count) ||
	    pthread_create(&watchdog, NULL, watch_workers, NULL))
		fail("pthread_create");
	for (size_t i = 0; i < worker_count; i++)
		if (pthread_create(&threads[i], NULL, work, &workers[i]))
			fail("pthread_create");
	for (size_t i = 0; i < worker_count; i++)
		if (pthread_join(threads[i], NULL))
			fail("pthread_join");
	is_over = true;
	if (pthread_join(watchdog, NULL))
		fail("pthread_join");
	stop_handler();
	end_operations();
	note_counts("");
}
