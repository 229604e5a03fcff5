// SPDX-License-Identifier: GPL-2.0-only
#include "program.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>

#include "expect.h"
#include "processor.h"
#include "uffd.h"

#define PAGES 64

struct worker {
	struct program *program;
	size_t number;
	pthread_t thread;
	_Atomic uint64_t went_round; /* the last use that it went round in */
	uint64_t added[PAGES];
};

struct program {
	struct area area;
	struct worker workers[PROGRAM_THREADS];
	_Atomic uint64_t use;
	atomic_bool ending;
	int rounds; /* an eventfd */
};

/* What use_pages() was told, in one word: its turn, the first page, how many */
static uint64_t pack_use(uint64_t turn, size_t first, size_t count)
{
	return turn << 16 | first << 8 | count;
}

static uint64_t turn_of_use(uint64_t use)
{
	return use >> 16;
}

static size_t first_of_use(uint64_t use)
{
	return use >> 8 & 0xff;
}

static size_t count_of_use(uint64_t use)
{
	return use & 0xff;
}

/* The counters are spread over the page, and leave its first word alone. */
static size_t counter_of_worker(const struct area *area, size_t worker)
{
	return 1 +
	       worker * (area->page_size / sizeof(uint64_t) / PROGRAM_THREADS);
}

static volatile uint64_t *words_of_page(const struct area *area, size_t page)
{
	return (uint64_t *)page_at(area, page);
}

static void go_round(struct worker *worker)
{
	struct program *program = worker->program;
	size_t counter = counter_of_worker(&program->area, worker->number);
	uint64_t use = atomic_load(&program->use);
	size_t end = first_of_use(use) + count_of_use(use);

	for (size_t i = first_of_use(use); i < end; i++) {
		++words_of_page(&program->area, i)[counter];
		worker->added[i]++;
	}
	if (atomic_exchange(&worker->went_round, use) == use)
		sched_yield();
	else if (eventfd_write(program->rounds, 1))
		fail("eventfd: %m");
}

static void *work(void *argument)
{
	struct worker *worker = argument;

	while (!atomic_load(&worker->program->ending))
		go_round(worker);
	return NULL;
}

struct program *start_program(const struct area *area)
{
	struct program *program = calloc(1, sizeof(*program));

	if (!program || area->pages > PAGES)
		fail("no memory for a program of %zu pages", area->pages);
	program->area = *area;
	program->rounds = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (program->rounds < 0)
		fail("eventfd: %m");
	use_every_processor();
	use_pages(program, 0, area->pages);
	for (size_t i = 0; i < PROGRAM_THREADS; i++) {
		struct worker *worker = &program->workers[i];

		worker->program = program;
		worker->number = i;
		if (pthread_create(&worker->thread, NULL, work, worker))
			fail("pthread_create failed");
	}
	return program;
}

void use_pages(struct program *program, size_t first, size_t count)
{
	uint64_t turn = turn_of_use(atomic_load(&program->use)) + 1;

	atomic_store(&program->use, pack_use(turn, first, count));
}

static bool all_went_round(struct program *program)
{
	uint64_t use = atomic_load(&program->use);

	for (size_t i = 0; i < PROGRAM_THREADS; i++)
		if (atomic_load(&program->workers[i].went_round) != use)
			return false;
	return true;
}

bool await_round_or_message(struct program *program, int uffd)
{
	struct pollfd either[] = {
		{ .fd = uffd, .events = POLLIN },
		{ .fd = program->rounds, .events = POLLIN },
	};
	eventfd_t rounds;

	while (!all_went_round(program)) {
		int ready = poll(either, 2, await_deadline());

		if (ready < 0)
			fail("poll: %m");
		if (!ready)
			fail("the program neither went on nor waited in %d ms",
			     await_deadline());
		if (either[0].revents & POLLIN)
			return false;
		if (eventfd_read(program->rounds, &rounds) && errno != EAGAIN)
			fail("eventfd: %m");
	}
	return true;
}

void end_program(struct program *program)
{
	atomic_store(&program->ending, true);
	for (size_t i = 0; i < PROGRAM_THREADS; i++)
		if (pthread_join(program->workers[i].thread, NULL))
			fail("pthread_join failed");
}

static void expect_word(const volatile uint64_t *words, size_t page, size_t i,
			uint64_t expected)
{
	if (words[i] != expected)
		fail("page %zu, word %zu: expected %lu, got %lu", page, i,
		     expected, words[i]);
}

static size_t count_words_in_use(const uint64_t *words, size_t count)
{
	size_t in_use = 0;

	for (size_t i = 0; i < count; i++)
		in_use += words[i] != 0;
	return in_use;
}

/* The content that it was given, the counters, and nothing else. */
static void expect_page_kept(const struct program *program,
			     const struct area *area, size_t page)
{
	uint64_t *words = (uint64_t *)page_at(area, page);
	size_t in_use = 1;

	expect_word(words, page, 0, (unsigned char)page_content(page));
	for (size_t worker = 0; worker < PROGRAM_THREADS; worker++) {
		uint64_t added = program->workers[worker].added[page];

		expect_word(words, page, counter_of_worker(area, worker),
			    added);
		in_use += added != 0;
	}
	if (count_words_in_use(words, area->page_size / sizeof(*words)) !=
	    in_use)
		fail("page %zu: expected %zu words in use, got others", page,
		     in_use);
}

void expect_nothing_lost(const struct program *program, const struct area *area)
{
	for (size_t page = 0; page < area->pages; page++)
		expect_page_kept(program, area, page);
}

void await_program_held(struct program *program, int uffd)
{
	for (int held = 0; held < PROGRAM_THREADS; held++) {
		struct uffd_msg message;

		expect_true(!await_round_or_message(program, uffd),
			    "the program is held");
		message = await_message(uffd);
		expect_equal(message.arg.pagefault.flags &
				     UFFD_PAGEFAULT_FLAG_RWP,
			     UFFD_PAGEFAULT_FLAG_RWP);
	}
	expect_waiting(uffd, PROGRAM_THREADS, 0);
}
