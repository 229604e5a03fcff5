// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#include "access.h"
#include "backing.h"
#include "events.h"
#include "expect.h"
#include "memory.h"
#include "pagemap.h"
#include "reference.h"
#include "release.h"
#include "sentence.h"
#include "uapi.h"
#include "uffd.h"

/* Whether this kernel has the operation at all. */
static bool kernel_has_rwprotect(void)
{
	int uffd = uffd_create();

	return uffd_handshake(uffd, UFFD_FEATURE_RWP) == 0;
}

/* A page in the middle of three is protected, and its neighbours are not. */
static void expect_only_middle_trapped(const struct tracked *t)
{
	expect_no_trap(t->uffd, start_access(READ_ACCESS, &t->area, 0));
	expect_trap(t->uffd, start_access(READ_ACCESS, &t->area, 1));
	expect_no_trap(t->uffd, start_access(READ_ACCESS, &t->area, 2));
}

SECTION("NAME");
SENTENCE("UFFDIO_RWPROTECT - trap every access to the pages of an address "
	 "range, or stop trapping them",
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

SENTENCE("The kernel traps every read of a protected page.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, 0);

	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
}

SENTENCE("The kernel traps every write to a protected page.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, 0);

	expect_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 0));
	expect_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
	expect_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
}

SENTENCE("A protected page stays in memory.", .over = EVERY_BACKING)
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

SENTENCE("If nothing else was negotiated, the thread whose access is trapped "
	 "waits until the protection is removed.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 1, 0);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_trap(t.uffd, access);
	expect_waiting(t.uffd, 1, 0);
	unprotect(t.uffd, &t.area);
	expect_end(access);
	expect_waiting(t.uffd, 0, 0);
}
