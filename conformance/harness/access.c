// SPDX-License-Identifier: GPL-2.0-only
#include "access.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/uio.h>
#include <unistd.h>

#include "betray.h"
#include "expect.h"
#include "sabotage.h"
#include "uffd.h"

#define STACK_SIZE (64 << 10)

struct access {
	pthread_t thread;
	enum access_kind kind;
	volatile char *address;
	size_t page_size;
	int ended; /* an eventfd */
	char value;
	int error; /* of the system call, 0 if there was none */
};

static int handler_ran; /* an eventfd */

static void copy_out(struct access *access)
{
	struct iovec byte = { .iov_base = (void *)access->address,
			      .iov_len = 1 };
	ssize_t done;
	int ends[2];

	if (pipe2(ends, O_CLOEXEC))
		fail("pipe: %m");
	if (access->kind == KERNEL_REFERENCE)
		done = vmsplice(ends[1], &byte, 1, 0);
	else
		done = write(ends[1], byte.iov_base, 1);
	access->error = done < 0 ? betray_error(errno) : 0;
	if (done == 1 && read(ends[0], &access->value, 1) != 1)
		fail("read of the pipe: %m");
}

static void copy_in(struct access *access)
{
	int ends[2];

	access->value = WRITTEN;
	if (pipe2(ends, O_CLOEXEC))
		fail("pipe: %m");
	if (write(ends[1], &access->value, 1) != 1)
		fail("write to the pipe: %m");
	if (read(ends[0], (void *)access->address, 1) != 1)
		access->error = betray_error(errno);
}

static void *make_access(void *argument)
{
	struct access *access = argument;

	switch (access->kind) {
	case READ_ACCESS:
		access->value = *access->address;
		break;
	case WRITE_ACCESS:
		*access->address = access->value = WRITTEN;
		break;
	case KERNEL_READ:
	case KERNEL_REFERENCE:
		copy_out(access);
		break;
	case KERNEL_WRITE:
		copy_in(access);
		break;
	}
	if (eventfd_write(access->ended, 1))
		fail("eventfd: %m");
	return NULL;
}

/* The usual stack, with its guard page, costs more than all the rest. */
static int start_thread(struct access *access)
{
	pthread_attr_t attributes;
	int error = pthread_attr_init(&attributes);

	if (!error)
		error = pthread_attr_setstacksize(&attributes, STACK_SIZE);
	if (!error)
		error = pthread_attr_setguardsize(&attributes, 0);
	return error ? error
		     : pthread_create(&access->thread, &attributes, make_access,
				      access);
}

struct access *start_access(enum access_kind kind, const struct area *area,
			    size_t index)
{
	struct access *access = calloc(1, sizeof(*access));
	int error;

	if (!access)
		fail("out of memory");
	access->kind = kind;
	access->address = page_at(area, index);
	access->page_size = area->page_size;
	access->ended = eventfd(0, EFD_CLOEXEC);
	if (access->ended < 0)
		fail("eventfd: %m");
	betray_access(page_at(area, index));
	error = start_thread(access);
	if (error)
		fail("pthread_create: %s", strerror(error));
	return access;
}

static void handle(int signal)
{
	if (eventfd_write(handler_ran, (eventfd_t)signal))
		_exit(VERDICT_NOT_OK);
}

void run_handler(struct access *access)
{
	struct sigaction action = { .sa_handler = handle };
	eventfd_t count;

	handler_ran = eventfd(0, EFD_CLOEXEC);
	if (handler_ran < 0 || sigaction(SIGUSR1, &action, NULL) ||
	    pthread_kill(access->thread, SIGUSR1))
		fail("a signal for the thread: %m");
	await_readable(handler_ran, "no signal handler ran");
	if (eventfd_read(handler_ran, &count))
		fail("eventfd: %m");
}

static bool writes(const struct access *access)
{
	return access->kind == WRITE_ACCESS || access->kind == KERNEL_WRITE;
}

/* Waits for what comes first; true: a message can be read. */
static bool message_before_end(const char *file, int line, int uffd,
			       const struct access *access)
{
	struct pollfd either[] = {
		{ .fd = uffd, .events = POLLIN },
		{ .fd = access->ended, .events = POLLIN },
	};
	int ready = poll(either, 2, await_deadline());

	if (ready < 0)
		fail_at(file, line, "poll: %m");
	if (!ready)
		fail_at(file, line,
			"the access neither ended nor was notified in %d ms",
			await_deadline());
	return either[0].revents & POLLIN;
}

/* The access is notified, and the notification names its page. */
static struct uffd_msg expect_notified(const char *file, int line, int uffd,
				       struct access *access)
{
	struct uffd_msg message;
	uintptr_t page = (uintptr_t)access->address & ~(access->page_size - 1);

	if (!message_before_end(file, line, uffd, access))
		fail_at(file, line,
			"expected a notification, but the access (a %s) "
			"went through",
			writes(access) ? "write" : "read");
	if (!read_message(uffd, &message))
		fail_at(file, line, "expected a notification, got none");
	if (message.event != UFFD_EVENT_PAGEFAULT)
		fail_at(file, line,
			"expected event 0x%x (page fault), got 0x%x",
			UFFD_EVENT_PAGEFAULT, message.event);
	if ((message.arg.pagefault.address & ~(access->page_size - 1)) != page)
		fail_at(file, line, "expected address 0x%lx, got 0x%llx",
			(unsigned long)page, message.arg.pagefault.address);
	expect_held_at(file, line, uffd);
	return message;
}

struct uffd_msg expect_trap_at(const char *file, int line, int uffd,
			       struct access *access)
{
	struct uffd_msg message = expect_notified(file, line, uffd, access);

	if (!(message.arg.pagefault.flags & UFFD_PAGEFAULT_FLAG_RWP))
		fail_at(file, line,
			"expected UFFD_PAGEFAULT_FLAG_RWP, got flags 0x%llx",
			message.arg.pagefault.flags);
	return message;
}

struct uffd_msg expect_fault_at(const char *file, int line, int uffd,
				struct access *access, unsigned long long flags)
{
	struct uffd_msg message = expect_notified(file, line, uffd, access);

	if (message.arg.pagefault.flags != flags)
		fail_at(file, line, "expected flags 0x%llx, got 0x%llx", flags,
			message.arg.pagefault.flags);
	return message;
}

void expect_no_trap_at(const char *file, int line, int uffd,
		       struct access *access)
{
	if (message_before_end(file, line, uffd, access))
		expect_no_message_at(file, line, uffd);
	expect_end_at(file, line, access);
	expect_no_message_at(file, line, uffd);
}

static bool ends_within(const struct access *access, int milliseconds)
{
	struct pollfd ended = { .fd = access->ended, .events = POLLIN };

	return poll(&ended, 1, milliseconds) == 1;
}

bool access_has_ended(const struct access *access)
{
	return ends_within(access, 0);
}

static void await_end(const char *file, int line, const struct access *access)
{
	if (!ends_within(access, await_deadline()))
		fail_at(file, line, "the access did not end in %d ms",
			await_deadline());
}

char expect_end_at(const char *file, int line, struct access *access)
{
	await_end(file, line, access);
	if (access->error)
		fail_at(file, line, "the system call failed: %s",
			strerrorname_np(access->error));
	return access->value;
}

void expect_end_error_at(const char *file, int line, struct access *access,
			 int error)
{
	await_end(file, line, access);
	if (access->error != error)
		fail_at(file, line, "the system call: expected %s, got %s",
			strerrorname_np(error),
			access->error ? strerrorname_np(access->error)
				      : "success");
}

static sigjmp_buf after_signal;

static void jump_back(int signal)
{
	siglongjmp(after_signal, signal);
}

/* Makes the access in this thread: 0, or the signal. */
static int signal_raised(enum access_kind kind, volatile char *byte)
{
	int signal = sigsetjmp(after_signal, 1);

	if (signal)
		return signal;
	if (kind == WRITE_ACCESS)
		*byte = WRITTEN;
	else
		(void)*byte;
	return 0;
}

int signal_of_access(enum access_kind kind, char *address)
{
	struct sigaction action = { .sa_handler = jump_back };
	int signal;

	betray_access(address);
	if (sigaction(SIGSEGV, &action, NULL) ||
	    sigaction(SIGBUS, &action, NULL))
		fail("sigaction: %m");
	signal = signal_raised(kind, address);
	if (sabotaged(SIGNAL_INVERTED))
		return signal ? 0 : SIGBUS;
	return signal;
}
