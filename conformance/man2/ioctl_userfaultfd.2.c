// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "access.h"
#include "backing.h"
#include "children.h"
#include "events.h"
#include "expect.h"
#include "operations.h"
#include "privilege.h"
#include "proc.h"
#include "reference.h"
#include "release.h"
#include "sentence.h"
#include "uapi.h"
#include "uffd.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static const struct backing *const shmem = &backings[1];

static const unsigned long operations[] = {
	UFFDIO_API,	 UFFDIO_REGISTER,     UFFDIO_UNREGISTER,
	UFFDIO_SET_MODE, UFFDIO_COPY,	      UFFDIO_ZEROPAGE,
	UFFDIO_WAKE,	 UFFDIO_WRITEPROTECT, UFFDIO_CONTINUE,
	UFFDIO_POISON,	 UFFDIO_MOVE,	      UFFDIO_RWPROTECT,
};

/* By what fdinfo says. */
static bool is_known(int uffd, unsigned long operation)
{
	return api_line_of(uffd).ioctls & 1ULL << _IOC_NR(operation);
}

static struct uffdio_range range_of(const struct area *area)
{
	return (struct uffdio_range){ .start = (uintptr_t)area->start,
				      .len = area->length };
}

static int try_unregister(int uffd, const struct area *area)
{
	struct uffdio_range range = range_of(area);

	return uffd_ioctl(uffd, UFFDIO_UNREGISTER, &range);
}

static int try_wake(int uffd, const struct area *area)
{
	struct uffdio_range range = range_of(area);

	return uffd_ioctl(uffd, UFFDIO_WAKE, &range);
}

static int uffd_move(int uffd, const struct area *to, const struct area *from)
{
	struct uffdio_move argument = { .dst = (uintptr_t)to->start,
					.src = (uintptr_t)from->start,
					.len = to->length };

	return uffd_ioctl(uffd, UFFDIO_MOVE, &argument);
}

static int write_protect(int uffd, const struct area *area)
{
	return writeprotect(uffd, area, UFFDIO_WRITEPROTECT_MODE_WP);
}

/* Memory that is registered. */
static struct tracked set_up(unsigned long long features, struct area area,
			     unsigned long long modes)
{
	struct tracked t = { uffd_open(features), area };

	uffd_register(t.uffd, &t.area, modes);
	return t;
}

/* Registered for missing pages, and empty. */
static struct tracked set_up_empty(const struct backing *backing,
				   unsigned long long features)
{
	return set_up(features, map_empty_area(backing, 1),
		      UFFDIO_REGISTER_MODE_MISSING);
}

/* Registered for minor faults: the page is in the file, and not mapped. */
static struct tracked set_up_cached(const struct backing *backing,
				    unsigned long long features)
{
	struct area area = map_empty_area(backing, 1);
	struct area second = map_again(&area);

	*page_at(&second, 0) = page_content(0);
	return set_up(features, area, UFFDIO_REGISTER_MODE_MINOR);
}

static struct access *expect_missing_fault(const struct tracked *t)
{
	struct access *access = start_access(READ_ACCESS, &t->area, 0);

	expect_fault(t->uffd, access, 0);
	return access;
}

SECTION("NAME");
SENTENCE("ioctl_userfaultfd - operations on userfaultfds", .proof = REFERENCE)
{
	expect_page("ioctl_userfaultfd", "2");
}

SECTION("LIBRARY");
SENTENCE("Standard C library (libc, -lc)", .proof = ABI)
{
	struct uffdio_api api = { .api = UFFD_API };

	expect_success(ioctl(uffd_create(), UFFDIO_API, &api));
}

SECTION("SYNOPSIS");
SENTENCE("#include <linux/userfaultfd.h> /* Definition of UFFD* constants */",
	 .proof = ABI)
{
	struct uffdio_api api = { .api = UFFD_API };

	expect_equal(UFFDIO_API, 0xc018aa3f);
	expect_equal(UFFDIO_REGISTER, 0xc020aa00);
	expect_equal(UFFDIO_UNREGISTER, 0x8010aa01);
	expect_equal(UFFDIO_WAKE, 0x8010aa02);
	expect_equal(UFFDIO_COPY, 0xc028aa03);
	expect_equal(UFFDIO_ZEROPAGE, 0xc020aa04);
	expect_equal(UFFDIO_MOVE, 0xc028aa05);
	expect_equal(UFFDIO_WRITEPROTECT, 0xc018aa06);
	expect_equal(UFFDIO_CONTINUE, 0xc020aa07);
	expect_equal(UFFDIO_POISON, 0xc020aa08);
	expect_equal(UFFDIO_RWPROTECT, 0xc018aa09);
	expect_equal(UFFDIO_SET_MODE, 0x4010aa0a);
	expect_equal(USERFAULTFD_IOC_NEW, 0xaa00);
	expect_success(ioctl(uffd_create(), 0xc018aa3f, &api));
}

SENTENCE("#include <sys/ioctl.h>", .proof = ABI)
{
	int (*declared)(int, unsigned long, ...) = ioctl;
	struct uffdio_api api = { .api = UFFD_API };

	expect_success(declared(uffd_create(), UFFDIO_API, &api));
}

SENTENCE("int ioctl(int fd, unsigned long op, void *argp);", .proof = ABI)
{
	struct uffdio_api api = { .api = UFFD_API };
	unsigned long operation = UFFDIO_API;
	void *argument = &api;

	expect_equal(ioctl(uffd_create(), operation, argument), 0);
}

/* Ends the block as skipped if this process may not open it. */
static int open_device(void)
{
	int device = open("/dev/userfaultfd", O_RDWR | O_CLOEXEC);

	if (device < 0 && errno == EACCES)
		skip("this needs access to /dev/userfaultfd");
	if (device < 0)
		fail("/dev/userfaultfd: %m");
	return device;
}

SENTENCE("int ioctl(int device, USERFAULTFD_IOC_NEW, int flags);", .proof = ABI)
{
	int flags = O_CLOEXEC;

	expect_success(ioctl(open_device(), USERFAULTFD_IOC_NEW, flags));
}

SECTION("DESCRIPTION");
SENTENCE("The argument argp of each operation on a userfaultfd points to a "
	 "structure of its own type.",
	 .proof = ABI)
{
	int uffd = uffd_open(0);

	/* It is read: what points to nothing is refused. */
	for (size_t i = 0; i < COUNT(operations); i++)
		if (is_known(uffd, operations[i]))
			expect_error(ioctl(uffd, operations[i], NULL), EFAULT);
}

SENTENCE("The structure is in the memory of the calling process.")
{
	struct tracked t = set_up_empty(backing, 0);
	struct uffdio_zeropage argument = { 0 };
	pid_t child = fork();

	/* Only the child's copy of it makes sense. */
	if (child == 0) {
		argument.range = range_of(&t.area);
		expect_success(uffd_ioctl(t.uffd, UFFDIO_ZEROPAGE, &argument));
		expect_equal(argument.zeropage, t.area.length);
		_exit(VERDICT_OK);
	}
	expect_child(child);
	expect_equal(argument.zeropage, 0);
	expect_equal(expect_end(start_access(READ_ACCESS, &t.area, 0)), 0);
}

SENTENCE("The ranges that an operation acts on are in the memory of the "
	 "process that created fd, whichever process makes the call.",
	 .over = ANONYMOUS_BACKED)
{
	struct tracked t = set_up_empty(backing, 0);
	struct access *access = expect_missing_fault(&t);
	pid_t child = fork();

	if (child == 0) {
		expect_success(uffd_copy(t.uffd, &t.area, 0));
		expect_equal(*page_at(&t.area, 0), 0);
		_exit(VERDICT_OK);
	}
	expect_child(child);
	expect_equal(expect_end(access), page_content(0));
}

SENTENCE("Apart from UFFDIO_API(2const), no operation on a userfaultfd "
	 "requires a privilege.")
{
	struct tracked t = { uffd_open(0), map_empty_area(backing, 4) };
	struct area page[4];
	int second = uffd_create();
	unsigned long long modes =
		UFFDIO_REGISTER_MODE_MISSING | UFFDIO_REGISTER_MODE_WP;

	for (int i = 0; i < 4; i++)
		page[i] = part_of(&t.area, i, 1);
	become_ordinary_user();
	expect_error(uffd_handshake(second, UFFD_FEATURE_EVENT_FORK), EPERM);
	expect_success(register_area(t.uffd, &t.area, modes, NULL));
	expect_success(uffd_copy(t.uffd, &page[0], 0));
	expect_success(uffd_zeropage(t.uffd, &page[1], 0));
	expect_success(write_protect(t.uffd, &page[0]));
	expect_success(try_wake(t.uffd, &t.area));
	if (is_known(t.uffd, UFFDIO_POISON))
		expect_success(uffd_poison(t.uffd, &page[2], 0));
	if (is_known(t.uffd, UFFDIO_MOVE))
		expect_success(uffd_move(t.uffd, &page[3], &page[1]));
	if (is_known(t.uffd, UFFDIO_RWPROTECT)) {
		struct tracked r =
			set_up(UFFD_FEATURE_RWP, map_area(backing, 1),
			       UFFDIO_REGISTER_MODE_RWP);

		protect(r.uffd, &r.area);
		expect_success(set_mode(r.uffd, UFFD_FEATURE_RWP_ASYNC, 0));
	}
	expect_success(try_unregister(t.uffd, &t.area));
	t = set_up_cached(shmem, 0);
	expect_success(uffd_continue(t.uffd, &t.area, 0));
}

SENTENCE("UFFDIO_API(2const) returns which of the operations on the "
	 "userfaultfd itself the kernel supports.")
{
	struct uffdio_api api = { .api = UFFD_API };
	unsigned long long always = 1ULL << _UFFDIO_API |
				    1ULL << _UFFDIO_REGISTER |
				    1ULL << _UFFDIO_UNREGISTER;
	int uffd = uffd_create();

	expect_success(uffd_ioctl(uffd, UFFDIO_API, &api));
	if (is_known(uffd, UFFDIO_SET_MODE))
		always |= 1ULL << _UFFDIO_SET_MODE;
	expect_equal(api.ioctls, always);
}

SENTENCE("UFFDIO_REGISTER(2const) returns which of the operations on a range "
	 "the kernel supports for the range.")
{
	struct area missing = map_empty_area(backing, 1);
	struct area written = map_area(backing, 1);
	unsigned long long for_missing = 0, for_written = 0;
	int uffd = uffd_open(0);

	expect_success(register_area(
		uffd, &missing, UFFDIO_REGISTER_MODE_MISSING, &for_missing));
	expect_success(register_area(uffd, &written, UFFDIO_REGISTER_MODE_WP,
				     &for_written));
	/* The two differ in what can be done. */
	expect_equal(for_missing >> _UFFDIO_COPY & 1, 1);
	expect_equal(for_missing >> _UFFDIO_WAKE & 1, 1);
	expect_equal(for_missing >> _UFFDIO_WRITEPROTECT & 1, 0);
	expect_equal(for_written >> _UFFDIO_WRITEPROTECT & 1, 1);
	expect_success(uffd_copy(uffd, &missing, 0));
	expect_success(write_protect(uffd, &written));
	expect_error(write_protect(uffd, &missing), ENOENT);
}

SENTENCE("In /proc/pid/fdinfo/fd, the third number of the line API: has the "
	 "bit (__u64) 1 << _UFFDIO_* set for every operation that the kernel "
	 "knows.")
{
	int uffd = uffd_open(0);
	unsigned long long known = api_line_of(uffd).ioctls;

	for (size_t i = 0; i < COUNT(operations); i++) {
		unsigned long long bit = 1ULL << _IOC_NR(operations[i]);

		/* One that it knows looks for the argument. */
		expect_error(uffd_ioctl(uffd, operations[i], NULL),
			     known & bit ? EFAULT : EINVAL);
		known &= ~bit;
	}
	expect_equal(known, 0);
}

SENTENCE("This number can be read before the handshake, too.")
{
	int uffd = uffd_create();
	unsigned long long before = api_line_of(uffd).ioctls;

	expect_true(before & 1ULL << _UFFDIO_API, "it has the handshake");
	expect_true(before & 1ULL << _UFFDIO_COPY, "it has UFFDIO_COPY");
	expect_success(uffd_handshake(uffd, 0));
	expect_equal(api_line_of(uffd).ioctls, before);
}

/*
 * The request has this number, and the size of the structure; the kernel does
 * not know it with another size.
 */
static void expect_argument(unsigned long request, unsigned int number,
			    size_t size)
{
	int uffd = uffd_open(0);
	unsigned long other = _IOC(_IOC_DIR(request), UFFDIO, number, size + 8);

	expect_equal(_IOC_TYPE(request), 0xaa);
	expect_equal(_IOC_NR(request), number);
	expect_equal(_IOC_SIZE(request), size);
	expect_error(ioctl(uffd, request, NULL), EFAULT);
	expect_error(ioctl(uffd, other, NULL), EINVAL);
}

SECTION("DESCRIPTION / Operations on the userfaultfd itself");
TAG("UFFDIO_API(2const)");
SENTENCE("Make the userfaultfd ready for use, and return what the kernel "
	 "supports.")
{
	struct uffdio_api api = { .api = UFFD_API };
	struct tracked t = { uffd_create(), map_empty_area(backing, 1) };
	unsigned long long missing = UFFDIO_REGISTER_MODE_MISSING;

	expect_error(register_area(t.uffd, &t.area, missing, NULL), EINVAL);
	expect_success(uffd_ioctl(t.uffd, UFFDIO_API, &api));
	expect_true(api.features & UFFD_FEATURE_THREAD_ID, "features");
	expect_true(api.ioctls & 1ULL << _UFFDIO_REGISTER, "operations");
	expect_success(register_area(t.uffd, &t.area, missing, NULL));
	expect_missing_fault(&t);
}

SENTENCE("The argument is a struct uffdio_api.", .proof = ABI)
{
	expect_argument(UFFDIO_API, 0x3f, sizeof(struct uffdio_api));
}

TAG("UFFDIO_REGISTER(2const)");
SENTENCE("Register the memory of a range, so that page faults in it can be "
	 "read from fd.",
	 .over = EVERY_BACKING)
{
	struct tracked t = { uffd_open(0), map_empty_area(backing, 2) };
	struct area first = part_of(&t.area, 0, 1);
	struct area second = part_of(&t.area, 1, 1);

	expect_success(register_area(t.uffd, &first,
				     UFFDIO_REGISTER_MODE_MISSING, NULL));
	expect_fault(t.uffd, start_access(READ_ACCESS, &first, 0), 0);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &second, 0));
}

SENTENCE("The argument is a struct uffdio_register.", .proof = ABI)
{
	expect_argument(UFFDIO_REGISTER, 0, sizeof(struct uffdio_register));
}

TAG("UFFDIO_UNREGISTER(2const)");
SENTENCE("End the registration of a range.", .over = EVERY_BACKING)
{
	struct tracked t = set_up(0, map_empty_area(backing, 2),
				  UFFDIO_REGISTER_MODE_MISSING);
	struct area second = part_of(&t.area, 1, 1);

	expect_missing_fault(&t);
	expect_success(try_unregister(t.uffd, &second));
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &second, 0));
}

SENTENCE("The argument is a struct uffdio_range.", .proof = ABI)
{
	expect_argument(UFFDIO_UNREGISTER, 1, sizeof(struct uffdio_range));
}

/* "since Linux X.Y" of an operation. */
static bool is_there(unsigned long operation)
{
	return is_known(uffd_create(), operation);
}

TAG("UFFDIO_SET_MODE(2const) (since Linux 7.3)");
SENTENCE("UFFDIO_SET_MODE(2const) (since Linux 7.3)", .proof = VERSION)
{
	expect_since(7, 3, is_there(UFFDIO_SET_MODE));
}

SENTENCE("Turn UFFD_FEATURE_RWP_ASYNC on and off.", .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, 0);

	expect_success(set_mode(t.uffd, UFFD_FEATURE_RWP_ASYNC, 0));
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_success(set_mode(t.uffd, 0, UFFD_FEATURE_RWP_ASYNC));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
}

SENTENCE("The argument is a struct uffdio_set_mode.", .proof = ABI)
{
	expect_argument(UFFDIO_SET_MODE, 0x0a, sizeof(struct uffdio_set_mode));
}

SECTION("DESCRIPTION / Operations on ranges");
TAG("UFFDIO_COPY(2const)");
SENTENCE("Fill the missing pages of a range with a copy of other memory, and "
	 "wake the threads that wait for them.",
	 .over = EVERY_BACKING)
{
	struct tracked t = set_up_empty(backing, 0);
	struct access *access = expect_missing_fault(&t);

	expect_success(uffd_copy(t.uffd, &t.area, 0));
	expect_equal(expect_end(access), page_content(0));
	expect_no_message(t.uffd);
}

SENTENCE("The argument is a struct uffdio_copy.", .proof = ABI)
{
	expect_argument(UFFDIO_COPY, 3, sizeof(struct uffdio_copy));
}

TAG("UFFDIO_ZEROPAGE(2const)");
SENTENCE("Fill the missing pages of a range with zeros, and wake the threads "
	 "that wait for them.",
	 .over = ANONYMOUS | SHMEM | THP)
{
	struct tracked t = set_up_empty(backing, 0);
	struct access *access = expect_missing_fault(&t);

	expect_success(uffd_zeropage(t.uffd, &t.area, 0));
	expect_equal(expect_end(access), 0);
	expect_no_message(t.uffd);
}

SENTENCE("The argument is a struct uffdio_zeropage.", .proof = ABI)
{
	expect_argument(UFFDIO_ZEROPAGE, 4, sizeof(struct uffdio_zeropage));
}

TAG("UFFDIO_WAKE(2const)");
SENTENCE("Wake the threads that wait for the pages of a range, and change "
	 "nothing about the pages.",
	 .over = EVERY_BACKING)
{
	struct tracked t = set_up_empty(backing, 0);
	struct access *access = expect_missing_fault(&t);

	/* The thread was woken, and finds the page missing as before. */
	expect_success(try_wake(t.uffd, &t.area));
	expect_fault(t.uffd, access, 0);
	expect_success(uffd_copy(t.uffd, &t.area, UFFDIO_COPY_MODE_DONTWAKE));
	expect_waiting(t.uffd, 1, 0);
	expect_success(try_wake(t.uffd, &t.area));
	expect_equal(expect_end(access), page_content(0));
}

SENTENCE("The argument is a struct uffdio_range.", .proof = ABI)
{
	expect_argument(UFFDIO_WAKE, 2, sizeof(struct uffdio_range));
}

TAG("UFFDIO_WRITEPROTECT(2const) (since Linux 5.7)");
SENTENCE("UFFDIO_WRITEPROTECT(2const) (since Linux 5.7)", .proof = VERSION)
{
	expect_since(5, 7, is_there(UFFDIO_WRITEPROTECT));
}

SENTENCE("Trap every write to the pages of a range, or stop trapping them.",
	 .over = EVERY_BACKING)
{
	struct tracked t =
		set_up(0, map_area(backing, 1), UFFDIO_REGISTER_MODE_WP);
	struct access *access;

	expect_success(write_protect(t.uffd, &t.area));
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	access = start_access(WRITE_ACCESS, &t.area, 0);
	expect_fault(t.uffd, access,
		     UFFD_PAGEFAULT_FLAG_WP | UFFD_PAGEFAULT_FLAG_WRITE);
	expect_success(writeprotect(t.uffd, &t.area, 0));
	expect_end(access);
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 0));
}

SENTENCE("The argument is a struct uffdio_writeprotect.", .proof = ABI)
{
	expect_argument(UFFDIO_WRITEPROTECT, 6,
			sizeof(struct uffdio_writeprotect));
}

TAG("UFFDIO_CONTINUE(2const) (since Linux 5.13)");
SENTENCE("UFFDIO_CONTINUE(2const) (since Linux 5.13)", .proof = VERSION)
{
	expect_since(5, 13, is_there(UFFDIO_CONTINUE));
}

SENTENCE("Map the pages of a file that are in the page cache into a range, "
	 "and wake the threads that wait for them.",
	 .over = FILE_BACKED)
{
	struct tracked t = set_up_cached(backing, 0);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_fault(t.uffd, access, UFFD_PAGEFAULT_FLAG_MINOR);
	expect_success(uffd_continue(t.uffd, &t.area, 0));
	expect_equal(expect_end(access), page_content(0));
	expect_no_message(t.uffd);
}

SENTENCE("The argument is a struct uffdio_continue.", .proof = ABI)
{
	expect_argument(UFFDIO_CONTINUE, 7, sizeof(struct uffdio_continue));
}

TAG("UFFDIO_POISON(2const) (since Linux 6.6)");
SENTENCE("UFFDIO_POISON(2const) (since Linux 6.6)", .proof = VERSION)
{
	expect_since(6, 6, is_there(UFFDIO_POISON));
}

static void expect_signal(const struct area *area, enum access_kind kind)
{
	expect_equal(signal_of_access(kind, area->start), SIGBUS);
}

SENTENCE("Let an access in user mode to the missing pages of a range raise the "
	 "signal SIGBUS, let a system call that accesses them fail with "
	 "EFAULT, and wake the threads that wait for them.",
	 .over = EVERY_BACKING)
{
	struct tracked t = set_up_empty(backing, 0);
	struct access *access = start_access(KERNEL_READ, &t.area, 0);

	/* A thread that waits in a system call is woken to an error. */
	expect_fault(t.uffd, access, 0);
	expect_success(uffd_poison(t.uffd, &t.area, 0));
	expect_end_error(access, EFAULT);
	expect_signal(&t.area, READ_ACCESS);
	expect_signal(&t.area, WRITE_ACCESS);
	expect_end_error(start_access(KERNEL_WRITE, &t.area, 0), EFAULT);
	expect_no_message(t.uffd);
}

SENTENCE("The argument is a struct uffdio_poison.", .proof = ABI)
{
	expect_argument(UFFDIO_POISON, 8, sizeof(struct uffdio_poison));
}

TAG("UFFDIO_MOVE(2const) (since Linux 6.8)");
SENTENCE("UFFDIO_MOVE(2const) (since Linux 6.8)", .proof = VERSION)
{
	expect_since(6, 8, is_there(UFFDIO_MOVE));
}

SENTENCE("Fill the missing pages of a range with pages that are taken away "
	 "from another place of the same address space, and wake the threads "
	 "that wait for them.",
	 .over = ANONYMOUS_BACKED)
{
	struct area from = map_area(backing, 1);
	struct tracked t = set_up_empty(backing, 0);
	struct access *access = expect_missing_fault(&t);

	expect_success(uffd_move(t.uffd, &t.area, &from));
	expect_equal(expect_end(access), page_content(0));
	expect_equal(*page_at(&from, 0), 0);
	expect_no_message(t.uffd);
}

struct move {
	const struct tracked *to;
	const struct area *from;
};

/* In a process of its own: its exit status is the error. */
static int move_elsewhere(void *argument)
{
	const struct move *move = argument;

	return uffd_move(move->to->uffd, &move->to->area, move->from) ? errno
								      : 0;
}

/* The error of a move by a child; with CLONE_VM it has this memory. */
static int error_of_move(int flags, const struct tracked *to,
			 const struct area *from)
{
	static char stack[65536] __attribute__((aligned(16)));
	struct move move = { to, from };
	int status;
	pid_t child = clone(move_elsewhere, stack + sizeof(stack),
			    flags | SIGCHLD, &move);

	expect_success(child);
	expect_success(waitpid(child, &status, 0));
	expect_true(WIFEXITED(status), "the child exits");
	return WEXITSTATUS(status);
}

SENTENCE("Only a process that has this address space can make the call.",
	 .over = ANONYMOUS_BACKED)
{
	struct tracked inside = set_up_empty(backing, 0);
	struct tracked outside = set_up_empty(backing, 0);
	struct area from = map_area(backing, 2);
	struct area first = part_of(&from, 0, 1);
	struct area second = part_of(&from, 1, 1);

	expect_equal(error_of_move(CLONE_VM, &inside, &first), 0);
	expect_equal(expect_end(start_access(READ_ACCESS, &inside.area, 0)),
		     page_content(0));
	expect_equal(error_of_move(0, &outside, &second), EINVAL);
	/* That process had the page, too: it must be ours alone again. */
	*page_at(&second, 0) = WRITTEN;
	expect_equal(error_of_move(CLONE_VM, &outside, &second), 0);
}

SENTENCE("The argument is a struct uffdio_move.", .proof = ABI)
{
	expect_argument(UFFDIO_MOVE, 5, sizeof(struct uffdio_move));
}

TAG("UFFDIO_RWPROTECT(2const) (since Linux 7.3)");
SENTENCE("UFFDIO_RWPROTECT(2const) (since Linux 7.3)", .proof = VERSION)
{
	expect_since(7, 3, is_there(UFFDIO_RWPROTECT));
}

SENTENCE("Trap every access to the pages of a range, or stop trapping them.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 2, 0);
	struct access *reads, *writes;

	expect_success(rwprotect(t.uffd, &t.area, UFFDIO_RWPROTECT_MODE_RWP));
	reads = start_access(READ_ACCESS, &t.area, 0);
	expect_trap(t.uffd, reads);
	writes = start_access(WRITE_ACCESS, &t.area, 1);
	expect_trap(t.uffd, writes);
	expect_success(rwprotect(t.uffd, &t.area, 0));
	expect_end(reads);
	expect_end(writes);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
}

SENTENCE("The argument is a struct uffdio_rwprotect.", .proof = ABI)
{
	expect_argument(UFFDIO_RWPROTECT, 9, sizeof(struct uffdio_rwprotect));
}

/* The kernel reports faults in the area to it. */
static void expect_works(int uffd, const struct area *area)
{
	expect_success(uffd_handshake(uffd, 0));
	expect_success(
		register_area(uffd, area, UFFDIO_REGISTER_MODE_MISSING, NULL));
	expect_fault(uffd, start_access(READ_ACCESS, area, 0), 0);
}

SECTION("DESCRIPTION / The operation on /dev/userfaultfd");
TAG("USERFAULTFD_IOC_NEW (since Linux 6.1)");
SENTENCE("USERFAULTFD_IOC_NEW (since Linux 6.1)", .proof = VERSION)
{
	int device = open("/dev/userfaultfd", O_RDWR | O_CLOEXEC);

	if (device < 0 && errno == EACCES)
		skip("this needs access to /dev/userfaultfd");
	expect_since(6, 1,
		     device >= 0 && uffd_create_by_device(device, 0) >= 0);
}

SENTENCE("Create a userfaultfd, as userfaultfd(2) does.", .over = EVERY_BACKING)
{
	struct area area = map_empty_area(backing, 2);
	struct area first = part_of(&area, 0, 1);
	struct area second = part_of(&area, 1, 1);

	expect_works(uffd_create_by_device(open_device(), O_NONBLOCK), &first);
	expect_works(uffd_create_with(O_NONBLOCK), &second);
}

SENTENCE("device is a file descriptor of /dev/userfaultfd.")
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	expect_success(uffd_create_by_device(open_device(), 0));
	expect_success(null);
	expect_error(uffd_create_by_device(null, 0), ENOTTY);
}

SENTENCE("flags is passed by value and holds the flags of userfaultfd(2).")
{
	int device = open_device();
	int plain = uffd_create_by_device(device, 0);
	int both = uffd_create_by_device(device, O_CLOEXEC | O_NONBLOCK);

	expect_equal(fcntl(plain, F_GETFL) & O_NONBLOCK, 0);
	expect_equal(fcntl(both, F_GETFL) & O_NONBLOCK, O_NONBLOCK);
	expect_equal(fcntl(plain, F_GETFD) & FD_CLOEXEC, 0);
	expect_equal(fcntl(both, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	expect_success(uffd_create_by_device(device, UFFD_USER_MODE_ONLY));
	expect_error(uffd_create_by_device(device, O_APPEND), EINVAL);
	expect_error(uffd_create_by_device(device, 1 << 30), EINVAL);
}

static void create_as_ordinary_user(void)
{
	int device = open_device();

	become_ordinary_user();
	expect_error(uffd_create_with(0), EPERM);
	expect_success(uffd_create_by_device(device, 0));
	expect_success(uffd_create_by_device(device, UFFD_USER_MODE_ONLY));
}

SENTENCE("Whoever has device can make the call: it requires no capability, "
	 "even if /proc/sys/vm/unprivileged_userfaultfd is 0.")
{
	with_unprivileged_userfaultfd(0, create_as_ordinary_user);
}

static void trap_kernel_as_ordinary_user(void)
{
	struct area every = map_empty_area(anonymous, 1);
	struct area user = map_empty_area(anonymous, 1);
	int device = open_device(), both, limited;
	struct access *access;

	become_ordinary_user();
	both = uffd_create_by_device(device, O_NONBLOCK);
	limited =
		uffd_create_by_device(device, O_NONBLOCK | UFFD_USER_MODE_ONLY);
	expect_success(uffd_handshake(both, 0));
	expect_success(uffd_handshake(limited, 0));
	uffd_register(both, &every, UFFDIO_REGISTER_MODE_MISSING);
	uffd_register(limited, &user, UFFDIO_REGISTER_MODE_MISSING);
	access = start_access(KERNEL_READ, &every, 0);
	expect_fault(both, access, 0);
	expect_success(uffd_copy(both, &every, 0));
	expect_equal(expect_end(access), page_content(0));
	expect_end_error(start_access(KERNEL_READ, &user, 0), EFAULT);
}

SENTENCE("Unless flags has UFFD_USER_MODE_ONLY set, the userfaultfd handles "
	 "faults in kernel mode, too.")
{
	with_unprivileged_userfaultfd(0, trap_kernel_as_ordinary_user);
}

SENTENCE("The userfaultfd is for the memory of the process that makes the "
	 "call, whichever process opened the device.",
	 .over = ANONYMOUS_BACKED)
{
	struct area area = map_empty_area(backing, 1);
	int device = open_device(), ends[2];
	pid_t child;

	expect_success(pipe2(ends, O_CLOEXEC));
	child = fork();
	expect_success(child);
	/* The child's fault shows; ours at the same address does not wait. */
	if (child == 0) {
		expect_works(uffd_create_by_device(device, O_NONBLOCK), &area);
		expect_success(write(ends[1], "", 1));
		pause();
	}
	await_readable(ends[0], "the child's fault does not show");
	expect_equal(expect_end(start_access(READ_ACCESS, &area, 0)), 0);
	kill_child(child);
}

SENTENCE("The userfaultfd needs the handshake with UFFDIO_API(2const).")
{
	struct area area = map_empty_area(backing, 1);
	int uffd = uffd_create_by_device(open_device(), O_NONBLOCK);

	expect_error(
		register_area(uffd, &area, UFFDIO_REGISTER_MODE_MISSING, NULL),
		EINVAL);
	expect_works(uffd, &area);
}

SECTION("DESCRIPTION / The operation on /dev/userfaultfd");
SENTENCE("The operations on userfaultfds fail on /dev/userfaultfd with the "
	 "error EINVAL.")
{
	int device = open_device(), uffd = uffd_open(0);

	expect_error(uffd_handshake(device, 0), EINVAL);
	for (size_t i = 0; i < COUNT(operations); i++)
		expect_error(uffd_ioctl(device, operations[i], NULL), EINVAL);
	/* On a userfaultfd those that the kernel knows look further. */
	for (size_t i = 0; i < COUNT(operations); i++)
		if (is_known(uffd, operations[i]))
			expect_error(uffd_ioctl(uffd, operations[i], NULL),
				     EFAULT);
}

SENTENCE("USERFAULTFD_IOC_NEW fails on a userfaultfd with the error EINVAL.")
{
	expect_error(uffd_create_by_device(uffd_create(), 0), EINVAL);
	expect_error(uffd_create_by_device(uffd_open(0), 0), EINVAL);
	expect_success(uffd_create_by_device(open_device(), 0));
}

SECTION("DESCRIPTION / Before the handshake");
SENTENCE("Until UFFDIO_API(2const) has succeeded, every other operation on a "
	 "userfaultfd fails with the error EINVAL.")
{
	struct area area = map_empty_area(backing, 2);
	struct area first = part_of(&area, 0, 1);
	struct area second = part_of(&area, 1, 1);
	unsigned long long modes =
		UFFDIO_REGISTER_MODE_MISSING | UFFDIO_REGISTER_MODE_WP;
	int uffd = uffd_create();

	for (size_t i = 0; i < COUNT(operations); i++)
		if (operations[i] != UFFDIO_API)
			expect_error(uffd_ioctl(uffd, operations[i], NULL),
				     EINVAL);
	expect_error(register_area(uffd, &area, modes, NULL), EINVAL);
	expect_error(try_wake(uffd, &area), EINVAL);
	expect_error(try_unregister(uffd, &area), EINVAL);
	expect_success(uffd_handshake(uffd, 0));
	expect_success(register_area(uffd, &area, modes, NULL));
	expect_success(uffd_copy(uffd, &first, 0));
	expect_success(uffd_zeropage(uffd, &second, 0));
	expect_success(write_protect(uffd, &area));
	expect_success(try_wake(uffd, &area));
	expect_success(try_unregister(uffd, &area));
	for (size_t i = 0; i < COUNT(operations); i++)
		if (is_known(uffd, operations[i]))
			expect_error(uffd_ioctl(uffd, operations[i], NULL),
				     EFAULT);
}

SENTENCE("The operations that ioctl(2) has for every file descriptor, such as "
	 "FIONBIO, succeed before the handshake, too.")
{
	int off = 0, uffd = uffd_create();

	expect_equal(fcntl(uffd, F_GETFL) & O_NONBLOCK, O_NONBLOCK);
	expect_success(uffd_ioctl(uffd, FIONBIO, &off));
	expect_equal(fcntl(uffd, F_GETFL) & O_NONBLOCK, 0);
	expect_success(uffd_ioctl(uffd, FIONCLEX, NULL));
	expect_equal(fcntl(uffd, F_GETFD) & FD_CLOEXEC, 0);
	expect_error(uffd_ioctl(uffd, UFFDIO_WAKE, NULL), EINVAL);
}

/* The userfaultfd of a child that shared our descriptors, and has exited. */
static int create_in_exited_child(void)
{
	int ends[2], uffd;
	pid_t child;

	expect_success(pipe2(ends, O_CLOEXEC));
	child = (pid_t)syscall(SYS_clone, CLONE_FILES | SIGCHLD, 0, 0, 0, 0);
	expect_success(child);
	if (child == 0) {
		uffd = uffd_create();
		expect_success(write(ends[1], &uffd, sizeof(uffd)));
		_exit(VERDICT_OK);
	}
	expect_child(child);
	expect_success(read(ends[0], &uffd, sizeof(uffd)));
	return uffd;
}

SECTION("DESCRIPTION / When the process exits");
SENTENCE("A userfaultfd can stay open in one process when the process that "
	 "created it exits.")
{
	int uffd = create_in_exited_child();

	expect_success(fcntl(uffd, F_GETFD));
	expect_success(uffd_handshake(uffd, UFFD_FEATURE_THREAD_ID));
	expect_true(api_line_of(uffd).features & UFFD_FEATURE_THREAD_ID,
		    "it is a userfaultfd still");
}

SENTENCE("UFFDIO_API still succeeds then.")
{
	struct uffdio_api api = { .api = UFFD_API };

	expect_success(uffd_ioctl(create_in_exited_child(), UFFDIO_API, &api));
	expect_true(api.features & UFFD_FEATURE_THREAD_ID, "it answers");
}

/* The userfaultfd of a child, to whose memory the area belongs. */
struct elsewhere {
	struct area area; /* four pages */
	int uffd;
	pid_t child;
};

static struct elsewhere set_up_elsewhere(unsigned long long modes,
					 const struct backing *backing)
{
	struct elsewhere e = { .area = map_empty_area(backing, 4) };

	e.uffd = uffd_of_child_in_mode(modes, &e.area, &e.child);
	return e;
}

SENTENCE("UFFDIO_WAKE still succeeds then.")
{
	struct elsewhere e =
		set_up_elsewhere(UFFDIO_REGISTER_MODE_MISSING, backing);

	expect_success(try_wake(e.uffd, &e.area));
	kill_child(e.child);
	expect_success(try_wake(e.uffd, &e.area));
	expect_error(uffd_copy(e.uffd, &e.area, 0), ESRCH);
}

/*
 * Every operation on a range that all releases have.  The memory is shared,
 * so that the page to be mapped can be put into the file from here.
 */
struct outcome {
	int result;
	int error;
};

static struct outcome outcome_of(int result)
{
	return (struct outcome){ result, result ? errno : 0 };
}

enum {
	COPY,
	ZEROPAGE,
	CONTINUE,
	WRITEPROTECT,
	UNREGISTER,
	REGISTER,
	TRIED
};

static const unsigned long long shared_modes = UFFDIO_REGISTER_MODE_MISSING |
					       UFFDIO_REGISTER_MODE_WP |
					       UFFDIO_REGISTER_MODE_MINOR;

static void try_every(const struct elsewhere *e, struct outcome *outcomes)
{
	struct area page[4];

	for (int i = 0; i < 4; i++)
		page[i] = part_of(&e->area, i, 1);
	/* The second mapping of this process puts a page into the file. */
	*page_at(&e->area, 2) = page_content(2);
	outcomes[COPY] = outcome_of(uffd_copy(e->uffd, &page[0], 0));
	outcomes[ZEROPAGE] = outcome_of(uffd_zeropage(e->uffd, &page[1], 0));
	outcomes[CONTINUE] = outcome_of(uffd_continue(e->uffd, &page[2], 0));
	outcomes[WRITEPROTECT] = outcome_of(write_protect(e->uffd, &page[0]));
	outcomes[UNREGISTER] = outcome_of(try_unregister(e->uffd, &page[3]));
	outcomes[REGISTER] = outcome_of(
		register_area(e->uffd, &page[3], shared_modes, NULL));
}

static void expect_outcome(struct outcome outcome, int error)
{
	expect_equal(outcome.result, error ? -1 : 0);
	expect_equal(outcome.error, error);
}

/* What the operations come to before the child exits, and after it. */
static void expect_failures_after_exit(void)
{
	struct elsewhere lives = set_up_elsewhere(shared_modes, shmem);
	struct elsewhere dies = set_up_elsewhere(shared_modes, shmem);
	struct outcome outcomes[TRIED];

	try_every(&lives, outcomes);
	for (int i = 0; i < TRIED; i++)
		expect_outcome(outcomes[i], 0);
	kill_child(dies.child);
	try_every(&dies, outcomes);
	for (int i = 0; i < TRIED; i++)
		expect_outcome(outcomes[i], i >= UNREGISTER ? ENOMEM : ESRCH);
}

static bool exit_stops_poison(void)
{
	struct elsewhere e =
		set_up_elsewhere(UFFDIO_REGISTER_MODE_MISSING, anonymous);
	struct area first = part_of(&e.area, 0, 1);
	struct area second = part_of(&e.area, 1, 1);
	bool before = uffd_poison(e.uffd, &first, 0) == 0;

	kill_child(e.child);
	return before && uffd_poison(e.uffd, &second, 0) && errno == ESRCH;
}

/* Both operations, before and after. */
static bool exit_stops_read_write_protection(void)
{
	struct elsewhere e =
		set_up_elsewhere(UFFDIO_REGISTER_MODE_RWP, anonymous);
	bool before = rwprotect(e.uffd, &e.area, 0) == 0 &&
		      set_mode(e.uffd, 0, 0) == 0;
	bool protects, sets;

	kill_child(e.child);
	protects = rwprotect(e.uffd, &e.area, 0) == 0 || errno != ESRCH;
	sets = set_mode(e.uffd, 0, 0) == 0 || errno != ESRCH;
	return before && !protects && !sets;
}

SENTENCE("Every other operation fails then; see ERRORS.")
{
	struct elsewhere e =
		set_up_elsewhere(UFFDIO_REGISTER_MODE_MISSING, backing);
	struct area first = part_of(&e.area, 0, 1);
	struct area second = part_of(&e.area, 1, 1);

	expect_failures_after_exit();
	if (is_known(e.uffd, UFFDIO_POISON))
		expect_true(exit_stops_poison(), "UFFDIO_POISON fails");
	if (is_known(e.uffd, UFFDIO_RWPROTECT))
		expect_true(exit_stops_read_write_protection(),
			    "UFFDIO_RWPROTECT and UFFDIO_SET_MODE fail");
	kill_child(e.child);
	if (is_known(e.uffd, UFFDIO_MOVE))
		expect_error(uffd_move(e.uffd, &second, &first), EINVAL);
}

SENTENCE("While another process shares the memory (see CLONE_VM in clone(2)), "
	 "the operations succeed as before.")
{
	struct elsewhere e = { .area = map_empty_area(shmem, 4) };
	struct outcome outcomes[TRIED];
	pid_t sharer;

	e.uffd = uffd_of_sharing_child_in_mode(shared_modes, &e.area, &e.child,
					       &sharer);
	kill_child(e.child);
	try_every(&e, outcomes);
	for (int i = 0; i < TRIED; i++)
		expect_outcome(outcomes[i], 0);
	kill_child(sharer);
	expect_error(try_unregister(e.uffd, &e.area), ENOMEM);
}

SENTENCE("If the process that created the userfaultfd executes another "
	 "program with execve(2), the operations fail as if it had exited.")
{
	struct elsewhere waits = set_up_elsewhere(shared_modes, shmem);
	struct elsewhere executes = { .area = map_empty_area(shmem, 4) };
	struct outcome outcomes[TRIED];

	executes.uffd =
		uffd_of_executed_child_in_mode(shared_modes, &executes.area);
	try_every(&waits, outcomes);
	for (int i = 0; i < TRIED; i++)
		expect_outcome(outcomes[i], 0);
	try_every(&executes, outcomes);
	for (int i = 0; i < TRIED; i++)
		expect_outcome(outcomes[i], i >= UNREGISTER ? ENOMEM : ESRCH);
	expect_success(try_wake(executes.uffd, &executes.area));
}

static const enum change changes[] = { CHANGE_REMAP, CHANGE_REMOVE,
				       CHANGE_UNMAP, CHANGE_FORK };

/* A userfaultfd with an event that has not been read. */
struct pending {
	int uffd;
	struct change_under_way *way;
};

static struct pending cause_event(int uffd, enum change change)
{
	struct area area = map_area(anonymous, 1);

	uffd_register(uffd, &area, UFFDIO_REGISTER_MODE_MISSING);
	return (struct pending){ uffd, begin_change(uffd, change, &area) };
}

SECTION("DESCRIPTION / When an event has not been read");
SENTENCE("From the time that an event is caused until it has been read, "
	 "operations that change pages fail with the error EAGAIN; see ERRORS.",
	 .over = EVERY_BACKING)
{
	for (size_t i = 0; i < COUNT(changes); i++) {
		struct tracked t =
			set_up_empty(backing, feature_of_change(changes[i]));
		struct pending pending = cause_event(t.uffd, changes[i]);

		expect_error(uffd_copy(t.uffd, &t.area, 0), EAGAIN);
		complete_change(pending.way);
		expect_success(uffd_copy(t.uffd, &t.area, 0));
	}
}

SENTENCE("UFFDIO_REGISTER succeeds even then.", .over = EVERY_BACKING)
{
	for (size_t i = 0; i < COUNT(changes); i++) {
		unsigned long long feature = feature_of_change(changes[i]);
		struct tracked t = { uffd_open(feature),
				     map_empty_area(backing, 1) };
		struct pending pending = cause_event(t.uffd, changes[i]);

		expect_success(register_area(
			t.uffd, &t.area, UFFDIO_REGISTER_MODE_MISSING, NULL));
		complete_change(pending.way);
		expect_missing_fault(&t);
	}
}

SENTENCE("UFFDIO_UNREGISTER succeeds even then.", .over = EVERY_BACKING)
{
	for (size_t i = 0; i < COUNT(changes); i++) {
		struct tracked t =
			set_up_empty(backing, feature_of_change(changes[i]));
		struct pending pending = cause_event(t.uffd, changes[i]);

		expect_success(try_unregister(t.uffd, &t.area));
		complete_change(pending.way);
		expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	}
}

/* A thread that waits, though nothing is in its way any more. */
static struct access *leave_waiting(const struct tracked *t)
{
	struct access *access = expect_missing_fault(t);

	expect_success(uffd_copy(t->uffd, &t->area, UFFDIO_COPY_MODE_DONTWAKE));
	expect_waiting(t->uffd, 1, 0);
	return access;
}

SENTENCE("UFFDIO_WAKE succeeds even then.", .over = EVERY_BACKING)
{
	for (size_t i = 0; i < COUNT(changes); i++) {
		struct tracked t =
			set_up_empty(backing, feature_of_change(changes[i]));
		struct access *access = leave_waiting(&t);
		struct pending pending = cause_event(t.uffd, changes[i]);

		expect_success(try_wake(t.uffd, &t.area));
		expect_equal(expect_end(access), page_content(0));
		complete_change(pending.way);
	}
}

/* Those that the kernel knows. */
static void expect_newer_to_return_zero(void)
{
	struct tracked t = { uffd_open(0), map_empty_area(anonymous, 2) };
	struct area from = map_area(anonymous, 1);
	struct area first = part_of(&t.area, 0, 1);
	struct area second = part_of(&t.area, 1, 1);

	uffd_register(t.uffd, &t.area, UFFDIO_REGISTER_MODE_MISSING);
	if (is_known(t.uffd, UFFDIO_POISON))
		expect_equal(uffd_poison(t.uffd, &first, 0), 0);
	if (is_known(t.uffd, UFFDIO_MOVE))
		expect_equal(uffd_move(t.uffd, &second, &from), 0);
	if (!is_known(t.uffd, UFFDIO_RWPROTECT))
		return;
	t = track(anonymous, 1, 0);
	expect_equal(rwprotect(t.uffd, &t.area, UFFDIO_RWPROTECT_MODE_RWP), 0);
	expect_equal(set_mode(t.uffd, UFFD_FEATURE_RWP_ASYNC, 0), 0);
}

SECTION("RETURN VALUE");
SENTENCE("On success, the operations on a userfaultfd return 0.")
{
	struct area area = map_empty_area(backing, 2);
	struct area first = part_of(&area, 0, 1);
	struct area second = part_of(&area, 1, 1);
	unsigned long long modes =
		UFFDIO_REGISTER_MODE_MISSING | UFFDIO_REGISTER_MODE_WP;
	int uffd = uffd_create();
	struct tracked cached = set_up_cached(shmem, 0);

	expect_equal(uffd_handshake(uffd, 0), 0);
	expect_equal(register_area(uffd, &area, modes, NULL), 0);
	expect_equal(uffd_copy(uffd, &first, 0), 0);
	expect_equal(uffd_zeropage(uffd, &second, 0), 0);
	expect_equal(write_protect(uffd, &area), 0);
	expect_equal(try_wake(uffd, &area), 0);
	expect_equal(try_unregister(uffd, &area), 0);
	expect_equal(uffd_continue(cached.uffd, &cached.area, 0), 0);
	expect_equal(*page_at(&first, 0), page_content(0));
	expect_newer_to_return_zero();
}

SENTENCE("On success, USERFAULTFD_IOC_NEW returns a new file descriptor.")
{
	int device = open_device();
	int first = uffd_create_by_device(device, 0);
	int second = uffd_create_by_device(device, 0);

	expect_true(first > device && second > first, "they are new");
	expect_equal(api_line_of(first).api, UFFD_API);
	expect_equal(api_line_of(second).api, UFFD_API);
	expect_success(close(first));
	expect_equal(uffd_create_by_device(device, 0), first);
}

SENTENCE("On error, -1 is returned and errno is set to say what is wrong.")
{
	struct tracked t = set_up_empty(backing, 0);

	errno = 0;
	expect_equal(uffd_ioctl(t.uffd, UFFDIO_WAKE, NULL), -1);
	expect_equal(errno, EFAULT);
	errno = 0;
	expect_equal(uffd_ioctl(t.uffd, _IO(UFFDIO, 0x20), NULL), -1);
	expect_equal(errno, EINVAL);
	expect_equal(try_wake(t.uffd, &t.area), 0);
}

SECTION("ERRORS");
SENTENCE("Further errors are on the pages of the operations.",
	 .proof = REFERENCE)
{
	expect_page("UFFDIO_API", "2const");
	expect_page("UFFDIO_CONTINUE", "2const");
	expect_page("UFFDIO_COPY", "2const");
	expect_page("UFFDIO_MOVE", "2const");
	expect_page("UFFDIO_POISON", "2const");
	expect_page("UFFDIO_REGISTER", "2const");
	expect_page("UFFDIO_RWPROTECT", "2const");
	expect_page("UFFDIO_SET_MODE", "2const");
	expect_page("UFFDIO_UNREGISTER", "2const");
	expect_page("UFFDIO_WAKE", "2const");
	expect_page("UFFDIO_WRITEPROTECT", "2const");
	expect_page("UFFDIO_ZEROPAGE", "2const");
}

TAG("EAGAIN");
SENTENCE("An event has been caused and has not been read from fd, and op is "
	 "UFFDIO_CONTINUE, UFFDIO_COPY, UFFDIO_WRITEPROTECT, or "
	 "UFFDIO_ZEROPAGE.")
{
	int uffd = uffd_open(UFFD_FEATURE_EVENT_REMOVE);
	struct area empty = map_empty_area(backing, 2);
	struct area first = part_of(&empty, 0, 1);
	struct area second = part_of(&empty, 1, 1);
	struct area cached = map_empty_area(shmem, 1);
	struct area written = map_area(backing, 1);
	struct area again = map_again(&cached);
	struct pending pending;

	*page_at(&again, 0) = page_content(0);
	uffd_register(uffd, &empty, UFFDIO_REGISTER_MODE_MISSING);
	uffd_register(uffd, &cached, UFFDIO_REGISTER_MODE_MINOR);
	uffd_register(uffd, &written, UFFDIO_REGISTER_MODE_WP);
	pending = cause_event(uffd, CHANGE_REMOVE);
	expect_error(uffd_continue(uffd, &cached, 0), EAGAIN);
	expect_error(uffd_copy(uffd, &first, 0), EAGAIN);
	expect_error(write_protect(uffd, &written), EAGAIN);
	expect_error(uffd_zeropage(uffd, &second, 0), EAGAIN);
	complete_change(pending.way);
	expect_success(uffd_continue(uffd, &cached, 0));
	expect_success(uffd_copy(uffd, &first, 0));
	expect_success(write_protect(uffd, &written));
	expect_success(uffd_zeropage(uffd, &second, 0));
}

/* Whether the operation fails because of the event, and for nothing else. */
static bool event_stops_poison(void)
{
	struct tracked t = set_up_empty(anonymous, UFFD_FEATURE_EVENT_REMOVE);
	struct pending pending = cause_event(t.uffd, CHANGE_REMOVE);
	bool fails = uffd_poison(t.uffd, &t.area, 0) && errno == EAGAIN;

	complete_change(pending.way);
	return fails && uffd_poison(t.uffd, &t.area, 0) == 0;
}

static bool event_stops_move(void)
{
	struct tracked t = set_up_empty(anonymous, UFFD_FEATURE_EVENT_REMOVE);
	struct area from = map_area(anonymous, 1);
	struct pending pending = cause_event(t.uffd, CHANGE_REMOVE);
	bool fails = uffd_move(t.uffd, &t.area, &from) && errno == EAGAIN;

	complete_change(pending.way);
	return fails && uffd_move(t.uffd, &t.area, &from) == 0;
}

static bool event_stops_rwprotect(void)
{
	struct tracked t = track(anonymous, 1, UFFD_FEATURE_EVENT_REMOVE);
	struct pending pending = cause_event(t.uffd, CHANGE_REMOVE);
	bool fails = rwprotect(t.uffd, &t.area, 0) && errno == EAGAIN;

	complete_change(pending.way);
	return fails && rwprotect(t.uffd, &t.area, 0) == 0;
}

TAG("EAGAIN (since Linux 6.6)");
SENTENCE("EAGAIN (since Linux 6.6)", .proof = VERSION)
{
	expect_since(6, 6, event_stops_poison());
}

SENTENCE("An event has been caused and has not been read from fd, and op is "
	 "UFFDIO_POISON.")
{
	expect_true(event_stops_poison(), "EAGAIN, and success afterwards");
}

TAG("EAGAIN (since Linux 6.8)");
SENTENCE("EAGAIN (since Linux 6.8)", .proof = VERSION)
{
	expect_since(6, 8, event_stops_move());
}

SENTENCE("An event has been caused and has not been read from fd, and op is "
	 "UFFDIO_MOVE.")
{
	expect_true(event_stops_move(), "EAGAIN, and success afterwards");
}

TAG("EAGAIN (since Linux 7.3)");
SENTENCE("EAGAIN (since Linux 7.3)", .proof = VERSION)
{
	expect_since(7, 3,
		     is_there(UFFDIO_RWPROTECT) && event_stops_rwprotect());
}

SENTENCE("An event has been caused and has not been read from fd, and op is "
	 "UFFDIO_RWPROTECT.")
{
	expect_true(event_stops_rwprotect(), "EAGAIN, and success afterwards");
}

TAG("EBADF");
SENTENCE("fd is not an open file descriptor.")
{
	struct tracked t = set_up_empty(backing, 0);

	expect_success(try_wake(t.uffd, &t.area));
	expect_success(close(t.uffd));
	for (size_t i = 0; i < COUNT(operations); i++)
		expect_error(uffd_ioctl(t.uffd, operations[i], NULL), EBADF);
	expect_error(try_wake(t.uffd, &t.area), EBADF);
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
	return pages + small_page_size();
}

TAG("EFAULT");
SENTENCE("argp points outside the accessible address space of the calling "
	 "process.")
{
	struct tracked t = set_up_empty(backing, 0);
	char *end = map_half_accessible();
	struct uffdio_range *last = (void *)(end - sizeof(*last));

	for (size_t i = 0; i < COUNT(operations); i++) {
		if (!is_known(t.uffd, operations[i]))
			continue;
		expect_error(uffd_ioctl(t.uffd, operations[i], NULL), EFAULT);
		expect_error(uffd_ioctl(t.uffd, operations[i], end), EFAULT);
		expect_error(uffd_ioctl(t.uffd, operations[i], end - 8),
			     EFAULT);
	}
	*last = range_of(&t.area);
	expect_success(uffd_ioctl(t.uffd, UFFDIO_WAKE, last));
}

TAG("EINVAL");
SENTENCE("The handshake with UFFDIO_API(2const) has not been made, and op is "
	 "another operation.")
{
	struct area area = map_empty_area(backing, 1);
	unsigned long long missing = UFFDIO_REGISTER_MODE_MISSING;
	int uffd = uffd_create();

	expect_error(register_area(uffd, &area, missing, NULL), EINVAL);
	expect_error(try_wake(uffd, &area), EINVAL);
	expect_success(uffd_handshake(uffd, 0));
	expect_success(register_area(uffd, &area, missing, NULL));
	expect_success(try_wake(uffd, &area));
}

SENTENCE("The kernel reports this error even if there is something wrong with "
	 "argp, too.")
{
	int before = uffd_create(), after = uffd_open(0);

	for (size_t i = 0; i < COUNT(operations); i++) {
		if (operations[i] == UFFDIO_API)
			continue;
		expect_error(uffd_ioctl(before, operations[i], NULL), EINVAL);
		if (is_known(after, operations[i]))
			expect_error(uffd_ioctl(after, operations[i], NULL),
				     EFAULT);
	}
}

SENTENCE("op is an operation that the kernel does not know.")
{
	struct tracked t = set_up_empty(backing, 0);
	struct uffdio_range range = range_of(&t.area);

	for (unsigned int number = 0; number < 0x100; number++) {
		unsigned long none = _IO(UFFDIO, number);
		unsigned long unknown =
			_IOR(UFFDIO, number, struct uffdio_range);

		expect_error(uffd_ioctl(t.uffd, none, &range), EINVAL);
		if (number == _UFFDIO_UNREGISTER || number == _UFFDIO_WAKE)
			continue;
		expect_error(uffd_ioctl(t.uffd, unknown, &range), EINVAL);
	}
	expect_success(uffd_ioctl(t.uffd, UFFDIO_WAKE, &range));
}

SENTENCE("The size of the structure that op contains is not that of the "
	 "operation.")
{
	struct tracked t = set_up_empty(backing, 0);
	unsigned char argument[64] = { 0 };

	for (size_t i = 0; i < COUNT(operations); i++) {
		unsigned long operation = operations[i];
		unsigned int size = _IOC_SIZE(operation);

		if (!is_known(t.uffd, operation))
			continue;
		operation -= (unsigned long)size << _IOC_SIZESHIFT;
		for (unsigned int other = 0; other <= 64; other += 8)
			expect_error(
				uffd_ioctl(t.uffd,
					   operation |
						   (unsigned long)other
							   << _IOC_SIZESHIFT,
					   other == size ? NULL : argument),
				other == size ? EFAULT : EINVAL);
	}
}

/*
 * Whether only the process whose memory it is can move pages.  The page to be
 * moved is in the memory of both.
 */
static bool move_is_for_oneself(void)
{
	struct area from = map_area(anonymous, 1);
	struct elsewhere e =
		set_up_elsewhere(UFFDIO_REGISTER_MODE_MISSING, anonymous);
	struct tracked own = set_up_empty(anonymous, 0);
	struct area first = part_of(&e.area, 0, 1);
	bool fails = uffd_move(e.uffd, &first, &from) && errno == EINVAL;

	/* A page that is not in one memory alone is refused everywhere. */
	*page_at(&from, 0) = WRITTEN;
	return fails && uffd_move(own.uffd, &own.area, &from) == 0;
}

TAG("EINVAL (since Linux 6.8)");
SENTENCE("EINVAL (since Linux 6.8)", .proof = VERSION)
{
	expect_since(6, 8, move_is_for_oneself());
}

SENTENCE("op is UFFDIO_MOVE, and the range is not in the memory of the "
	 "calling process.")
{
	expect_true(move_is_for_oneself(), "EINVAL, and success at home");
}

TAG("ENOMEM");
SENTENCE("The process that created fd has exited, and op is UFFDIO_REGISTER or "
	 "UFFDIO_UNREGISTER.")
{
	struct elsewhere e =
		set_up_elsewhere(UFFDIO_REGISTER_MODE_MISSING, backing);

	expect_success(try_unregister(e.uffd, &e.area));
	expect_success(register_area(e.uffd, &e.area,
				     UFFDIO_REGISTER_MODE_MISSING, NULL));
	kill_child(e.child);
	expect_error(try_unregister(e.uffd, &e.area), ENOMEM);
	expect_error(register_area(e.uffd, &e.area,
				   UFFDIO_REGISTER_MODE_MISSING, NULL),
		     ENOMEM);
}

TAG("ENOTTY");
SENTENCE("fd refers neither to a userfaultfd nor to /dev/userfaultfd.")
{
	struct tracked t = set_up_empty(backing, 0);
	int ends[2];

	expect_success(try_wake(t.uffd, &t.area));
	expect_success(pipe2(ends, O_CLOEXEC));
	for (size_t i = 0; i < COUNT(operations); i++)
		expect_error(uffd_ioctl(ends[0], operations[i], NULL), ENOTTY);
	expect_error(try_wake(memfd_create("file", 0), &t.area), ENOTTY);
	expect_error(uffd_create_by_device(ends[0], 0), ENOTTY);
}

TAG("ESRCH");
SENTENCE("The process that created fd has exited, and op is UFFDIO_CONTINUE, "
	 "UFFDIO_COPY, UFFDIO_WRITEPROTECT, or UFFDIO_ZEROPAGE.")
{
	expect_failures_after_exit();
}

TAG("ESRCH (since Linux 6.6)");
SENTENCE("ESRCH (since Linux 6.6)", .proof = VERSION)
{
	expect_since(6, 6, exit_stops_poison());
}

SENTENCE("The process that created fd has exited, and op is UFFDIO_POISON.")
{
	expect_true(exit_stops_poison(), "success, and ESRCH afterwards");
}

TAG("ESRCH (since Linux 7.3)");
SENTENCE("ESRCH (since Linux 7.3)", .proof = VERSION)
{
	expect_since(7, 3,
		     is_there(UFFDIO_RWPROTECT) &&
			     exit_stops_read_write_protection());
}

SENTENCE("The process that created fd has exited, and op is UFFDIO_RWPROTECT "
	 "or UFFDIO_SET_MODE.")
{
	expect_true(is_there(UFFDIO_RWPROTECT), "the kernel knows them");
	expect_true(exit_stops_read_write_protection(),
		    "success, and ESRCH afterwards");
}

SECTION("STANDARDS");
SENTENCE("Linux.", .proof = ABI)
{
	struct utsname name;

	expect_success(uname(&name));
	expect_true(!strcmp(name.sysname, "Linux"), "uname(2) says Linux");
	expect_success(uffd_handshake(uffd_create(), 0));
}

SECTION("HISTORY");
SENTENCE("Linux 4.3.", .proof = VERSION)
{
	expect_since(4, 3, uffd_handshake(uffd_create(), 0) == 0);
}

SECTION("CAVEATS");
SENTENCE("An operation that the kernel does not know does not fail with the "
	 "error ENOTTY, as it does for most files.")
{
	unsigned long unknown = _IO('u', 0x20);
	int ends[2];

	expect_success(pipe2(ends, O_CLOEXEC));
	expect_error(uffd_ioctl(ends[0], unknown, NULL), ENOTTY);
	expect_error(uffd_ioctl(memfd_create("file", 0), unknown, NULL),
		     ENOTTY);
	expect_error(uffd_ioctl(uffd_create(), unknown, NULL), EINVAL);
	expect_error(uffd_ioctl(uffd_open(0), unknown, NULL), EINVAL);
}

/* A range in memory that the kernel cannot write. */
static struct uffdio_range *map_read_only(const struct area *area)
{
	struct uffdio_range *range =
		mmap(NULL, small_page_size(), PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	expect_true(range != MAP_FAILED, "a page for the argument");
	*range = range_of(area);
	expect_success(mprotect(range, small_page_size(), PROT_READ));
	return range;
}

SENTENCE("The value of UFFDIO_UNREGISTER says that the kernel writes to "
	 "*argp, but the kernel only reads it.")
{
	struct tracked t = set_up_empty(backing, 0);

	/* _IOC_READ: the program reads what the kernel writes. */
	expect_equal(_IOC_DIR(UFFDIO_UNREGISTER), _IOC_READ);
	expect_success(
		uffd_ioctl(t.uffd, UFFDIO_UNREGISTER, map_read_only(&t.area)));
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
}

SENTENCE("The value of UFFDIO_WAKE says that the kernel writes to *argp, but "
	 "the kernel only reads it.")
{
	struct tracked t = set_up_empty(backing, 0);
	struct access *access = leave_waiting(&t);

	expect_equal(_IOC_DIR(UFFDIO_WAKE), _IOC_READ);
	expect_success(uffd_ioctl(t.uffd, UFFDIO_WAKE, map_read_only(&t.area)));
	expect_equal(expect_end(access), page_content(0));
}

SECTION("SEE ALSO");
SENTENCE("ioctl(2)", .proof = REFERENCE)
{
	expect_page("ioctl", "2");
}

SENTENCE("userfaultfd(2)", .proof = REFERENCE)
{
	expect_page("userfaultfd", "2");
}

SENTENCE("UFFDIO_API(2const)", .proof = REFERENCE)
{
	expect_page("UFFDIO_API", "2const");
}

SENTENCE("UFFDIO_CONTINUE(2const)", .proof = REFERENCE)
{
	expect_page("UFFDIO_CONTINUE", "2const");
}

SENTENCE("UFFDIO_COPY(2const)", .proof = REFERENCE)
{
	expect_page("UFFDIO_COPY", "2const");
}

SENTENCE("UFFDIO_MOVE(2const)", .proof = REFERENCE)
{
	expect_page("UFFDIO_MOVE", "2const");
}

SENTENCE("UFFDIO_POISON(2const)", .proof = REFERENCE)
{
	expect_page("UFFDIO_POISON", "2const");
}

SENTENCE("UFFDIO_REGISTER(2const)", .proof = REFERENCE)
{
	expect_page("UFFDIO_REGISTER", "2const");
}

SENTENCE("UFFDIO_RWPROTECT(2const)", .proof = REFERENCE)
{
	expect_page("UFFDIO_RWPROTECT", "2const");
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

SENTENCE("UFFDIO_WRITEPROTECT(2const)", .proof = REFERENCE)
{
	expect_page("UFFDIO_WRITEPROTECT", "2const");
}

SENTENCE("UFFDIO_ZEROPAGE(2const)", .proof = REFERENCE)
{
	expect_page("UFFDIO_ZEROPAGE", "2const");
}
