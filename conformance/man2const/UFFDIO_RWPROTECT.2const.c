// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "access.h"
#include "backing.h"
#include "children.h"
#include "events.h"
#include "expect.h"
#include "memory.h"
#include "operations.h"
#include "pagemap.h"
#include "processor.h"
#include "reference.h"
#include "release.h"
#include "sentence.h"
#include "uapi.h"
#include "uffd.h"

/* A page in the middle of three is protected, and its neighbours are not. */
static void expect_only_middle_trapped(const struct tracked *t)
{
	expect_no_trap(t->uffd, start_access(READ_ACCESS, &t->area, 0));
	expect_trap(t->uffd, start_access(READ_ACCESS, &t->area, 1));
	expect_no_trap(t->uffd, start_access(READ_ACCESS, &t->area, 2));
}

SECTION("NAME");
SENTENCE("UFFDIO_RWPROTECT - read-write-protect the pages of an address "
	 "range, or stop protecting them",
	 .proof = REFERENCE)
{
	expect_page("UFFDIO_RWPROTECT", "2const");
}

SECTION("LIBRARY");
SENTENCE("Standard C library (libc, -lc)", .proof = ABI)
{
	struct tracked t = track(backing, 1, 0);
	struct uffdio_rwprotect argument = {
		.range = { (uintptr_t)t.area.start, t.area.length },
	};

	expect_success(ioctl(t.uffd, UFFDIO_RWPROTECT, &argument));
}

SECTION("SYNOPSIS");
SENTENCE("#include <linux/userfaultfd.h> /* Definition of UFFD* constants */",
	 .proof = ABI)
{
	struct tracked t = track(backing, 1, 0);

	expect_equal(UFFDIO_RWPROTECT, 0xc018aa09);
	expect_equal(UFFDIO_RWPROTECT_MODE_RWP, 1);
	expect_equal(UFFDIO_RWPROTECT_MODE_DONTWAKE, 2);
	expect_success(rwprotect(t.uffd, &t.area, 1));
	expect_success(rwprotect(t.uffd, &t.area, 2));
}

SENTENCE("#include <sys/ioctl.h>", .proof = ABI)
{
	int (*declared)(int, unsigned long, ...) = ioctl;
	struct tracked t = track(backing, 1, 0);
	struct uffdio_rwprotect argument = {
		.range = { (uintptr_t)t.area.start, t.area.length },
	};

	expect_success(declared(t.uffd, UFFDIO_RWPROTECT, &argument));
}

SENTENCE("int ioctl(int fd, UFFDIO_RWPROTECT, "
	 "struct uffdio_rwprotect *argp);",
	 .proof = ABI)
{
	struct tracked t = track(backing, 1, 0);
	struct uffdio_rwprotect argument = {
		.range = { (uintptr_t)t.area.start, t.area.length },
	};

	expect_equal(ioctl(t.uffd, UFFDIO_RWPROTECT, &argument), 0);
}

SENTENCE("struct uffdio_rwprotect { "
	 "struct uffdio_range range; /* The pages to change */ "
	 "__u64 mode; /* UFFDIO_RWPROTECT_MODE_* */ };",
	 .proof = ABI)
{
	struct tracked t = track(backing, 3, 0);
	__u64 argument[] = { (uintptr_t)page_at(&t.area, 1), t.area.page_size,
			     UFFDIO_RWPROTECT_MODE_RWP };

	expect_equal(sizeof(struct uffdio_rwprotect), sizeof(argument));
	expect_equal(offsetof(struct uffdio_rwprotect, range), 0);
	expect_equal(offsetof(struct uffdio_rwprotect, mode), 16);
	expect_success(uffd_ioctl(t.uffd, UFFDIO_RWPROTECT, argument));
	expect_only_middle_trapped(&t);
}

SENTENCE("struct uffdio_range { __u64 start; /* Address of the first page */ "
	 "__u64 len; /* Length in bytes */ };",
	 .proof = ABI)
{
	struct tracked t = track(backing, 3, 0);
	struct uffdio_rwprotect argument = { .mode = 1 };

	expect_equal(sizeof(struct uffdio_range), 16);
	expect_equal(offsetof(struct uffdio_range, start), 0);
	expect_equal(offsetof(struct uffdio_range, len), 8);
	argument.range.start = (uintptr_t)page_at(&t.area, 1);
	argument.range.len = t.area.page_size;
	expect_success(uffd_ioctl(t.uffd, UFFDIO_RWPROTECT, &argument));
	expect_only_middle_trapped(&t);
}

SECTION("DESCRIPTION");
SENTENCE("This operation adds read-write protection to the pages of an "
	 "address range, or removes it.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 2, 0);

	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	protect(t.uffd, &t.area);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
	unprotect(t.uffd, &t.area);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
}

SENTENCE("A thread that reads a protected page takes a page fault: the read "
	 "is trapped.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, 0);

	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
}

SENTENCE(
	"A thread that writes to a protected page takes a page fault: the write "
	"is trapped.",
	.over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, 0);

	expect_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 0));
	expect_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
	expect_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
}

SENTENCE("Protecting a page does not take it out of memory.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, 0);

	expect_equal(scan_pages(&t.area, PAGE_IS_PRESENT), all_pages(&t.area));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_equal(scan_pages(&t.area, PAGE_IS_PRESENT), all_pages(&t.area));
}

SENTENCE("The contents of a page do not change when it becomes protected.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, 0);
	struct access *first = start_access(READ_ACCESS, &t.area, 0);
	struct access *second = start_access(READ_ACCESS, &t.area, 1);

	unprotect(t.uffd, &t.area);
	expect_equal(expect_end(first), page_content(0));
	expect_equal(expect_end(second), page_content(1));
}

SENTENCE("The range belongs to the address space of the process that created "
	 "fd, whichever process makes the call.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 1, 0);
	pid_t child = fork();

	if (child == 0) {
		expect_success(munmap(t.area.start, t.area.length));
		protect(t.uffd, &t.area);
		_exit(VERDICT_OK);
	}
	expect_child(child);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
}

SENTENCE("Every mapping in the range must be registered with "
	 "UFFDIO_REGISTER_MODE_RWP.",
	 .over = EVERY_BACKING)
{
	struct area area = map_area(backing, 2);
	struct area first = part_of(&area, 0, 1);
	struct area second = part_of(&area, 1, 1);
	int uffd = uffd_open(UFFD_FEATURE_RWP);

	uffd_register(uffd, &first, UFFDIO_REGISTER_MODE_RWP);
	expect_error(rwprotect(uffd, &area, UFFDIO_RWPROTECT_MODE_RWP), ENOENT);
	uffd_register(uffd, &second, UFFDIO_REGISTER_MODE_RWP);
	expect_success(rwprotect(uffd, &area, UFFDIO_RWPROTECT_MODE_RWP));
}

SENTENCE("Registering with UFFDIO_REGISTER_MODE_RWP requires the feature "
	 "UFFD_FEATURE_RWP.",
	 .over = EVERY_BACKING)
{
	struct area area = map_area(backing, 1);
	int with = uffd_open(UFFD_FEATURE_RWP), without = uffd_open(0);

	expect_error(
		register_area(without, &area, UFFDIO_REGISTER_MODE_RWP, NULL),
		EINVAL);
	expect_success(
		register_area(with, &area, UFFDIO_REGISTER_MODE_RWP, NULL));
	expect_success(rwprotect(with, &area, UFFDIO_RWPROTECT_MODE_RWP));
}

SENTENCE("The range may cover several mappings.", .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 3, 0);
	struct area middle = part_of(&t.area, 1, 1);

	/* Other permissions make the middle a mapping of its own. */
	expect_success(mprotect(middle.start, middle.length, PROT_READ));
	protect(t.uffd, &t.area);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 2));
}

SENTENCE("Gaps between the mappings are allowed.", .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 3, 0);
	struct area middle = part_of(&t.area, 1, 1);

	expect_success(munmap(middle.start, middle.length));
	protect(t.uffd, &t.area);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 2));
}

SENTENCE("If the call fails, no page has changed.", .over = EVERY_BACKING)
{
	struct area area = map_area(backing, 3);
	struct area registered = part_of(&area, 0, 2);
	struct area first = part_of(&area, 0, 1);
	int uffd = uffd_open(UFFD_FEATURE_RWP);

	uffd_register(uffd, &registered, UFFDIO_REGISTER_MODE_RWP);
	protect(uffd, &first);
	expect_error(rwprotect(uffd, &area, UFFDIO_RWPROTECT_MODE_RWP), ENOENT);
	expect_error(rwprotect(uffd, &area, 0), ENOENT);
	expect_equal(accessed_pages(&registered), 0b10);
	expect_trap(uffd, start_access(READ_ACCESS, &area, 0));
	expect_no_trap(uffd, start_access(READ_ACCESS, &area, 1));
}

SENTENCE("The kernel does not write to *argp.")
{
	struct tracked t = track(backing, 1, 0);
	struct uffdio_rwprotect *argument;

	argument = mmap(NULL, small_page_size(), PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	expect_true(argument != MAP_FAILED, "a page for the argument");
	*argument = (struct uffdio_rwprotect){
		.range = { (uintptr_t)t.area.start, t.area.length },
		.mode = UFFDIO_RWPROTECT_MODE_RWP,
	};
	expect_success(mprotect(argument, small_page_size(), PROT_READ));
	expect_success(uffd_ioctl(t.uffd, UFFDIO_RWPROTECT, argument));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
}

SENTENCE("argp->mode is zero or one of these bits:")
{
	struct tracked t = track(backing, 1, 0);

	expect_success(rwprotect(t.uffd, &t.area, 0));
	expect_success(rwprotect(t.uffd, &t.area, UFFDIO_RWPROTECT_MODE_RWP));
	expect_success(
		rwprotect(t.uffd, &t.area, UFFDIO_RWPROTECT_MODE_DONTWAKE));
	for (int bit = 2; bit < 64; bit++)
		expect_error(rwprotect(t.uffd, &t.area, 1ULL << bit), EINVAL);
}

TAG("UFFDIO_RWPROTECT_MODE_RWP");
SENTENCE("Protect every page that is present in the range.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 3, 0);
	struct area last_two = part_of(&t.area, 1, 2);

	expect_success(rwprotect(t.uffd, &last_two, UFFDIO_RWPROTECT_MODE_RWP));
	expect_equal(accessed_pages(&t.area), 0b001);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 2));
}

SENTENCE("A page that is already protected stays protected.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 1, 0);

	expect_success(rwprotect(t.uffd, &t.area, UFFDIO_RWPROTECT_MODE_RWP));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
}

SENTENCE("The call wakes no thread.", .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 1, 0);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_trap(t.uffd, access);
	expect_success(rwprotect(t.uffd, &t.area, UFFDIO_RWPROTECT_MODE_RWP));
	expect_waiting(t.uffd, 1, 0);
	unprotect(t.uffd, &t.area);
	expect_end(access);
}

SENTENCE("Without this bit, the call removes the protection from every page "
	 "in the range.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 3, 0);
	struct area first_two = part_of(&t.area, 0, 2);

	expect_success(rwprotect(t.uffd, &first_two, 0));
	expect_equal(accessed_pages(&t.area), 0b011);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 2));
}

SENTENCE("A page that is not protected stays as it is.", .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 2, 0);
	struct area first = part_of(&t.area, 0, 1);

	protect(t.uffd, &first);
	expect_success(rwprotect(t.uffd, &t.area, 0));
	for (size_t i = 0; i < t.area.pages; i++) {
		struct access *access = start_access(READ_ACCESS, &t.area, i);

		expect_no_trap(t.uffd, access);
		expect_equal(expect_end(access), page_content(i));
	}
	expect_equal(accessed_pages(&t.area), all_pages(&t.area));
}

TAG("UFFDIO_RWPROTECT_MODE_DONTWAKE");
SENTENCE("Remove the protection without waking any thread.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 1, 0);

	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_success(
		rwprotect(t.uffd, &t.area, UFFDIO_RWPROTECT_MODE_DONTWAKE));
	expect_waiting(t.uffd, 1, 0);
	expect_equal(accessed_pages(&t.area), all_pages(&t.area));
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
}

SENTENCE("UFFDIO_WAKE(2const) can wake the threads later.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 1, 0);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_trap(t.uffd, access);
	expect_success(
		rwprotect(t.uffd, &t.area, UFFDIO_RWPROTECT_MODE_DONTWAKE));
	expect_waiting(t.uffd, 1, 0);
	wake(t.uffd, &t.area);
	expect_waiting(t.uffd, 0, 0);
	expect_equal(expect_end(access), page_content(0));
}

SECTION("DESCRIPTION / Trapped accesses");
SENTENCE("While UFFD_FEATURE_RWP_ASYNC is off and unless UFFD_FEATURE_SIGBUS "
	 "was negotiated, a thread whose access in user mode is trapped waits "
	 "until it is woken.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, 0);
	struct access *read = start_access(READ_ACCESS, &t.area, 0);
	struct access *write;

	expect_trap(t.uffd, read);
	write = start_access(WRITE_ACCESS, &t.area, 1);
	expect_trap(t.uffd, write);
	expect_success(
		rwprotect(t.uffd, &t.area, UFFDIO_RWPROTECT_MODE_DONTWAKE));
	expect_waiting(t.uffd, 2, 0);
	wake(t.uffd, &t.area);
	expect_end(read);
	expect_end(write);
	expect_waiting(t.uffd, 0, 0);
	protect(t.uffd, &t.area);
	expect_success(set_mode(t.uffd, UFFD_FEATURE_RWP_ASYNC, 0));
	expect_end(start_access(READ_ACCESS, &t.area, 0));
}

SENTENCE("A notification of the page fault for which a thread waits can be "
	 "read from fd.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, 0);
	struct uffd_msg message;

	expect_no_message(t.uffd);
	message = expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
	expect_equal(message.event, UFFD_EVENT_PAGEFAULT);
	expect_equal(message.arg.pagefault.address,
		     (uintptr_t)page_at(&t.area, 1));
	expect_no_message(t.uffd);
}

SENTENCE("The notification has UFFD_PAGEFAULT_FLAG_RWP set in its flags.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 1, 0);
	struct uffd_msg message;

	start_access(READ_ACCESS, &t.area, 0);
	message = await_message(t.uffd);
	expect_equal(message.event, UFFD_EVENT_PAGEFAULT);
	expect_equal(message.arg.pagefault.flags, UFFD_PAGEFAULT_FLAG_RWP);
}

SENTENCE("If the access is a write, the notification has "
	 "UFFD_PAGEFAULT_FLAG_WRITE set, too.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 1, 0);
	struct uffd_msg message;

	message = expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_equal(message.arg.pagefault.flags, UFFD_PAGEFAULT_FLAG_RWP);
	message = expect_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 0));
	expect_equal(message.arg.pagefault.flags,
		     UFFD_PAGEFAULT_FLAG_RWP | UFFD_PAGEFAULT_FLAG_WRITE);
}

SENTENCE("A signal handler can run in a thread that waits for an access in "
	 "user mode.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 1, 0);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_trap(t.uffd, access);
	expect_waiting(t.uffd, 1, 0);
	run_handler(access);
	unprotect(t.uffd, &t.area);
	expect_equal(expect_end(access), page_content(0));
}

SENTENCE("After a signal handler has run in a waiting thread, the thread makes "
	 "its access again, and a new notification is sent.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 1, 0);
	struct access *access = start_access(WRITE_ACCESS, &t.area, 0);

	expect_trap(t.uffd, access);
	expect_no_message(t.uffd);
	run_handler(access);
	expect_trap(t.uffd, access);
	expect_waiting(t.uffd, 1, 0);
	expect_no_message(t.uffd);
	unprotect(t.uffd, &t.area);
	expect_end(access);
	expect_equal(*t.area.start, WRITTEN);
}

TAG("UFFD_FEATURE_RWP_ASYNC");
SENTENCE("While this feature is on, the kernel removes the protection of the "
	 "page itself, and the thread goes on.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 3, UFFD_FEATURE_RWP_ASYNC);
	struct access *access;

	expect_equal(accessed_pages(&t.area), 0);
	access = start_access(READ_ACCESS, &t.area, 0);
	expect_equal(expect_end(access), page_content(0));
	expect_end(start_access(WRITE_ACCESS, &t.area, 2));
	expect_equal(*page_at(&t.area, 2), WRITTEN);
	expect_equal(accessed_pages(&t.area), 0b101);
}

SENTENCE("While this feature is on, no notification of a trapped access is "
	 "sent.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, UFFD_FEATURE_RWP_ASYNC);

	expect_equal(accessed_pages(&t.area), 0);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
	expect_equal(accessed_pages(&t.area), all_pages(&t.area));
}

/* Three small pages from the one before the middle of a huge page on. */
static struct area around_middle_of_huge_page(const struct area *huge)
{
	struct area around = *huge;

	around.page_size = small_page_size();
	around.start += huge_page_size() / 2 - around.page_size;
	around.pages = 3;
	around.length = around.pages * around.page_size;
	return around;
}

SENTENCE("While this feature is on, an access to any byte of a huge page "
	 "removes the protection of all of it.",
	 .over = HUGE_PAGES)
{
	struct tracked t = track_protected(backing, 2, UFFD_FEATURE_RWP_ASYNC);
	struct area around = around_middle_of_huge_page(&t.area);

	expect_equal(accessed_pages(&t.area), 0);
	expect_end(start_access(READ_ACCESS, &around, 1));
	expect_equal(accessed_pages(&t.area), 0b01);
	expect_success(set_mode(t.uffd, 0, UFFD_FEATURE_RWP_ASYNC));
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &around, 0));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &around, 2));
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
}

TAG("UFFD_FEATURE_SIGBUS");
SENTENCE("If this feature was negotiated, and while UFFD_FEATURE_RWP_ASYNC is "
	 "off, a thread whose access in user mode is trapped receives the "
	 "signal SIGBUS.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 2, UFFD_FEATURE_SIGBUS);

	expect_equal(signal_of_access(READ_ACCESS, page_at(&t.area, 0)), 0);
	protect(t.uffd, &t.area);
	expect_equal(signal_of_access(READ_ACCESS, page_at(&t.area, 0)),
		     SIGBUS);
	expect_equal(signal_of_access(WRITE_ACCESS, page_at(&t.area, 1)),
		     SIGBUS);
	expect_success(set_mode(t.uffd, UFFD_FEATURE_RWP_ASYNC, 0));
	expect_equal(signal_of_access(READ_ACCESS, page_at(&t.area, 0)), 0);
	expect_equal(signal_of_access(WRITE_ACCESS, page_at(&t.area, 1)), 0);
}

/* Each fails and raises no signal, which would end the block. */
static void expect_kernel_fails(int uffd, const struct area *area)
{
	expect_end_error(start_access(KERNEL_READ, area, 0), EFAULT);
	expect_end_error(start_access(KERNEL_WRITE, area, 0), EFAULT);
	expect_end_error(start_access(KERNEL_REFERENCE, area, 0), EFAULT);
	expect_no_message(uffd);
	expect_waiting(uffd, 0, 0);
}

static void expect_kernel_succeeds(const struct area *area)
{
	expect_end(start_access(KERNEL_READ, area, 0));
	expect_end(start_access(KERNEL_WRITE, area, 0));
	expect_end(start_access(KERNEL_REFERENCE, area, 0));
}

SENTENCE("If this feature was negotiated, and while UFFD_FEATURE_RWP_ASYNC is "
	 "off, a system call whose access is trapped fails with EFAULT, and "
	 "no signal is raised.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 1, UFFD_FEATURE_SIGBUS);

	expect_kernel_succeeds(&t.area);
	protect(t.uffd, &t.area);
	expect_kernel_fails(t.uffd, &t.area);
	expect_success(set_mode(t.uffd, UFFD_FEATURE_RWP_ASYNC, 0));
	expect_kernel_succeeds(&t.area);
}

SENTENCE("If this feature was negotiated, no notification of a trapped access "
	 "is sent.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, UFFD_FEATURE_SIGBUS);

	expect_equal(signal_of_access(READ_ACCESS, page_at(&t.area, 0)),
		     SIGBUS);
	expect_equal(signal_of_access(WRITE_ACCESS, page_at(&t.area, 1)),
		     SIGBUS);
	expect_no_message(t.uffd);
	expect_success(set_mode(t.uffd, UFFD_FEATURE_RWP_ASYNC, 0));
	expect_equal(signal_of_access(READ_ACCESS, page_at(&t.area, 0)), 0);
	expect_no_message(t.uffd);
}

TAG("UFFD_USER_MODE_ONLY");
SENTENCE(
	"If fd was created with this flag, and while UFFD_FEATURE_RWP_ASYNC is "
	"off, a system call whose access is trapped does not wait and fails "
	"with EFAULT.",
	.over = EVERY_BACKING)
{
	int uffd = uffd_create_for_user_mode();
	struct area area = map_area(backing, 1);

	expect_success(uffd_handshake(uffd, UFFD_FEATURE_RWP));
	uffd_register(uffd, &area, UFFDIO_REGISTER_MODE_RWP);
	expect_kernel_succeeds(&area);
	protect(uffd, &area);
	expect_kernel_fails(uffd, &area);
	expect_trap(uffd, start_access(READ_ACCESS, &area, 0));
	expect_success(set_mode(uffd, UFFD_FEATURE_RWP_ASYNC, 0));
	expect_kernel_succeeds(&area);
}

SECTION("DESCRIPTION / Removing protection");
SENTENCE("A page without protection has the access permissions of its "
	 "mapping: a page of a mapping without PROT_WRITE can be read but not "
	 "written.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, UFFD_FEATURE_SIGBUS);
	struct area second = part_of(&t.area, 1, 1);

	expect_success(mprotect(second.start, second.length, PROT_READ));
	expect_equal(signal_of_access(READ_ACCESS, second.start), SIGBUS);
	unprotect(t.uffd, &t.area);
	expect_equal(signal_of_access(WRITE_ACCESS, page_at(&t.area, 0)), 0);
	expect_equal(signal_of_access(READ_ACCESS, second.start), 0);
	expect_equal(signal_of_access(WRITE_ACCESS, second.start), SIGSEGV);
}

SENTENCE("The call wakes every thread that waits for a page in the range.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, 0);
	struct access *threads[] = {
		start_access(READ_ACCESS, &t.area, 0),
		start_access(WRITE_ACCESS, &t.area, 1),
		start_access(READ_ACCESS, &t.area, 1),
	};

	for (size_t i = 0; i < 3; i++)
		await_message(t.uffd);
	expect_waiting(t.uffd, 3, 0);
	expect_success(rwprotect(t.uffd, &t.area, 0));
	expect_waiting(t.uffd, 0, 0);
	for (size_t i = 0; i < 3; i++)
		expect_end(threads[i]);
}

SENTENCE("A thread that was woken makes its access again.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 1, 0);
	struct access *access = start_access(WRITE_ACCESS, &t.area, 0);

	expect_trap(t.uffd, access);
	wake(t.uffd, &t.area);
	/* Still protected: the same access is trapped anew. */
	expect_trap(t.uffd, access);
	unprotect(t.uffd, &t.area);
	expect_end(access);
	expect_equal(*t.area.start, WRITTEN);
}

SENTENCE("A thread that waits for a page outside the range is not woken.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 3, 0);
	struct area middle = part_of(&t.area, 1, 1);
	struct access *access;

	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	access = start_access(READ_ACCESS, &t.area, 1);
	expect_trap(t.uffd, access);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 2));
	unprotect(t.uffd, &middle);
	expect_end(access);
	expect_waiting(t.uffd, 2, 0);
}

SENTENCE("A thread that waits for a missing page in the range is woken, too, "
	 "and faults again.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	int uffd = uffd_open(UFFD_FEATURE_RWP);
	struct area area = map_empty_area(backing, 1);
	struct uffd_msg message;

	uffd_register(uffd, &area,
		      UFFDIO_REGISTER_MODE_RWP | UFFDIO_REGISTER_MODE_MISSING);
	start_access(READ_ACCESS, &area, 0);
	message = await_message(uffd);
	expect_equal(message.arg.pagefault.flags, 0);
	expect_waiting(uffd, 1, 0);
	unprotect(uffd, &area);
	message = await_message(uffd);
	expect_equal(message.arg.pagefault.flags, 0);
}

SECTION("DESCRIPTION / Which pages can be protected");

/* One page of the backing, from the first protection to its end. */
static void expect_can_be_protected(const struct backing *backing)
{
	struct tracked t = track_protected(backing, 1, 0);
	struct access *access = start_access(WRITE_ACCESS, &t.area, 0);

	expect_trap(t.uffd, access);
	unprotect(t.uffd, &t.area);
	expect_end(access);
	expect_equal(*t.area.start, WRITTEN);
}

SENTENCE("Pages of anonymous memory can be protected.", .over = ANONYMOUS)
{
	expect_can_be_protected(backing);
}

SENTENCE("Transparent huge pages of anonymous memory can be protected.",
	 .over = THP)
{
	struct tracked t = track_protected(backing, 1, 0);
	struct access *access = start_access(WRITE_ACCESS, &t.area, 0);

	expect_trap(t.uffd, access);
	expect_equal(huge_pages_in(&t.area), 1);
	unprotect(t.uffd, &t.area);
	expect_end(access);
	expect_equal(huge_pages_in(&t.area), 1);
}

SENTENCE("Pages of shared memory can be protected.", .over = SHMEM)
{
	expect_can_be_protected(backing);
}

SENTENCE("Pages of hugetlbfs can be protected.", .over = HUGETLBFS)
{
	expect_can_be_protected(backing);
}

/*
 * Of a private mapping: one page is that of the file, and the other the
 * mapping's own copy.
 */
static void expect_private_can_be_protected(const struct backing *backing)
{
	int uffd = uffd_open(UFFD_FEATURE_RWP);
	struct area file = map_area(backing, 2);
	struct area area = map_privately(&file);
	struct access *read, *write;

	expect_equal(*(volatile char *)page_at(&area, 0), page_content(0));
	*page_at(&area, 1) = 'p';
	uffd_register(uffd, &area, UFFDIO_REGISTER_MODE_RWP);
	expect_no_trap(uffd, start_access(READ_ACCESS, &area, 0));
	protect(uffd, &area);
	expect_equal(accessed_pages(&area), 0);
	write = start_access(WRITE_ACCESS, &area, 0);
	expect_trap(uffd, write);
	read = start_access(READ_ACCESS, &area, 1);
	expect_trap(uffd, read);
	unprotect(uffd, &area);
	expect_equal(expect_end(read), 'p');
	expect_end(write);
	expect_equal(*page_at(&area, 0), WRITTEN);
	expect_equal(*page_at(&file, 0), page_content(0));
}

SENTENCE("Pages of a private mapping of shared memory can be protected.",
	 .over = SHMEM)
{
	expect_private_can_be_protected(backing);
}

SENTENCE("Pages of a private mapping of hugetlbfs can be protected.",
	 .over = HUGETLBFS)
{
	expect_private_can_be_protected(backing);
}

/* The middle small page of a huge one, as an area of small pages. */
static struct area middle_of_huge_page(const struct area *huge)
{
	struct area middle = *huge;

	middle.page_size = small_page_size();
	middle.start += huge_page_size() / 2;
	middle.pages = 1;
	middle.length = middle.page_size;
	return middle;
}

SENTENCE("A range may cover only a part of a transparent huge page.",
	 .over = THP)
{
	struct tracked t = track(backing, 1, 0);
	struct area middle = middle_of_huge_page(&t.area);

	expect_success(rwprotect(t.uffd, &middle, UFFDIO_RWPROTECT_MODE_RWP));
	expect_trap(t.uffd, start_access(READ_ACCESS, &middle, 0));
	expect_success(rwprotect(t.uffd, &middle, 0));
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &middle, 0));
}

SENTENCE("If the range covers only a part of a transparent huge page, only "
	 "this part becomes protected.",
	 .over = THP)
{
	struct tracked t = track(backing, 1, 0);
	struct area middle = middle_of_huge_page(&t.area);
	struct area around = around_middle_of_huge_page(&t.area);

	protect(t.uffd, &middle);
	expect_equal(accessed_pages(&around), 0b101);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &around, 0));
	expect_trap(t.uffd, start_access(READ_ACCESS, &around, 1));
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &around, 2));
}

SENTENCE("If the protection is removed from a part of a transparent huge page, "
	 "the other parts stay protected.",
	 .over = THP)
{
	struct tracked t = track_protected(backing, 1, 0);
	struct area middle = middle_of_huge_page(&t.area);
	struct area around = around_middle_of_huge_page(&t.area);

	unprotect(t.uffd, &middle);
	expect_equal(accessed_pages(&around), 0b010);
	expect_trap(t.uffd, start_access(READ_ACCESS, &around, 0));
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &around, 1));
	expect_trap(t.uffd, start_access(WRITE_ACCESS, &around, 2));
}

SENTENCE("An address without a page stays without a page.",
	 .over = EVERY_BACKING)
{
	int uffd = uffd_open(UFFD_FEATURE_RWP);
	struct area area = map_empty_area(backing, 2);

	uffd_register(uffd, &area, UFFDIO_REGISTER_MODE_RWP);
	*page_at(&area, 1) = WRITTEN;
	protect(uffd, &area);
	expect_equal(scan_pages(&area, PAGE_IS_PRESENT), 0b10);
	expect_equal(accessed_pages(&area), 0);
	expect_trap(uffd, start_access(READ_ACCESS, &area, 1));
}

SENTENCE("A page that the first access to an address puts there is not "
	 "protected.",
	 .over = EVERY_BACKING)
{
	int uffd = uffd_open(UFFD_FEATURE_RWP);
	struct area area = map_empty_area(backing, 2);

	uffd_register(uffd, &area, UFFDIO_REGISTER_MODE_RWP);
	protect(uffd, &area);
	expect_no_trap(uffd, start_access(READ_ACCESS, &area, 0));
	expect_no_trap(uffd, start_access(WRITE_ACCESS, &area, 1));
	expect_equal(accessed_pages(&area), all_pages(&area));
	expect_no_trap(uffd, start_access(WRITE_ACCESS, &area, 0));
	expect_no_trap(uffd, start_access(READ_ACCESS, &area, 1));
}

SENTENCE("A page of anonymous memory that is in swap counts as present.",
	 .over = ANONYMOUS_BACKED)
{
	struct tracked t = track(backing, 1, 0);
	struct access *access;

	reclaim(&t.area);
	protect(t.uffd, &t.area);
	access = start_access(READ_ACCESS, &t.area, 0);
	expect_trap(t.uffd, access);
	unprotect(t.uffd, &t.area);
	expect_equal(expect_end(access), page_content(0));
}

SENTENCE("A page of shared memory that is in swap does not become protected.",
	 .over = SHMEM)
{
	struct tracked t = track(backing, 2, 0);
	struct area first = part_of(&t.area, 0, 1);
	struct access *access;

	reclaim(&first);
	protect(t.uffd, &t.area);
	access = start_access(READ_ACCESS, &t.area, 0);
	expect_no_trap(t.uffd, access);
	expect_equal(expect_end(access), page_content(0));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
}

SENTENCE("The zero page, which a read of untouched anonymous memory maps, can "
	 "be protected.",
	 .over = ANONYMOUS_BACKED)
{
	int uffd = uffd_open(UFFD_FEATURE_RWP);
	struct area area = map_empty_area(backing, 1);
	struct access *access;

	uffd_register(uffd, &area, UFFDIO_REGISTER_MODE_RWP);
	expect_equal(*(volatile char *)area.start, 0);
	protect(uffd, &area);
	access = start_access(WRITE_ACCESS, &area, 0);
	expect_trap(uffd, access);
	expect_equal(scan_pages(&area, PAGE_IS_PFNZERO), 1);
	unprotect(uffd, &area);
	expect_end(access);
	expect_equal(*area.start, WRITTEN);
}

SENTENCE("A page that the page cache holds and the range does not map does not "
	 "become protected.",
	 .over = FILE_BACKED)
{
	int uffd = uffd_open(UFFD_FEATURE_RWP);
	struct area filled = map_area(backing, 2);
	struct area area = map_again(&filled);
	struct access *access;

	uffd_register(uffd, &area, UFFDIO_REGISTER_MODE_RWP);
	expect_equal(*(volatile char *)page_at(&area, 1), page_content(1));
	protect(uffd, &area);
	expect_trap(uffd, start_access(READ_ACCESS, &area, 1));
	access = start_access(READ_ACCESS, &area, 0);
	expect_no_trap(uffd, access);
	expect_equal(expect_end(access), page_content(0));
}

SENTENCE("Protection belongs to the mapping: an access through another mapping "
	 "of the same file is not trapped.",
	 .over = FILE_BACKED)
{
	struct tracked t = track(backing, 1, 0);
	struct area second = map_again(&t.area);

	uffd_register(t.uffd, &second, UFFDIO_REGISTER_MODE_RWP);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &second, 0));
	protect(t.uffd, &t.area);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &second, 0));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &second, 0));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
}

SECTION("DESCRIPTION / How long protection lasts");
TAG("Reclaim");
SENTENCE("An anonymous page that was reclaimed is protected when it comes back "
	 "from swap.",
	 .over = ANONYMOUS_BACKED)
{
	struct tracked t = track_protected(backing, 2, 0);
	struct access *read, *write;

	reclaim(&t.area);
	expect_equal(scan_pages(&t.area, PAGE_IS_SWAPPED), all_pages(&t.area));
	read = start_access(READ_ACCESS, &t.area, 0);
	expect_trap(t.uffd, read);
	write = start_access(WRITE_ACCESS, &t.area, 1);
	expect_trap(t.uffd, write);
	unprotect(t.uffd, &t.area);
	expect_equal(expect_end(read), page_content(0));
	expect_end(write);
	expect_equal(*page_at(&t.area, 1), WRITTEN);
}

SENTENCE("A page of shared memory that was reclaimed is not protected when it "
	 "comes back.",
	 .over = SHMEM)
{
	struct tracked t = track_protected(backing, 2, 0);
	struct access *access;

	reclaim(&t.area);
	access = start_access(READ_ACCESS, &t.area, 1);
	expect_no_trap(t.uffd, access);
	expect_equal(expect_end(access), page_content(1));
}

TAG("swapoff(2)");
SENTENCE("An anonymous page that swapoff(2) brings back from swap is "
	 "protected.",
	 .over = ANONYMOUS_BACKED)
{
	struct tracked t = track_protected(backing, 1, 0);
	struct access *access;

	reclaim(&t.area);
	renew_swap();
	expect_equal(scan_pages(&t.area, PAGE_IS_SWAPPED), 0);
	access = start_access(READ_ACCESS, &t.area, 0);
	expect_trap(t.uffd, access);
	unprotect(t.uffd, &t.area);
	expect_equal(expect_end(access), page_content(0));
}

TAG("Migration");
SENTENCE("A page that the kernel moves to other physical memory stays "
	 "protected.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, 0);
	struct access *read, *write;

	migrate(&t.area);
	expect_equal(accessed_pages(&t.area), 0);
	read = start_access(READ_ACCESS, &t.area, 0);
	expect_trap(t.uffd, read);
	write = start_access(WRITE_ACCESS, &t.area, 1);
	expect_trap(t.uffd, write);
	unprotect(t.uffd, &t.area);
	expect_equal(expect_end(read), page_content(0));
	expect_end(write);
}

TAG("Huge pages");
SENTENCE("The parts of a transparent huge page stay protected when it is "
	 "split.",
	 .over = THP)
{
	struct tracked t = track_protected(backing, 1, 0);
	struct area middle = middle_of_huge_page(&t.area);
	struct area small = t.area;

	/* Dropping one small page splits the huge one. */
	expect_success(madvise(middle.start, middle.length, MADV_DONTNEED));
	expect_equal(huge_pages_in(&t.area), 0);
	small.page_size = small_page_size();
	expect_trap(t.uffd, start_access(READ_ACCESS, &small, 0));
	expect_trap(t.uffd, start_access(WRITE_ACCESS, &small, 511));
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &middle, 0));
}

SENTENCE("MADV_COLLAPSE does not make a huge page out of protected pages of "
	 "anonymous memory.",
	 .over = THP)
{
	struct tracked t = track_protected(backing, 1, 0);
	struct area middle = middle_of_huge_page(&t.area);

	expect_success(mprotect(middle.start, middle.length, PROT_READ));
	expect_success(
		mprotect(middle.start, middle.length, PROT_READ | PROT_WRITE));
	expect_equal(huge_pages_in(&t.area), 0);
	expect_true(madvise(t.area.start, t.area.length, MADV_COLLAPSE) < 0,
		    "MADV_COLLAPSE fails while the pages are protected");
	expect_equal(huge_pages_in(&t.area), 0);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	unprotect(t.uffd, &t.area);
	collapse(&t.area);
	expect_equal(huge_pages_in(&t.area), 1);
}

TAG("fork(2)");
SENTENCE("The pages of the parent stay protected.", .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, 0);
	pid_t child = fork();

	if (child == 0)
		_exit(VERDICT_OK);
	expect_child(child);
	expect_equal(accessed_pages(&t.area), 0);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
}

SENTENCE("Without UFFD_FEATURE_EVENT_FORK, the pages of the child are not "
	 "protected.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, 0);
	pid_t child = fork();

	if (child == 0) {
		struct access *access = start_access(READ_ACCESS, &t.area, 0);

		expect_no_trap(t.uffd, access);
		expect_equal(expect_end(access), page_content(0));
		expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
		_exit(VERDICT_OK);
	}
	expect_child(child);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
}

SENTENCE("With UFFD_FEATURE_EVENT_FORK, the pages of the child are protected.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, UFFD_FEATURE_EVENT_FORK);
	int child_uffd;
	pid_t child = fork_with_event(t.uffd, &child_uffd);

	if (child == 0) {
		expect_equal(accessed_pages(&t.area), 0);
		start_access(READ_ACCESS, &t.area, 0);
		for (;;)
			pause();
	}
	await_message(child_uffd);
}

SENTENCE("A trapped access of the child is notified to the userfaultfd that "
	 "UFFD_EVENT_FORK brings.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 1, UFFD_FEATURE_EVENT_FORK);
	int child_uffd;
	pid_t child = fork_with_event(t.uffd, &child_uffd);
	struct uffd_msg message;

	if (child == 0)
		_exit(*t.area.start == page_content(0) ? VERDICT_OK
						       : VERDICT_NOT_OK);
	message = await_message(child_uffd);
	expect_equal(message.arg.pagefault.flags, UFFD_PAGEFAULT_FLAG_RWP);
	expect_equal(message.arg.pagefault.address, (uintptr_t)t.area.start);
	expect_no_message(t.uffd);
	unprotect(child_uffd, &t.area);
	expect_child(child);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
}

TAG("mprotect(2)");
SENTENCE("A page stays protected when the permissions of its mapping change.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, 0);

	expect_success(mprotect(t.area.start, t.area.length, PROT_READ));
	expect_equal(accessed_pages(&t.area), 0);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_success(
		mprotect(t.area.start, t.area.length, PROT_READ | PROT_WRITE));
	expect_equal(accessed_pages(&t.area), 0);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
}

SENTENCE("While the mapping permits no access, an access raises SIGSEGV and is "
	 "not trapped.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 1, UFFD_FEATURE_SIGBUS);

	expect_equal(signal_of_access(READ_ACCESS, t.area.start), SIGBUS);
	expect_success(mprotect(t.area.start, t.area.length, PROT_NONE));
	expect_equal(signal_of_access(READ_ACCESS, t.area.start), SIGSEGV);
	expect_equal(signal_of_access(WRITE_ACCESS, t.area.start), SIGSEGV);
}

SENTENCE("When the mapping permits access again, an access is trapped again.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, 0);

	expect_success(mprotect(t.area.start, t.area.length, PROT_NONE));
	expect_success(
		mprotect(t.area.start, t.area.length, PROT_READ | PROT_WRITE));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
}

/* Moves the memory of the area to where another mapping is. */
static struct area move_area(const struct area *area)
{
	struct area moved = map_empty_area(area->backing, area->pages);

	moved.start = mremap(area->start, area->length, area->length,
			     MREMAP_MAYMOVE | MREMAP_FIXED, moved.start);
	if (moved.start == MAP_FAILED)
		fail("mremap: %m");
	return moved;
}

TAG("mremap(2)");
SENTENCE("Without UFFD_FEATURE_EVENT_REMAP, a page is not protected at its new "
	 "address.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, 0);
	struct area moved = move_area(&t.area);
	struct access *access = start_access(READ_ACCESS, &moved, 0);

	expect_no_trap(t.uffd, access);
	expect_equal(expect_end(access), page_content(0));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &moved, 1));
}

SENTENCE(
	"With UFFD_FEATURE_EVENT_REMAP, a page is protected at its new address.",
	.over = EVERY_BACKING)
{
	struct tracked t =
		track_protected(backing, 1, UFFD_FEATURE_EVENT_REMAP);
	struct change_under_way *way;
	struct area moved = t.area;
	struct access *access;

	way = begin_change(t.uffd, CHANGE_REMAP, &t.area);
	moved.start = (char *)(uintptr_t)complete_change(way).arg.remap.to;
	access = start_access(READ_ACCESS, &moved, 0);
	expect_trap(t.uffd, access);
	unprotect(t.uffd, &moved);
	expect_equal(expect_end(access), page_content(0));
}

TAG("madvise(2)");
SENTENCE("MADV_DONTNEED takes the protection away together with the page.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, 0);
	struct area first = part_of(&t.area, 0, 1);

	expect_success(madvise(first.start, first.length, MADV_DONTNEED));
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
}

SENTENCE("MADV_REMOVE takes the protection away together with the page.",
	 .over = FILE_BACKED)
{
	struct tracked t = track_protected(backing, 2, 0);
	struct area first = part_of(&t.area, 0, 1);
	struct access *access;

	expect_success(madvise(first.start, first.length, MADV_REMOVE));
	access = start_access(READ_ACCESS, &t.area, 0);
	expect_no_trap(t.uffd, access);
	expect_equal(expect_end(access), 0);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
}

SENTENCE("MADV_FREE does not take the protection of a page in memory away.",
	 .over = ANONYMOUS_BACKED)
{
	struct tracked t = track_protected(backing, 2, 0);

	expect_success(madvise(t.area.start, t.area.length, MADV_FREE));
	expect_equal(scan_pages(&t.area, PAGE_IS_PRESENT), all_pages(&t.area));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
}

SENTENCE("If the kernel reclaims a page after MADV_FREE, its address has "
	 "neither page nor protection any more.",
	 .over = ANONYMOUS_BACKED)
{
	struct tracked t = track_protected(backing, 2, 0);
	struct area first = part_of(&t.area, 0, 1);
	struct access *access;

	expect_success(madvise(first.start, first.length, MADV_FREE));
	reclaim(&t.area);
	expect_equal(scan_pages(&t.area, PAGE_IS_SWAPPED), 0b10);
	access = start_access(READ_ACCESS, &t.area, 0);
	expect_no_trap(t.uffd, access);
	expect_equal(expect_end(access), 0);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
}

SENTENCE("MADV_FREE takes a page in swap away together with its protection.",
	 .over = ANONYMOUS_BACKED)
{
	struct tracked t = track_protected(backing, 2, 0);
	struct area first = part_of(&t.area, 0, 1);
	struct access *access;

	reclaim(&t.area);
	expect_equal(scan_pages(&t.area, PAGE_IS_SWAPPED), 0b11);
	expect_success(madvise(first.start, first.length, MADV_FREE));
	expect_equal(scan_pages(&t.area, PAGE_IS_SWAPPED), 0b10);
	access = start_access(READ_ACCESS, &t.area, 0);
	expect_no_trap(t.uffd, access);
	expect_equal(expect_end(access), 0);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
}

TAG("fallocate(2)");
SENTENCE("FALLOC_FL_PUNCH_HOLE takes the protection away together with the "
	 "page of a shared mapping.",
	 .over = FILE_BACKED)
{
	struct tracked t = track_protected(backing, 2, 0);
	struct access *access;

	expect_success(fallocate(t.area.fd,
				 FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0,
				 (off_t)t.area.page_size));
	access = start_access(READ_ACCESS, &t.area, 0);
	expect_no_trap(t.uffd, access);
	expect_equal(expect_end(access), 0);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
}

SENTENCE("The copy that a private mapping of shared memory has of a page stays "
	 "when a hole is punched, and stays protected.",
	 .over = SHMEM)
{
	int uffd = uffd_open(UFFD_FEATURE_RWP);
	struct area file = map_area(backing, 1);
	struct area area = map_privately(&file);
	struct access *access;

	*area.start = 'p';
	uffd_register(uffd, &area, UFFDIO_REGISTER_MODE_RWP);
	protect(uffd, &area);
	expect_success(fallocate(file.fd,
				 FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0,
				 (off_t)file.length));
	expect_equal(*file.start, 0);
	access = start_access(READ_ACCESS, &area, 0);
	expect_trap(uffd, access);
	unprotect(uffd, &area);
	expect_equal(expect_end(access), 'p');
}

TAG("ftruncate(2)");
SENTENCE("Cutting a file off takes the protection away together with the page.",
	 .over = FILE_BACKED)
{
	struct tracked t = track_protected(backing, 2, 0);
	struct area copy = map_privately(&t.area);
	struct access *access;

	*page_at(&copy, 1) = WRITTEN;
	uffd_register(t.uffd, &copy, UFFDIO_REGISTER_MODE_RWP);
	protect(t.uffd, &copy);
	expect_success(ftruncate(t.area.fd, (off_t)t.area.page_size));
	expect_success(ftruncate(t.area.fd, (off_t)t.area.length));
	access = start_access(READ_ACCESS, &t.area, 1);
	expect_no_trap(t.uffd, access);
	expect_equal(expect_end(access), 0);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	access = start_access(READ_ACCESS, &copy, 1);
	expect_no_trap(t.uffd, access);
	expect_equal(expect_end(access), 0);
}

/* Memory of two pages, of which only the second is present, and protected. */
static struct tracked track_hole(const struct backing *backing,
				 unsigned long long modes)
{
	struct tracked t = {
		.uffd = uffd_open(UFFD_FEATURE_RWP),
		.area = map_empty_area(backing, 2),
	};

	*page_at(&t.area, 1) = page_content(1);
	uffd_register(t.uffd, &t.area, UFFDIO_REGISTER_MODE_RWP | modes);
	protect(t.uffd, &t.area);
	return t;
}

/* The operation filled the hole, and its page is not protected. */
static void expect_hole_not_trapped(const struct tracked *t, char content)
{
	struct access *access = start_access(READ_ACCESS, &t->area, 0);

	expect_no_trap(t->uffd, access);
	expect_equal(expect_end(access), content);
	expect_equal(accessed_pages(&t->area), 0b01);
	expect_trap(t->uffd, start_access(READ_ACCESS, &t->area, 1));
}

TAG("UFFDIO_COPY(2const)");
SENTENCE("A page that this operation puts into the range is not protected.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	struct tracked t = track_hole(backing, UFFDIO_REGISTER_MODE_MISSING);
	struct area source =
		map_area(backing->mask == HUGETLBFS ? thp : anonymous, 1);
	struct uffdio_copy copy = {
		.dst = (uintptr_t)t.area.start,
		.src = (uintptr_t)source.start,
		.len = t.area.page_size,
	};

	expect_success(uffd_ioctl(t.uffd, UFFDIO_COPY, &copy));
	expect_hole_not_trapped(&t, page_content(0));
}

TAG("UFFDIO_ZEROPAGE(2const)");
SENTENCE("A page that this operation puts into the range is not protected.",
	 .over = SMALL_PAGES)
{
	struct tracked t = track_hole(backing, UFFDIO_REGISTER_MODE_MISSING);
	struct uffdio_zeropage zeropage = {
		.range = { (uintptr_t)t.area.start, t.area.page_size },
	};

	expect_success(uffd_ioctl(t.uffd, UFFDIO_ZEROPAGE, &zeropage));
	expect_hole_not_trapped(&t, 0);
}

TAG("UFFDIO_CONTINUE(2const)");
SENTENCE("A page that this operation maps in the range is not protected.",
	 .over = FILE_BACKED)
{
	struct tracked t = track_hole(backing, UFFDIO_REGISTER_MODE_MINOR);
	struct area second = map_again(&t.area);
	struct uffdio_continue request = {
		.range = { (uintptr_t)t.area.start, t.area.page_size },
	};

	*second.start = WRITTEN;
	expect_success(uffd_ioctl(t.uffd, UFFDIO_CONTINUE, &request));
	expect_hole_not_trapped(&t, WRITTEN);
}

static void move_page(int uffd, char *to, const struct area *from)
{
	struct uffdio_move move = {
		.dst = (uintptr_t)to,
		.src = (uintptr_t)from->start,
		.len = from->page_size,
	};

	expect_success(uffd_ioctl(uffd, UFFDIO_MOVE, &move));
}

TAG("UFFDIO_MOVE(2const)");
SENTENCE("A page that this operation moves into the range is protected, even "
	 "if it was not protected before.",
	 .over = ANONYMOUS_BACKED)
{
	struct tracked t = {
		.uffd = uffd_open(UFFD_FEATURE_RWP),
		.area = map_empty_area(backing, 1),
	};
	struct area source = map_area(backing, 1);
	struct access *access;

	uffd_register(t.uffd, &t.area,
		      UFFDIO_REGISTER_MODE_RWP | UFFDIO_REGISTER_MODE_MISSING);
	move_page(t.uffd, t.area.start, &source);
	access = start_access(READ_ACCESS, &t.area, 0);
	expect_trap(t.uffd, access);
	unprotect(t.uffd, &t.area);
	expect_equal(expect_end(access), page_content(0));
}

SENTENCE("A page that this operation moves from the range to memory that is "
	 "registered without UFFDIO_REGISTER_MODE_RWP is not protected.",
	 .over = ANONYMOUS_BACKED)
{
	struct tracked t = track_protected(backing, 2, 0);
	struct area target = map_empty_area(backing, 1);
	struct area first = part_of(&t.area, 0, 1);
	struct access *access;

	uffd_register(t.uffd, &target, UFFDIO_REGISTER_MODE_MISSING);
	move_page(t.uffd, target.start, &first);
	access = start_access(READ_ACCESS, &target, 0);
	expect_no_trap(t.uffd, access);
	expect_equal(expect_end(access), page_content(0));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &target, 0));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
}

TAG("UFFDIO_POISON(2const)");
SENTENCE("An access to an address that this operation poisons raises SIGBUS "
	 "and is not trapped.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	struct tracked t = track_hole(backing, UFFDIO_REGISTER_MODE_MISSING);
	struct area first = part_of(&t.area, 0, 1);

	expect_success(uffd_poison(t.uffd, &first, 0));
	expect_equal(signal_of_access(READ_ACCESS, first.start), SIGBUS);
	expect_equal(signal_of_access(WRITE_ACCESS, first.start), SIGBUS);
	expect_no_message(t.uffd);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
}

TAG("UFFDIO_UNREGISTER(2const)");
SENTENCE("Unregistering removes the protection.", .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 3, 0);
	struct area first_two = part_of(&t.area, 0, 2);
	struct access *access;

	uffd_unregister(t.uffd, &first_two);
	access = start_access(READ_ACCESS, &t.area, 0);
	expect_no_trap(t.uffd, access);
	expect_equal(expect_end(access), page_content(0));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 2));
}

TAG("close(2)");
SENTENCE("Closing the last descriptor of the userfaultfd removes the "
	 "protection.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, 0);
	int other = dup(t.uffd);
	struct access *access;

	expect_success(other);
	expect_success(close(t.uffd));
	expect_trap(other, start_access(READ_ACCESS, &t.area, 0));
	expect_success(close(other));
	access = start_access(READ_ACCESS, &t.area, 0);
	expect_equal(expect_end(access), page_content(0));
	expect_end(start_access(WRITE_ACCESS, &t.area, 1));
}

SENTENCE("Closing it wakes every thread that waits.", .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, 0);
	struct access *read = start_access(READ_ACCESS, &t.area, 0);
	struct access *write;

	expect_trap(t.uffd, read);
	write = start_access(WRITE_ACCESS, &t.area, 1);
	expect_trap(t.uffd, write);
	expect_success(close(t.uffd));
	expect_equal(expect_end(read), page_content(0));
	expect_end(write);
}

SECTION("DESCRIPTION / Access by the kernel");

/* The access is trapped, and goes through once the protection is removed. */
static void expect_kernel_trapped(const struct backing *backing,
				  enum access_kind kind)
{
	struct tracked t;
	struct access *access;
	char value;

	need_kernel_faults();
	t = track_protected(backing, 1, 0);
	access = start_access(kind, &t.area, 0);
	expect_trap(t.uffd, access);
	expect_waiting(t.uffd, 1, 0);
	unprotect(t.uffd, &t.area);
	value = expect_end(access);
	expect_equal(*t.area.start, value);
}

SENTENCE("A system call that copies data out of a protected page is trapped.",
	 .over = EVERY_BACKING)
{
	expect_kernel_trapped(backing, KERNEL_READ);
}

SENTENCE("A system call that copies data into a protected page is trapped.",
	 .over = EVERY_BACKING)
{
	expect_kernel_trapped(backing, KERNEL_WRITE);
}

SENTENCE("A system call for which the kernel takes a reference to a protected "
	 "page, such as vmsplice(2), is trapped.",
	 .over = EVERY_BACKING)
{
	expect_kernel_trapped(backing, KERNEL_REFERENCE);
}

/* Whether process_vm_readv(2) or process_vm_writev(2) of a child is trapped. */
static void expect_other_process_trapped(
	const struct backing *backing,
	ssize_t (*copy)(pid_t, const struct iovec *, unsigned long,
			const struct iovec *, unsigned long, unsigned long),
	char result)
{
	struct tracked t;
	pid_t parent = getpid(), child;

	need_kernel_faults();
	t = track_protected(backing, 1, 0);
	child = fork();
	if (child == 0) {
		char byte = WRITTEN;
		struct iovec local = { &byte, 1 };
		struct iovec remote = { t.area.start, 1 };

		expect_equal(copy(parent, &local, 1, &remote, 1, 0), 1);
		expect_equal(byte, result);
		_exit(VERDICT_OK);
	}
	expect_equal(await_message(t.uffd).arg.pagefault.flags &
			     UFFD_PAGEFAULT_FLAG_RWP,
		     UFFD_PAGEFAULT_FLAG_RWP);
	expect_waiting(t.uffd, 1, 0);
	unprotect(t.uffd, &t.area);
	expect_child(child);
	expect_equal(*t.area.start, result);
}

SENTENCE("A process_vm_readv(2) of another process is trapped.",
	 .over = EVERY_BACKING)
{
	expect_other_process_trapped(backing, process_vm_readv,
				     page_content(0));
}

SENTENCE("A process_vm_writev(2) of another process is trapped.",
	 .over = EVERY_BACKING)
{
	expect_other_process_trapped(backing, process_vm_writev, WRITTEN);
}

/* Of the first byte, by pread(2) or pwrite(2) on /proc/self/mem. */
static ssize_t access_by_file(enum access_kind kind, const struct area *area,
			      char *byte)
{
	int memory = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
	off_t offset = (off_t)(uintptr_t)area->start;
	ssize_t done;

	expect_success(memory);
	if (kind == WRITE_ACCESS)
		done = pwrite(memory, byte, 1, offset);
	else
		done = pread(memory, byte, 1, offset);
	return done;
}

static void expect_file_fails(const struct backing *backing,
			      enum access_kind kind)
{
	struct tracked t = track(backing, 1, 0);
	char byte = page_content(0);

	expect_equal(access_by_file(kind, &t.area, &byte), 1);
	protect(t.uffd, &t.area);
	expect_error(access_by_file(kind, &t.area, &byte), EIO);
	expect_no_message(t.uffd);
	expect_equal(accessed_pages(&t.area), 0);
	expect_success(set_mode(t.uffd, UFFD_FEATURE_RWP_ASYNC, 0));
	expect_equal(access_by_file(kind, &t.area, &byte), 1);
	expect_equal(accessed_pages(&t.area), 1);
	expect_equal(*t.area.start, byte);
}

SENTENCE("While UFFD_FEATURE_RWP_ASYNC is off, a read of a protected page "
	 "through /proc/pid/mem fails with EIO.",
	 .over = EVERY_BACKING)
{
	expect_file_fails(backing, READ_ACCESS);
}

SENTENCE("While UFFD_FEATURE_RWP_ASYNC is off, a write to a protected page "
	 "through /proc/pid/mem fails with EIO.",
	 .over = EVERY_BACKING)
{
	expect_file_fails(backing, WRITE_ACCESS);
}

SENTENCE("An access through a reference that the kernel took earlier is not "
	 "trapped: a page that vmsplice(2) put into a pipe can be read from "
	 "the pipe after the page became protected.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 1, 0);
	struct iovec byte = { t.area.start, 1 };
	char value;
	int ends[2];

	expect_success(pipe2(ends, O_CLOEXEC));
	expect_equal(vmsplice(ends[1], &byte, 1, 0), 1);
	protect(t.uffd, &t.area);
	expect_equal(read(ends[0], &value, 1), 1);
	expect_equal(value, page_content(0));
	expect_no_message(t.uffd);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
}

SECTION("RETURN VALUE");
SENTENCE("On success, 0 is returned.", .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 1, 0);

	expect_equal(rwprotect(t.uffd, &t.area, UFFDIO_RWPROTECT_MODE_RWP), 0);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_equal(rwprotect(t.uffd, &t.area, 0), 0);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
}

SENTENCE("On error, -1 is returned and errno is set to say what is wrong.")
{
	struct tracked t = track(backing, 1, 0);

	expect_equal(rwprotect(t.uffd, &t.area, 0), 0);
	errno = 0;
	expect_equal(rwprotect(t.uffd, &t.area, 4), -1);
	expect_equal(errno, EINVAL);
}

SECTION("ERRORS");

/* The process that created it has exited; the range was registered there. */
static struct tracked track_exited(void)
{
	struct tracked t = { .area = map_area(anonymous, 1) };
	pid_t child;

	t.uffd = uffd_of_child(&t.area, &child);
	expect_success(rwprotect(t.uffd, &t.area, UFFDIO_RWPROTECT_MODE_RWP));
	expect_success(kill(child, SIGKILL));
	expect_success(waitpid(child, NULL, 0));
	return t;
}

SENTENCE(
	"The kernel makes its checks in the order of this list, down to ESRCH, "
	"and reports the first that fails.")
{
	struct tracked t = track(backing, 1, UFFD_FEATURE_EVENT_REMOVE);
	struct area changing = map_area(backing, 1);
	struct area odd = t.area;
	struct change_under_way *change;
	struct tracked exited = track_exited();
	int ends[2];

	/* Each call has two defects, and reports the earlier one. */
	expect_success(pipe2(ends, O_CLOEXEC));
	expect_error(uffd_ioctl(ends[0], UFFDIO_RWPROTECT, NULL), ENOTTY);
	expect_success(close(ends[0]));
	expect_error(uffd_ioctl(ends[0], UFFDIO_RWPROTECT, NULL), EBADF);
	expect_error(uffd_ioctl(uffd_create(), UFFDIO_RWPROTECT, NULL), EINVAL);

	uffd_register(t.uffd, &changing, UFFDIO_REGISTER_MODE_RWP);
	change = begin_change(t.uffd, CHANGE_REMOVE, &changing);
	expect_error(uffd_ioctl(t.uffd, UFFDIO_RWPROTECT, NULL), EAGAIN);
	complete_change(change);
	expect_error(uffd_ioctl(t.uffd, UFFDIO_RWPROTECT, NULL), EFAULT);

	odd.start++;
	expect_error(rwprotect(exited.uffd, &odd, 0), EINVAL);
	expect_error(rwprotect(exited.uffd, &t.area, 4), EINVAL);
	expect_success(munmap(exited.area.start, exited.area.length));
	expect_error(rwprotect(exited.uffd, &exited.area, 0), ESRCH);
	expect_error(rwprotect(t.uffd, &exited.area, 4), EINVAL);
	expect_error(rwprotect(t.uffd, &exited.area, 0), ENOENT);
	expect_success(rwprotect(t.uffd, &t.area, 0));
}

SENTENCE("The checks after ESRCH are made mapping by mapping, from the lowest "
	 "address on.",
	 .over = HUGETLBFS)
{
	int uffd = uffd_open(UFFD_FEATURE_RWP);
	struct area whole = map_empty_area(thp, 2);
	struct area first = part_of(&whole, 0, 1), odd = whole;
	struct area file = map_area(backing, 1);

	/* A mapping of hugetlbfs, and one of small pages behind it. */
	expect_true(mmap(first.start, first.length, PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_FIXED, file.fd, 0) == first.start,
		    "hugetlbfs is mapped there");
	odd.length = first.length + small_page_size();
	expect_error(rwprotect(uffd, &odd, 0), ENOENT);
	uffd_register(uffd, &first, UFFDIO_REGISTER_MODE_RWP);
	expect_error(rwprotect(uffd, &odd, 0), EINVAL);
	expect_error(rwprotect(uffd, &whole, 0), ENOENT);
	uffd_register(uffd, &whole, UFFDIO_REGISTER_MODE_RWP);
	expect_error(rwprotect(uffd, &odd, 0), EINVAL);
	expect_success(rwprotect(uffd, &whole, 0));
}

TAG("EBADF");
SENTENCE("fd is not an open file descriptor.")
{
	struct tracked t = track(backing, 1, 0);
	int closed = dup(t.uffd);

	expect_success(rwprotect(closed, &t.area, 0));
	expect_success(close(closed));
	expect_error(rwprotect(closed, &t.area, 0), EBADF);
}

SENTENCE("fd was opened with O_PATH.")
{
	struct tracked t = track(backing, 1, 0);
	char path[64];
	int opened;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", t.uffd);
	opened = open(path, O_PATH | O_CLOEXEC);
	expect_success(opened);
	expect_error(rwprotect(opened, &t.area, 0), EBADF);
	expect_success(rwprotect(t.uffd, &t.area, 0));
}

TAG("ENOTTY");
SENTENCE("fd does not refer to a userfaultfd.")
{
	struct tracked t = track(backing, 1, 0);
	int ends[2];

	expect_success(pipe2(ends, O_CLOEXEC));
	expect_error(rwprotect(ends[0], &t.area, 0), ENOTTY);
	expect_success(rwprotect(t.uffd, &t.area, 0));
}

SENTENCE("For /dev/userfaultfd, the error is EINVAL.")
{
	struct tracked t = track(backing, 1, 0);
	int device = open("/dev/userfaultfd", O_RDWR | O_CLOEXEC);

	if (device < 0)
		skip("no /dev/userfaultfd that this process may open");
	expect_error(rwprotect(device, &t.area, 0), EINVAL);
	expect_success(rwprotect(t.uffd, &t.area, 0));
}

TAG("EINVAL");
SENTENCE("The handshake with UFFDIO_API(2const) has not been made.")
{
	struct tracked t = { uffd_create(), map_area(backing, 1) };

	expect_error(rwprotect(t.uffd, &t.area, 0), EINVAL);
	expect_success(uffd_handshake(t.uffd, UFFD_FEATURE_RWP));
	uffd_register(t.uffd, &t.area, UFFDIO_REGISTER_MODE_RWP);
	expect_success(rwprotect(t.uffd, &t.area, 0));
}

/* EAGAIN from the change's beginning until its event is read. */
static void expect_again_during(enum change change, unsigned long long feature)
{
	struct tracked t = track(anonymous, 1, feature);
	struct area changing = map_area(anonymous, 1);
	struct change_under_way *way;

	uffd_register(t.uffd, &changing, UFFDIO_REGISTER_MODE_RWP);
	expect_success(rwprotect(t.uffd, &t.area, 0));
	way = begin_change(t.uffd, change, &changing);
	expect_error(rwprotect(t.uffd, &t.area, 0), EAGAIN);
	complete_change(way);
	expect_success(rwprotect(t.uffd, &t.area, 0));
}

TAG("EAGAIN");
SENTENCE("A fork(2) is under way whose UFFD_EVENT_FORK has not been read.")
{
	expect_again_during(CHANGE_FORK, UFFD_FEATURE_EVENT_FORK);
}

SENTENCE("An mremap(2) is under way whose UFFD_EVENT_REMAP has not been read.")
{
	expect_again_during(CHANGE_REMAP, UFFD_FEATURE_EVENT_REMAP);
}

SENTENCE("A madvise(2) is under way whose UFFD_EVENT_REMOVE has not been read.")
{
	expect_again_during(CHANGE_REMOVE, UFFD_FEATURE_EVENT_REMOVE);
}

SENTENCE("A system call that unmaps memory, such as munmap(2), mremap(2), or "
	 "mmap(2) with MAP_FIXED, is under way whose UFFD_EVENT_UNMAP has not "
	 "been read.")
{
	expect_again_during(CHANGE_UNMAP, UFFD_FEATURE_EVENT_UNMAP);
	expect_again_during(CHANGE_REMAP, UFFD_FEATURE_EVENT_UNMAP);
	expect_again_during(CHANGE_REPLACE, UFFD_FEATURE_EVENT_UNMAP);
}

/* Its event was read, and this thread does not let it go on. */
static struct change_under_way *hold_change(const struct tracked *t,
					    enum change change)
{
	struct area changing = map_area(anonymous, 1);
	struct change_under_way *way;

	uffd_register(t->uffd, &changing, UFFDIO_REGISTER_MODE_RWP);
	expect_success(rwprotect(t->uffd, &t->area, 0));
	way = begin_change(t->uffd, change, &changing);
	outrank_other_threads(true);
	read_event(way);
	return way;
}

static const enum change changes[] = { CHANGE_FORK, CHANGE_REMAP, CHANGE_REMOVE,
				       CHANGE_UNMAP };

SENTENCE("The event of one of these changes has been read, but the thread that "
	 "makes the change has not run since.")
{
	share_one_processor();
	for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++) {
		struct tracked t =
			track(anonymous, 1, feature_of_change(changes[i]));
		struct change_under_way *way = hold_change(&t, changes[i]);

		expect_error(rwprotect(t.uffd, &t.area, 0), EAGAIN);
		expect_no_message(t.uffd);
		expect_error(rwprotect(t.uffd, &t.area, 0), EAGAIN);
		outrank_other_threads(false);
		await_change_end(way);
	}
}

SENTENCE("A call that is made again succeeds once that thread has run.")
{
	share_one_processor();
	for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++) {
		struct tracked t =
			track(anonymous, 1, feature_of_change(changes[i]));
		struct change_under_way *way = hold_change(&t, changes[i]);

		expect_error(rwprotect(t.uffd, &t.area, 0), EAGAIN);
		outrank_other_threads(false);
		await_change_end(way);
		expect_success(rwprotect(t.uffd, &t.area, 0));
		expect_success(
			rwprotect(t.uffd, &t.area, UFFDIO_RWPROTECT_MODE_RWP));
		expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	}
}

TAG("EFAULT");
SENTENCE("argp points outside the accessible address space of the calling "
	 "process.")
{
	struct tracked t = track(backing, 1, 0);
	void *gone = map_area(backing, 1).start;

	expect_success(rwprotect(t.uffd, &t.area, 0));
	expect_error(uffd_ioctl(t.uffd, UFFDIO_RWPROTECT, NULL), EFAULT);
	expect_success(mprotect(gone, small_page_size(), PROT_NONE));
	expect_error(ioctl(t.uffd, UFFDIO_RWPROTECT, gone), EFAULT);
}

/* The range is an error, and the page of it alone is none. */
static void expect_invalid_range(const struct tracked *t, uintptr_t start,
				 size_t length)
{
	struct area range = t->area;

	range.start = (char *)start;
	range.length = length;
	expect_error(rwprotect(t->uffd, &range, 0), EINVAL);
	expect_error(rwprotect(t->uffd, &range, UFFDIO_RWPROTECT_MODE_RWP),
		     EINVAL);
	expect_success(rwprotect(t->uffd, &t->area, 0));
	expect_success(rwprotect(t->uffd, &t->area, UFFDIO_RWPROTECT_MODE_RWP));
}

TAG("EINVAL");
SENTENCE("argp->range.start is not aligned to the system page size.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 2, 0);
	uintptr_t start = (uintptr_t)t.area.start;

	expect_invalid_range(&t, start + 1, t.area.page_size);
	expect_invalid_range(&t, start + small_page_size() / 2,
			     t.area.page_size);
}

SENTENCE("argp->range.len is not a whole number of system pages.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 2, 0);
	uintptr_t start = (uintptr_t)t.area.start;

	expect_invalid_range(&t, start, 1);
	expect_invalid_range(&t, start, t.area.length - 1);
}

SENTENCE("argp->range.len is zero.", .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 1, 0);

	expect_invalid_range(&t, (uintptr_t)t.area.start, 0);
}

SENTENCE("The range does not lie within the address space of a user process.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 1, 0);
	uintptr_t start = (uintptr_t)t.area.start;

	expect_invalid_range(&t, ~(uintptr_t)0 - small_page_size() + 1,
			     small_page_size());
	expect_invalid_range(&t, start, -small_page_size());
	expect_invalid_range(&t, start, -start);
}

SENTENCE("argp->mode has a bit set that is not listed above.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 1, 0);

	expect_error(rwprotect(t.uffd, &t.area, 1ULL << 2), EINVAL);
	expect_error(rwprotect(t.uffd, &t.area, 1ULL << 63), EINVAL);
	expect_error(rwprotect(t.uffd, &t.area,
			       UFFDIO_RWPROTECT_MODE_RWP | 1ULL << 2),
		     EINVAL);
	expect_success(rwprotect(t.uffd, &t.area, UFFDIO_RWPROTECT_MODE_RWP));
}

SENTENCE("argp->mode has both UFFDIO_RWPROTECT_MODE_RWP and "
	 "UFFDIO_RWPROTECT_MODE_DONTWAKE set.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 1, 0);

	expect_error(rwprotect(t.uffd, &t.area,
			       UFFDIO_RWPROTECT_MODE_RWP |
				       UFFDIO_RWPROTECT_MODE_DONTWAKE),
		     EINVAL);
	expect_success(rwprotect(t.uffd, &t.area, UFFDIO_RWPROTECT_MODE_RWP));
	expect_success(
		rwprotect(t.uffd, &t.area, UFFDIO_RWPROTECT_MODE_DONTWAKE));
}

TAG("ESRCH");
SENTENCE("No process uses the address space of the process that created fd any "
	 "more.")
{
	struct area area = map_area(backing, 1);
	pid_t child, sharer;
	int uffd = uffd_of_sharing_child(&area, &child, &sharer);

	kill_child(child);
	expect_success(rwprotect(uffd, &area, UFFDIO_RWPROTECT_MODE_RWP));
	expect_success(rwprotect(uffd, &area, 0));
	kill_child(sharer);
	expect_error(rwprotect(uffd, &area, UFFDIO_RWPROTECT_MODE_RWP), ESRCH);
	expect_error(rwprotect(uffd, &area, 0), ESRCH);
}

SENTENCE("A process that has executed another program with execve(2) does not "
	 "use its old address space any more.")
{
	struct area area = map_area(backing, 1);
	pid_t child, sharer;
	int waits = uffd_of_child(&area, &child);
	int executes = uffd_of_executed_child(&area);
	int shared = uffd_of_executed_sharing_child(&area, &sharer);

	expect_success(rwprotect(waits, &area, 0));
	expect_success(rwprotect(shared, &area, 0));
	expect_error(rwprotect(executes, &area, 0), ESRCH);
	expect_error(rwprotect(executes, &area, UFFDIO_RWPROTECT_MODE_RWP),
		     ESRCH);
}

/* What a child does whose memory, but not its life, another process shares. */
static void leave_memory_to_sharer(const struct area *area, int sharer_told)
{
	pid_t sharer = start_sharer();

	if (write(sharer_told, &sharer, sizeof(sharer)) != sizeof(sharer))
		_exit(VERDICT_NOT_OK);
	_exit(*area->start == page_content(0) ? VERDICT_OK : VERDICT_NOT_OK);
}

SENTENCE("fd came with a UFFD_EVENT_FORK, and no process uses the address "
	 "space of the child any more.")
{
	struct tracked t = track_protected(backing, 1, UFFD_FEATURE_EVENT_FORK);
	int child_uffd, ends[2];
	pid_t child, sharer;

	expect_success(pipe2(ends, O_CLOEXEC));
	child = fork_with_event(t.uffd, &child_uffd);
	if (child == 0)
		leave_memory_to_sharer(&t.area, ends[1]);
	await_message(child_uffd);
	expect_success(rwprotect(child_uffd, &t.area, 0));
	expect_child(child);
	expect_success(rwprotect(child_uffd, &t.area, 0));
	expect_equal(read(ends[0], &sharer, sizeof(sharer)), sizeof(sharer));
	kill_child(sharer);
	expect_error(rwprotect(child_uffd, &t.area, 0), ESRCH);
	expect_success(rwprotect(t.uffd, &t.area, 0));
}

TAG("ENOENT");
SENTENCE("No mapping lies in the range.", .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 2, 0);
	struct area first = part_of(&t.area, 0, 1);
	struct area second = part_of(&t.area, 1, 1);

	expect_success(munmap(first.start, first.length));
	expect_error(rwprotect(t.uffd, &first, UFFDIO_RWPROTECT_MODE_RWP),
		     ENOENT);
	expect_error(rwprotect(t.uffd, &first, 0), ENOENT);
	expect_success(rwprotect(t.uffd, &second, UFFDIO_RWPROTECT_MODE_RWP));
	expect_success(rwprotect(t.uffd, &second, 0));
}

SENTENCE("A mapping in the range is not registered.", .over = EVERY_BACKING)
{
	struct area area = map_area(backing, 2);
	struct area first = part_of(&area, 0, 1);
	int uffd = uffd_open(UFFD_FEATURE_RWP);

	uffd_register(uffd, &first, UFFDIO_REGISTER_MODE_RWP);
	expect_error(rwprotect(uffd, &area, UFFDIO_RWPROTECT_MODE_RWP), ENOENT);
	expect_error(rwprotect(uffd, &area, 0), ENOENT);
	expect_success(rwprotect(uffd, &first, UFFDIO_RWPROTECT_MODE_RWP));
	expect_success(rwprotect(uffd, &first, 0));
}

SENTENCE("A mapping in the range is registered, but not with "
	 "UFFDIO_REGISTER_MODE_RWP.",
	 .over = EVERY_BACKING)
{
	struct area area = map_area(backing, 2);
	struct area first = part_of(&area, 0, 1);
	struct area second = part_of(&area, 1, 1);
	int uffd = uffd_open(UFFD_FEATURE_RWP);

	uffd_register(uffd, &first, UFFDIO_REGISTER_MODE_RWP);
	uffd_register(uffd, &second, UFFDIO_REGISTER_MODE_MISSING);
	expect_error(rwprotect(uffd, &second, UFFDIO_RWPROTECT_MODE_RWP),
		     ENOENT);
	expect_error(rwprotect(uffd, &area, 0), ENOENT);
	expect_success(rwprotect(uffd, &first, UFFDIO_RWPROTECT_MODE_RWP));
	expect_success(rwprotect(uffd, &first, 0));
}

TAG("EINVAL");
SENTENCE("A mapping in the range is backed by hugetlbfs, and argp->range.start "
	 "is not a multiple of its huge page size.",
	 .over = HUGETLBFS)
{
	struct tracked t = track(backing, 2, 0);

	expect_invalid_range(&t, (uintptr_t)t.area.start + small_page_size(),
			     t.area.page_size);
}

SENTENCE("A mapping in the range is backed by hugetlbfs, and argp->range.len "
	 "is not a multiple of its huge page size.",
	 .over = HUGETLBFS)
{
	struct tracked t = track(backing, 2, 0);

	expect_invalid_range(&t, (uintptr_t)t.area.start,
			     t.area.page_size + small_page_size());
	expect_invalid_range(&t, (uintptr_t)t.area.start, small_page_size());
}

SECTION("STANDARDS");
SENTENCE("Linux.", .proof = ABI)
{
	struct tracked t = track(backing, 1, 0);
	struct utsname name;

	expect_success(uname(&name));
	expect_true(!strcmp(name.sysname, "Linux"), "uname(2) says Linux");
	expect_success(rwprotect(t.uffd, &t.area, 0));
}

SECTION("HISTORY");
SENTENCE("Linux 7.3.", .proof = VERSION)
{
	int uffd = uffd_create();
	struct area area = map_area(backing, 1);
	struct uffdio_register argument = {
		.range = { (uintptr_t)area.start, area.length },
		.mode = UFFDIO_REGISTER_MODE_RWP,
	};

	expect_since(7, 3,
		     !uffd_handshake(uffd, UFFD_FEATURE_RWP) &&
			     !uffd_ioctl(uffd, UFFDIO_REGISTER, &argument) &&
			     !rwprotect(uffd, &area, 0));
}

SECTION("CAVEATS");

static void punch_hole(const struct area *area)
{
	expect_success(fallocate(area->fd,
				 FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0,
				 (off_t)area->length));
}

/* Drops the pages: from the file, where there is one. */
static void drop_pages(const struct area *area)
{
	if (area->fd < 0)
		expect_success(
			madvise(area->start, area->length, MADV_DONTNEED));
	else
		punch_hole(area);
}

SENTENCE("A thread that waits for a protected page is not woken when "
	 "MADV_DONTNEED takes the page away.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 1, 0);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_trap(t.uffd, access);
	expect_success(madvise(t.area.start, t.area.length, MADV_DONTNEED));
	expect_equal(scan_pages(&t.area, PAGE_IS_PRESENT), 0);
	expect_waiting(t.uffd, 1, 0);
	wake(t.uffd, &t.area);
	expect_end(access);
}

SENTENCE("A thread that waits for a protected page is not woken when "
	 "FALLOC_FL_PUNCH_HOLE takes the page away.",
	 .over = FILE_BACKED)
{
	struct tracked t = track_protected(backing, 1, 0);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_trap(t.uffd, access);
	punch_hole(&t.area);
	expect_equal(scan_pages(&t.area, PAGE_IS_PRESENT), 0);
	expect_waiting(t.uffd, 1, 0);
	wake(t.uffd, &t.area);
	expect_equal(expect_end(access), 0);
}

SENTENCE("A thread that waits for a protected page is not woken when mremap(2) "
	 "moves the page away.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 1, 0);
	struct area moved;

	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	moved = move_area(&t.area);
	expect_equal(*moved.start, page_content(0));
	expect_waiting(t.uffd, 1, 0);
}

SENTENCE("A thread that waits for a protected page is not woken when "
	 "mprotect(2) takes the permission for its access away.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, 0);
	struct area second = part_of(&t.area, 1, 1);

	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
	expect_success(mprotect(t.area.start, t.area.length, PROT_NONE));
	expect_success(mprotect(second.start, second.length, PROT_READ));
	expect_waiting(t.uffd, 2, 0);
}

SENTENCE("UFFDIO_WAKE(2const) wakes a thread whose page was taken away, and "
	 "the thread then finds the page missing.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 1, 0);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_trap(t.uffd, access);
	drop_pages(&t.area);
	expect_waiting(t.uffd, 1, 0);
	wake(t.uffd, &t.area);
	expect_equal(expect_end(access), 0);
}

SENTENCE("UFFDIO_COPY(2const) wakes a thread whose page was taken away, and "
	 "the thread then finds the new page.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	struct tracked t = track(backing, 1, 0);
	struct access *access;

	*t.area.start = WRITTEN;
	protect(t.uffd, &t.area);
	access = start_access(READ_ACCESS, &t.area, 0);
	expect_trap(t.uffd, access);
	drop_pages(&t.area);
	expect_waiting(t.uffd, 1, 0);
	expect_success(uffd_copy(t.uffd, &t.area, 0));
	expect_equal(expect_end(access), page_content(0));
}

SECTION("BUGS");
SENTENCE("In Linux 7.3, the call unmaps a transparent huge page of shared "
	 "memory instead of protecting it.",
	 .over = SHMEM_THP)
{
	struct tracked t = track(backing, 2, 0);
	struct area second = part_of(&t.area, 1, 1);

	expect_equal(scan_pages(&t.area, PAGE_IS_PRESENT), 0b11);
	protect(t.uffd, &second);
	expect_equal(scan_pages(&t.area, PAGE_IS_PRESENT), 0b01);
	expect_equal(huge_pages_in(&t.area), 1);
}

SENTENCE("In Linux 7.3, an access to a transparent huge page of shared memory "
	 "is not trapped after the call.",
	 .over = SHMEM_THP)
{
	struct tracked t = track_protected(backing, 1, 0);
	struct tracked other = track_protected(thp, 1, 0);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_no_trap(t.uffd, access);
	expect_equal(expect_end(access), page_content(0));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 0));
	expect_trap(other.uffd, start_access(READ_ACCESS, &other.area, 0));
}

/* As much shared memory as a huge page has, in small pages. */
static struct area map_shared_small_pages(const struct backing *backing)
{
	struct area area = map_empty_area(backing, 1);

	expect_success(madvise(area.start, area.length, MADV_NOHUGEPAGE));
	area.page_size = small_page_size();
	area.pages = area.length / area.page_size;
	for (size_t i = 0; i < area.pages; i++)
		*page_at(&area, i) = page_content(i);
	expect_equal(huge_pages_in(&area), 0);
	expect_success(madvise(area.start, area.length, MADV_HUGEPAGE));
	return area;
}

SENTENCE("In Linux 7.3, MADV_COLLAPSE fails with EINVAL for protected pages of "
	 "shared memory, but takes them out of the mapping, together with "
	 "their protection.",
	 .over = SHMEM_THP)
{
	struct tracked t = { uffd_open(UFFD_FEATURE_RWP),
			     map_shared_small_pages(backing) };

	uffd_register(t.uffd, &t.area, UFFDIO_REGISTER_MODE_RWP);
	protect(t.uffd, &t.area);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 2));
	expect_equal(pages_present_in(&t.area), t.area.pages);
	expect_error(madvise(t.area.start, t.area.length, MADV_COLLAPSE),
		     EINVAL);
	expect_equal(pages_present_in(&t.area), 0);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
}

SENTENCE("In Linux 7.3, a protected page in swap becomes write-protected when "
	 "UFFDIO_MOVE(2const) moves it to memory that is registered with "
	 "UFFDIO_REGISTER_MODE_WP.",
	 .over = ANONYMOUS)
{
	struct tracked t =
		track_protected(backing, 2, UFFD_FEATURE_PAGEFAULT_FLAG_WP);
	struct area target = map_empty_area(backing, 2);
	struct area first = part_of(&t.area, 0, 1);
	struct area second = part_of(&t.area, 1, 1);

	uffd_register(t.uffd, &target, UFFDIO_REGISTER_MODE_WP);
	reclaim(&first);
	move_page(t.uffd, page_at(&target, 0), &first);
	move_page(t.uffd, page_at(&target, 1), &second);
	expect_end(start_access(READ_ACCESS, &target, 0));
	expect_fault(t.uffd, start_access(WRITE_ACCESS, &target, 0),
		     UFFD_PAGEFAULT_FLAG_WP | UFFD_PAGEFAULT_FLAG_WRITE);
	expect_end(start_access(WRITE_ACCESS, &target, 1));
}

/* A thread waits; how many still wait after unregistering. */
static struct tracked unregister_trapped(const struct backing *backing,
					 unsigned long long modes,
					 struct access **access)
{
	struct tracked t = { uffd_open(UFFD_FEATURE_RWP |
				       UFFD_FEATURE_MINOR_SHMEM |
				       UFFD_FEATURE_MINOR_HUGETLBFS),
			     map_area(backing, 1) };

	uffd_register(t.uffd, &t.area, UFFDIO_REGISTER_MODE_RWP | modes);
	protect(t.uffd, &t.area);
	*access = start_access(READ_ACCESS, &t.area, 0);
	expect_trap(t.uffd, *access);
	uffd_unregister(t.uffd, &t.area);
	return t;
}

static void expect_waits_on(const struct backing *backing,
			    unsigned long long modes)
{
	struct access *access;
	struct tracked t = unregister_trapped(backing, modes, &access);

	expect_waiting(t.uffd, 1, 0);
	wake(t.uffd, &t.area);
	expect_equal(expect_end(access), page_content(0));
}

SENTENCE("In Linux 7.3, UFFDIO_UNREGISTER(2const) does not wake a thread that "
	 "waits for a protected page in a range that is registered without "
	 "UFFDIO_REGISTER_MODE_MISSING.",
	 .over = EVERY_BACKING)
{
	struct access *access;
	struct tracked t;

	expect_waits_on(backing, 0);
	if (backing->mask & FILE_BACKED)
		expect_waits_on(backing, UFFDIO_REGISTER_MODE_MINOR);
	t = unregister_trapped(backing, UFFDIO_REGISTER_MODE_MISSING, &access);
	expect_waiting(t.uffd, 0, 0);
	expect_equal(expect_end(access), page_content(0));
}

SENTENCE("In Linux 7.3, the range may be registered with another userfaultfd "
	 "of the same process.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 1, 0);
	int second = uffd_open(UFFD_FEATURE_RWP);

	protect(second, &t.area);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	unprotect(second, &t.area);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
}

SENTENCE("In Linux 7.3, a call with another userfaultfd than the one that the "
	 "range is registered with does not wake the threads that wait there.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 1, 0);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);
	int second = uffd_open(UFFD_FEATURE_RWP);

	expect_trap(t.uffd, access);
	unprotect(second, &t.area);
	expect_waiting(t.uffd, 1, 0);
	unprotect(t.uffd, &t.area);
	expect_end(access);
}

/* Protected pages with the same contents, merged: those that are not now. */
static unsigned long long merge_protected(const struct tracked *t)
{
	for (size_t i = 0; i < t->area.pages; i++)
		*page_at(&t->area, i) = page_content(0);
	protect(t->uffd, &t->area);
	expect_equal(accessed_pages(&t->area), 0);
	merge(&t->area);
	return accessed_pages(&t->area);
}

SENTENCE("In Linux 7.3, a page that is merged with others after MADV_MERGEABLE "
	 "loses its protection when the kernel replaces it by another page.",
	 .over = ANONYMOUS)
{
	struct tracked t = track(backing, 3, 0);
	unsigned long long replaced = merge_protected(&t);

	expect_equal(__builtin_popcountll(replaced), t.area.pages - 1);
	for (size_t i = 0; i < t.area.pages; i++)
		if (replaced & 1ULL << i)
			expect_no_trap(t.uffd,
				       start_access(READ_ACCESS, &t.area, i));
}

SENTENCE("The page that the kernel keeps of those that it merges stays "
	 "protected.",
	 .over = ANONYMOUS)
{
	struct tracked t = track(backing, 3, 0);
	unsigned long long kept = ~merge_protected(&t) & all_pages(&t.area);

	expect_equal(__builtin_popcountll(kept), 1);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area,
					 (size_t)__builtin_ctzll(kept)));
}

/* Of all threads of the block; a fault that waits does not count. */
static long count_faults(void)
{
	struct rusage usage;

	expect_success(getrusage(RUSAGE_SELF, &usage));
	return usage.ru_minflt;
}

#define MANY_FAULTS 1000

/* Starts a write to the first page: it faults, does not wait, does not end. */
static struct access *start_vain_write(const struct tracked *t)
{
	struct pollfd notified = { .fd = t->uffd, .events = POLLIN };
	long enough = count_faults() + MANY_FAULTS;
	struct access *access = start_access(WRITE_ACCESS, &t->area, 0);

	for (int left = await_deadline(); count_faults() < enough; left -= 20) {
		if (left <= 0)
			fail("fewer than %d faults in %d ms", MANY_FAULTS,
			     await_deadline());
		if (poll(&notified, 1, 20))
			fail("the write was notified");
		if (access_has_ended(access))
			fail("the write ended");
	}
	return access;
}

static void expect_vain_write(const struct tracked *t)
{
	struct access *access = start_vain_write(t);

	unprotect(t->uffd, &t->area);
	expect_end(access);
}

SENTENCE("In Linux 7.3, a write to a page of hugetlbfs faults again and again "
	 "if MADV_DONTNEED took a protected page away from its address.",
	 .over = HUGETLBFS)
{
	struct tracked t = track(backing, 1, 0);

	expect_success(madvise(t.area.start, t.area.length, MADV_DONTNEED));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 0));
	protect(t.uffd, &t.area);
	expect_success(madvise(t.area.start, t.area.length, MADV_DONTNEED));
	expect_vain_write(&t);
}

SENTENCE("In Linux 7.3, a write to a page of hugetlbfs faults again and again "
	 "if FALLOC_FL_PUNCH_HOLE took a protected page away from its address.",
	 .over = HUGETLBFS)
{
	struct tracked t = track(backing, 1, 0);

	punch_hole(&t.area);
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 0));
	protect(t.uffd, &t.area);
	punch_hole(&t.area);
	expect_vain_write(&t);
}

SENTENCE("The call without UFFDIO_RWPROTECT_MODE_RWP lets such a write go on.",
	 .over = HUGETLBFS)
{
	struct tracked t = track_protected(backing, 1, 0);
	struct access *access;

	expect_success(madvise(t.area.start, t.area.length, MADV_DONTNEED));
	access = start_vain_write(&t);
	expect_success(rwprotect(t.uffd, &t.area, 0));
	expect_end(access);
	expect_equal(*page_at(&t.area, 0), WRITTEN);
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 0));
}

SECTION("SEE ALSO");
SENTENCE("ioctl(2)", .proof = REFERENCE)
{
	expect_page("ioctl", "2");
}

SENTENCE("ioctl_userfaultfd(2)", .proof = REFERENCE)
{
	expect_page("ioctl_userfaultfd", "2");
}

SENTENCE("userfaultfd(2)", .proof = REFERENCE)
{
	expect_page("userfaultfd", "2");
}

SENTENCE("PAGEMAP_SCAN(2const)", .proof = REFERENCE)
{
	expect_page("PAGEMAP_SCAN", "2const");
}

SENTENCE("UFFDIO_API(2const)", .proof = REFERENCE)
{
	expect_page("UFFDIO_API", "2const");
}

SENTENCE("UFFDIO_REGISTER(2const)", .proof = REFERENCE)
{
	expect_page("UFFDIO_REGISTER", "2const");
}

SENTENCE("UFFDIO_SET_MODE(2const)", .proof = REFERENCE)
{
	expect_page("UFFDIO_SET_MODE", "2const");
}

SENTENCE("UFFDIO_UNREGISTER(2const)", .proof = REFERENCE)
{
	expect_page("UFFDIO_UNREGISTER", "2const");
}

SENTENCE("UFFDIO_WAKE(2const)", .proof = REFERENCE)
{
	expect_page("UFFDIO_WAKE", "2const");
}
