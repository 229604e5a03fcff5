// SPDX-License-Identifier: GPL-2.0-only
#include "faults.h"

#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <unistd.h>

#include "die.h"
#include "stopwatch.h"
#include "uapi.h"

struct manager {
	int uffd;
	enum means means;
	const struct area *area;
};

static char *page_of(const struct area *area, uintptr_t address)
{
	if (address - (uintptr_t)area->start >= area->length)
		die("a fault at 0x%lx, which nothing should cause", address);
	return (char *)(address & -area->page_size);
}

/* Serves one fault for each page. */
static void *manage(void *argument)
{
	const struct manager *manager = argument;
	const struct area *area = manager->area;
	struct uffd_msg message;

	for (size_t i = 0; i < area->pages; i++) {
		if (read(manager->uffd, &message, sizeof(message)) !=
		    sizeof(message))
			die("read of a userfaultfd: %m");
		if (message.event != UFFD_EVENT_PAGEFAULT)
			die("event 0x%x instead of a fault", message.event);
		unprotect(manager->uffd,
			  page_of(area, message.arg.pagefault.address),
			  area->page_size, manager->means);
	}
	return NULL;
}

static double time_with_manager(int uffd, const struct area *area,
				enum means means)
{
	struct manager manager = { uffd, means, area };
	pthread_t thread;
	double start;
	double taken;
	int error = pthread_create(&thread, NULL, manage, &manager);

	if (error)
		die("pthread_create: error %d", error);
	start = stopwatch_now();
	touch(area, 1);
	taken = stopwatch_now() - start;
	error = pthread_join(thread, NULL);
	if (error)
		die("pthread_join: error %d", error);
	return taken;
}

static struct manager of_handler;

static void handle(int signal, siginfo_t *information, void *context)
{
	char *page = page_of(of_handler.area, (uintptr_t)information->si_addr);

	(void)signal;
	(void)context;
	unprotect(of_handler.uffd, page, of_handler.area->page_size,
		  of_handler.means);
}

static double time_with_handler(int uffd, const struct area *area,
				enum means means)
{
	struct sigaction action = {
		.sa_sigaction = handle,
		.sa_flags = SA_SIGINFO,
	};
	const int number = means == NO_ACCESS ? SIGSEGV : SIGBUS;
	struct sigaction before;
	double start;
	double taken;

	of_handler = (struct manager){ uffd, means, area };
	if (sigaction(number, &action, &before))
		die("sigaction: %m");
	start = stopwatch_now();
	touch(area, 1);
	taken = stopwatch_now() - start;
	if (sigaction(number, &before, NULL))
		die("sigaction: %m");
	return taken;
}

double time_of_trapped_writes(int uffd, const struct area *area,
			      enum means means, enum resolution resolution)
{
	if (resolution == BY_SIGNAL_HANDLER)
		return time_with_handler(uffd, area, means);
	return time_with_manager(uffd, area, means);
}
