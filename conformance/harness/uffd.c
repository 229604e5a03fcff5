// SPDX-License-Identifier: GPL-2.0-only
#include "uffd.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "expect.h"
#include "sabotage.h"

#define KNOWN_AREAS 16

/* What was registered in this process, for the sabotages. */
static struct tracked known[KNOWN_AREAS];
static size_t known_count;

static bool user_mode_only;

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
		fail("userfaultfd: %m");
	return uffd;
}

int uffd_create_for_user_mode(void)
{
	int uffd = create_with(UFFD_USER_MODE_ONLY);

	if (uffd < 0)
		fail("userfaultfd for user mode: %m");
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
		fail("UFFDIO_API with features 0x%llx: %m", features);
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

static bool is_change(unsigned long request)
{
	return request == UFFDIO_RWPROTECT || request == UFFDIO_SET_MODE ||
	       request == UFFDIO_WAKE;
}

/* One page less, if there are two; the area that holds it says how large. */
static void cut(struct uffdio_range *range)
{
	for (size_t i = 0; i < known_count; i++) {
		size_t page_size = known[i].area.page_size;

		if (range->len % page_size == 0 && range->len > page_size) {
			range->len -= page_size;
			return;
		}
	}
}

static void widen(int uffd, const struct uffdio_rwprotect *argument)
{
	for (size_t i = 0; i < known_count; i++) {
		struct uffdio_rwprotect beyond = *argument;

		beyond.range.start += beyond.range.len;
		beyond.range.len = known[i].area.page_size;
		(void)!ioctl(uffd, UFFDIO_RWPROTECT, &beyond);
	}
}

static void change_content(const struct uffdio_rwprotect *argument)
{
	for (size_t i = 0; i < known_count; i++) {
		uintptr_t start = (uintptr_t)known[i].area.start;

		if (argument->range.start >= start &&
		    argument->range.start < start + known[i].area.length)
			++*(volatile char *)(uintptr_t)argument->range.start;
	}
}

/* What a sabotage makes of a read-write protection; true: nothing is left. */
static bool sabotage_rwprotect(int uffd, struct uffdio_rwprotect *argument)
{
	bool protecting = argument->mode & UFFDIO_RWPROTECT_MODE_RWP;

	if (sabotaged(RANGE_CUT))
		cut(&argument->range);
	if (sabotaged(RANGE_WIDENED))
		widen(uffd, argument);
	if (sabotaged(WAKE_DROPPED) && !protecting)
		argument->mode |= UFFDIO_RWPROTECT_MODE_DONTWAKE;
	if (sabotaged(CONTENT_CHANGED) && protecting)
		change_content(argument);
	return protecting ? sabotaged(PROTECT_IGNORED)
			  : sabotaged(RESOLVE_IGNORED);
}

static void wake_all(void)
{
	for (size_t i = 0; i < known_count; i++) {
		struct uffdio_range range = {
			.start = (uintptr_t)known[i].area.start,
			.len = known[i].area.length,
		};

		(void)!ioctl(known[i].uffd, UFFDIO_WAKE, &range);
	}
}

/* The ioctl without its effect, for sabotages that drop it. */
static bool dropped(int uffd, unsigned long request, void *argument)
{
	if (request == UFFDIO_RWPROTECT)
		return sabotage_rwprotect(uffd, argument);
	if (request == UFFDIO_SET_MODE)
		return sabotaged(SET_MODE_IGNORED);
	if (request == UFFDIO_WAKE && sabotaged(RANGE_CUT))
		cut(argument);
	return request == UFFDIO_WAKE && sabotaged(WAKE_DROPPED);
}

/* A bad pointer is the kernel's to refuse, not ours to follow. */
static bool copy_argument(void *copy, void *argument, size_t size)
{
	struct iovec to = { copy, size }, from = { argument, size };

	return process_vm_readv(getpid(), &to, 1, &from, 1, 0) == (ssize_t)size;
}

static int sabotaged_ioctl(int uffd, unsigned long request, void *argument)
{
	unsigned char copy[64];
	bool change = is_change(request) &&
		      copy_argument(copy, argument, _IOC_SIZE(request));
	int result;

	if (change && dropped(uffd, request, copy))
		return 0;
	result = ioctl(uffd, request, change ? copy : argument);
	if (change && sabotaged(ARGUMENT_WRITTEN))
		++*(unsigned char *)argument;
	if (result < 0 && sabotaged(ERROR_HIDDEN))
		return 0;
	if (result < 0 && sabotaged(ERROR_SWAPPED))
		errno = EIO;
	return result;
}

int uffd_ioctl(int uffd, unsigned long request, void *argument)
{
	if (sabotaged(NO_SABOTAGE))
		return ioctl(uffd, request, argument);
	return sabotaged_ioctl(uffd, request, argument);
}

void betray_access(char *address)
{
	bool protecting = sabotaged(PROTECTED_BEHIND);

	if (!protecting && !sabotaged(RESOLVED_BEHIND))
		return;
	for (size_t i = 0; i < known_count; i++) {
		size_t page_size = known[i].area.page_size;
		struct uffdio_rwprotect argument = {
			.range.start = (uintptr_t)address & ~(page_size - 1),
			.range.len = page_size,
			.mode = protecting ? UFFDIO_RWPROTECT_MODE_RWP
					   : UFFDIO_RWPROTECT_MODE_DONTWAKE,
		};

		(void)!ioctl(known[i].uffd, UFFDIO_RWPROTECT, &argument);
	}
}

void uffd_register(int uffd, const struct area *area, unsigned long long modes)
{
	struct uffdio_register argument = {
		.range.start = (uintptr_t)area->start,
		.range.len = area->length,
		.mode = modes,
	};

	if (ioctl(uffd, UFFDIO_REGISTER, &argument))
		fail("UFFDIO_REGISTER of %zu pages of %s with mode 0x%llx: %m",
		     area->pages, area->backing->name, modes);
	if (known_count < KNOWN_AREAS)
		known[known_count++] =
			(struct tracked){ .uffd = uffd, .area = *area };
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
	if (got < 0 && sabotaged(NOTIFICATION_ADDED)) {
		*message = (struct uffd_msg){
			.event = UFFD_EVENT_PAGEFAULT,
			.arg.pagefault.flags = UFFD_PAGEFAULT_FLAG_RWP,
		};
		return true;
	}
	if (got > 0 && sabotaged(FLAG_STRIPPED) &&
	    message->event == UFFD_EVENT_PAGEFAULT)
		message->arg.pagefault.flags &= ~UFFD_PAGEFAULT_FLAG_RWP;
	return got > 0 && !sabotaged(NOTIFICATION_LOST);
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

void expect_waiting_at(const char *file, int line, int uffd, unsigned long read,
		       unsigned long unread)
{
	char path[64];
	unsigned long pending, total;
	FILE *info;

	if (sabotaged(WAKE_ADDED))
		wake_all();
	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", uffd);
	info = fopen(path, "re");
	if (!info)
		fail_at(file, line, "%s: %m", path);
	while (fscanf(info, "pending: %lu total: %lu", &pending, &total) != 2)
		if (fscanf(info, "%*[^\n] ") == EOF)
			fail_at(file, line, "%s: no counts of threads", path);
	fclose(info);
	if (pending != unread || total != read + unread)
		fail_at(file, line,
			"expected %lu + %lu threads waiting (notification read "
			"+ unread), got %lu + %lu",
			read, unread, total - pending, pending);
}
