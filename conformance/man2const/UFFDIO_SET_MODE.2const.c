// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "access.h"
#include "backing.h"
#include "children.h"
#include "events.h"
#include "expect.h"
#include "manager.h"
#include "memory.h"
#include "operations.h"
#include "pagemap.h"
#include "proc.h"
#include "program.h"
#include "reference.h"
#include "release.h"
#include "sentence.h"
#include "uapi.h"
#include "uffd.h"

#define ASYNC UFFD_FEATURE_RWP_ASYNC

static void turn_on(int uffd)
{
	if (set_mode(uffd, ASYNC, 0))
		fail("UFFDIO_SET_MODE that turns RWP_ASYNC on: %m");
}

static void turn_off(int uffd)
{
	if (set_mode(uffd, 0, ASYNC))
		fail("UFFDIO_SET_MODE that turns RWP_ASYNC off: %m");
}

/* An access to a protected page goes through, and is remembered. */
static void expect_on(const struct tracked *t)
{
	protect(t->uffd, &t->area);
	expect_equal(accessed_pages(&t->area), 0);
	expect_no_trap(t->uffd, start_access(READ_ACCESS, &t->area, 0));
	expect_equal(accessed_pages(&t->area), 1);
}

/* An access to a protected page waits until the protection is removed. */
static void expect_off(const struct tracked *t)
{
	struct access *access;

	protect(t->uffd, &t->area);
	access = start_access(READ_ACCESS, &t->area, 0);
	expect_trap(t->uffd, access);
	expect_equal(accessed_pages(&t->area), 0);
	unprotect(t->uffd, &t->area);
	expect_end(access);
}

SECTION("NAME");
SENTENCE("UFFDIO_SET_MODE - turn features of a userfaultfd on and off while "
	 "it is in use",
	 .proof = REFERENCE)
{
	expect_page("UFFDIO_SET_MODE", "2const");
}

SECTION("LIBRARY");
SENTENCE("Standard C library (libc, -lc)", .proof = ABI)
{
	struct tracked t = track(backing, 1, 0);
	struct uffdio_set_mode argument = { .enable = ASYNC };

	expect_success(ioctl(t.uffd, UFFDIO_SET_MODE, &argument));
}

SECTION("SYNOPSIS");
SENTENCE("#include <linux/userfaultfd.h> /* Definition of UFFD* constants */",
	 .proof = ABI)
{
	struct tracked t = track(backing, 1, 0);

	expect_equal(UFFDIO_SET_MODE, 0x4010aa0a);
	expect_equal(UFFD_FEATURE_RWP, 0x20000);
	expect_equal(UFFD_FEATURE_RWP_ASYNC, 0x40000);
	expect_success(set_mode(t.uffd, 0x40000, 0));
	expect_on(&t);
}

SENTENCE("#include <sys/ioctl.h>", .proof = ABI)
{
	int (*declared)(int, unsigned long, ...) = ioctl;
	struct tracked t = track(backing, 1, 0);
	struct uffdio_set_mode argument = { .enable = ASYNC };

	expect_success(declared(t.uffd, UFFDIO_SET_MODE, &argument));
}

SENTENCE("int ioctl(int fd, UFFDIO_SET_MODE, struct uffdio_set_mode *argp);",
	 .proof = ABI)
{
	struct tracked t = track(backing, 1, 0);
	struct uffdio_set_mode argument = { .enable = ASYNC };

	expect_equal(ioctl(t.uffd, UFFDIO_SET_MODE, &argument), 0);
}

SENTENCE("struct uffdio_set_mode { "
	 "__u64 enable; /* UFFD_FEATURE_* bits to turn on */ "
	 "__u64 disable; /* UFFD_FEATURE_* bits to turn off */ };",
	 .proof = ABI)
{
	struct tracked t = track(backing, 1, 0);
	__u64 enable_first[] = { ASYNC, 0 }, disable_second[] = { 0, ASYNC };

	expect_equal(sizeof(struct uffdio_set_mode), sizeof(enable_first));
	expect_equal(offsetof(struct uffdio_set_mode, enable), 0);
	expect_equal(offsetof(struct uffdio_set_mode, disable), 8);
	expect_success(uffd_ioctl(t.uffd, UFFDIO_SET_MODE, enable_first));
	expect_on(&t);
	expect_success(uffd_ioctl(t.uffd, UFFDIO_SET_MODE, disable_second));
	expect_off(&t);
}

SECTION("DESCRIPTION");
SENTENCE("This operation turns on the features in argp->enable and turns off "
	 "the features in argp->disable.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 1, 0);

	expect_off(&t);
	expect_success(set_mode(t.uffd, ASYNC, 0));
	expect_on(&t);
	expect_success(set_mode(t.uffd, 0, ASYNC));
	expect_off(&t);
}

SENTENCE("A feature in neither field stays as it is.", .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 1, UFFD_FEATURE_THREAD_ID);
	unsigned long long others = api_line_of(t.uffd).features;

	turn_on(t.uffd);
	expect_equal(api_line_of(t.uffd).features, others | ASYNC);
	expect_success(set_mode(t.uffd, 0, 0));
	expect_on(&t);
	turn_off(t.uffd);
	expect_equal(api_line_of(t.uffd).features, others);
	expect_success(set_mode(t.uffd, 0, 0));
	expect_off(&t);
}

SENTENCE("Both fields may be zero.")
{
	struct tracked t = track(backing, 1, 0);

	expect_success(set_mode(t.uffd, 0, 0));
	expect_off(&t);
	expect_error(set_mode(t.uffd, 1, 0), EINVAL);
}

SENTENCE("Turning on a feature that is on already leaves it on.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 1, 0);

	expect_off(&t);
	expect_success(set_mode(t.uffd, ASYNC, 0));
	expect_success(set_mode(t.uffd, ASYNC, 0));
	expect_on(&t);
}

SENTENCE("Turning off a feature that is off already leaves it off.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 1, ASYNC);

	expect_on(&t);
	expect_success(set_mode(t.uffd, 0, ASYNC));
	expect_success(set_mode(t.uffd, 0, ASYNC));
	expect_off(&t);
}

SENTENCE("The kernel does not write to *argp.")
{
	struct tracked t = track(backing, 1, 0);
	struct uffdio_set_mode *argument;

	argument = mmap(NULL, small_page_size(), PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	expect_true(argument != MAP_FAILED, "a page for the argument");
	argument->enable = ASYNC;
	expect_success(mprotect(argument, small_page_size(), PROT_READ));
	expect_success(uffd_ioctl(t.uffd, UFFDIO_SET_MODE, argument));
	expect_on(&t);
}

SENTENCE("Only one feature can be turned on and off:")
{
	struct tracked t =
		track(backing, 1,
		      UFFD_FEATURE_THREAD_ID | UFFD_FEATURE_EXACT_ADDRESS);

	for (int i = 0; i < 64; i++) {
		unsigned long long bit = 1ULL << i;

		if (bit == ASYNC)
			continue;
		expect_error(set_mode(t.uffd, bit, 0), EINVAL);
		expect_error(set_mode(t.uffd, 0, bit), EINVAL);
	}
	turn_on(t.uffd);
	expect_on(&t);
	turn_off(t.uffd);
	expect_off(&t);
}

TAG("UFFD_FEATURE_RWP_ASYNC");
SENTENCE("This feature decides what happens to an access to a page with "
	 "read-write protection; see UFFDIO_RWPROTECT(2const).",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, 0);

	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	turn_on(t.uffd);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
}

SENTENCE("While the feature is on, the kernel removes the protection of the "
	 "page itself, and the thread goes on without a notification.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 3, 0);
	struct access *access;

	turn_on(t.uffd);
	access = start_access(READ_ACCESS, &t.area, 0);
	expect_no_trap(t.uffd, access);
	expect_equal(expect_end(access), page_content(0));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 2));
	expect_equal(*page_at(&t.area, 2), WRITTEN);
	turn_off(t.uffd);
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 0));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 2));
}

/* The same as track(), for faults of user mode only. */
static struct tracked track_user_mode(const struct backing *backing,
				      size_t pages)
{
	struct tracked t = { uffd_create_for_user_mode(),
			     map_area(backing, pages) };

	expect_success(uffd_handshake(t.uffd, UFFD_FEATURE_RWP | ASYNC));
	uffd_register(t.uffd, &t.area, UFFDIO_REGISTER_MODE_RWP);
	return t;
}

/* An access to each of the two pages waits until they are not protected. */
static void expect_waits_while_off(const struct tracked *t,
				   enum access_kind reading,
				   enum access_kind writing)
{
	struct access *reads, *writes;

	expect_on(t);
	turn_off(t->uffd);
	protect(t->uffd, &t->area);
	reads = start_access(reading, &t->area, 0);
	expect_trap(t->uffd, reads);
	writes = start_access(writing, &t->area, 1);
	expect_trap(t->uffd, writes);
	expect_waiting(t->uffd, 2, 0);
	unprotect(t->uffd, &t->area);
	expect_equal(expect_end(reads), page_content(0));
	expect_end(writes);
	expect_waiting(t->uffd, 0, 0);
}

/* It raises a signal, and there is no notification. */
static void expect_signal_while_off(const struct tracked *t)
{
	turn_off(t->uffd);
	protect(t->uffd, &t->area);
	expect_equal(signal_of_access(READ_ACCESS, t->area.start), SIGBUS);
	expect_equal(signal_of_access(WRITE_ACCESS, t->area.start), SIGBUS);
	expect_no_message(t->uffd);
	unprotect(t->uffd, &t->area);
	expect_equal(signal_of_access(READ_ACCESS, t->area.start), 0);
}

/* A system call fails, and there is no notification. */
static void expect_failure_while_off(const struct tracked *t)
{
	turn_off(t->uffd);
	protect(t->uffd, &t->area);
	expect_end_error(start_access(KERNEL_READ, &t->area, 0), EFAULT);
	expect_end_error(start_access(KERNEL_WRITE, &t->area, 1), EFAULT);
	expect_no_message(t->uffd);
	unprotect(t->uffd, &t->area);
	expect_equal(expect_end(start_access(KERNEL_READ, &t->area, 0)),
		     page_content(0));
	expect_end(start_access(KERNEL_WRITE, &t->area, 1));
}

SENTENCE("While the feature is off, an access in user mode to a protected "
	 "page makes the thread wait, and a notification can be read from fd, "
	 "unless the handshake asked for UFFD_FEATURE_SIGBUS.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 2, ASYNC);
	struct tracked user_mode = track_user_mode(backing, 2);
	struct tracked raises = track(backing, 1, UFFD_FEATURE_SIGBUS | ASYNC);

	expect_waits_while_off(&t, READ_ACCESS, WRITE_ACCESS);
	expect_waits_while_off(&user_mode, READ_ACCESS, WRITE_ACCESS);
	expect_signal_while_off(&raises);
}

SENTENCE("While the feature is off, a read(2) or write(2) whose buffer lies in "
	 "a protected page waits, and a notification can be read from fd, "
	 "unless the handshake asked for UFFD_FEATURE_SIGBUS or fd was created "
	 "with UFFD_USER_MODE_ONLY.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 2, ASYNC);
	struct tracked user_mode = track_user_mode(backing, 2);
	struct tracked raises = track(backing, 2, UFFD_FEATURE_SIGBUS | ASYNC);

	need_kernel_faults();
	expect_waits_while_off(&t, KERNEL_READ, KERNEL_WRITE);
	expect_failure_while_off(&raises);
	expect_failure_while_off(&user_mode);
}

SENTENCE("While the feature is off, an access in user mode to a protected page "
	 "raises SIGBUS if the handshake asked for UFFD_FEATURE_SIGBUS.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 1, UFFD_FEATURE_SIGBUS | ASYNC);

	protect(t.uffd, &t.area);
	expect_equal(signal_of_access(READ_ACCESS, t.area.start), 0);
	expect_signal_while_off(&t);
}

SENTENCE("While the feature is off, a read(2) or write(2) whose buffer lies in "
	 "a protected page fails with EFAULT if the handshake asked for "
	 "UFFD_FEATURE_SIGBUS.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 2, UFFD_FEATURE_SIGBUS | ASYNC);

	expect_failure_while_off(&t);
}

SENTENCE("While the feature is off, a read(2) or write(2) whose buffer lies in "
	 "a protected page fails with EFAULT if fd was created with "
	 "UFFD_USER_MODE_ONLY.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_user_mode(backing, 2);

	expect_failure_while_off(&t);
}

SENTENCE("While the feature is on, an access to a protected page raises no "
	 "SIGBUS even if the handshake asked for UFFD_FEATURE_SIGBUS.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 1, UFFD_FEATURE_SIGBUS);

	expect_equal(signal_of_access(READ_ACCESS, t.area.start), SIGBUS);
	turn_on(t.uffd);
	expect_equal(signal_of_access(READ_ACCESS, t.area.start), 0);
	protect(t.uffd, &t.area);
	expect_equal(signal_of_access(WRITE_ACCESS, t.area.start), 0);
}

SENTENCE("While the feature is on, a read(2) or write(2) whose buffer lies in "
	 "a protected page succeeds even if fd was created with "
	 "UFFD_USER_MODE_ONLY.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_user_mode(backing, 2);

	turn_off(t.uffd);
	protect(t.uffd, &t.area);
	expect_end_error(start_access(KERNEL_READ, &t.area, 0), EFAULT);
	expect_end_error(start_access(KERNEL_WRITE, &t.area, 1), EFAULT);
	turn_on(t.uffd);
	expect_equal(expect_end(start_access(KERNEL_READ, &t.area, 0)),
		     page_content(0));
	expect_end(start_access(KERNEL_WRITE, &t.area, 1));
}

SENTENCE("The feature can be turned on only if the handshake asked for "
	 "UFFD_FEATURE_RWP.")
{
	int without = uffd_open(0), with = uffd_open(UFFD_FEATURE_RWP);

	expect_error(set_mode(without, ASYNC, 0), EINVAL);
	expect_success(set_mode(with, ASYNC, 0));
	expect_equal(api_line_of(without).features & ASYNC, 0);
	expect_equal(api_line_of(with).features & ASYNC, ASYNC);
}

SENTENCE("If UFFDIO_API(2const) reports the feature, it can be turned off even "
	 "if the handshake did not ask for UFFD_FEATURE_RWP.")
{
	struct uffdio_api api = { .api = UFFD_API };
	int uffd = uffd_create();

	expect_success(uffd_ioctl(uffd, UFFDIO_API, &api));
	expect_equal(api.features & ASYNC, ASYNC);
	expect_success(set_mode(uffd, 0, ASYNC));
	expect_error(set_mode(uffd, ASYNC, 0), EINVAL);
	expect_success(set_mode(uffd_open(UFFD_FEATURE_RWP), ASYNC, 0));
}

SENTENCE("The feature can be turned on even if the handshake did not ask for "
	 "it.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 1, 0);

	expect_equal(api_line_of(t.uffd).features & ASYNC, 0);
	expect_success(set_mode(t.uffd, ASYNC, 0));
	expect_on(&t);
}

SENTENCE("The feature can be turned off even if the handshake asked for it.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 1, ASYNC);

	expect_equal(api_line_of(t.uffd).features & ASYNC, ASYNC);
	expect_success(set_mode(t.uffd, 0, ASYNC));
	expect_off(&t);
}

SECTION("DESCRIPTION");
SENTENCE("The change applies to every range that is registered with fd.",
	 .over = EVERY_BACKING)
{
	struct tracked first = track(backing, 1, 0);
	struct tracked second = { first.uffd, map_area(backing, 1) };
	struct tracked third = { first.uffd, map_area(anonymous, 1) };

	uffd_register(second.uffd, &second.area, UFFDIO_REGISTER_MODE_RWP);
	uffd_register(third.uffd, &third.area, UFFDIO_REGISTER_MODE_RWP);
	turn_on(first.uffd);
	expect_on(&first);
	expect_on(&second);
	expect_on(&third);
	turn_off(first.uffd);
	expect_off(&first);
	expect_off(&second);
	expect_off(&third);
}

SENTENCE("The change applies to ranges that are registered with fd later.",
	 .over = EVERY_BACKING)
{
	int uffd = uffd_open(UFFD_FEATURE_RWP);
	struct tracked first = { uffd, map_area(backing, 1) };
	struct tracked second = { uffd, map_area(backing, 1) };

	turn_on(uffd);
	uffd_register(uffd, &first.area, UFFDIO_REGISTER_MODE_RWP);
	expect_on(&first);
	turn_off(uffd);
	uffd_register(uffd, &second.area, UFFDIO_REGISTER_MODE_RWP);
	expect_off(&second);
}

SENTENCE("The call does not change which pages are protected.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 3, 0);
	struct area middle = part_of(&t.area, 1, 1);

	protect(t.uffd, &middle);
	turn_on(t.uffd);
	expect_equal(api_line_of(t.uffd).features & ASYNC, ASYNC);
	expect_equal(accessed_pages(&t.area), 0b101);
	turn_off(t.uffd);
	expect_equal(api_line_of(t.uffd).features & ASYNC, 0);
	expect_equal(accessed_pages(&t.area), 0b101);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 2));
}

SENTENCE("The change does not apply to another userfaultfd of the same "
	 "process.",
	 .over = EVERY_BACKING)
{
	struct tracked changed = track(backing, 1, 0);
	struct tracked other = track(backing, 1, 0);

	turn_on(changed.uffd);
	expect_on(&changed);
	expect_off(&other);
	turn_on(other.uffd);
	turn_off(changed.uffd);
	expect_off(&changed);
	expect_on(&other);
}

SENTENCE("Any process that holds fd can make the call.", .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 1, 0);
	pid_t child = fork();

	if (child == 0) {
		turn_on(t.uffd);
		_exit(VERDICT_OK);
	}
	expect_child(child);
	expect_on(&t);
}

/* The call works from the change's beginning until its event is read. */
static void expect_change_of_mode_during(enum change change)
{
	struct tracked t = track(anonymous, 1, feature_of_change(change));
	struct area changing = map_area(anonymous, 1);
	struct change_under_way *way;

	uffd_register(t.uffd, &changing, UFFDIO_REGISTER_MODE_RWP);
	way = begin_change(t.uffd, change, &changing);
	expect_error(rwprotect(t.uffd, &t.area, 0), EAGAIN);
	expect_success(set_mode(t.uffd, ASYNC, 0));
	complete_change(way);
	expect_on(&t);
}

SENTENCE("The call succeeds even while an event of fd has not been read.")
{
	expect_change_of_mode_during(CHANGE_REMAP);
	expect_change_of_mode_during(CHANGE_REMOVE);
	expect_change_of_mode_during(CHANGE_UNMAP);
	expect_change_of_mode_during(CHANGE_FORK);
}

SENTENCE("In /proc/pid/fdinfo/fd, the second number of the line API: has the "
	 "bit UFFD_FEATURE_RWP_ASYNC set while the feature is on.")
{
	struct tracked off = track(backing, 1, 0);
	struct tracked on = track(backing, 1, ASYNC);

	expect_equal(api_line_of(off.uffd).features & ASYNC, 0);
	expect_equal(api_line_of(on.uffd).features & ASYNC, ASYNC);
	turn_on(off.uffd);
	turn_off(on.uffd);
	expect_equal(api_line_of(off.uffd).features & ASYNC, ASYNC);
	expect_equal(api_line_of(on.uffd).features & ASYNC, 0);
}

SECTION("DESCRIPTION / Accesses that are under way");
SENTENCE("Every access that begins after the call has returned finds the new "
	 "mode.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 1, 0);

	for (int i = 0; i < 10; i++) {
		turn_on(t.uffd);
		expect_on(&t);
		turn_off(t.uffd);
		expect_off(&t);
	}
}

/*
 * The program races the change of mode.  Accesses may be under way at any
 * point of it: half of the rounds wait until one is.
 */
static void expect_clean_turn_on(const struct tracked *t,
				 struct program *program, bool wait)
{
	turn_off(t->uffd);
	protect(t->uffd, &t->area);
	if (wait)
		await_readable(t->uffd, "the program is held");
	turn_on(t->uffd);
	use_pages(program, 0, t->area.pages);
	expect_true(await_round_or_message(program, t->uffd),
		    "the program is not held");
	expect_waiting(t->uffd, 0, 0);
	expect_no_message(t->uffd);
}

SENTENCE("After a call that turned UFFD_FEATURE_RWP_ASYNC on, protection makes "
	 "no thread wait, not even one whose access began before the call.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 5, ASYNC);
	struct program *program = start_program(&t.area);

	for (int i = 0; i < 10; i++)
		expect_clean_turn_on(&t, program, i % 2);
}

/*
 * The program races the change of mode; after it no access is let through
 * that met the old mode.  Its use of the last page ends the race.
 */
static void expect_clean_turn_off(const struct tracked *t,
				  struct program *program)
{
	size_t last = t->area.pages - 1;
	unsigned long long accessed;

	use_pages(program, 0, last);
	expect_true(await_round_or_message(program, t->uffd),
		    "the program is not held");
	protect(t->uffd, &t->area);
	turn_off(t->uffd);
	accessed = accessed_pages(&t->area);
	use_pages(program, last, 1);
	await_program_held(program, t->uffd);
	expect_equal(accessed_pages(&t->area), accessed);
}

SENTENCE("After a call that turned UFFD_FEATURE_RWP_ASYNC off, no access "
	 "removes the protection of a page, not even one that began before the "
	 "call.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 5, ASYNC);
	struct program *program = start_program(&t.area);

	for (int i = 0; i < 10; i++) {
		expect_clean_turn_off(&t, program);
		turn_on(t.uffd);
		expect_waiting(t.uffd, 0, 0);
	}
}

SENTENCE("Turning UFFD_FEATURE_RWP_ASYNC on wakes every thread that waits on "
	 "a page fault notified to fd.",
	 .over = EVERY_BACKING)
{
	static const enum access_kind kinds[] = { READ_ACCESS, WRITE_ACCESS,
						  KERNEL_READ, KERNEL_WRITE,
						  KERNEL_REFERENCE };
	struct tracked t = track_protected(backing, 5, 0);
	struct access *accesses[5];

	need_kernel_faults();
	for (size_t i = 0; i < 4; i++) {
		accesses[i] = start_access(kinds[i], &t.area, i);
		expect_trap(t.uffd, accesses[i]);
	}
	/* The notification of the last one is left unread. */
	accesses[4] = start_access(kinds[4], &t.area, 4);
	await_readable(t.uffd, "no notification came");
	expect_waiting(t.uffd, 4, 1);
	turn_on(t.uffd);
	expect_waiting(t.uffd, 0, 0);
	for (size_t i = 0; i < 5; i++)
		expect_end(accesses[i]);
}

SENTENCE("A thread that was woken makes its access again.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 1, 0);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_trap(t.uffd, access);
	/* What it finds there now is another mapping, and so another byte. */
	expect_true(mmap(t.area.start, t.area.length, PROT_READ,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
			 0) == t.area.start,
		    "a mapping in the place of the old one");
	turn_on(t.uffd);
	expect_equal(expect_end(access), 0);
}

SENTENCE("If the page of a woken thread is protected, the kernel removes the "
	 "protection, and the thread goes on.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 3, 0);
	struct access *reads = start_access(READ_ACCESS, &t.area, 0);
	struct access *writes = start_access(WRITE_ACCESS, &t.area, 2);

	await_message(t.uffd);
	await_message(t.uffd);
	expect_waiting(t.uffd, 2, 0);
	expect_equal(accessed_pages(&t.area), 0);
	turn_on(t.uffd);
	expect_equal(expect_end(reads), page_content(0));
	expect_end(writes);
	expect_equal(*page_at(&t.area, 2), WRITTEN);
	expect_equal(accessed_pages(&t.area), 0b101);
	expect_no_message(t.uffd);
}

/* The page is as it was: the thread waits for it again. */
static void expect_waits_again(int uffd, const struct area *area,
			       unsigned long long flags)
{
	struct uffd_msg message;

	start_access(WRITE_ACCESS, area, 0);
	message = await_message(uffd);
	expect_equal(message.arg.pagefault.flags, flags);
	expect_waiting(uffd, 1, 0);
	turn_on(uffd);
	message = await_message(uffd);
	expect_equal(message.arg.pagefault.flags, flags);
	expect_equal(message.arg.pagefault.address, (uintptr_t)area->start);
	expect_waiting(uffd, 1, 0);
	expect_no_message(uffd);
}

/* The page is no longer there, and neither is what the file had of it. */
static void take_away(const struct area *area)
{
	if (area->fd < 0)
		expect_success(
			madvise(area->start, area->length, MADV_DONTNEED));
	else
		expect_success(fallocate(
			area->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0,
			(off_t)area->length));
}

/* A thread waits for a protected page, which is gone when it is woken. */
static struct access *wait_for_page_taken_away(const struct tracked *t)
{
	struct access *access = start_access(READ_ACCESS, &t->area, 0);

	expect_trap(t->uffd, access);
	take_away(&t->area);
	expect_waiting(t->uffd, 1, 0);
	turn_on(t->uffd);
	return access;
}

SENTENCE("If the page of a woken thread is missing and the range is registered "
	 "with UFFDIO_REGISTER_MODE_MISSING, the thread waits again, and a new "
	 "notification can be read.",
	 .over = EVERY_BACKING)
{
	struct area area = map_empty_area(backing, 1);
	int uffd = uffd_open(UFFD_FEATURE_RWP);
	struct tracked t = { uffd_open(UFFD_FEATURE_RWP),
			     map_area(backing, 1) };

	uffd_register(uffd, &area,
		      UFFDIO_REGISTER_MODE_RWP | UFFDIO_REGISTER_MODE_MISSING);
	expect_waits_again(uffd, &area, UFFD_PAGEFAULT_FLAG_WRITE);
	uffd_register(t.uffd, &t.area,
		      UFFDIO_REGISTER_MODE_RWP | UFFDIO_REGISTER_MODE_MISSING);
	protect(t.uffd, &t.area);
	expect_fault(t.uffd, wait_for_page_taken_away(&t), 0);
	expect_waiting(t.uffd, 1, 0);
}

SENTENCE("If the page of a woken thread is missing and the range is registered "
	 "with UFFDIO_REGISTER_MODE_RWP alone, the thread goes on.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 1, 0);
	struct access *access = wait_for_page_taken_away(&t);

	expect_equal(expect_end(access), 0);
	expect_waiting(t.uffd, 0, 0);
	expect_no_message(t.uffd);
}

/* Every page is in the file, and none of them is mapped in the area. */
static struct tracked track_cached(const struct backing *backing,
				   unsigned long long modes)
{
	struct tracked t = { uffd_open(UFFD_FEATURE_RWP |
				       UFFD_FEATURE_MINOR_SHMEM |
				       UFFD_FEATURE_MINOR_HUGETLBFS),
			     map_empty_area(backing, 2) };
	struct area second = map_again(&t.area);

	for (size_t i = 0; i < second.pages; i++)
		*page_at(&second, i) = page_content(i);
	uffd_register(t.uffd, &t.area, UFFDIO_REGISTER_MODE_RWP | modes);
	protect(t.uffd, &t.area);
	return t;
}

SENTENCE("If the page cache holds the page of a woken thread, the range does "
	 "not map it, and the range is registered with "
	 "UFFDIO_REGISTER_MODE_MINOR, the thread waits again, and a new "
	 "notification can be read.",
	 .over = FILE_BACKED)
{
	struct tracked t = track_cached(backing, UFFDIO_REGISTER_MODE_MINOR);

	expect_waits_again(t.uffd, &t.area,
			   UFFD_PAGEFAULT_FLAG_WRITE |
				   UFFD_PAGEFAULT_FLAG_MINOR);
}

SENTENCE("If the page of a woken thread is write-protected with "
	 "UFFDIO_WRITEPROTECT(2const), a write waits again, and a new "
	 "notification can be read.",
	 .over = EVERY_BACKING)
{
	struct area area = map_area(backing, 1);
	int uffd = uffd_open(UFFD_FEATURE_RWP | UFFD_FEATURE_PAGEFAULT_FLAG_WP |
			     UFFD_FEATURE_WP_HUGETLBFS_SHMEM);

	uffd_register(uffd, &area, UFFDIO_REGISTER_MODE_WP);
	expect_success(writeprotect(uffd, &area, UFFDIO_WRITEPROTECT_MODE_WP));
	expect_waits_again(uffd, &area,
			   UFFD_PAGEFAULT_FLAG_WRITE | UFFD_PAGEFAULT_FLAG_WP);
}

SENTENCE("If the notification of a woken thread had not been read, it can no "
	 "longer be read.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 1, 0);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	await_readable(t.uffd, "no notification came");
	expect_waiting(t.uffd, 0, 1);
	turn_on(t.uffd);
	expect_no_message(t.uffd);
	expect_end(access);
	expect_no_message(t.uffd);
}

/* While a change waits for its event to be read, calls give EAGAIN. */
static void expect_event_left_alone(enum change change)
{
	struct tracked t = track(anonymous, 1, feature_of_change(change));
	struct area changing = map_area(anonymous, 1);
	struct change_under_way *way;

	uffd_register(t.uffd, &changing, UFFDIO_REGISTER_MODE_RWP);
	way = begin_change(t.uffd, change, &changing);
	turn_on(t.uffd);
	expect_error(rwprotect(t.uffd, &t.area, 0), EAGAIN);
	complete_change(way);
	expect_success(rwprotect(t.uffd, &t.area, 0));
	expect_on(&t);
}

SENTENCE("A thread that waits for an event such as UFFD_EVENT_FORK to be read "
	 "is not woken.")
{
	expect_event_left_alone(CHANGE_REMAP);
	expect_event_left_alone(CHANGE_REMOVE);
	expect_event_left_alone(CHANGE_UNMAP);
	expect_event_left_alone(CHANGE_FORK);
}

SENTENCE("Turning the feature on wakes the threads even if the feature was on "
	 "already.",
	 .over = EVERY_BACKING)
{
	struct tracked t = { uffd_open(UFFD_FEATURE_RWP),
			     map_empty_area(backing, 1) };

	uffd_register(t.uffd, &t.area,
		      UFFDIO_REGISTER_MODE_RWP | UFFDIO_REGISTER_MODE_MISSING);
	turn_on(t.uffd);
	expect_waits_again(t.uffd, &t.area, UFFD_PAGEFAULT_FLAG_WRITE);
}

/* A thread that waits for a page, missing or protected, goes on waiting. */
static void expect_no_wake(const struct backing *backing,
			   unsigned long long disable)
{
	struct tracked t = track_protected(backing, 1, UFFD_FEATURE_RWP);
	struct area missing = map_empty_area(backing, 1);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	uffd_register(t.uffd, &missing,
		      UFFDIO_REGISTER_MODE_RWP | UFFDIO_REGISTER_MODE_MISSING);
	expect_trap(t.uffd, access);
	expect_success(set_mode(t.uffd, 0, disable));
	expect_waiting(t.uffd, 1, 0);
	turn_on(t.uffd);
	expect_end(access);
	start_access(READ_ACCESS, &missing, 0);
	await_message(t.uffd);
	expect_success(set_mode(t.uffd, 0, disable));
	expect_waiting(t.uffd, 1, 0);
	expect_no_message(t.uffd);
}

SENTENCE("Turning the feature off wakes no thread.", .over = EVERY_BACKING)
{
	expect_no_wake(backing, ASYNC);
}

SENTENCE("A call with both fields zero wakes no thread.", .over = EVERY_BACKING)
{
	expect_no_wake(backing, 0);
}

/* Its access to the page goes on when `gate` is written to. */
static pid_t fork_reader(const struct tracked *t, int *child_uffd, int *gate)
{
	int ends[2];
	char byte;
	pid_t child;

	expect_success(pipe2(ends, O_CLOEXEC));
	*gate = ends[1];
	child = fork_with_event(t->uffd, child_uffd);
	if (child)
		return child;
	if (read(ends[0], &byte, 1) != 1)
		fail("read of the pipe: %m");
	expect_equal(*(volatile char *)t->area.start, page_content(0));
	_exit(VERDICT_OK);
}

/* The child reads its protected page without a notification. */
static void expect_child_on(const struct tracked *child, pid_t pid, int gate)
{
	expect_success(write(gate, "", 1));
	expect_child(pid);
	expect_no_message(child->uffd);
}

/* The child waits for the page until it is no longer protected. */
static void expect_child_off(const struct tracked *child, pid_t pid, int gate)
{
	struct uffd_msg message;

	expect_success(write(gate, "", 1));
	message = await_message(child->uffd);
	expect_equal(message.arg.pagefault.flags, UFFD_PAGEFAULT_FLAG_RWP);
	unprotect(child->uffd, &child->area);
	expect_child(pid);
}

/* The mode at the time of a fork(2), and not when its event is read. */
static void expect_mode_at_fork(const struct tracked *t, bool on)
{
	struct change_under_way *way;
	struct uffd_msg message;

	expect_success(set_mode(t->uffd, on ? ASYNC : 0, on ? 0 : ASYNC));
	way = begin_change(t->uffd, CHANGE_FORK, &t->area);
	expect_success(set_mode(t->uffd, on ? 0 : ASYNC, on ? ASYNC : 0));
	message = complete_change(way);
	expect_equal(api_line_of((int)message.arg.fork.ufd).features & ASYNC,
		     on ? ASYNC : 0);
	expect_equal(api_line_of(t->uffd).features & ASYNC, on ? 0 : ASYNC);
}

SECTION("DESCRIPTION / Children");
SENTENCE("The userfaultfd that UFFD_EVENT_FORK brings begins with the mode "
	 "that the parent's had at the time of the fork(2).",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 1, UFFD_FEATURE_EVENT_FORK);
	struct tracked child = t;
	pid_t pid;
	int gate;

	turn_on(t.uffd);
	pid = fork_reader(&t, &child.uffd, &gate);
	expect_child_on(&child, pid, gate);
	turn_off(t.uffd);
	pid = fork_reader(&t, &child.uffd, &gate);
	expect_child_off(&child, pid, gate);
	expect_mode_at_fork(&t, true);
	expect_mode_at_fork(&t, false);
}

SENTENCE("A later change of one of the two modes does not apply to the other.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 1, UFFD_FEATURE_EVENT_FORK);
	struct tracked child = t;
	pid_t pid;
	int gate;

	pid = fork_reader(&t, &child.uffd, &gate);
	turn_on(child.uffd);
	expect_child_on(&child, pid, gate);
	expect_off(&t);
	protect(t.uffd, &t.area);
	pid = fork_reader(&t, &child.uffd, &gate);
	turn_on(t.uffd);
	expect_child_off(&child, pid, gate);
	expect_on(&t);
}

SECTION("DESCRIPTION / Use");
SENTENCE("The operation lets a memory manager find the pages that a program "
	 "uses while the program runs undisturbed, and then hold accesses up "
	 "while it evicts the other pages, without registering memory anew.",
	 .proof = PURPOSE, .over = FILE_BACKED)
{
	struct manager m = start_manager(backing, 6);
	struct program *program = start_program(&m.memory);

	serve_round(&m, program);
	find_and_evict(&m, program, 0, 2);
	find_and_evict(&m, program, 2, 0);
	find_and_evict(&m, program, 0, 2);
	expect_equal(m.stored, 0b110000);
	use_pages(program, 0, m.memory.pages);
	serve_round(&m, program);
	expect_equal(m.stored, 0);
	end_program(program);
	expect_nothing_lost(program, &m.memory);
	expect_nothing_lost(program, &m.file);
}

/* The second page alone is to be found. */
static void expect_second_found(const struct tracked *t)
{
	struct area first = part_of(&t->area, 0, 1);

	protect(t->uffd, &first);
	expect_equal(scan_pages(&t->area, PAGE_IS_PRESENT), 0b0011);
	expect_equal(accessed_pages(&t->area), 0b0010);
}

SENTENCE("In a range that is registered with UFFDIO_REGISTER_MODE_RWP, "
	 "PAGEMAP_SCAN(2const) finds with PAGE_IS_ACCESSED the pages that are "
	 "present and not protected.",
	 .over = EVERY_BACKING)
{
	struct tracked t = { uffd_open(UFFD_FEATURE_RWP),
			     map_empty_area(backing, 4) };

	*page_at(&t.area, 0) = page_content(0);
	*page_at(&t.area, 1) = page_content(1);
	uffd_register(t.uffd, &t.area, UFFDIO_REGISTER_MODE_RWP);
	expect_equal(accessed_pages(&t.area), 0b0011);
	expect_second_found(&t);
	turn_on(t.uffd);
	expect_second_found(&t);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_equal(accessed_pages(&t.area), 0b0011);
}

SENTENCE("PAGEMAP_SCAN(2const) with PAGE_IS_ACCESSED also finds a page of "
	 "anonymous memory that is in swap and not protected.",
	 .over = ANONYMOUS_BACKED)
{
	struct tracked t = track(backing, 2, 0);
	struct area first = part_of(&t.area, 0, 1);

	protect(t.uffd, &first);
	reclaim(&t.area);
	expect_equal(scan_pages(&t.area, PAGE_IS_SWAPPED), 0b11);
	expect_equal(accessed_pages(&t.area), 0b10);
	turn_on(t.uffd);
	expect_equal(accessed_pages(&t.area), 0b10);
}

SENTENCE("While the feature is on, an access to a protected page makes "
	 "PAGE_IS_ACCESSED true of the page.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 4, 0);

	turn_on(t.uffd);
	expect_equal(accessed_pages(&t.area), 0);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
	expect_equal(accessed_pages(&t.area), 0b0010);
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 3));
	expect_equal(accessed_pages(&t.area), 0b1010);
	protect(t.uffd, &t.area);
	expect_equal(accessed_pages(&t.area), 0);
}

SENTENCE("While the feature is off, an access to a protected page does not "
	 "make PAGE_IS_ACCESSED true of the page until the protection is "
	 "removed.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 3, ASYNC);

	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 2));
	expect_equal(accessed_pages(&t.area), 0b100);
	turn_off(t.uffd);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
	expect_equal(accessed_pages(&t.area), 0b100);
	unprotect(t.uffd, &t.area);
	expect_equal(accessed_pages(&t.area), 0b111);
}

SENTENCE("Removing the protection with UFFDIO_RWPROTECT(2const) makes "
	 "PAGE_IS_ACCESSED true of a page that was not accessed.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, 0);
	struct area first = part_of(&t.area, 0, 1);
	struct area second = part_of(&t.area, 1, 1);

	expect_equal(accessed_pages(&t.area), 0);
	unprotect(t.uffd, &first);
	expect_equal(accessed_pages(&t.area), 0b01);
	turn_on(t.uffd);
	unprotect(t.uffd, &second);
	expect_equal(accessed_pages(&t.area), 0b11);
	expect_equal(*page_at(&t.area, 1), page_content(1));
}

SENTENCE("In either mode, an access that brings a missing page into a range "
	 "registered with UFFDIO_REGISTER_MODE_RWP alone makes "
	 "PAGE_IS_ACCESSED true of the page.",
	 .over = EVERY_BACKING)
{
	struct tracked t = { uffd_open(UFFD_FEATURE_RWP),
			     map_empty_area(backing, 4) };

	uffd_register(t.uffd, &t.area, UFFDIO_REGISTER_MODE_RWP);
	protect(t.uffd, &t.area);
	expect_equal(accessed_pages(&t.area), 0);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
	expect_equal(accessed_pages(&t.area), 0b0011);
	expect_off(&t);
	turn_on(t.uffd);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 2));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 3));
	expect_equal(accessed_pages(&t.area), 0b1111);
	expect_on(&t);
}

SECTION("RETURN VALUE");
SENTENCE("On success, 0 is returned.")
{
	struct tracked t = track(backing, 1, 0);

	expect_equal(set_mode(t.uffd, ASYNC, 0), 0);
	expect_on(&t);
	expect_equal(set_mode(t.uffd, 0, ASYNC), 0);
	expect_off(&t);
}

SENTENCE("On error, -1 is returned and errno is set to say what is wrong.")
{
	struct tracked t = track(backing, 1, 0);

	errno = 0;
	expect_equal(set_mode(t.uffd, ASYNC, ASYNC), -1);
	expect_equal(errno, EINVAL);
	expect_equal(set_mode(t.uffd, ASYNC, 0), 0);
}

/* A call for each way to fail of which a program can say what it wants. */
static void make_failing_calls(int uffd)
{
	expect_error(set_mode(uffd, ASYNC, ASYNC), EINVAL);
	expect_error(set_mode(uffd, ASYNC | 1, 0), EINVAL);
	expect_error(set_mode(uffd, 0, ASYNC | 1), EINVAL);
	expect_error(set_mode(uffd, ASYNC, 1), EINVAL);
	expect_error(set_mode(uffd, 1, ASYNC), EINVAL);
	expect_error(uffd_ioctl(uffd, UFFDIO_SET_MODE, NULL), EFAULT);
}

SENTENCE("If the call fails, the mode has not changed.", .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 1, 0);

	make_failing_calls(t.uffd);
	expect_off(&t);
	turn_on(t.uffd);
	make_failing_calls(t.uffd);
	expect_on(&t);
}

SENTENCE("A call that fails wakes no thread.", .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 1, 0);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_trap(t.uffd, access);
	make_failing_calls(t.uffd);
	expect_waiting(t.uffd, 1, 0);
	turn_on(t.uffd);
	expect_end(access);
}

/* A userfaultfd whose process has exited; before, it took the call. */
static int uffd_of_exited_child(void)
{
	struct area area = map_area(anonymous, 1);
	pid_t child;
	int uffd;

	expect_success(set_mode(uffd_open(UFFD_FEATURE_RWP), ASYNC, 0));
	uffd = uffd_of_child(&area, &child);

	expect_success(set_mode(uffd, ASYNC, 0));
	expect_success(kill(child, SIGKILL));
	expect_success(waitpid(child, NULL, 0));
	return uffd;
}

/* The child has exited, and UFFD_FEATURE_RWP was not asked for. */
static int uffd_without_rwp_of_exited_child(void)
{
	struct area area = map_area(anonymous, 1);
	int uffd = uffd_open(UFFD_FEATURE_EVENT_FORK), child_uffd;
	pid_t child;

	uffd_register(uffd, &area, UFFDIO_REGISTER_MODE_MISSING);
	child = fork_with_event(uffd, &child_uffd);
	if (child == 0)
		_exit(VERDICT_OK);
	expect_child(child);
	return child_uffd;
}

SECTION("ERRORS");
SENTENCE("The kernel makes its checks in the order of this list and reports "
	 "the first that fails.")
{
	int exited = uffd_of_exited_child(), without = uffd_open(0);
	struct tracked t = track(backing, 1, 0);
	int ends[2];
	int exited_without = uffd_without_rwp_of_exited_child();
	int closed = uffd_open(UFFD_FEATURE_RWP);

	/* Each call has two defects, and reports the earlier one. */
	expect_success(pipe2(ends, O_CLOEXEC));
	expect_success(close(closed));
	expect_error(uffd_ioctl(closed, UFFDIO_SET_MODE, NULL), EBADF);
	expect_error(uffd_ioctl(ends[0], UFFDIO_SET_MODE, NULL), ENOTTY);
	expect_error(uffd_ioctl(uffd_create(), UFFDIO_SET_MODE, NULL), EINVAL);
	expect_error(uffd_ioctl(without, UFFDIO_SET_MODE, NULL), EFAULT);
	expect_error(uffd_ioctl(exited, UFFDIO_SET_MODE, NULL), EFAULT);
	expect_error(set_mode(exited, ASYNC, ASYNC), EINVAL);
	expect_error(set_mode(exited, 1, 0), EINVAL);
	expect_error(set_mode(exited, 0, 1), EINVAL);
	expect_error(set_mode(exited_without, ASYNC, 0), EINVAL);
	/* The later of the two alone. */
	expect_error(uffd_ioctl(t.uffd, UFFDIO_SET_MODE, NULL), EFAULT);
	expect_error(set_mode(t.uffd, ASYNC, ASYNC), EINVAL);
	expect_error(set_mode(exited, ASYNC, 0), ESRCH);
	expect_error(set_mode(exited_without, 0, 0), ESRCH);
	expect_success(set_mode(t.uffd, ASYNC, 0));
}

TAG("EBADF");
SENTENCE("fd is not an open file descriptor.")
{
	int uffd = uffd_open(UFFD_FEATURE_RWP);

	expect_success(set_mode(uffd, ASYNC, 0));
	expect_success(close(uffd));
	expect_error(set_mode(uffd, ASYNC, 0), EBADF);
}

TAG("ENOTTY");
SENTENCE("fd does not refer to a userfaultfd.")
{
	int ends[2];

	expect_success(set_mode(uffd_open(UFFD_FEATURE_RWP), ASYNC, 0));
	expect_success(pipe2(ends, O_CLOEXEC));
	expect_error(set_mode(ends[0], ASYNC, 0), ENOTTY);
	expect_error(set_mode(memfd_create("file", 0), ASYNC, 0), ENOTTY);
}

TAG("EINVAL");
SENTENCE("The handshake with UFFDIO_API(2const) has not been made.")
{
	int uffd = uffd_create();

	expect_error(set_mode(uffd, 0, 0), EINVAL);
	expect_error(set_mode(uffd, ASYNC, 0), EINVAL);
	expect_success(uffd_handshake(uffd, UFFD_FEATURE_RWP));
	expect_success(set_mode(uffd, 0, 0));
	expect_success(set_mode(uffd, ASYNC, 0));
}

/* Two pages, and what is on the second is out of reach. */
static char *map_half_accessible(void)
{
	size_t length = 2 * small_page_size();
	char *pages = mmap(NULL, length, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	expect_true(pages != MAP_FAILED, "two pages for the argument");
	expect_success(mprotect(pages + small_page_size(), small_page_size(),
				PROT_NONE));
	return pages;
}

TAG("EFAULT");
SENTENCE("The structure at argp cannot be read.")
{
	int uffd = uffd_open(UFFD_FEATURE_RWP);
	char *end = map_half_accessible() + small_page_size();
	struct uffdio_set_mode *argument = (void *)end;

	argument[-1] = (struct uffdio_set_mode){ .enable = ASYNC };
	expect_success(uffd_ioctl(uffd, UFFDIO_SET_MODE, argument - 1));
	expect_equal(api_line_of(uffd).features & ASYNC, ASYNC);
	expect_error(uffd_ioctl(uffd, UFFDIO_SET_MODE, argument), EFAULT);
	expect_error(uffd_ioctl(uffd, UFFDIO_SET_MODE, end - 8), EFAULT);
	expect_error(uffd_ioctl(uffd, UFFDIO_SET_MODE, NULL), EFAULT);
	expect_error(uffd_ioctl(uffd, UFFDIO_SET_MODE, (void *)-16L), EFAULT);
}

TAG("EINVAL");
SENTENCE("A bit is set in both argp->enable and argp->disable.")
{
	int uffd = uffd_open(UFFD_FEATURE_RWP);

	expect_error(set_mode(uffd, ASYNC, ASYNC), EINVAL);
	expect_success(set_mode(uffd, ASYNC, 0));
	expect_error(set_mode(uffd, ASYNC, ASYNC), EINVAL);
	expect_success(set_mode(uffd, 0, ASYNC));
}

SENTENCE("argp->enable has a bit set other than UFFD_FEATURE_RWP_ASYNC.")
{
	int uffd = uffd_open(UFFD_FEATURE_RWP);

	for (int i = 0; i < 64; i++)
		if (1ULL << i == ASYNC)
			expect_success(set_mode(uffd, 1ULL << i, 0));
		else
			expect_error(set_mode(uffd, 1ULL << i, 0), EINVAL);
	expect_error(set_mode(uffd, ASYNC | UFFD_FEATURE_RWP, 0), EINVAL);
}

SENTENCE("argp->disable has a bit set other than UFFD_FEATURE_RWP_ASYNC.")
{
	int uffd = uffd_open(UFFD_FEATURE_RWP | ASYNC);

	for (int i = 0; i < 64; i++)
		if (1ULL << i == ASYNC)
			expect_success(set_mode(uffd, 0, 1ULL << i));
		else
			expect_error(set_mode(uffd, 0, 1ULL << i), EINVAL);
	expect_error(set_mode(uffd, 0, ASYNC | UFFD_FEATURE_RWP), EINVAL);
}

SENTENCE("argp->enable has UFFD_FEATURE_RWP_ASYNC set, and the handshake did "
	 "not ask for UFFD_FEATURE_RWP.")
{
	int without = uffd_open(UFFD_FEATURE_THREAD_ID);
	int with = uffd_open(UFFD_FEATURE_THREAD_ID | UFFD_FEATURE_RWP);

	expect_error(set_mode(without, ASYNC, 0), EINVAL);
	expect_success(set_mode(without, 0, 0));
	expect_success(set_mode(with, ASYNC, 0));
}

static void expect_no_process(int uffd)
{
	expect_error(set_mode(uffd, ASYNC, 0), ESRCH);
	expect_error(set_mode(uffd, 0, ASYNC), ESRCH);
	expect_error(set_mode(uffd, 0, 0), ESRCH);
}

TAG("ESRCH");
SENTENCE("No process uses the address space of the process that created fd any "
	 "more.")
{
	struct area area = map_area(backing, 1);
	int exited = uffd_of_exited_child(), waits, executes, shared;
	pid_t child, sharer;

	waits = uffd_of_child(&area, &child);
	executes = uffd_of_executed_child(&area);
	shared = uffd_of_sharing_child(&area, &child, &sharer);

	expect_success(set_mode(waits, ASYNC, 0));
	expect_no_process(exited);
	expect_no_process(executes);
	kill_child(sharer);
	expect_success(set_mode(shared, ASYNC, 0));
	kill_child(child);
	expect_no_process(shared);
}

SENTENCE("The call still succeeds after the process that created fd has exited "
	 "or executed another program with execve(2) as long as a process that "
	 "shares the address space (see CLONE_VM in clone(2)) is there.")
{
	struct area area = map_area(backing, 1);
	pid_t child, sharer, other_sharer;
	int exits, executes;

	expect_success(set_mode(uffd_open(UFFD_FEATURE_RWP), ASYNC, 0));
	exits = uffd_of_sharing_child(&area, &child, &sharer);
	executes = uffd_of_executed_sharing_child(&area, &other_sharer);

	kill_child(child);
	expect_success(set_mode(exits, ASYNC, 0));
	expect_success(set_mode(executes, ASYNC, 0));
	expect_equal(api_line_of(exits).features & ASYNC, ASYNC);
	expect_equal(api_line_of(executes).features & ASYNC, ASYNC);
	kill_child(sharer);
	kill_child(other_sharer);
	expect_no_process(exits);
	expect_no_process(executes);
}

/* A child that ends and leaves behind a process that shares its memory. */
static int uffd_of_ended_sharing_child(const struct tracked *t, pid_t *sharer)
{
	int ends[2], child_uffd;
	pid_t child;

	expect_success(pipe2(ends, O_CLOEXEC));
	child = fork_with_event(t->uffd, &child_uffd);
	if (child == 0) {
		*sharer = start_sharer();
		expect_success(write(ends[1], sharer, sizeof(*sharer)));
		_exit(VERDICT_OK);
	}
	expect_equal(read(ends[0], sharer, sizeof(*sharer)), sizeof(*sharer));
	expect_child(child);
	return child_uffd;
}

SENTENCE("fd came with a UFFD_EVENT_FORK, and no process uses the address "
	 "space of the child any more.")
{
	struct tracked t = track_protected(backing, 1, UFFD_FEATURE_EVENT_FORK);
	int child_uffd, gate;
	pid_t sharer;
	pid_t child = fork_reader(&t, &child_uffd, &gate);

	expect_success(set_mode(child_uffd, ASYNC, 0));
	expect_success(write(gate, "", 1));
	expect_child(child);
	expect_error(set_mode(child_uffd, ASYNC, 0), ESRCH);
	expect_error(set_mode(child_uffd, 0, ASYNC), ESRCH);
	expect_success(set_mode(t.uffd, ASYNC, 0));
	child_uffd = uffd_of_ended_sharing_child(&t, &sharer);
	expect_success(set_mode(child_uffd, ASYNC, 0));
	kill_child(sharer);
	expect_no_process(child_uffd);
}

SECTION("STANDARDS");
SENTENCE("Linux.", .proof = ABI)
{
	struct tracked t = track(backing, 1, 0);
	struct utsname name;

	expect_success(uname(&name));
	expect_true(!strcmp(name.sysname, "Linux"), "uname(2) says Linux");
	expect_success(set_mode(t.uffd, ASYNC, 0));
}

SECTION("HISTORY");
SENTENCE("Linux 7.3.", .proof = VERSION)
{
	expect_since(7, 3, set_mode(uffd_open(0), 0, 0) == 0);
}

/* One page is accessed in each mode; after that both can be protected. */
static void expect_not_held(const struct tracked *t)
{
	struct access *off, *on;

	off = start_access(READ_ACCESS, &t->area, 0);
	expect_no_trap(t->uffd, off);
	expect_equal(expect_end(off), page_content(0));
	turn_on(t->uffd);
	on = start_access(READ_ACCESS, &t->area, 1);
	expect_no_trap(t->uffd, on);
	expect_equal(expect_end(on), page_content(1));
	expect_on(t);
	turn_off(t->uffd);
	protect(t->uffd, &t->area);
	expect_trap(t->uffd, start_access(READ_ACCESS, &t->area, 0));
	expect_trap(t->uffd, start_access(READ_ACCESS, &t->area, 1));
}

/* The access waits until the page is mapped with UFFDIO_CONTINUE(2const). */
static void expect_minor(const struct tracked *t, size_t index)
{
	struct area page = part_of(&t->area, index, 1);
	struct access *access = start_access(READ_ACCESS, &page, 0);
	struct uffd_msg message = await_message(t->uffd);

	expect_equal(message.arg.pagefault.flags, UFFD_PAGEFAULT_FLAG_MINOR);
	expect_waiting(t->uffd, 1, 0);
	expect_success(uffd_continue(t->uffd, &page, 0));
	expect_equal(expect_end(access), page_content(index));
}

static void expect_minor_in_either_mode(const struct tracked *t)
{
	expect_minor(t, 0);
	turn_on(t->uffd);
	expect_minor(t, 1);
	expect_on(t);
}

SECTION("CAVEATS");
SENTENCE("If a range is registered with UFFDIO_REGISTER_MODE_RWP alone, an "
	 "access to a page of a file that the page cache holds and the range "
	 "does not map does not wait in either mode.",
	 .over = FILE_BACKED)
{
	struct tracked t = track_cached(backing, 0);

	expect_not_held(&t);
}

SENTENCE("If the range is registered with UFFDIO_REGISTER_MODE_MINOR, too, an "
	 "access to a page of a file that the page cache holds and the range "
	 "does not map waits in either mode.",
	 .over = FILE_BACKED)
{
	struct tracked t = track_cached(backing, UFFDIO_REGISTER_MODE_MINOR);

	expect_minor_in_either_mode(&t);
}

SENTENCE("If a range is registered with UFFDIO_REGISTER_MODE_RWP alone, an "
	 "access to a page of shared memory that was reclaimed after it became "
	 "protected does not wait in either mode.",
	 .over = SHMEM)
{
	struct tracked t = track_protected(backing, 2, 0);

	reclaim(&t.area);
	expect_not_held(&t);
}

SENTENCE("If the range is registered with UFFDIO_REGISTER_MODE_MINOR, too, an "
	 "access to a page of shared memory that was reclaimed after it became "
	 "protected waits in either mode.",
	 .over = SHMEM)
{
	struct tracked t = { uffd_open(UFFD_FEATURE_RWP |
				       UFFD_FEATURE_MINOR_SHMEM),
			     map_area(backing, 2) };

	uffd_register(t.uffd, &t.area,
		      UFFDIO_REGISTER_MODE_RWP | UFFDIO_REGISTER_MODE_MINOR);
	protect(t.uffd, &t.area);
	expect_equal(accessed_pages(&t.area), 0);
	reclaim(&t.area);
	expect_minor_in_either_mode(&t);
}

SENTENCE("PAGE_IS_ACCESSED is no longer true of a page of shared memory that "
	 "was reclaimed after it was accessed.",
	 .over = SHMEM)
{
	struct tracked t = track_protected(backing, 2, ASYNC);

	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
	expect_equal(accessed_pages(&t.area), 0b10);
	reclaim(&t.area);
	expect_equal(accessed_pages(&t.area), 0);
}

/* Of a huge page; a scan takes 64 pages at most. */
static size_t small_pages_accessed(const struct area *area)
{
	struct area part = *area;
	size_t count = 0;

	part.page_size = small_page_size();
	part.pages = 64;
	part.length = part.pages * part.page_size;
	while (part.start < area->start + area->length) {
		count += (size_t)__builtin_popcountll(accessed_pages(&part));
		part.start += part.length;
	}
	return count;
}

SENTENCE("While UFFD_FEATURE_RWP_ASYNC is on, an access to one byte of a "
	 "protected huge page makes PAGE_IS_ACCESSED true of the whole huge "
	 "page.",
	 .over = HUGE_PAGES)
{
	struct tracked t = track_protected(backing, 1, ASYNC);

	expect_equal(small_pages_accessed(&t.area), 0);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_equal(small_pages_accessed(&t.area),
		     huge_page_size() / small_page_size());
}

SECTION("SEE ALSO");
SENTENCE("clone(2)", .proof = REFERENCE)
{
	expect_page("clone", "2");
}

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

SENTENCE("UFFDIO_RWPROTECT(2const)", .proof = REFERENCE)
{
	expect_page("UFFDIO_RWPROTECT", "2const");
}
