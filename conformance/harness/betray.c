// SPDX-License-Identifier: GPL-2.0-only
#include "betray.h"

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#include "sabotage.h"

#define KNOWN_AREAS 16

static struct {
	int uffd;
	struct area area;
} known[KNOWN_AREAS];
static size_t known_count;

void betray_area_later(int uffd, const struct area *area)
{
	if (known_count == KNOWN_AREAS)
		return;
	known[known_count].uffd = uffd;
	known[known_count++].area = *area;
}

/* A change of mode that has not taken effect. */
static struct {
	int uffd;
	struct uffdio_set_mode mode;
	bool there;
} delayed;

/* It does before anything else is done with a userfaultfd. */
static void end_delay(void)
{
	if (!delayed.there)
		return;
	delayed.there = false;
	(void)!ioctl(delayed.uffd, UFFDIO_SET_MODE, &delayed.mode);
}

static bool drops_mode(int uffd, const struct uffdio_set_mode *mode)
{
	if (sabotaged(SET_MODE_DELAYED)) {
		delayed.uffd = uffd;
		delayed.mode = *mode;
		delayed.there = true;
	}
	return delayed.there || sabotaged(SET_MODE_IGNORED);
}

static bool fills(unsigned long request)
{
	return request == UFFDIO_COPY || request == UFFDIO_ZEROPAGE ||
	       request == UFFDIO_CONTINUE || request == UFFDIO_POISON ||
	       request == UFFDIO_MOVE;
}

static bool protects(unsigned long request)
{
	return request == UFFDIO_RWPROTECT || request == UFFDIO_WRITEPROTECT;
}

static bool is_change(unsigned long request)
{
	return fills(request) || protects(request) ||
	       request == UFFDIO_SET_MODE || request == UFFDIO_WAKE ||
	       request == UFFDIO_REGISTER || request == UFFDIO_UNREGISTER;
}

/* The range of an operation that has one: it comes first, or after `dst`. */
static struct uffdio_range *range_in(unsigned long request, void *argument)
{
	bool second = request == UFFDIO_COPY || request == UFFDIO_MOVE;

	return (void *)((char *)argument + (second ? sizeof(__u64) : 0));
}

/* The size of the pages that the range is made of; 0 if it is not known. */
static size_t page_size_of(const struct uffdio_range *range)
{
	for (size_t i = 0; i < known_count; i++) {
		size_t page_size = known[i].area.page_size;

		if (range->len % page_size == 0)
			return page_size;
	}
	return 0;
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

static void change_content(const struct uffdio_range *range)
{
	for (size_t i = 0; i < known_count; i++) {
		uintptr_t start = (uintptr_t)known[i].area.start;

		if (range->start >= start &&
		    range->start < start + known[i].area.length)
			++*(volatile char *)(uintptr_t)range->start;
	}
}

/*
 * What a sabotage makes of a protection; true: nothing is left.  The bits of
 * the two operations have the same values.
 */
static bool drops_protection(int uffd, unsigned long request,
			     struct uffdio_rwprotect *argument)
{
	bool protecting = argument->mode & UFFDIO_RWPROTECT_MODE_RWP;

	if (sabotaged(RANGE_WIDENED) && request == UFFDIO_RWPROTECT)
		widen(uffd, argument);
	if (sabotaged(WAKE_DROPPED) && !protecting)
		argument->mode |= UFFDIO_RWPROTECT_MODE_DONTWAKE;
	if (sabotaged(CONTENT_CHANGED) && protecting)
		change_content(&argument->range);
	return protecting ? sabotaged(PROTECT_IGNORED)
			  : sabotaged(RESOLVE_IGNORED);
}

/* The mode follows the range, and its bit 0 is MODE_DONTWAKE everywhere. */
static bool drops_fill(struct uffdio_range *range, __s64 *done)
{
	__u64 *mode = (__u64 *)(range + 1);

	if (sabotaged(WAKE_DROPPED))
		*mode |= UFFDIO_COPY_MODE_DONTWAKE;
	if (sabotaged(FILL_IGNORED))
		*done = (__s64)range->len;
	return sabotaged(FILL_IGNORED);
}

static void register_beyond(int uffd, const struct uffdio_register *argument)
{
	struct uffdio_register beyond = *argument;

	beyond.range.start += beyond.range.len;
	beyond.range.len = page_size_of(&argument->range);
	(void)!ioctl(uffd, UFFDIO_REGISTER, &beyond);
}

/* What a sabotage makes of a registration; true: nothing is left. */
static bool drops_registration(int uffd, struct uffdio_register *argument)
{
	bool missing = argument->mode == UFFDIO_REGISTER_MODE_MISSING;

	if (sabotaged(RANGE_WIDENED))
		register_beyond(uffd, argument);
	if (sabotaged(CONTENT_CHANGED))
		change_content(&argument->range);
	if (sabotaged(MODE_CHANGED))
		argument->mode = missing ? UFFDIO_REGISTER_MODE_WP
					 : UFFDIO_REGISTER_MODE_MISSING;
	return sabotaged(REGISTER_IGNORED);
}

/* What the kernel writes: the last eight bytes. */
static __s64 *output_in(unsigned long request, void *argument)
{
	return (void *)((char *)argument + _IOC_SIZE(request) - sizeof(__s64));
}

/* True: the ioctl is left out, and looks as if it had been done. */
static bool dropped(int uffd, unsigned long request, void *argument)
{
	struct uffdio_range *range = range_in(request, argument);

	if (request == UFFDIO_SET_MODE)
		return drops_mode(uffd, argument);
	if (sabotaged(RANGE_CUT))
		cut(range);
	if (protects(request))
		return drops_protection(uffd, request, argument);
	if (fills(request))
		return drops_fill(range, output_in(request, argument));
	if (request == UFFDIO_REGISTER)
		return drops_registration(uffd, argument);
	if (request == UFFDIO_UNREGISTER)
		return sabotaged(UNREGISTER_IGNORED);
	return sabotaged(WAKE_DROPPED);
}

/* A bad pointer is the kernel's to refuse, not ours to follow. */
static bool copy_argument(void *copy, void *argument, size_t size)
{
	struct iovec to = { copy, size }, from = { argument, size };

	return process_vm_readv(getpid(), &to, 1, &from, 1, 0) == (ssize_t)size;
}

/* Returns false, and sets errno, if the argument cannot be written. */
static bool copy_output(unsigned long request, void *argument, void *copy)
{
	__s64 *output = output_in(request, copy);
	struct iovec from = { output, sizeof(*output) };
	struct iovec to = { output_in(request, argument), sizeof(*output) };
	bool registers = request == UFFDIO_REGISTER;

	if (!fills(request) && !registers)
		return true;
	if (registers && sabotaged(ANSWER_LOST))
		return true;
	if (registers && sabotaged(ANSWER_CHANGED))
		*output = ~*output;
	return process_vm_writev(getpid(), &from, 1, &to, 1, 0) ==
	       (ssize_t)sizeof(*output);
}

/* The handshake leaves its result in the argument itself. */
static int sabotaged_handshake(int uffd, unsigned long request, void *argument)
{
	unsigned char copy[64] = { 0 };
	bool setup = request == UFFDIO_API &&
		     copy_argument(copy, argument, _IOC_SIZE(request));

	if (setup && sabotaged(FEATURES_IGNORED))
		((struct uffdio_api *)argument)->features = 0;
	return ioctl(uffd, request,
		     setup && sabotaged(ANSWER_LOST) ? copy : argument);
}

static int sabotaged_ioctl(int uffd, unsigned long request, void *argument)
{
	unsigned char copy[64] = { 0 };
	bool change = is_change(request) &&
		      copy_argument(copy, argument, _IOC_SIZE(request));
	bool left_out = change && dropped(uffd, request, copy);
	int result = 0;

	if (!left_out)
		result = change ? ioctl(uffd, request, copy)
				: sabotaged_handshake(uffd, request, argument);
	/* A registration that fails has no answer to hand back. */
	if (change && !(request == UFFDIO_REGISTER && result < 0) &&
	    !copy_output(request, argument, copy))
		result = -1;
	if (left_out)
		return result;
	if (change && sabotaged(ARGUMENT_WRITTEN))
		++*(unsigned char *)argument;
	if (result < 0)
		errno = betray_error(errno);
	return result < 0 && errno == 0 ? 0 : result;
}

int betray_ioctl(int uffd, unsigned long request, void *argument)
{
	if (no_sabotage())
		return ioctl(uffd, request, argument);
	end_delay();
	return sabotaged_ioctl(uffd, request, argument);
}

int betray_error(int error)
{
	if (error && sabotaged(ERROR_HIDDEN))
		return 0;
	return error && sabotaged(ERROR_SWAPPED) ? EIO : error;
}

#define EVERY_FLAG                                                             \
	(UFFD_PAGEFAULT_FLAG_WRITE | UFFD_PAGEFAULT_FLAG_WP |                  \
	 UFFD_PAGEFAULT_FLAG_MINOR | UFFD_PAGEFAULT_FLAG_RWP)

static void change_message(struct uffd_msg *message)
{
	switch (message->event) {
	case UFFD_EVENT_PAGEFAULT:
		message->arg.pagefault.address += 1 << 30;
		message->arg.pagefault.feat.ptid++;
		break;
	case UFFD_EVENT_FORK:
		message->arg.fork.ufd += 1000;
		break;
	case UFFD_EVENT_REMAP:
		message->arg.remap.from += 1 << 30;
		message->arg.remap.to += 1 << 30;
		message->arg.remap.len += 1 << 30;
		break;
	default:
		message->arg.remove.start += 1 << 30;
		message->arg.remove.end += 1 << 30;
	}
}

static void change_flags(struct uffd_msg *message)
{
	if (sabotaged(FLAG_STRIPPED))
		message->arg.pagefault.flags &= ~(__u64)EVERY_FLAG;
	if (sabotaged(FLAG_ADDED))
		message->arg.pagefault.flags |= EVERY_FLAG;
}

bool betray_message(struct uffd_msg *message, bool there)
{
	bool fault = there && message->event == UFFD_EVENT_PAGEFAULT;

	end_delay();
	if (!there && sabotaged(NOTIFICATION_ADDED)) {
		*message = (struct uffd_msg){
			.event = UFFD_EVENT_PAGEFAULT,
			.arg.pagefault.flags = UFFD_PAGEFAULT_FLAG_RWP,
		};
		return true;
	}
	if (!there || sabotaged(fault ? NOTIFICATION_LOST : EVENT_LOST))
		return false;
	if (fault)
		change_flags(message);
	if (sabotaged(MESSAGE_CHANGED))
		change_message(message);
	if (sabotaged(EVENT_SWAPPED))
		message->event =
			fault ? UFFD_EVENT_UNMAP : UFFD_EVENT_PAGEFAULT;
	return true;
}

static void protect_behind(int uffd, struct uffdio_range page)
{
	bool protecting = sabotaged(PROTECTED_BEHIND);
	struct uffdio_rwprotect read_write = {
		.range = page,
		.mode = protecting ? UFFDIO_RWPROTECT_MODE_RWP
				   : UFFDIO_RWPROTECT_MODE_DONTWAKE,
	};
	struct uffdio_writeprotect write = {
		.range = page,
		.mode = protecting ? UFFDIO_WRITEPROTECT_MODE_WP
				   : UFFDIO_WRITEPROTECT_MODE_DONTWAKE,
	};

	if (!protecting && !sabotaged(RESOLVED_BEHIND))
		return;
	(void)!ioctl(uffd, UFFDIO_RWPROTECT, &read_write);
	(void)!ioctl(uffd, UFFDIO_WRITEPROTECT, &write);
}

/* With a page of zeroes, or of the file. */
static void fill_behind(int uffd, struct uffdio_range page)
{
	struct uffdio_copy copy = { .dst = page.start,
				    .len = page.len,
				    .mode = UFFDIO_COPY_MODE_DONTWAKE };
	struct uffdio_continue map = { .range = page,
				       .mode = UFFDIO_CONTINUE_MODE_DONTWAKE };
	void *zeroes;

	if (!sabotaged(FILLED_BEHIND))
		return;
	zeroes = mmap(NULL, page.len, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (zeroes == MAP_FAILED)
		return;
	copy.src = (uintptr_t)zeroes;
	if (ioctl(uffd, UFFDIO_COPY, &copy))
		(void)!ioctl(uffd, UFFDIO_CONTINUE, &map);
}

void betray_access(char *address)
{
	if (no_sabotage())
		return;
	for (size_t i = 0; i < known_count; i++) {
		size_t page_size = known[i].area.page_size;
		struct uffdio_range page = {
			.start = (uintptr_t)address & ~(page_size - 1),
			.len = page_size,
		};

		protect_behind(known[i].uffd, page);
		fill_behind(known[i].uffd, page);
	}
}

void betray_waiting(void)
{
	end_delay();
	for (size_t i = 0; i < known_count && sabotaged(WAKE_ADDED); i++) {
		struct uffdio_range range = {
			.start = (uintptr_t)known[i].area.start,
			.len = known[i].area.length,
		};

		(void)!ioctl(known[i].uffd, UFFDIO_WAKE, &range);
	}
}
