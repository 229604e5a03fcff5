// SPDX-License-Identifier: GPL-2.0-only
#include "uffd.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "betray.h"
#include "expect.h"
#include "proc.h"
#include "sabotage.h"

static bool user_mode_only;

/* A result of a system call, or what a sabotage makes of it. */
static int betrayed(long result)
{
	if (result >= 0)
		return (int)result;
	errno = betray_error(errno);
	return errno ? -1 : 0;
}

int uffd_create_with(int flags)
{
	if (sabotaged(FLAGS_IGNORED))
		flags &= ~(O_CLOEXEC | O_NONBLOCK | UFFD_USER_MODE_ONLY);
	return betrayed(syscall(SYS_userfaultfd, flags));
}

int uffd_create_by_device(int device, int flags)
{
	if (sabotaged(FLAGS_IGNORED))
		flags &= ~(O_CLOEXEC | O_NONBLOCK | UFFD_USER_MODE_ONLY);
	return betrayed(ioctl(device, USERFAULTFD_IOC_NEW, flags));
}

static int create_with(int flags)
{
	return (int)syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK | flags);
}

int uffd_create(void)
{
	int uffd = create_with(0);

	if (uffd < 0 && errno == EPERM) {
		user_mode_only = true;
		uffd = create_with(UFFD_USER_MODE_ONLY);
	}
	if (uffd < 0 && errno == ENOSYS)
		skip("this kernel has no userfaultfd (CONFIG_USERFAULTFD)");
	if (uffd < 0)
		not_ready("userfaultfd: %m");
	return uffd;
}

int uffd_create_for_user_mode(void)
{
	int uffd = create_with(
		sabotaged(USER_MODE_IGNORED) ? 0 : UFFD_USER_MODE_ONLY);

	if (uffd < 0)
		not_ready("userfaultfd for user mode: %m");
	return uffd;
}

int uffd_handshake(int uffd, unsigned long long features)
{
	struct uffdio_api api = { .api = UFFD_API, .features = features };

	return uffd_ioctl(uffd, UFFDIO_API, &api);
}

int uffd_open(unsigned long long features)
{
	int uffd = uffd_create();

	if (uffd_handshake(uffd, features)) {
		if (errno == EPERM)
			skip("this needs the capability CAP_SYS_PTRACE");
		not_ready("UFFDIO_API with features 0x%llx: %m", features);
	}
	return uffd;
}

void need_kernel_faults(void)
{
	close(uffd_create());
	if (user_mode_only)
		skip("this needs the capability CAP_SYS_PTRACE or "
		     "vm.unprivileged_userfaultfd=1");
}

int uffd_ioctl(int uffd, unsigned long request, void *argument)
{
	return betray_ioctl(uffd, request, argument);
}

int register_area(int uffd, const struct area *area, unsigned long long modes,
		  unsigned long long *ioctls)
{
	struct uffdio_register argument = {
		.range.start = (uintptr_t)area->start,
		.range.len = area->length,
		.mode = modes,
	};

	betray_area_later(uffd, area);
	if (uffd_ioctl(uffd, UFFDIO_REGISTER, &argument))
		return -1;
	if (ioctls)
		*ioctls = argument.ioctls;
	return 0;
}

void uffd_register(int uffd, const struct area *area, unsigned long long modes)
{
	if (register_area(uffd, area, modes, NULL))
		not_ready(
			"UFFDIO_REGISTER of %zu pages of %s with mode 0x%llx: %m",
			area->pages, area->backing->name, modes);
}

void uffd_unregister(int uffd, const struct area *area)
{
	struct uffdio_range range = { .start = (uintptr_t)area->start,
				      .len = area->length };

	if (uffd_ioctl(uffd, UFFDIO_UNREGISTER, &range))
		fail("UFFDIO_UNREGISTER: %m");
}

int rwprotect(int uffd, const struct area *area, unsigned long long mode)
{
	struct uffdio_rwprotect argument = {
		.range.start = (uintptr_t)area->start,
		.range.len = area->length,
		.mode = mode,
	};

	return uffd_ioctl(uffd, UFFDIO_RWPROTECT, &argument);
}

void protect(int uffd, const struct area *area)
{
	if (rwprotect(uffd, area, UFFDIO_RWPROTECT_MODE_RWP))
		fail("UFFDIO_RWPROTECT with UFFDIO_RWPROTECT_MODE_RWP: %m");
}

void unprotect(int uffd, const struct area *area)
{
	if (rwprotect(uffd, area, 0))
		fail("UFFDIO_RWPROTECT with mode 0: %m");
}

int set_mode(int uffd, unsigned long long enable, unsigned long long disable)
{
	struct uffdio_set_mode argument = { .enable = enable,
					    .disable = disable };

	return uffd_ioctl(uffd, UFFDIO_SET_MODE, &argument);
}

void wake(int uffd, const struct area *area)
{
	struct uffdio_range range = { .start = (uintptr_t)area->start,
				      .len = area->length };

	if (uffd_ioctl(uffd, UFFDIO_WAKE, &range))
		fail("UFFDIO_WAKE: %m");
}

struct tracked track(const struct backing *backing, size_t pages,
		     unsigned long long features)
{
	struct tracked tracked = {
		.uffd = uffd_open(UFFD_FEATURE_RWP | features),
		.area = map_area(backing, pages),
	};

	uffd_register(tracked.uffd, &tracked.area, UFFDIO_REGISTER_MODE_RWP);
	return tracked;
}

struct tracked track_protected(const struct backing *backing, size_t pages,
			       unsigned long long features)
{
	struct tracked tracked = track(backing, pages, features);

	protect(tracked.uffd, &tracked.area);
	return tracked;
}

bool read_message(int uffd, struct uffd_msg *message)
{
	ssize_t got = read(uffd, message, sizeof(*message));

	if (got < 0 && errno != EAGAIN)
		fail("read of the userfaultfd: %m");
	return betray_message(message, got > 0);
}

/* The length in bytes of the messages that a sabotage leaves. */
static ssize_t betray_messages(struct uffd_msg *messages, ssize_t length)
{
	const ssize_t size = sizeof(*messages);
	ssize_t left = length;

	for (ssize_t i = 0; i < length / size; i++)
		if (!betray_message(&messages[i], true))
			left -= size;
	if (sabotaged(RANGE_CUT) && left > size)
		left -= size;
	if (left == 0)
		errno = EAGAIN;
	return left ? left : -1;
}

ssize_t uffd_read(int uffd, void *buffer, size_t size)
{
	ssize_t got = read(uffd, buffer, size);

	return got > 0 ? betray_messages(buffer, got) : betrayed(got);
}

struct uffd_msg await_message(int uffd)
{
	struct pollfd ready = { .fd = uffd, .events = POLLIN };
	struct uffd_msg message;

	if (poll(&ready, 1, await_deadline()) < 0)
		fail("poll of the userfaultfd: %m");
	if (!read_message(uffd, &message))
		fail("expected a message on the userfaultfd, got none in "
		     "%d ms",
		     await_deadline());
	return message;
}

void expect_no_message_at(const char *file, int line, int uffd)
{
	struct uffd_msg message;

	if (read_message(uffd, &message))
		fail_at(file, line,
			"expected no message, got event 0x%x, flags 0x%llx, "
			"address 0x%llx",
			message.event, message.arg.pagefault.flags,
			message.arg.pagefault.address);
}

void expect_held_at(const char *file, int line, int uffd)
{
	struct waiting now = waiting_threads(uffd);

	if (now.total == now.unread)
		fail_at(file, line,
			"the access was notified, but its thread is not held");
}

void expect_waiting_at(const char *file, int line, int uffd, unsigned long read,
		       unsigned long unread)
{
	struct waiting now;

	betray_waiting();
	now = waiting_threads(uffd);
	if (now.unread != unread || now.total != read + unread)
		fail_at(file, line,
			"expected %lu + %lu threads waiting (notification read "
			"+ unread), got %lu + %lu",
			read, unread, now.total - now.unread, now.unread);
}
