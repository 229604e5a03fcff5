// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "access.h"
#include "backing.h"
#include "children.h"
#include "configuration.h"
#include "events.h"
#include "expect.h"
#include "operations.h"
#include "pagemap.h"
#include "polling.h"
#include "privilege.h"
#include "proc.h"
#include "reference.h"
#include "release.h"
#include "sentence.h"
#include "uapi.h"
#include "uffd.h"

/* A bit that no release has given a meaning to. */
#define UNSUPPORTED (1ULL << 63)

/* What fdinfo adds to the features once the handshake has been made. */
#define HANDSHAKE_MADE (1ULL << 31)

static const unsigned long long every_feature =
	UFFD_FEATURE_PAGEFAULT_FLAG_WP | UFFD_FEATURE_EVENT_FORK |
	UFFD_FEATURE_EVENT_REMAP | UFFD_FEATURE_EVENT_REMOVE |
	UFFD_FEATURE_MISSING_HUGETLBFS | UFFD_FEATURE_MISSING_SHMEM |
	UFFD_FEATURE_EVENT_UNMAP | UFFD_FEATURE_SIGBUS |
	UFFD_FEATURE_THREAD_ID | UFFD_FEATURE_MINOR_HUGETLBFS |
	UFFD_FEATURE_MINOR_SHMEM | UFFD_FEATURE_EXACT_ADDRESS |
	UFFD_FEATURE_WP_HUGETLBFS_SHMEM | UFFD_FEATURE_WP_UNPOPULATED |
	UFFD_FEATURE_POISON | UFFD_FEATURE_WP_ASYNC | UFFD_FEATURE_MOVE |
	UFFD_FEATURE_RWP | UFFD_FEATURE_RWP_ASYNC;

/* The handshake, which must succeed; returns what the kernel answered. */
static struct uffdio_api shake_hands(int uffd, unsigned long long features)
{
	struct uffdio_api api = { .api = UFFD_API, .features = features };

	if (uffd_ioctl(uffd, UFFDIO_API, &api)) {
		if (errno == EPERM)
			skip("this needs the capability CAP_SYS_PTRACE");
		fail("UFFDIO_API with features 0x%llx: %m", features);
	}
	return api;
}

/* A new userfaultfd with these features. */
static int enable(unsigned long long features)
{
	int uffd = uffd_create();

	shake_hands(uffd, features);
	return uffd;
}

/* The features that the kernel says it supports. */
static unsigned long long supported(void)
{
	int uffd = uffd_create();
	struct uffdio_api api = shake_hands(uffd, 0);

	expect_success(close(uffd));
	expect_true(api.features != 0, "some features are supported");
	return api.features;
}

/* What must be asked for together with the feature. */
static unsigned long long with_companion(unsigned long long feature)
{
	return feature == UFFD_FEATURE_RWP_ASYNC ? feature | UFFD_FEATURE_RWP
						 : feature;
}

/* The next message is of a page fault with these flags, beside FLAG_WRITE. */
static struct uffd_msg await_fault(int uffd, unsigned long long flags)
{
	struct uffd_msg message = await_message(uffd);

	expect_equal(message.event, UFFD_EVENT_PAGEFAULT);
	expect_equal(message.arg.pagefault.flags &
			     ~(unsigned long long)UFFD_PAGEFAULT_FLAG_WRITE,
		     flags);
	return message;
}

/* Whether fd is ready for use: then a fault is noticed. */
static void expect_ready(int uffd)
{
	struct area area = map_empty_area(anonymous, 1);

	expect_success(
		register_area(uffd, &area, UFFDIO_REGISTER_MODE_MISSING, NULL));
	start_access(READ_ACCESS, &area, 0);
	await_fault(uffd, 0);
}

/* Whether no handshake has succeeded: then there are no other operations. */
static void expect_not_ready(int uffd)
{
	struct area area = map_empty_area(anonymous, 1);

	expect_error(
		register_area(uffd, &area, UFFDIO_REGISTER_MODE_MISSING, NULL),
		EINVAL);
	expect_equal(api_line_of(uffd).features & HANDSHAKE_MADE, 0);
}

SECTION("NAME");
SENTENCE("UFFDIO_API - make a userfaultfd ready for use, and say what the "
	 "kernel supports",
	 .proof = REFERENCE)
{
	expect_page("UFFDIO_API", "2const");
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
	struct uffdio_api api = { .api = 0xaa };

	expect_equal(UFFDIO_API, 0xc018aa3f);
	expect_equal(UFFD_API, 0xaa);
	expect_success(ioctl(uffd_create(), 0xc018aa3f, &api));
}

SENTENCE("#include <sys/ioctl.h>", .proof = ABI)
{
	int (*declared)(int, unsigned long, ...) = ioctl;
	struct uffdio_api api = { .api = UFFD_API };

	expect_success(declared(uffd_create(), UFFDIO_API, &api));
}

SENTENCE("int ioctl(int fd, UFFDIO_API, struct uffdio_api *argp);",
	 .proof = ABI)
{
	struct uffdio_api api = { .api = UFFD_API };

	expect_equal(ioctl(uffd_create(), UFFDIO_API, &api), 0);
}

SENTENCE("struct uffdio_api { __u64 api; /* UFFD_API */ "
	 "__u64 features; /* In: to enable; out: supported */ "
	 "__u64 ioctls; /* Out: operations on the userfaultfd */ };",
	 .proof = ABI)
{
	__u64 argument[] = { UFFD_API, UFFD_FEATURE_THREAD_ID, 0 };
	int uffd = uffd_create();

	expect_equal(sizeof(struct uffdio_api), sizeof(argument));
	expect_equal(offsetof(struct uffdio_api, api), 0);
	expect_equal(offsetof(struct uffdio_api, features), 8);
	expect_equal(offsetof(struct uffdio_api, ioctls), 16);
	expect_success(uffd_ioctl(uffd, UFFDIO_API, argument));
	expect_equal(api_line_of(uffd).features,
		     UFFD_FEATURE_THREAD_ID | HANDSHAKE_MADE);
	expect_equal(argument[0], UFFD_API);
	expect_true(argument[1] & UFFD_FEATURE_EVENT_FORK,
		    "features that were not asked for are answered");
	expect_true(argument[2] & (__u64)1 << _UFFDIO_API,
		    "the operations are answered");
}

SECTION("DESCRIPTION");
SENTENCE("This operation is the handshake that makes the userfaultfd fd ready "
	 "for use.")
{
	int uffd = uffd_create();

	expect_not_ready(uffd);
	expect_success(uffd_handshake(uffd, 0));
	expect_ready(uffd);
}

static const unsigned long other_operations[] = {
	UFFDIO_REGISTER,     UFFDIO_UNREGISTER, UFFDIO_WAKE,
	UFFDIO_COPY,	     UFFDIO_ZEROPAGE,	UFFDIO_MOVE,
	UFFDIO_WRITEPROTECT, UFFDIO_CONTINUE,	UFFDIO_POISON,
	UFFDIO_RWPROTECT,    UFFDIO_SET_MODE,
};

SENTENCE("Until the handshake has been made, every other operation of "
	 "ioctl_userfaultfd(2) fails with the error EINVAL.")
{
	int uffd = uffd_create();
	unsigned long long known = api_line_of(uffd).ioctls;

	/* An operation that can be used finds that there is no argument. */
	for (size_t i = 0;
	     i < sizeof(other_operations) / sizeof(*other_operations); i++)
		expect_error(uffd_ioctl(uffd, other_operations[i], NULL),
			     EINVAL);
	expect_success(uffd_handshake(uffd, 0));
	for (size_t i = 0;
	     i < sizeof(other_operations) / sizeof(*other_operations); i++)
		if (known & 1ULL << _IOC_NR(other_operations[i]))
			expect_error(
				uffd_ioctl(uffd, other_operations[i], NULL),
				EFAULT);
}

SENTENCE("Until the handshake has been made, read(2) of fd fails with the "
	 "error EINVAL.")
{
	int uffd = uffd_create();
	struct uffd_msg message;

	expect_error(uffd_read(uffd, &message, sizeof(message)), EINVAL);
	expect_success(uffd_handshake(uffd, 0));
	expect_error(uffd_read(uffd, &message, sizeof(message)), EAGAIN);
}

SENTENCE("Until the handshake has been made, poll(2) reports POLLERR for fd.")
{
	int uffd = uffd_create();

	expect_true(poll_now(uffd).error, "poll reports POLLERR");
	expect_success(uffd_handshake(uffd, 0));
	expect_true(!poll_now(uffd).error, "poll no longer reports it");
}

SENTENCE("The handshake can be made only once for each userfaultfd.")
{
	int uffd = uffd_create();

	expect_success(uffd_handshake(uffd, 0));
	expect_error(uffd_handshake(uffd, 0), EINVAL);
	expect_error(uffd_handshake(uffd, UFFD_FEATURE_THREAD_ID), EINVAL);
	expect_success(uffd_handshake(uffd_create(), 0));
	expect_ready(uffd);
}

TAG("argp->api");
SENTENCE("This field must be UFFD_API.")
{
	int uffd = uffd_create();
	struct uffdio_api api;

	for (int bit = 0; bit < 64; bit++) {
		api = (struct uffdio_api){ .api = UFFD_API ^ 1ULL << bit };
		expect_error(uffd_ioctl(uffd, UFFDIO_API, &api), EINVAL);
	}
	api = (struct uffdio_api){ .api = 0 };
	expect_error(uffd_ioctl(uffd, UFFDIO_API, &api), EINVAL);
	api = (struct uffdio_api){ .api = UFFD_API };
	expect_success(uffd_ioctl(uffd, UFFDIO_API, &api));
}

SENTENCE("When the call succeeds, the field is unchanged.")
{
	int uffd = uffd_create();
	struct uffdio_api api = shake_hands(uffd, 0);

	expect_equal(api.api, UFFD_API);
	expect_ready(uffd);
}

TAG("argp->features");
SENTENCE("When the call is made, this field holds the features to be enabled "
	 "for fd.")
{
	unsigned long long features = UFFD_FEATURE_THREAD_ID |
				      UFFD_FEATURE_EXACT_ADDRESS |
				      UFFD_FEATURE_EVENT_UNMAP;
	int one = enable(UFFD_FEATURE_THREAD_ID), several = enable(features);

	expect_equal(api_line_of(one).features,
		     UFFD_FEATURE_THREAD_ID | HANDSHAKE_MADE);
	expect_equal(api_line_of(several).features, features | HANDSHAKE_MADE);
}

SENTENCE("The field may be zero.")
{
	int uffd = uffd_create();

	expect_success(uffd_handshake(uffd, 0));
	expect_equal(api_line_of(uffd).features, HANDSHAKE_MADE);
	expect_ready(uffd);
}

SENTENCE("When the call succeeds, the field holds the features that the "
	 "kernel supports, even those that were not asked for.")
{
	unsigned long long features = supported();

	expect_equal(shake_hands(uffd_create(), UFFD_FEATURE_SIGBUS).features,
		     features);
	for (int i = 0; i < 64; i++) {
		unsigned long long bit = with_companion(1ULL << i);

		if (features & bit)
			shake_hands(uffd_create(), bit);
		else
			expect_error(uffd_handshake(uffd_create(), bit),
				     EINVAL);
	}
}

SENTENCE("A feature that was not asked for is not enabled.")
{
	struct area area = map_empty_area(anonymous, 1);
	int uffd = enable(UFFD_FEATURE_EXACT_ADDRESS);

	expect_equal(api_line_of(uffd).features,
		     UFFD_FEATURE_EXACT_ADDRESS | HANDSHAKE_MADE);
	uffd_register(uffd, &area, UFFDIO_REGISTER_MODE_MISSING);
	start_access(READ_ACCESS, &area, 0);
	expect_equal(await_fault(uffd, 0).arg.pagefault.feat.ptid, 0);
}

TAG("argp->ioctls");
SENTENCE("When the call is made, the value of this field does not matter.")
{
	struct uffdio_api api = { .api = UFFD_API, .ioctls = ~0ULL };
	int uffd = uffd_create();
	unsigned long long ioctls = shake_hands(uffd_create(), 0).ioctls;

	expect_success(uffd_ioctl(uffd, UFFDIO_API, &api));
	expect_equal(api.ioctls, ioctls);
	expect_ready(uffd);
}

SENTENCE("When the call succeeds, the field holds the operations on fd, which "
	 "are listed below.")
{
	unsigned long long ioctls = shake_hands(uffd_create(), 0).ioctls;
	unsigned long long always = 1ULL << _UFFDIO_API |
				    1ULL << _UFFDIO_REGISTER |
				    1ULL << _UFFDIO_UNREGISTER;

	expect_equal(ioctls & ~(1ULL << _UFFDIO_SET_MODE), always);
}

SECTION("DESCRIPTION");
SENTENCE("Any process that holds fd can make the handshake.")
{
	int uffd = uffd_create();
	pid_t child = fork();

	if (child == 0) {
		shake_hands(uffd, UFFD_FEATURE_EXACT_ADDRESS);
		_exit(VERDICT_OK);
	}
	expect_child(child);
	expect_equal(api_line_of(uffd).features,
		     UFFD_FEATURE_EXACT_ADDRESS | HANDSHAKE_MADE);
	expect_ready(uffd);
}

/* The userfaultfd of a child that shared our descriptors, and has exited. */
static int uffd_of_exited_child(void)
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

SENTENCE("The handshake succeeds even if the process that created fd has "
	 "exited.")
{
	int uffd = uffd_of_exited_child();

	expect_equal(api_line_of(uffd).features, 0);
	expect_success(uffd_handshake(uffd, UFFD_FEATURE_THREAD_ID));
	expect_equal(api_line_of(uffd).features,
		     UFFD_FEATURE_THREAD_ID | HANDSHAKE_MADE);
}

/* Ends when the userfaultfd that the event brought has filled its page. */
static void read_empty_page(const struct area *area)
{
	_exit(*page_at(area, 0) == page_content(0) ? VERDICT_OK
						   : VERDICT_NOT_OK);
}

struct family {
	struct area area;
	int uffd;
	pid_t child;
	int child_uffd;
};

/* The child reads the first of two pages that are missing. */
static struct family start_family(const struct backing *backing,
				  unsigned long long features)
{
	struct family f = {
		.area = map_empty_area(backing, 2),
		.uffd = enable(UFFD_FEATURE_EVENT_FORK | features),
	};

	uffd_register(f.uffd, &f.area, UFFDIO_REGISTER_MODE_MISSING);
	f.child = fork_with_event(f.uffd, &f.child_uffd);
	if (f.child == 0)
		read_empty_page(&f.area);
	return f;
}

SENTENCE("A userfaultfd that UFFD_EVENT_FORK brings needs no handshake.")
{
	struct family f = start_family(backing, 0);

	await_fault(f.child_uffd, 0);
	expect_success(uffd_copy(f.child_uffd, &f.area, 0));
	expect_child(f.child);
	expect_error(uffd_handshake(f.child_uffd, 0), EINVAL);
}

SENTENCE("A userfaultfd that UFFD_EVENT_FORK brings has the features of the "
	 "userfaultfd from which the event was read.")
{
	struct family f = start_family(backing, UFFD_FEATURE_THREAD_ID);

	expect_equal(api_line_of(f.child_uffd).features,
		     UFFD_FEATURE_EVENT_FORK | UFFD_FEATURE_THREAD_ID |
			     HANDSHAKE_MADE);
	expect_equal(await_fault(f.child_uffd, 0).arg.pagefault.feat.ptid,
		     f.child);
}

SENTENCE("In /proc/pid/fdinfo/fd, the second number of the line API: has the "
	 "bits of the enabled features set.")
{
	unsigned long long features = supported();

	for (int i = 0; i < 64; i++) {
		unsigned long long bit = features & 1ULL << i;
		int uffd = enable(with_companion(bit));
		unsigned long long shown = api_line_of(uffd).features;

		/* The one feature that implies another. */
		if (bit == UFFD_FEATURE_WP_ASYNC)
			shown &= ~(
				unsigned long long)UFFD_FEATURE_WP_UNPOPULATED;
		expect_equal(shown & ~HANDSHAKE_MADE, with_companion(bit));
		expect_success(close(uffd));
	}
}

SENTENCE("Bit 31 of this number is set once the handshake has been made.")
{
	int uffd = uffd_create();

	expect_equal(api_line_of(uffd).features & 1ULL << 31, 0);
	expect_error(uffd_handshake(uffd, UNSUPPORTED), EINVAL);
	expect_equal(api_line_of(uffd).features & 1ULL << 31, 0);
	expect_success(uffd_handshake(uffd, 0));
	expect_equal(api_line_of(uffd).features & 1ULL << 31, 1ULL << 31);
}

SECTION("DESCRIPTION / Finding out what the kernel supports");
SENTENCE("A handshake that asks for a feature that the kernel does not "
	 "support fails with the error EINVAL.")
{
	unsigned long long features = supported();

	for (int i = 0; i < 64; i++)
		if (!(features & 1ULL << i))
			expect_error(uffd_handshake(uffd_create(),
						    with_companion(1ULL << i)),
				     EINVAL);
	expect_error(uffd_handshake(uffd_create(), ~0ULL), EINVAL);
	expect_error(uffd_handshake(uffd_create(),
				    UNSUPPORTED | UFFD_FEATURE_THREAD_ID),
		     EINVAL);
	expect_success(uffd_handshake(uffd_create(), UFFD_FEATURE_THREAD_ID));
}

static void expect_zeros(const struct uffdio_api *api)
{
	expect_equal(api->api, 0);
	expect_equal(api->features, 0);
	expect_equal(api->ioctls, 0);
}

/* A handshake that fails, with every field set to something else than 0. */
static struct uffdio_api fail_to_shake(int uffd, unsigned long long features,
				       int error)
{
	struct uffdio_api api = { UFFD_API, features, ~0ULL };

	expect_error(uffd_ioctl(uffd, UFFDIO_API, &api), error);
	return api;
}

SENTENCE("It fills *argp with zeros, which does not tell which of the "
	 "features is missing.")
{
	unsigned long long good = UFFD_FEATURE_THREAD_ID;
	struct uffdio_api api;

	api = fail_to_shake(uffd_create(), UNSUPPORTED | good, EINVAL);
	expect_zeros(&api);
	api = shake_hands(uffd_create(), good);
	expect_true(api.features & good, "the good feature is supported");
}

SENTENCE("After a handshake that failed, another one can be made on the same "
	 "userfaultfd.")
{
	int uffd = uffd_create();

	expect_error(uffd_handshake(uffd, UNSUPPORTED), EINVAL);
	expect_error(uffd_handshake(uffd, UNSUPPORTED), EINVAL);
	expect_success(uffd_handshake(uffd, UFFD_FEATURE_EXACT_ADDRESS));
	expect_equal(api_line_of(uffd).features,
		     UFFD_FEATURE_EXACT_ADDRESS | HANDSHAKE_MADE);
	expect_ready(uffd);
}

SENTENCE("argp->api must be set again before another handshake.")
{
	struct uffdio_api api = { .api = UFFD_API, .features = UNSUPPORTED };
	int uffd = uffd_create();

	expect_error(uffd_ioctl(uffd, UFFDIO_API, &api), EINVAL);
	/* Without the bad feature, but with what the kernel has left. */
	api.features = 0;
	expect_error(uffd_ioctl(uffd, UFFDIO_API, &api), EINVAL);
	api.api = UFFD_API;
	expect_success(uffd_ioctl(uffd, UFFDIO_API, &api));
}

SENTENCE("A handshake that asks for no feature succeeds, and returns the "
	 "features that the kernel supports.")
{
	struct uffdio_api api = { .api = UFFD_API };

	expect_success(uffd_ioctl(uffd_create(), UFFDIO_API, &api));
	for (int i = 0; i < 64; i++) {
		unsigned long long bit = with_companion(1ULL << i);

		if (api.features & 1ULL << i)
			shake_hands(uffd_create(), bit);
		else
			expect_error(uffd_handshake(uffd_create(), bit),
				     EINVAL);
	}
}

SENTENCE("No feature can be enabled for that userfaultfd afterward.")
{
	unsigned long long features = supported();
	int uffd = enable(0);

	for (int i = 0; i < 64; i++) {
		unsigned long long bit = with_companion(features & 1ULL << i);

		expect_error(uffd_handshake(uffd, bit), EINVAL);
		shake_hands(uffd_create(), bit);
	}
	expect_equal(api_line_of(uffd).features, HANDSHAKE_MADE);
}

SENTENCE("Therefore, a program that wants a feature only where the kernel "
	 "supports it makes a handshake without features, closes that "
	 "userfaultfd, creates another one, and makes its handshake with those "
	 "of the features that were returned.",
	 .proof = PURPOSE)
{
	unsigned long long wanted = UFFD_FEATURE_THREAD_ID |
				    UFFD_FEATURE_POISON | UFFD_FEATURE_RWP |
				    UNSUPPORTED;
	struct uffdio_api api = { .api = UFFD_API };
	int uffd = uffd_create();

	expect_success(uffd_ioctl(uffd, UFFDIO_API, &api));
	expect_success(close(uffd));
	uffd = uffd_create();
	wanted &= api.features;
	expect_true(wanted & UFFD_FEATURE_THREAD_ID, "one is supported");
	expect_success(uffd_handshake(uffd, wanted));
	expect_equal(api_line_of(uffd).features, wanted | HANDSHAKE_MADE);
	expect_ready(uffd);
}

SENTENCE("A program that cannot do without a feature makes a single handshake "
	 "that asks for the feature, and knows from its success that the "
	 "kernel supports it.",
	 .proof = PURPOSE)
{
	unsigned long long features = supported();

	for (int i = 0; i < 64; i++) {
		unsigned long long bit = with_companion(1ULL << i);
		int uffd = uffd_create();
		bool success = uffd_handshake(uffd, bit) == 0;

		if (!success && errno == EPERM)
			skip("this needs the capability CAP_SYS_PTRACE");
		expect_equal(success, (features & bit) == bit);
		if (success)
			expect_equal(api_line_of(uffd).features & bit, bit);
		expect_success(close(uffd));
	}
}

SENTENCE("The features that are returned do not depend on privileges: "
	 "UFFD_FEATURE_EVENT_FORK is among them even if the process may not "
	 "ask for it.")
{
	unsigned long long features = supported();

	shake_hands(uffd_create(), UFFD_FEATURE_EVENT_FORK);
	give_up_ptrace();
	expect_equal(supported(), features);
	expect_true(features & UFFD_FEATURE_EVENT_FORK, "fork events are");
	expect_error(uffd_handshake(uffd_create(), UFFD_FEATURE_EVENT_FORK),
		     EPERM);
}

SENTENCE("A userfaultfd that was created with UFFD_USER_MODE_ONLY returns the "
	 "same features as one that was not.")
{
	int limited = uffd_create_for_user_mode();

	need_kernel_faults();
	expect_equal(shake_hands(limited, 0).features, supported());
	expect_ready(limited);
}

SECTION("DESCRIPTION / Features");
SENTENCE("argp->features is made of these bits:")
{
	expect_equal(every_feature, 0x7ffff);
	expect_equal(supported() & ~every_feature, 0);
	for (int i = 0; i < 64; i++)
		if (!(every_feature & 1ULL << i))
			expect_error(uffd_handshake(uffd_create(), 1ULL << i),
				     EINVAL);
	shake_hands(uffd_create(), supported());
}

/* A write to the area's first page is trapped, and goes on when allowed. */
static void expect_write_protection(int uffd, const struct area *area)
{
	struct access *access;

	expect_success(writeprotect(uffd, area, UFFDIO_WRITEPROTECT_MODE_WP));
	access = start_access(WRITE_ACCESS, area, 0);
	await_fault(uffd, UFFD_PAGEFAULT_FLAG_WP);
	expect_success(writeprotect(uffd, area, 0));
	expect_end(access);
	expect_no_message(uffd);
}

/* Whether the memory is populated or not is for the caller to say. */
static void expect_write_protection_with(unsigned long long features,
					 struct area area)
{
	int uffd = enable(features);

	uffd_register(uffd, &area, UFFDIO_REGISTER_MODE_WP);
	expect_write_protection(uffd, &area);
}

TAG("UFFD_FEATURE_PAGEFAULT_FLAG_WP (since Linux 5.7)");
SENTENCE("UFFD_FEATURE_PAGEFAULT_FLAG_WP (since Linux 5.7)", .proof = VERSION)
{
	expect_since(5, 7, supported() & UFFD_FEATURE_PAGEFAULT_FLAG_WP);
}

SENTENCE("Anonymous memory can be write-protected with "
	 "UFFDIO_WRITEPROTECT(2const), whether or not this feature was asked "
	 "for.",
	 .over = ANONYMOUS_BACKED)
{
	expect_write_protection_with(UFFD_FEATURE_PAGEFAULT_FLAG_WP,
				     map_area(backing, 1));
	expect_write_protection_with(0, map_area(backing, 1));
}

TAG("UFFD_FEATURE_EVENT_FORK (since Linux 4.11)");
SENTENCE("UFFD_FEATURE_EVENT_FORK (since Linux 4.11)", .proof = VERSION)
{
	expect_since(4, 11, supported() & UFFD_FEATURE_EVENT_FORK);
}

SENTENCE("When a process with registered ranges calls fork(2), "
	 "UFFD_EVENT_FORK can be read from fd.",
	 .over = EVERY_BACKING)
{
	struct area area = map_area(backing, 1);
	int uffd = enable(UFFD_FEATURE_EVENT_FORK);
	struct uffd_msg message;

	uffd_register(uffd, &area, UFFDIO_REGISTER_MODE_MISSING);
	message = complete_change(begin_change(uffd, CHANGE_FORK, &area));
	expect_equal(message.event, UFFD_EVENT_FORK);
}

SENTENCE("The ranges of the child are registered with a userfaultfd that the "
	 "event brings.",
	 .over = EVERY_BACKING)
{
	struct family f = start_family(backing, 0);
	struct area first = part_of(&f.area, 0, 1);

	expect_true(f.child_uffd != f.uffd, "it is another one");
	await_fault(f.child_uffd, 0);
	expect_no_message(f.uffd);
	expect_success(uffd_copy(f.child_uffd, &first, 0));
	expect_child(f.child);
	/* The parent's are still registered with its own. */
	start_access(READ_ACCESS, &f.area, 1);
	await_fault(f.uffd, 0);
	expect_no_message(f.child_uffd);
}

SENTENCE("Without this feature, the ranges of the child are not registered.",
	 .over = EVERY_BACKING)
{
	struct area area = map_empty_area(backing, 2);
	int uffd = enable(0);
	pid_t child;

	uffd_register(uffd, &area, UFFDIO_REGISTER_MODE_MISSING);
	child = fork();
	if (child == 0)
		_exit(*page_at(&area, 0) == 0 ? VERDICT_OK : VERDICT_NOT_OK);
	expect_child(child);
	expect_no_message(uffd);
	start_access(READ_ACCESS, &area, 1);
	await_fault(uffd, 0);
}

SENTENCE("Asking for this feature requires the capability CAP_SYS_PTRACE.")
{
	shake_hands(uffd_create(), UFFD_FEATURE_EVENT_FORK);
	give_up_ptrace();
	expect_error(uffd_handshake(uffd_create(), UFFD_FEATURE_EVENT_FORK),
		     EPERM);
	expect_success(uffd_handshake(uffd_create(), 0));
}

SENTENCE("The process that makes the handshake must have the capability in "
	 "the initial user namespace.")
{
	shake_hands(uffd_create(), UFFD_FEATURE_EVENT_FORK);
	enter_user_namespace();
	expect_error(uffd_handshake(uffd_create(), UFFD_FEATURE_EVENT_FORK),
		     EPERM);
	expect_success(uffd_handshake(uffd_create(), 0));
}

/* Something done to an area, in a thread of its own. */
struct deed {
	void (*act)(const struct area *area);
	struct area area;
	pid_t thread;
	int ended; /* an eventfd */
};

static void *do_deed(void *argument)
{
	struct deed *deed = argument;

	deed->thread = (pid_t)syscall(SYS_gettid);
	deed->act(&deed->area);
	expect_success(eventfd_write(deed->ended, 1));
	return NULL;
}

static struct deed *start_deed(void (*act)(const struct area *area),
			       const struct area *area)
{
	struct deed *deed = calloc(1, sizeof(*deed));
	pthread_t thread;

	expect_true(deed != NULL, "memory");
	deed->act = act;
	deed->area = *area;
	deed->ended = eventfd(0, EFD_CLOEXEC);
	expect_success(deed->ended);
	if (pthread_create(&thread, NULL, do_deed, deed))
		fail("pthread_create failed");
	return deed;
}

static void expect_deed_done(const struct deed *deed)
{
	await_readable(deed->ended, "the change of the memory did not end");
}

/* The event that the deed causes; the deed ends when it has been read. */
static struct uffd_msg event_of(int uffd, void (*act)(const struct area *),
				const struct area *area)
{
	struct deed *deed = start_deed(act, area);
	struct uffd_msg message;

	await_readable(uffd, "no event came");
	message = await_message(uffd);
	expect_deed_done(deed);
	return message;
}

/* The deed ends by itself, and no event comes. */
static void expect_no_event(int uffd, void (*act)(const struct area *),
			    const struct area *area)
{
	expect_deed_done(start_deed(act, area));
	expect_no_message(uffd);
}

static int register_with(unsigned long long features, const struct area *area)
{
	int uffd = enable(features);

	uffd_register(uffd, area, UFFDIO_REGISTER_MODE_MISSING);
	return uffd;
}

/* Where mremap(2) took the pages. */
static char *moved_to;

static void move_away(const struct area *area)
{
	struct area target = map_empty_area(area->backing, area->pages);

	moved_to = mremap(area->start, area->length, area->length,
			  MREMAP_MAYMOVE | MREMAP_FIXED, target.start);
	expect_true(moved_to == target.start, "mremap succeeds");
}

TAG("UFFD_FEATURE_EVENT_REMAP (since Linux 4.11)");
SENTENCE("UFFD_FEATURE_EVENT_REMAP (since Linux 4.11)", .proof = VERSION)
{
	expect_since(4, 11, supported() & UFFD_FEATURE_EVENT_REMAP);
}

SENTENCE("When mremap(2) moves a registered range, UFFD_EVENT_REMAP can be "
	 "read from fd.",
	 .over = EVERY_BACKING)
{
	struct area area = map_empty_area(backing, 1);
	int uffd = register_with(UFFD_FEATURE_EVENT_REMAP, &area);
	struct uffd_msg message = event_of(uffd, move_away, &area);

	expect_equal(message.event, UFFD_EVENT_REMAP);
	expect_equal(message.arg.remap.from, (uintptr_t)area.start);
	expect_equal(message.arg.remap.to, (uintptr_t)moved_to);
	expect_equal(message.arg.remap.len, area.length);
}

SENTENCE("The range stays registered at its new address.",
	 .over = EVERY_BACKING)
{
	struct area area = map_empty_area(backing, 1);
	int uffd = register_with(UFFD_FEATURE_EVENT_REMAP, &area);
	struct access *access;

	event_of(uffd, move_away, &area);
	area.start = moved_to;
	access = start_access(READ_ACCESS, &area, 0);
	expect_equal(await_fault(uffd, 0).arg.pagefault.address,
		     (uintptr_t)moved_to);
	expect_success(uffd_copy(uffd, &area, 0));
	expect_equal(expect_end(access), page_content(0));
}

SENTENCE("Without this feature, the range is not registered at its new "
	 "address.",
	 .over = EVERY_BACKING)
{
	struct area area = map_empty_area(backing, 1);
	int uffd = register_with(0, &area);
	struct access *access;

	expect_no_event(uffd, move_away, &area);
	area.start = moved_to;
	access = start_access(READ_ACCESS, &area, 0);
	expect_equal(expect_end(access), 0);
	expect_no_message(uffd);
}

static void discard(const struct area *area)
{
	expect_success(madvise(area->start, area->length, MADV_DONTNEED));
}

static void remove_from_file(const struct area *area)
{
	expect_success(madvise(area->start, area->length, MADV_REMOVE));
}

static void set_free(const struct area *area)
{
	expect_success(madvise(area->start, area->length, MADV_FREE));
}

static void expect_remove_event(const struct backing *backing,
				void (*act)(const struct area *))
{
	struct area area = map_area(backing, 1);
	int uffd = register_with(UFFD_FEATURE_EVENT_REMOVE, &area);
	struct uffd_msg message = event_of(uffd, act, &area);

	expect_equal(message.event, UFFD_EVENT_REMOVE);
	expect_equal(message.arg.remove.start, (uintptr_t)area.start);
	expect_equal(message.arg.remove.end,
		     (uintptr_t)area.start + area.length);
}

TAG("UFFD_FEATURE_EVENT_REMOVE (since Linux 4.11)");
SENTENCE("UFFD_FEATURE_EVENT_REMOVE (since Linux 4.11)", .proof = VERSION)
{
	expect_since(4, 11, supported() & UFFD_FEATURE_EVENT_REMOVE);
}

SENTENCE("When madvise(2) with MADV_DONTNEED removes pages from a registered "
	 "range, UFFD_EVENT_REMOVE can be read from fd.",
	 .over = EVERY_BACKING)
{
	expect_remove_event(backing, discard);
}

SENTENCE("When madvise(2) with MADV_REMOVE removes pages from a registered "
	 "range, UFFD_EVENT_REMOVE can be read from fd.",
	 .over = FILE_BACKED)
{
	expect_remove_event(backing, remove_from_file);
}

SENTENCE("When madvise(2) with MADV_FREE is applied to a registered range, "
	 "UFFD_EVENT_REMOVE can be read from fd.",
	 .over = ANONYMOUS_BACKED)
{
	expect_remove_event(backing, set_free);
}

SENTENCE("Without this feature, the pages are removed, and no event can be "
	 "read.",
	 .over = EVERY_BACKING)
{
	struct area area = map_area(backing, 1);
	int uffd = register_with(0, &area);

	expect_no_event(
		uffd, backing->mask & FILE_BACKED ? remove_from_file : discard,
		&area);
	start_access(READ_ACCESS, &area, 0);
	await_fault(uffd, 0);
}

TAG("UFFD_FEATURE_MISSING_HUGETLBFS (since Linux 4.11)");
SENTENCE("UFFD_FEATURE_MISSING_HUGETLBFS (since Linux 4.11)", .proof = VERSION)
{
	expect_since(4, 11, supported() & UFFD_FEATURE_MISSING_HUGETLBFS);
}

static void expect_missing_fault_with(unsigned long long features,
				      const struct backing *backing)
{
	struct area area = map_empty_area(backing, 1);
	int uffd = register_with(features, &area);
	struct access *access = start_access(READ_ACCESS, &area, 0);

	await_fault(uffd, 0);
	expect_success(uffd_copy(uffd, &area, 0));
	expect_equal(expect_end(access), page_content(0));
}

SENTENCE("Memory of hugetlbfs can be registered with "
	 "UFFDIO_REGISTER_MODE_MISSING, whether or not this feature was asked "
	 "for.",
	 .over = HUGETLBFS)
{
	expect_missing_fault_with(UFFD_FEATURE_MISSING_HUGETLBFS, backing);
	expect_missing_fault_with(0, backing);
}

TAG("UFFD_FEATURE_MISSING_SHMEM (since Linux 4.11)");
SENTENCE("UFFD_FEATURE_MISSING_SHMEM (since Linux 4.11)", .proof = VERSION)
{
	expect_since(4, 11, supported() & UFFD_FEATURE_MISSING_SHMEM);
}

SENTENCE("Shared memory can be registered with UFFDIO_REGISTER_MODE_MISSING, "
	 "whether or not this feature was asked for.",
	 .over = SHMEM)
{
	expect_missing_fault_with(UFFD_FEATURE_MISSING_SHMEM, backing);
	expect_missing_fault_with(0, backing);
}

static void unmap(const struct area *area)
{
	expect_success(munmap(area->start, area->length));
}

static void replace(const struct area *area)
{
	char *start = mmap(area->start, area->length, PROT_READ,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);

	expect_true(start == area->start, "mmap succeeds");
}

/* Cuts the second half off. */
static void shrink(const struct area *area)
{
	char *start = mremap(area->start, area->length, area->length / 2, 0);

	expect_true(start == area->start, "mremap succeeds");
}

static void expect_unmap_event(int uffd, void (*act)(const struct area *),
			       const struct area *area,
			       const struct area *unmapped)
{
	struct uffd_msg message = event_of(uffd, act, area);

	expect_equal(message.event, UFFD_EVENT_UNMAP);
	expect_equal(message.arg.remove.start, (uintptr_t)unmapped->start);
	expect_equal(message.arg.remove.end,
		     (uintptr_t)unmapped->start + unmapped->length);
}

TAG("UFFD_FEATURE_EVENT_UNMAP (since Linux 4.11)");
SENTENCE("UFFD_FEATURE_EVENT_UNMAP (since Linux 4.11)", .proof = VERSION)
{
	expect_since(4, 11, supported() & UFFD_FEATURE_EVENT_UNMAP);
}

SENTENCE("When munmap(2) unmaps a registered range, UFFD_EVENT_UNMAP can be "
	 "read from fd.",
	 .over = EVERY_BACKING)
{
	struct area area = map_area(backing, 2);
	int uffd = register_with(UFFD_FEATURE_EVENT_UNMAP, &area);

	expect_unmap_event(uffd, unmap, &area, &area);
}

SENTENCE("When mmap(2) with MAP_FIXED replaces a registered range, "
	 "UFFD_EVENT_UNMAP can be read from fd.",
	 .over = EVERY_BACKING)
{
	struct area area = map_area(backing, 2);
	int uffd = register_with(UFFD_FEATURE_EVENT_UNMAP, &area);

	expect_unmap_event(uffd, replace, &area, &area);
}

SENTENCE("When mremap(2) cuts the end of a registered range off, "
	 "UFFD_EVENT_UNMAP can be read from fd.",
	 .over = EVERY_BACKING)
{
	struct area area = map_area(backing, 2);
	struct area end = part_of(&area, 1, 1);
	int uffd = register_with(UFFD_FEATURE_EVENT_UNMAP, &area);

	expect_unmap_event(uffd, shrink, &area, &end);
}

SENTENCE("Without this feature, the range is unmapped, and no event can be "
	 "read.",
	 .over = EVERY_BACKING)
{
	struct area area = map_area(backing, 2);
	int uffd = register_with(0, &area);

	expect_no_event(uffd, unmap, &area);
	expect_equal(signal_of_access(READ_ACCESS, area.start), SIGSEGV);
}

TAG("UFFD_FEATURE_SIGBUS (since Linux 4.14)");
SENTENCE("UFFD_FEATURE_SIGBUS (since Linux 4.14)", .proof = VERSION)
{
	expect_since(4, 14, supported() & UFFD_FEATURE_SIGBUS);
}

/* The pages are in the file, and not mapped in the area. */
static struct area map_cached_area(const struct backing *backing)
{
	struct area area = map_empty_area(backing, 1), second;

	second = map_again(&area);
	*page_at(&second, 0) = page_content(0);
	return area;
}

static void expect_signals(int uffd, const struct area *area)
{
	expect_equal(signal_of_access(READ_ACCESS, area->start), SIGBUS);
	expect_equal(signal_of_access(WRITE_ACCESS, area->start), SIGBUS);
	expect_no_message(uffd);
}

SENTENCE("An access in user mode that would have to wait raises the signal "
	 "SIGBUS in its thread instead.",
	 .over = EVERY_BACKING)
{
	struct area missing = map_empty_area(backing, 1);
	struct area present = map_area(backing, 1);
	int uffd = register_with(UFFD_FEATURE_SIGBUS, &missing);

	expect_signals(uffd, &missing);
	expect_success(uffd_copy(uffd, &missing, 0));
	expect_equal(signal_of_access(READ_ACCESS, missing.start), 0);

	uffd_register(uffd, &present, UFFDIO_REGISTER_MODE_WP);
	expect_success(
		writeprotect(uffd, &present, UFFDIO_WRITEPROTECT_MODE_WP));
	expect_equal(signal_of_access(WRITE_ACCESS, present.start), SIGBUS);
	expect_success(writeprotect(uffd, &present, 0));
	expect_equal(signal_of_access(WRITE_ACCESS, present.start), 0);

	if (backing->mask & FILE_BACKED) {
		struct area cached = map_cached_area(backing);

		uffd_register(uffd, &cached, UFFDIO_REGISTER_MODE_MINOR);
		expect_signals(uffd, &cached);
		expect_success(uffd_continue(uffd, &cached, 0));
		expect_equal(signal_of_access(READ_ACCESS, cached.start), 0);
	}
}

SENTENCE("No notification of the access can be read.", .over = EVERY_BACKING)
{
	struct area silent = map_empty_area(backing, 1);
	struct area loud = map_empty_area(backing, 1);
	int with = register_with(UFFD_FEATURE_SIGBUS, &silent);
	int without = register_with(0, &loud);

	expect_equal(signal_of_access(READ_ACCESS, silent.start), SIGBUS);
	expect_no_message(with);
	start_access(READ_ACCESS, &loud, 0);
	await_fault(without, 0);
}

SENTENCE("A system call that makes such an access fails with the error EFAULT "
	 "and raises no signal.",
	 .over = EVERY_BACKING)
{
	struct area area = map_empty_area(backing, 1);
	int uffd = register_with(UFFD_FEATURE_SIGBUS, &area);

	expect_end_error(start_access(KERNEL_READ, &area, 0), EFAULT);
	expect_end_error(start_access(KERNEL_WRITE, &area, 0), EFAULT);
	expect_no_message(uffd);
	expect_success(uffd_copy(uffd, &area, 0));
	expect_equal(expect_end(start_access(KERNEL_READ, &area, 0)),
		     page_content(0));
}

TAG("UFFD_FEATURE_THREAD_ID (since Linux 4.14)");
SENTENCE("UFFD_FEATURE_THREAD_ID (since Linux 4.14)", .proof = VERSION)
{
	expect_since(4, 14, supported() & UFFD_FEATURE_THREAD_ID);
}

static int threads[2] = { -1, -1 };

/* Says who it is, then reads the page. */
static void tell_and_read(const struct area *area)
{
	pid_t self = (pid_t)syscall(SYS_gettid);

	expect_success(write(threads[1], &self, sizeof(self)));
	(void)*(volatile char *)area->start;
}

SENTENCE("In the notification of a page fault, arg.pagefault.feat.ptid is the "
	 "number that gettid(2) returns in the thread that made the access.",
	 .over = EVERY_BACKING)
{
	struct area area = map_empty_area(backing, 1);
	int uffd = register_with(UFFD_FEATURE_THREAD_ID, &area);
	pid_t told;

	expect_success(pipe2(threads, O_CLOEXEC));
	for (int i = 0; i < 2; i++) {
		start_deed(tell_and_read, &area);
		expect_success(read(threads[0], &told, sizeof(told)));
		expect_true(told != getpid(), "another thread");
		expect_equal(await_fault(uffd, 0).arg.pagefault.feat.ptid,
			     told);
	}
}

/* Shares our memory, and has its own numbers: it is number 1. */
static int read_in_namespace(void *argument)
{
	const struct area *area = argument;

	(void)*(volatile char *)area->start;
	return syscall(SYS_gettid) == 1 ? VERDICT_OK : VERDICT_NOT_OK;
}

SENTENCE("The number is that of the thread's own PID namespace, whichever "
	 "process reads the notification.")
{
	static char stack[65536] __attribute__((aligned(16)));
	struct area area = map_empty_area(backing, 1);
	int uffd = register_with(UFFD_FEATURE_THREAD_ID, &area);
	pid_t child;

	child = clone(read_in_namespace, stack + sizeof(stack),
		      CLONE_VM | CLONE_NEWPID | SIGCHLD, &area);
	if (child < 0)
		skip("no PID namespace can be made here");
	expect_true(child != 1, "our number of the child is another one");
	expect_equal(await_fault(uffd, 0).arg.pagefault.feat.ptid, 1);
	expect_success(uffd_copy(uffd, &area, 0));
	expect_child(child);
}

SENTENCE("Without this feature, arg.pagefault.feat.ptid is zero.",
	 .over = EVERY_BACKING)
{
	struct area area = map_empty_area(backing, 1);
	int uffd = register_with(0, &area);

	start_access(READ_ACCESS, &area, 0);
	expect_equal(await_fault(uffd, 0).arg.pagefault.feat.ptid, 0);
}

static void expect_minor_fault_with(unsigned long long features,
				    const struct backing *backing)
{
	struct area area = map_cached_area(backing);
	int uffd = enable(features);
	struct access *access;

	uffd_register(uffd, &area, UFFDIO_REGISTER_MODE_MINOR);
	access = start_access(READ_ACCESS, &area, 0);
	await_fault(uffd, UFFD_PAGEFAULT_FLAG_MINOR);
	expect_success(uffd_continue(uffd, &area, 0));
	expect_equal(expect_end(access), page_content(0));
}

TAG("UFFD_FEATURE_MINOR_HUGETLBFS (since Linux 5.13)");
SENTENCE("UFFD_FEATURE_MINOR_HUGETLBFS (since Linux 5.13)", .proof = VERSION)
{
	expect_since(5, 13, supported() & UFFD_FEATURE_MINOR_HUGETLBFS);
}

SENTENCE("Memory of hugetlbfs can be registered with "
	 "UFFDIO_REGISTER_MODE_MINOR, whether or not this feature was asked "
	 "for.",
	 .over = HUGETLBFS)
{
	expect_minor_fault_with(UFFD_FEATURE_MINOR_HUGETLBFS, backing);
	expect_minor_fault_with(0, backing);
}

TAG("UFFD_FEATURE_MINOR_SHMEM (since Linux 5.14)");
SENTENCE("UFFD_FEATURE_MINOR_SHMEM (since Linux 5.14)", .proof = VERSION)
{
	expect_since(5, 14, supported() & UFFD_FEATURE_MINOR_SHMEM);
}

SENTENCE("Shared memory can be registered with UFFDIO_REGISTER_MODE_MINOR, "
	 "whether or not this feature was asked for.",
	 .over = SHMEM)
{
	expect_minor_fault_with(UFFD_FEATURE_MINOR_SHMEM, backing);
	expect_minor_fault_with(0, backing);
}

TAG("UFFD_FEATURE_EXACT_ADDRESS (since Linux 5.18)");
SENTENCE("UFFD_FEATURE_EXACT_ADDRESS (since Linux 5.18)", .proof = VERSION)
{
	expect_since(5, 18, supported() & UFFD_FEATURE_EXACT_ADDRESS);
}

/* The address in the notification of an access to byte `offset`. */
static unsigned long long address_seen(const struct area *area,
				       unsigned long long features,
				       size_t offset)
{
	int uffd = register_with(features, area);
	struct area from_there = *area;

	from_there.start += offset;
	start_access(READ_ACCESS, &from_there, 0);
	return await_fault(uffd, 0).arg.pagefault.address -
	       (uintptr_t)area->start;
}

SENTENCE("In the notification of a page fault, arg.pagefault.address is the "
	 "address that was accessed.",
	 .over = EVERY_BACKING)
{
	struct area area = map_empty_area(backing, 2);
	size_t offset = area.page_size + area.page_size / 2 + 123;

	expect_equal(address_seen(&area, UFFD_FEATURE_EXACT_ADDRESS, offset),
		     offset);
}

SENTENCE("Without this feature, the address is rounded down to a multiple of "
	 "the page size.",
	 .over = SMALL_PAGES | THP)
{
	struct area area = map_empty_area(backing, 2);
	size_t offset = area.page_size + area.page_size / 2 + 123;
	size_t rounded = offset - offset % small_page_size();

	expect_true(rounded != offset, "the address is inside a page");
	expect_equal(address_seen(&area, 0, offset), rounded);
}

SENTENCE("Without this feature, an address in hugetlbfs is rounded down to a "
	 "multiple of the huge page size.",
	 .over = HUGETLBFS)
{
	struct area area = map_empty_area(backing, 2);
	size_t offset = area.page_size + area.page_size / 2 + 123;

	expect_equal(address_seen(&area, 0, offset), area.page_size);
}

TAG("UFFD_FEATURE_WP_HUGETLBFS_SHMEM (since Linux 5.19)");
SENTENCE("UFFD_FEATURE_WP_HUGETLBFS_SHMEM (since Linux 5.19)", .proof = VERSION)
{
	expect_since(5, 19, supported() & UFFD_FEATURE_WP_HUGETLBFS_SHMEM);
}

SENTENCE("Shared memory can be write-protected, whether or not this feature "
	 "was asked for.",
	 .over = SHMEM)
{
	expect_write_protection_with(UFFD_FEATURE_WP_HUGETLBFS_SHMEM,
				     map_area(backing, 1));
	expect_write_protection_with(0, map_area(backing, 1));
}

SENTENCE("Memory of hugetlbfs can be write-protected, whether or not this "
	 "feature was asked for.",
	 .over = HUGETLBFS)
{
	expect_write_protection_with(UFFD_FEATURE_WP_HUGETLBFS_SHMEM,
				     map_area(backing, 1));
	expect_write_protection_with(0, map_area(backing, 1));
}

TAG("UFFD_FEATURE_WP_UNPOPULATED (since Linux 6.4)");
SENTENCE("UFFD_FEATURE_WP_UNPOPULATED (since Linux 6.4)", .proof = VERSION)
{
	expect_since(6, 4, supported() & UFFD_FEATURE_WP_UNPOPULATED);
}

SENTENCE("UFFDIO_WRITEPROTECT(2const) protects missing pages of anonymous "
	 "memory, too.",
	 .over = ANONYMOUS_BACKED)
{
	expect_write_protection_with(UFFD_FEATURE_WP_UNPOPULATED,
				     map_empty_area(backing, 1));
}

SENTENCE("Without this feature, a missing page of anonymous memory is not "
	 "protected.",
	 .over = ANONYMOUS_BACKED)
{
	struct area area = map_empty_area(backing, 1);
	int uffd = enable(0);

	expect_write_protection_with(UFFD_FEATURE_WP_UNPOPULATED,
				     map_empty_area(backing, 1));
	uffd_register(uffd, &area, UFFDIO_REGISTER_MODE_WP);
	expect_success(writeprotect(uffd, &area, UFFDIO_WRITEPROTECT_MODE_WP));
	expect_end(start_access(WRITE_ACCESS, &area, 0));
	expect_no_message(uffd);
	expect_write_protection(uffd, &area);
}

SENTENCE("Missing pages of shared memory are protected, whether or not this "
	 "feature was asked for.",
	 .over = SHMEM)
{
	expect_write_protection_with(UFFD_FEATURE_WP_UNPOPULATED,
				     map_empty_area(backing, 1));
	expect_write_protection_with(0, map_empty_area(backing, 1));
}

SENTENCE("Missing pages of hugetlbfs are protected, whether or not this "
	 "feature was asked for.",
	 .over = HUGETLBFS)
{
	expect_write_protection_with(UFFD_FEATURE_WP_UNPOPULATED,
				     map_empty_area(backing, 1));
	expect_write_protection_with(0, map_empty_area(backing, 1));
}

TAG("UFFD_FEATURE_POISON (since Linux 6.6)");
SENTENCE("UFFD_FEATURE_POISON (since Linux 6.6)", .proof = VERSION)
{
	expect_since(6, 6, supported() & UFFD_FEATURE_POISON);
}

static void expect_poison_with(unsigned long long features,
			       const struct backing *backing)
{
	struct area area = map_empty_area(backing, 1);
	int uffd = register_with(features, &area);

	expect_success(uffd_poison(uffd, &area, 0));
	expect_equal(signal_of_access(READ_ACCESS, area.start), SIGBUS);
	expect_no_message(uffd);
}

SENTENCE("The operation UFFDIO_POISON(2const) succeeds, whether or not this "
	 "feature was asked for.",
	 .over = EVERY_BACKING)
{
	expect_poison_with(UFFD_FEATURE_POISON, backing);
	expect_poison_with(0, backing);
}

TAG("UFFD_FEATURE_WP_ASYNC (since Linux 6.7)");
SENTENCE("UFFD_FEATURE_WP_ASYNC (since Linux 6.7)", .proof = VERSION)
{
	expect_since(6, 7, supported() & UFFD_FEATURE_WP_ASYNC);
}

/* Populated and write-protected. */
static struct tracked track_writes(const struct backing *backing, size_t pages,
				   unsigned long long features)
{
	struct tracked t = { enable(features), map_area(backing, pages) };

	uffd_register(t.uffd, &t.area, UFFDIO_REGISTER_MODE_WP);
	expect_success(
		writeprotect(t.uffd, &t.area, UFFDIO_WRITEPROTECT_MODE_WP));
	return t;
}

/* Bit 57 of /proc/self/pagemap: the page is write-protected. */
static bool is_write_protected(const struct area *area, size_t index)
{
	off_t place = (uintptr_t)page_at(area, index) / small_page_size() * 8;
	int pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	uint64_t entry;

	expect_success(pagemap);
	expect_equal(pread(pagemap, &entry, sizeof(entry), place),
		     sizeof(entry));
	expect_success(close(pagemap));
	return entry & 1ULL << 57;
}

SENTENCE("A write to a page that was protected with "
	 "UFFDIO_WRITEPROTECT(2const) removes the protection.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_writes(backing, 2, UFFD_FEATURE_WP_ASYNC);

	expect_true(is_write_protected(&t.area, 0), "a page is protected");
	expect_true(is_write_protected(&t.area, 1), "so is the next one");
	expect_end(start_access(WRITE_ACCESS, &t.area, 0));
	expect_true(!is_write_protected(&t.area, 0), "the write unprotects");
	expect_true(is_write_protected(&t.area, 1), "no other page");
}

SENTENCE("The thread that makes the write goes on, and no notification can be "
	 "read.",
	 .over = EVERY_BACKING)
{
	struct tracked with = track_writes(backing, 1, UFFD_FEATURE_WP_ASYNC);
	struct tracked without = track_writes(backing, 1, 0);

	expect_end(start_access(WRITE_ACCESS, &with.area, 0));
	expect_no_message(with.uffd);
	start_access(WRITE_ACCESS, &without.area, 0);
	await_fault(without.uffd, UFFD_PAGEFAULT_FLAG_WP);
}

/* The same memory, in small pages, as the kernel keeps the marks of THP. */
static struct area in_small_pages(const struct area *area)
{
	struct area view = *area;

	if (area->backing == thp) {
		view.page_size = small_page_size();
		view.pages = area->length / view.page_size;
	}
	return part_of(&view, 0, 4);
}

SENTENCE("PAGEMAP_SCAN(2const) with PAGE_IS_WRITTEN finds the pages that were "
	 "written since they were protected.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_writes(backing, 4, UFFD_FEATURE_WP_ASYNC);
	struct area pages = in_small_pages(&t.area);

	expect_equal(scan_pages(&pages, PAGE_IS_WRITTEN), 0);
	expect_end(start_access(WRITE_ACCESS, &pages, 1));
	expect_end(start_access(READ_ACCESS, &pages, 2));
	expect_equal(scan_pages(&pages, PAGE_IS_WRITTEN), 0b0010);
	expect_end(start_access(WRITE_ACCESS, &pages, 3));
	expect_equal(scan_pages(&pages, PAGE_IS_WRITTEN), 0b1010);
	expect_success(
		writeprotect(t.uffd, &t.area, UFFDIO_WRITEPROTECT_MODE_WP));
	expect_equal(scan_pages(&pages, PAGE_IS_WRITTEN), 0);
}

SENTENCE("Asking for this feature enables UFFD_FEATURE_WP_UNPOPULATED as "
	 "well.",
	 .over = ANONYMOUS_BACKED)
{
	struct area area = map_empty_area(backing, 2);
	int uffd = enable(UFFD_FEATURE_WP_ASYNC);

	expect_equal(api_line_of(uffd).features,
		     UFFD_FEATURE_WP_ASYNC | UFFD_FEATURE_WP_UNPOPULATED |
			     HANDSHAKE_MADE);
	uffd_register(uffd, &area, UFFDIO_REGISTER_MODE_WP);
	expect_success(writeprotect(uffd, &area, UFFDIO_WRITEPROTECT_MODE_WP));
	expect_true(is_write_protected(&area, 0), "a missing page is");
	expect_true(is_write_protected(&area, 1), "so is the next one");
}

/* A page of a file in a ramfs, which goes away with the block's process. */
static struct area map_ramfs(void)
{
	struct area area = { .backing = anonymous,
			     .page_size = small_page_size(),
			     .pages = 1,
			     .length = small_page_size() };

	if (unshare(CLONE_NEWNS))
		skip("no mount namespace can be made here");
	expect_success(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL));
	expect_success(mount("ramfs", "/tmp", "ramfs", 0, NULL));
	area.fd = open("/tmp/file", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	expect_success(area.fd);
	expect_success(ftruncate(area.fd, (off_t)area.length));
	area.start = mmap(NULL, area.length, PROT_READ | PROT_WRITE, MAP_SHARED,
			  area.fd, 0);
	expect_true(area.start != MAP_FAILED, "mmap succeeds");
	return area;
}

SENTENCE("With this feature, a mapping of a file that is neither in shared "
	 "memory nor in hugetlbfs can be registered if UFFDIO_REGISTER_MODE_WP "
	 "is the only mode.")
{
	struct area area = map_ramfs();
	int with = enable(UFFD_FEATURE_WP_ASYNC), without = enable(0);
	unsigned long long wp = UFFDIO_REGISTER_MODE_WP;

	expect_error(register_area(without, &area, wp, NULL), EINVAL);
	expect_error(register_area(with, &area,
				   wp | UFFDIO_REGISTER_MODE_MISSING, NULL),
		     EINVAL);
	expect_success(register_area(with, &area, wp, NULL));
	*area.start = 'r';
	expect_success(writeprotect(with, &area, UFFDIO_WRITEPROTECT_MODE_WP));
	expect_true(is_write_protected(&area, 0), "it can be protected");
	expect_end(start_access(WRITE_ACCESS, &area, 0));
	expect_true(!is_write_protected(&area, 0), "the write unprotects");
}

TAG("UFFD_FEATURE_MOVE (since Linux 6.8)");
SENTENCE("UFFD_FEATURE_MOVE (since Linux 6.8)", .proof = VERSION)
{
	expect_since(6, 8, supported() & UFFD_FEATURE_MOVE);
}

static void expect_move_with(unsigned long long features,
			     const struct backing *backing)
{
	struct area from = map_area(backing, 1);
	struct area to = map_empty_area(backing, 1);
	int uffd = register_with(features, &to);
	struct uffdio_move argument = {
		.dst = (uintptr_t)to.start,
		.src = (uintptr_t)from.start,
		.len = to.length,
	};

	expect_success(uffd_ioctl(uffd, UFFDIO_MOVE, &argument));
	expect_equal(expect_end(start_access(READ_ACCESS, &to, 0)),
		     page_content(0));
	expect_equal(*page_at(&from, 0), 0);
	expect_no_message(uffd);
}

SENTENCE("The operation UFFDIO_MOVE(2const) succeeds, whether or not this "
	 "feature was asked for.",
	 .over = ANONYMOUS_BACKED)
{
	expect_move_with(UFFD_FEATURE_MOVE, backing);
	expect_move_with(0, backing);
}

TAG("UFFD_FEATURE_RWP (since Linux 7.3)");
SENTENCE("UFFD_FEATURE_RWP (since Linux 7.3)", .proof = VERSION)
{
	expect_since(7, 3, supported() & UFFD_FEATURE_RWP);
}

SENTENCE("Memory can be registered with UFFDIO_REGISTER_MODE_RWP, and its "
	 "pages can be protected with UFFDIO_RWPROTECT(2const).",
	 .over = EVERY_BACKING)
{
	struct tracked t = { enable(UFFD_FEATURE_RWP), map_area(backing, 1) };

	expect_success(
		register_area(t.uffd, &t.area, UFFDIO_REGISTER_MODE_RWP, NULL));
	protect(t.uffd, &t.area);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
}

SENTENCE("Without this feature, registering with UFFDIO_REGISTER_MODE_RWP "
	 "fails with the error EINVAL.",
	 .over = EVERY_BACKING)
{
	struct area area = map_area(backing, 1);
	int without = enable(supported() &
			     ~(UFFD_FEATURE_RWP | UFFD_FEATURE_RWP_ASYNC |
			       UFFD_FEATURE_EVENT_FORK));

	expect_error(
		register_area(without, &area, UFFDIO_REGISTER_MODE_RWP, NULL),
		EINVAL);
	expect_success(register_area(enable(UFFD_FEATURE_RWP), &area,
				     UFFDIO_REGISTER_MODE_RWP, NULL));
}

SENTENCE("The kernel must have been built with CONFIG_USERFAULTFD_RWP.",
	 .proof = EVIDENCE)
{
	expect_true(is_configured("CONFIG_USERFAULTFD"), "userfaultfds are");
	if (is_upstream_declared())
		expect_since(7, 3, is_configured("CONFIG_USERFAULTFD_RWP"));
	else
		expect_true(is_configured("CONFIG_USERFAULTFD_RWP"),
			    "read-write protection is");
}

/* They have userfaultfds, and the feature or not. */
static bool has_feature_on(const char *architecture)
{
	expect_true(is_configured_on(architecture, "CONFIG_USERFAULTFD"),
		    "userfaultfds are configured");
	return is_configured_on(architecture, "CONFIG_USERFAULTFD_RWP");
}

SENTENCE("In Linux 7.3, kernels for x86-64 have this symbol set.",
	 .proof = EVIDENCE)
{
	expect_true(has_feature_on("amd64"), "the symbol is set");
}

SENTENCE("In Linux 7.3, kernels for 64-bit Arm have this symbol set.",
	 .proof = EVIDENCE)
{
	expect_true(has_feature_on("arm64"), "the symbol is set");
}

SENTENCE("In Linux 7.3, kernels for 32-bit Arm do not have this symbol set.",
	 .proof = EVIDENCE)
{
	expect_true(!has_feature_on("armhf"), "the symbol is not set");
}

SENTENCE("In Linux 7.3, kernels for LoongArch do not have this symbol set.",
	 .proof = EVIDENCE)
{
	expect_true(!has_feature_on("loong64"), "the symbol is not set");
}

SENTENCE("In Linux 7.3, kernels for 64-bit PowerPC do not have this symbol "
	 "set.",
	 .proof = EVIDENCE)
{
	expect_true(!has_feature_on("ppc64el"), "the symbol is not set");
}

SENTENCE("In Linux 7.3, kernels for S/390 do not have this symbol set.",
	 .proof = EVIDENCE)
{
	expect_true(!has_feature_on("s390x"), "the symbol is not set");
}

TAG("UFFD_FEATURE_RWP_ASYNC (since Linux 7.3)");
SENTENCE("UFFD_FEATURE_RWP_ASYNC (since Linux 7.3)", .proof = VERSION)
{
	expect_since(7, 3, supported() & UFFD_FEATURE_RWP_ASYNC);
}

/* Populated and protected. */
static struct tracked track_with(const struct backing *backing, size_t pages,
				 unsigned long long features)
{
	struct tracked t = { enable(UFFD_FEATURE_RWP | features),
			     map_area(backing, pages) };

	uffd_register(t.uffd, &t.area, UFFDIO_REGISTER_MODE_RWP);
	protect(t.uffd, &t.area);
	return t;
}

SENTENCE("An access to a page that was protected with "
	 "UFFDIO_RWPROTECT(2const) removes the protection.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_with(backing, 2, UFFD_FEATURE_RWP_ASYNC);

	expect_equal(accessed_pages(&t.area), 0);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_success(set_mode(t.uffd, 0, UFFD_FEATURE_RWP_ASYNC));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 0));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
}

SENTENCE("The thread that makes the access goes on, and no notification can "
	 "be read.",
	 .over = EVERY_BACKING)
{
	struct tracked with = track_with(backing, 2, UFFD_FEATURE_RWP_ASYNC);
	struct tracked without = track_with(backing, 2, 0);

	expect_no_trap(with.uffd, start_access(READ_ACCESS, &with.area, 0));
	expect_no_trap(with.uffd, start_access(WRITE_ACCESS, &with.area, 1));
	expect_trap(without.uffd, start_access(READ_ACCESS, &without.area, 0));
	expect_trap(without.uffd, start_access(WRITE_ACCESS, &without.area, 1));
}

SENTENCE("PAGEMAP_SCAN(2const) with PAGE_IS_ACCESSED finds the pages that "
	 "were accessed since they were protected.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_with(backing, 4, UFFD_FEATURE_RWP_ASYNC);

	expect_equal(accessed_pages(&t.area), 0);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
	expect_equal(accessed_pages(&t.area), 0b0010);
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 3));
	expect_equal(accessed_pages(&t.area), 0b1010);
	protect(t.uffd, &t.area);
	expect_equal(accessed_pages(&t.area), 0);
}

SENTENCE("This feature can be asked for only together with UFFD_FEATURE_RWP.")
{
	int uffd = uffd_create();

	expect_error(uffd_handshake(uffd, UFFD_FEATURE_RWP_ASYNC), EINVAL);
	expect_error(uffd_handshake(uffd, UFFD_FEATURE_RWP_ASYNC |
						  UFFD_FEATURE_WP_ASYNC),
		     EINVAL);
	expect_success(uffd_handshake(uffd, UFFD_FEATURE_RWP_ASYNC |
						    UFFD_FEATURE_RWP));
}

SENTENCE("UFFDIO_SET_MODE(2const) can turn this feature on and off after the "
	 "handshake.")
{
	unsigned long long rwp = UFFD_FEATURE_RWP | HANDSHAKE_MADE;
	int uffd = enable(UFFD_FEATURE_RWP);

	expect_equal(api_line_of(uffd).features, rwp);
	expect_success(set_mode(uffd, UFFD_FEATURE_RWP_ASYNC, 0));
	expect_equal(api_line_of(uffd).features, rwp | UFFD_FEATURE_RWP_ASYNC);
	expect_success(set_mode(uffd, 0, UFFD_FEATURE_RWP_ASYNC));
	expect_equal(api_line_of(uffd).features, rwp);
}

/*
 * Whether the thread is asleep, by the third field of its stat.  No stdio: a
 * fork(2) that waits in another thread holds its locks.
 */
static bool is_asleep(pid_t thread)
{
	char path[64], text[256] = "", *state;
	int stat;

	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", thread);
	stat = open(path, O_RDONLY | O_CLOEXEC);
	if (stat < 0)
		return false;
	expect_success(read(stat, text, sizeof(text) - 1));
	expect_success(close(stat));
	state = strrchr(text, ')');
	return state && (state[2] == 'S' || state[2] == 'D');
}

static bool has_ended(const struct deed *deed)
{
	struct pollfd ended = { .fd = deed->ended, .events = POLLIN };

	return poll(&ended, 1, 0) == 1;
}

static void fork_off(const struct area *area)
{
	pid_t child = fork();

	(void)area;
	while (child == 0)
		pause();
	expect_success(child);
}

/* The deed sleeps until its event is read, and ends then. */
static void expect_wait(unsigned long long feature,
			void (*act)(const struct area *), int event)
{
	struct area area = map_area(anonymous, 1);
	int uffd = register_with(feature, &area);
	struct deed *deed = start_deed(act, &area);

	await_readable(uffd, "no event came");
	while (!is_asleep(deed->thread))
		expect_true(!has_ended(deed), "the thread waits");
	expect_true(!has_ended(deed), "the thread waits still");
	expect_equal(await_message(uffd).event, event);
	expect_deed_done(deed);
}

SECTION("DESCRIPTION / Features");
SENTENCE("The thread that causes an event waits until the event has been "
	 "read.")
{
	expect_wait(UFFD_FEATURE_EVENT_REMAP, move_away, UFFD_EVENT_REMAP);
	expect_wait(UFFD_FEATURE_EVENT_REMOVE, discard, UFFD_EVENT_REMOVE);
	expect_wait(UFFD_FEATURE_EVENT_UNMAP, unmap, UFFD_EVENT_UNMAP);
	expect_wait(UFFD_FEATURE_EVENT_FORK, fork_off, UFFD_EVENT_FORK);
}

/* The operations that the answer to a handshake lists. */
static unsigned long long operations(unsigned long long features)
{
	return shake_hands(uffd_create(), features).ioctls;
}

SECTION("DESCRIPTION / Operations");
SENTENCE("argp->ioctls is made of these bits:")
{
	unsigned long long listed =
		1ULL << _UFFDIO_API | 1ULL << _UFFDIO_REGISTER |
		1ULL << _UFFDIO_UNREGISTER | 1ULL << _UFFDIO_SET_MODE;

	expect_true(operations(0) != 0, "some operations are supported");
	expect_equal(operations(0) & ~listed, 0);
	expect_equal(operations(0), operations(UFFD_FEATURE_THREAD_ID));
}

TAG("(__u64) 1 << _UFFDIO_API");
SENTENCE("The operation UFFDIO_API is supported.")
{
	__u64 bit = (__u64)1 << _UFFDIO_API;

	expect_equal(bit, 0x8000000000000000);
	expect_equal(operations(0) & bit, bit);
}

TAG("(__u64) 1 << _UFFDIO_REGISTER");
SENTENCE("The operation UFFDIO_REGISTER(2const) is supported.")
{
	struct area area = map_empty_area(backing, 1);
	__u64 bit = (__u64)1 << _UFFDIO_REGISTER;

	expect_equal(bit, 0x1);
	expect_equal(operations(0) & bit, bit);
	expect_success(register_area(enable(0), &area,
				     UFFDIO_REGISTER_MODE_MISSING, NULL));
}

TAG("(__u64) 1 << _UFFDIO_UNREGISTER");
SENTENCE("The operation UFFDIO_UNREGISTER(2const) is supported.")
{
	struct area area = map_empty_area(backing, 1);
	int uffd = register_with(0, &area);
	__u64 bit = (__u64)1 << _UFFDIO_UNREGISTER;

	expect_equal(bit, 0x2);
	expect_equal(operations(0) & bit, bit);
	uffd_unregister(uffd, &area);
	expect_end(start_access(READ_ACCESS, &area, 0));
	expect_no_message(uffd);
}

TAG("(__u64) 1 << _UFFDIO_SET_MODE (since Linux 7.3)");
SENTENCE("(__u64) 1 << _UFFDIO_SET_MODE (since Linux 7.3)", .proof = VERSION)
{
	expect_since(7, 3, operations(0) & (__u64)1 << _UFFDIO_SET_MODE);
}

SENTENCE("The operation UFFDIO_SET_MODE(2const) is supported.")
{
	__u64 bit = (__u64)1 << _UFFDIO_SET_MODE;

	expect_equal(bit, 0x400);
	expect_equal(operations(UFFD_FEATURE_RWP) & bit, bit);
	expect_success(
		set_mode(enable(UFFD_FEATURE_RWP), UFFD_FEATURE_RWP_ASYNC, 0));
}

SENTENCE("The bit is set even if UFFD_FEATURE_RWP was not asked for.")
{
	__u64 bit = (__u64)1 << _UFFDIO_SET_MODE;

	expect_equal(operations(0) & bit, bit);
	expect_equal(operations(UFFD_FEATURE_RWP) & bit, bit);
}

SECTION("DESCRIPTION / Operations");
SENTENCE("The operations on ranges are not among these bits; "
	 "UFFDIO_REGISTER(2const) returns them for each range.")
{
	__u64 ranges = (__u64)1 << _UFFDIO_WAKE | (__u64)1 << _UFFDIO_COPY |
		       (__u64)1 << _UFFDIO_ZEROPAGE;
	struct area area = map_empty_area(backing, 1);
	int uffd = uffd_create();
	struct uffdio_api api = shake_hands(uffd, 0);
	struct uffdio_register argument = {
		.range.start = (uintptr_t)area.start,
		.range.len = area.length,
		.mode = UFFDIO_REGISTER_MODE_MISSING,
	};

	expect_true(api.ioctls != 0, "operations are returned");
	expect_equal(api.ioctls & ranges, 0);
	expect_success(uffd_ioctl(uffd, UFFDIO_REGISTER, &argument));
	expect_equal(argument.ioctls & ranges, ranges);
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

SECTION("RETURN VALUE");
SENTENCE("On success, 0 is returned.")
{
	int uffd = uffd_create();

	expect_equal(uffd_handshake(uffd, 0), 0);
	expect_ready(uffd);
}

SENTENCE("On error, -1 is returned and errno is set to say what is wrong.")
{
	int uffd = uffd_create();

	errno = 0;
	expect_equal(uffd_handshake(uffd, UNSUPPORTED), -1);
	expect_equal(errno, EINVAL);
	expect_equal(uffd_handshake(uffd, 0), 0);
}

SENTENCE(
	"If the call fails with EINVAL or EPERM and fd refers to a userfaultfd, "
	"*argp is filled with zeros.")
{
	struct uffdio_api api = { UFFD_API + 1, UFFD_FEATURE_SIGBUS, ~0ULL };
	int uffd = enable(0);

	expect_error(uffd_ioctl(uffd_create(), UFFDIO_API, &api), EINVAL);
	expect_zeros(&api);
	api = fail_to_shake(uffd_create(), UNSUPPORTED, EINVAL);
	expect_zeros(&api);
	api = fail_to_shake(uffd_create(), UFFD_FEATURE_RWP_ASYNC, EINVAL);
	expect_zeros(&api);
	api = fail_to_shake(uffd, UFFD_FEATURE_SIGBUS, EINVAL);
	expect_zeros(&api);
	api = fail_to_shake(open_device(), UFFD_FEATURE_SIGBUS, EINVAL);
	expect_equal(api.features, UFFD_FEATURE_SIGBUS);
	shake_hands(uffd_create(), UFFD_FEATURE_EVENT_FORK);
	give_up_ptrace();
	api = fail_to_shake(uffd_create(), UFFD_FEATURE_EVENT_FORK, EPERM);
	expect_zeros(&api);
}

/* A handshake in memory that can only be read. */
static struct uffdio_api *map_read_only(struct uffdio_api api)
{
	size_t length = small_page_size();
	struct uffdio_api *page = mmap(NULL, length, PROT_READ | PROT_WRITE,
				       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	expect_true(page != MAP_FAILED, "a page for the argument");
	*page = api;
	expect_success(mprotect(page, length, PROT_READ));
	return page;
}

SENTENCE("If the call fails, nothing has changed for fd.")
{
	struct uffdio_api good = { UFFD_API, UFFD_FEATURE_THREAD_ID, 0 };
	struct uffdio_api bad = { UFFD_API + 1, UFFD_FEATURE_THREAD_ID, 0 };
	int uffd = uffd_create();

	expect_error(uffd_ioctl(uffd, UFFDIO_API, NULL), EFAULT);
	expect_error(uffd_ioctl(uffd, UFFDIO_API, map_read_only(good)), EFAULT);
	expect_error(uffd_ioctl(uffd, UFFDIO_API, &bad), EINVAL);
	expect_error(uffd_handshake(uffd, UNSUPPORTED | UFFD_FEATURE_SIGBUS),
		     EINVAL);
	expect_not_ready(uffd);
	expect_success(uffd_handshake(uffd, UFFD_FEATURE_EXACT_ADDRESS));
	expect_error(uffd_handshake(uffd, UFFD_FEATURE_THREAD_ID), EINVAL);
	expect_equal(api_line_of(uffd).features,
		     UFFD_FEATURE_EXACT_ADDRESS | HANDSHAKE_MADE);
	expect_ready(uffd);
}

/* A handshake with another value of argp->api. */
static int handshake_of_api(int uffd, unsigned long long number,
			    unsigned long long features)
{
	struct uffdio_api api = { .api = number, .features = features };

	return uffd_ioctl(uffd, UFFDIO_API, &api);
}

SECTION("ERRORS");
SENTENCE("The kernel makes its checks in the order of this list and reports "
	 "the first that fails.")
{
	unsigned long long fork_event = UFFD_FEATURE_EVENT_FORK;
	struct uffdio_api *bad_api =
		map_read_only((struct uffdio_api){ .api = UFFD_API + 1 });
	struct uffdio_api *forbidden =
		map_read_only((struct uffdio_api){ UFFD_API, fork_event, 0 });
	struct uffdio_api *missing =
		map_read_only((struct uffdio_api){ UFFD_API, UNSUPPORTED, 0 });
	struct uffdio_api *second =
		map_read_only((struct uffdio_api){ .api = UFFD_API });
	int closed = uffd_create(), made = enable(0), uffd = uffd_create();
	int ends[2];

	shake_hands(uffd_create(), fork_event);
	give_up_ptrace();
	/* Each call has two defects, and reports the earlier one. */
	expect_success(pipe2(ends, O_CLOEXEC));
	expect_success(close(closed));
	expect_error(uffd_ioctl(closed, UFFDIO_API, NULL), EBADF);
	expect_error(uffd_ioctl(ends[0], UFFDIO_API, NULL), ENOTTY);
	expect_error(uffd_ioctl(made, UFFDIO_API, NULL), EFAULT);
	expect_error(uffd_ioctl(uffd, UFFDIO_API, bad_api), EFAULT);
	expect_error(uffd_ioctl(uffd, UFFDIO_API, forbidden), EFAULT);
	expect_error(uffd_ioctl(uffd, UFFDIO_API, missing), EFAULT);
	expect_error(uffd_ioctl(made, UFFDIO_API, second), EFAULT);
	expect_error(handshake_of_api(uffd, UFFD_API + 1, fork_event), EINVAL);
	expect_error(uffd_handshake(uffd, fork_event | UFFD_FEATURE_RWP_ASYNC),
		     EPERM);
	expect_error(uffd_handshake(uffd, fork_event | UNSUPPORTED), EPERM);
	expect_error(uffd_handshake(made, fork_event), EPERM);
	/* The later of the two alone. */
	expect_error(handshake_of_api(uffd, UFFD_API + 1, 0), EINVAL);
	expect_error(uffd_handshake(uffd, UFFD_FEATURE_RWP_ASYNC), EINVAL);
	expect_error(uffd_handshake(uffd, UNSUPPORTED), EINVAL);
	expect_error(uffd_handshake(made, 0), EINVAL);
	expect_success(uffd_handshake(uffd, 0));
}

TAG("EBADF");
SENTENCE("fd is not an open file descriptor.")
{
	int uffd = uffd_create();

	expect_success(close(uffd));
	expect_error(uffd_handshake(uffd, 0), EBADF);
	expect_error(uffd_handshake(-1, 0), EBADF);
	expect_success(uffd_handshake(uffd_create(), 0));
}

TAG("ENOTTY");
SENTENCE("fd does not refer to a userfaultfd.")
{
	int ends[2];

	expect_success(pipe2(ends, O_CLOEXEC));
	expect_error(uffd_handshake(ends[0], 0), ENOTTY);
	expect_error(uffd_handshake(memfd_create("file", 0), 0), ENOTTY);
	expect_success(uffd_handshake(uffd_create(), 0));
}

SENTENCE("For /dev/userfaultfd, the error is EINVAL.")
{
	int device = open_device();

	expect_error(uffd_handshake(device, 0), EINVAL);
	expect_success(uffd_handshake(uffd_create_by_device(device, 0), 0));
}

/* Two pages, and what is on the second can be used in this way only. */
static char *map_two_pages(int protection)
{
	size_t length = 2 * small_page_size();
	char *pages = mmap(NULL, length, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	expect_true(pages != MAP_FAILED, "two pages for the argument");
	expect_success(mprotect(pages + small_page_size(), small_page_size(),
				protection));
	return pages + small_page_size();
}

TAG("EFAULT");
SENTENCE("argp points to memory that the calling process cannot read.")
{
	char *end = map_two_pages(PROT_NONE);
	struct uffdio_api *before = (void *)(end - sizeof(*before));
	int uffd = uffd_create();

	expect_error(uffd_ioctl(uffd, UFFDIO_API, NULL), EFAULT);
	expect_error(uffd_ioctl(uffd, UFFDIO_API, end), EFAULT);
	expect_error(uffd_ioctl(uffd, UFFDIO_API, end - 8), EFAULT);
	*before = (struct uffdio_api){ .api = UFFD_API };
	expect_success(uffd_ioctl(uffd, UFFDIO_API, before));
}

SENTENCE("argp points to memory that the calling process cannot write.")
{
	struct uffdio_api good = { .api = UFFD_API };
	struct uffdio_api *page = map_read_only(good);
	int uffd = uffd_create();

	expect_error(uffd_ioctl(uffd, UFFDIO_API, page), EFAULT);
	expect_error(uffd_ioctl(uffd, UFFDIO_API, page), EFAULT);
	expect_success(
		mprotect(page, small_page_size(), PROT_READ | PROT_WRITE));
	expect_success(uffd_ioctl(uffd, UFFDIO_API, page));
}

TAG("EINVAL");
SENTENCE("argp->api is not UFFD_API.")
{
	int uffd = uffd_create();

	expect_error(handshake_of_api(uffd, UFFD_API + 1, 0), EINVAL);
	expect_error(handshake_of_api(uffd, 0, 0), EINVAL);
	expect_success(handshake_of_api(uffd, UFFD_API, 0));
}

TAG("EPERM");
SENTENCE("argp->features has UFFD_FEATURE_EVENT_FORK set, and the calling "
	 "process does not have the capability CAP_SYS_PTRACE.")
{
	unsigned long long others =
		supported() & ~(unsigned long long)UFFD_FEATURE_EVENT_FORK;

	shake_hands(uffd_create(), UFFD_FEATURE_EVENT_FORK);
	give_up_ptrace();
	expect_error(uffd_handshake(uffd_create(), UFFD_FEATURE_EVENT_FORK),
		     EPERM);
	expect_error(
		uffd_handshake(uffd_create(), others | UFFD_FEATURE_EVENT_FORK),
		EPERM);
	expect_success(uffd_handshake(uffd_create(), others));
}

TAG("EINVAL (since Linux 7.3)");
SENTENCE("EINVAL (since Linux 7.3)", .proof = VERSION)
{
	unsigned long long async = UFFD_FEATURE_RWP_ASYNC;
	bool alone = uffd_handshake(uffd_create(), async) == 0;
	bool together =
		uffd_handshake(uffd_create(), async | UFFD_FEATURE_RWP) == 0;

	expect_since(7, 3, together && !alone);
}

SENTENCE("argp->features has UFFD_FEATURE_RWP_ASYNC set, and not "
	 "UFFD_FEATURE_RWP.")
{
	unsigned long long async = UFFD_FEATURE_RWP_ASYNC;
	int uffd = uffd_create();

	expect_error(uffd_handshake(uffd, async), EINVAL);
	expect_success(uffd_handshake(uffd, async | UFFD_FEATURE_RWP));
}

TAG("EINVAL");
SENTENCE("argp->features has a bit set that the kernel does not support.")
{
	unsigned long long features = supported();
	int uffd = uffd_create();

	for (int i = 0; i < 64; i++)
		if (!(features & 1ULL << i))
			expect_error(uffd_handshake(uffd, 1ULL << i), EINVAL);
	shake_hands(uffd, features);
}

SENTENCE("A handshake has been made with fd before, whatever features it "
	 "asked for.")
{
	int with = uffd_create(), without = uffd_create();

	expect_success(uffd_handshake(with, UFFD_FEATURE_THREAD_ID));
	expect_success(uffd_handshake(without, 0));
	expect_error(uffd_handshake(with, UFFD_FEATURE_THREAD_ID), EINVAL);
	expect_error(uffd_handshake(with, 0), EINVAL);
	expect_error(uffd_handshake(without, UFFD_FEATURE_THREAD_ID), EINVAL);
	expect_error(uffd_handshake(without, 0), EINVAL);
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

SENTENCE("UFFDIO_WRITEPROTECT(2const)", .proof = REFERENCE)
{
	expect_page("UFFDIO_WRITEPROTECT", "2const");
}
