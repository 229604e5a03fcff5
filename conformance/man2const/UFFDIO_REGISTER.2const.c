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
#include <sys/mount.h>
#include <sys/shm.h>
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
#include "proc.h"
#include "reference.h"
#include "release.h"
#include "sentence.h"
#include "uapi.h"
#include "uffd.h"

#define MISSING UFFDIO_REGISTER_MODE_MISSING
#define WP	UFFDIO_REGISTER_MODE_WP
#define MINOR	UFFDIO_REGISTER_MODE_MINOR
#define RWP	UFFDIO_REGISTER_MODE_RWP

#define BIT(operation) (1ULL << (operation))

static int registers(int uffd, const struct area *area,
		     unsigned long long modes)
{
	return register_area(uffd, area, modes, NULL);
}

/* Registered memory. */
static struct tracked hand_over(struct area area, unsigned long long modes,
				unsigned long long features)
{
	struct tracked t = { uffd_open(features), area };

	expect_success(registers(t.uffd, &t.area, modes));
	return t;
}

/* The same, with no page in it. */
static struct tracked hand_over_empty(const struct backing *backing,
				      size_t pages, unsigned long long modes)
{
	return hand_over(map_empty_area(backing, pages), modes, 0);
}

/* The file has every page, and none is mapped in the area. */
static struct area map_cached_area(const struct backing *backing, size_t pages)
{
	struct area area = map_empty_area(backing, pages);
	struct area second = map_again(&area);

	for (size_t i = 0; i < pages; i++)
		*page_at(&second, i) = page_content(i);
	return area;
}

static unsigned long long modes_of(const struct area *area)
{
	return (has_vm_flag(area, "um") ? MISSING : 0) |
	       (has_vm_flag(area, "uw") ? WP : 0) |
	       (has_vm_flag(area, "ui") ? MINOR : 0) |
	       (has_vm_flag(area, "ur") ? RWP : 0);
}

/* A read of a page that is missing waits; the page is brought, it goes on. */
static void expect_missing(int uffd, const struct area *area, size_t index)
{
	struct area page = part_of(area, index, 1);
	struct access *access = start_access(READ_ACCESS, &page, 0);

	expect_fault(uffd, access, 0);
	expect_success(uffd_copy(uffd, &page, 0));
	expect_equal(expect_end(access), page_content(0));
}

/* A read of a page that is not there goes through. */
static void expect_not_missing(int uffd, const struct area *area, size_t index)
{
	expect_no_trap(uffd, start_access(READ_ACCESS, area, index));
}

static void protect_from_writing(int uffd, const struct area *area)
{
	expect_success(writeprotect(uffd, area, UFFDIO_WRITEPROTECT_MODE_WP));
}

/* All bits of UFFDIO_API, of a userfaultfd that asked for none. */
static unsigned long long features_of_kernel(void)
{
	struct uffdio_api api = { .api = UFFD_API };

	expect_success(ioctl(uffd_create(), UFFDIO_API, &api));
	return api.features;
}

static struct area area_at(char *start, size_t length)
{
	return (struct area){
		.backing = anonymous,
		.start = start,
		.page_size = small_page_size(),
		.pages = length / small_page_size(),
		.length = length,
		.fd = -1,
	};
}

/* Four small pages. */
static struct area map_with(int protection, int flags, int fd)
{
	size_t length = 4 * small_page_size();
	char *start = mmap(NULL, length, protection, flags, fd, 0);

	if (start == MAP_FAILED)
		fail("mmap with flags 0x%x: %m", (unsigned int)flags);
	return area_at(start, length);
}

/* As large as map_with() needs it. */
static int give_size(int fd)
{
	if (fd < 0 || ftruncate(fd, 4 * (off_t)small_page_size()))
		fail("no file of four pages: %m");
	return fd;
}

static int create_memfd(unsigned int flags)
{
	return give_size(memfd_create("file", MFD_CLOEXEC | flags));
}

/* On a file system of its own, which goes away with the block. */
static int create_file_on(const char *type)
{
	int fs = fsopen(type, FSOPEN_CLOEXEC);
	int mount;

	if (fs < 0 && errno == EPERM)
		skip("mounting a file system needs CAP_SYS_ADMIN");
	if (fs < 0 || fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0))
		fail("a file system of type %s: %m", type);
	mount = fsmount(fs, FSMOUNT_CLOEXEC, 0);
	if (mount < 0)
		fail("fsmount: %m");
	return give_size(openat(mount, "file", O_CREAT | O_RDWR, 0600));
}

static int open_for_reading(int fd)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		fail("%s: %m", path);
	return fd;
}

/* It can be registered in each of the modes. */
static void expect_registrable(const struct area *area,
			       unsigned long long modes)
{
	for (unsigned long long mode = MISSING; mode <= MINOR; mode <<= 1) {
		int uffd = uffd_open(0);

		if (!(modes & mode))
			continue;
		expect_success(registers(uffd, area, mode));
		expect_equal(modes_of(area), mode);
		expect_success(close(uffd));
	}
}

/* It cannot be registered in any mode, and anonymous memory can. */
static void expect_not_registrable(const struct area *area, int error)
{
	struct area control = map_empty_area(anonymous, 1);
	int uffd = uffd_open(0);

	expect_error(registers(uffd, area, MISSING), error);
	expect_error(registers(uffd, area, WP), error);
	expect_equal(modes_of(area), 0);
	expect_success(registers(uffd, &control, MISSING));
}

static unsigned long long operations_of(const struct area *area,
					unsigned long long modes)
{
	unsigned long long operations;
	bool rwp = modes & RWP;
	int uffd = uffd_open(rwp ? UFFD_FEATURE_RWP : 0);

	expect_success(register_area(uffd, area, modes, &operations));
	expect_success(close(uffd));
	return operations;
}

SECTION("NAME");
SENTENCE("UFFDIO_REGISTER - choose the page faults in an address range that "
	 "a userfaultfd handles",
	 .proof = REFERENCE)
{
	expect_page("UFFDIO_REGISTER", "2const");
}

SECTION("LIBRARY");
SENTENCE("Standard C library (libc, -lc)", .proof = ABI)
{
	struct area area = map_empty_area(backing, 1);
	struct uffdio_register argument = {
		.range = { (uintptr_t)area.start, area.length },
		.mode = MISSING,
	};

	expect_success(ioctl(uffd_open(0), UFFDIO_REGISTER, &argument));
}

SECTION("SYNOPSIS");
SENTENCE("#include <linux/userfaultfd.h> /* Definition of UFFD* constants */",
	 .proof = ABI)
{
	struct area area = map_empty_area(backing, 1);

	expect_equal(UFFDIO_REGISTER, 0xc020aa00);
	expect_equal(MISSING, 1);
	expect_equal(WP, 2);
	expect_equal(MINOR, 4);
	expect_equal(RWP, 8);
	expect_success(registers(uffd_open(0), &area, 1));
}

SENTENCE("#include <sys/ioctl.h>", .proof = ABI)
{
	int (*declared)(int, unsigned long, ...) = ioctl;
	struct area area = map_empty_area(backing, 1);
	struct uffdio_register argument = {
		.range = { (uintptr_t)area.start, area.length },
		.mode = MISSING,
	};

	expect_success(declared(uffd_open(0), UFFDIO_REGISTER, &argument));
}

SENTENCE("int ioctl(int fd, UFFDIO_REGISTER, struct uffdio_register *argp);",
	 .proof = ABI)
{
	struct area area = map_empty_area(backing, 1);
	struct uffdio_register argument = {
		.range = { (uintptr_t)area.start, area.length },
		.mode = MISSING,
	};

	expect_equal(ioctl(uffd_open(0), UFFDIO_REGISTER, &argument), 0);
}

SENTENCE("struct uffdio_register { "
	 "struct uffdio_range range; /* The pages to register */ "
	 "__u64 mode; /* UFFDIO_REGISTER_MODE_* */ "
	 "__u64 ioctls; /* Operations allowed (output) */ };",
	 .proof = ABI)
{
	struct area area = map_empty_area(backing, 3);
	struct area middle = part_of(&area, 1, 1);
	__u64 argument[] = { (uintptr_t)middle.start, middle.length, MISSING,
			     0 };

	expect_equal(sizeof(struct uffdio_register), sizeof(argument));
	expect_equal(offsetof(struct uffdio_register, range), 0);
	expect_equal(offsetof(struct uffdio_register, mode), 16);
	expect_equal(offsetof(struct uffdio_register, ioctls), 24);
	expect_success(uffd_ioctl(uffd_open(0), UFFDIO_REGISTER, argument));
	expect_true(argument[3] != 0, "the mask of operations comes last");
	expect_equal(modes_of(&area), 0);
	expect_equal(modes_of(&middle), MISSING);
}

SENTENCE("struct uffdio_range { __u64 start; /* Address of the first page */ "
	 "__u64 len; /* Length in bytes */ };",
	 .proof = ABI)
{
	struct area area = map_empty_area(backing, 3);
	struct area last = part_of(&area, 2, 1);
	struct uffdio_register argument = { .mode = MISSING };

	expect_equal(sizeof(struct uffdio_range), 16);
	expect_equal(offsetof(struct uffdio_range, start), 0);
	expect_equal(offsetof(struct uffdio_range, len), 8);
	argument.range.start = (uintptr_t)area.start;
	argument.range.len = 2 * area.page_size;
	expect_success(uffd_ioctl(uffd_open(0), UFFDIO_REGISTER, &argument));
	expect_equal(modes_of(&area), MISSING);
	expect_equal(modes_of(&last), 0);
}

SECTION("DESCRIPTION");
SENTENCE("This operation registers an address range with a userfaultfd.",
	 .over = EVERY_BACKING)
{
	struct tracked t = { uffd_open(0), map_empty_area(backing, 2) };
	int other = uffd_open(0);

	expect_equal(modes_of(&t.area), 0);
	expect_success(registers(t.uffd, &t.area, MISSING));
	expect_equal(modes_of(&t.area), MISSING);
	expect_missing(t.uffd, &t.area, 0);
	expect_missing(t.uffd, &t.area, 1);
	expect_no_message(other);
}

SENTENCE(
	"If nothing else was negotiated, a thread that causes a page fault of a "
	"chosen kind in the range waits.",
	.over = EVERY_BACKING)
{
	struct tracked t = hand_over_empty(backing, 1, MISSING);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_fault(t.uffd, access, 0);
	expect_waiting(t.uffd, 1, 0);
	expect_success(uffd_copy(t.uffd, &t.area, 0));
	expect_equal(expect_end(access), page_content(0));
	expect_waiting(t.uffd, 0, 0);
}

SENTENCE("A notification of the fault can then be read from fd.",
	 .over = EVERY_BACKING)
{
	struct tracked t = hand_over_empty(backing, 2, MISSING);
	struct uffd_msg message;

	expect_no_message(t.uffd);
	start_access(READ_ACCESS, &t.area, 1);
	message = await_message(t.uffd);
	expect_equal(message.event, UFFD_EVENT_PAGEFAULT);
	expect_equal(message.arg.pagefault.address,
		     (uintptr_t)page_at(&t.area, 1));
	expect_no_message(t.uffd);
}

SENTENCE("If UFFD_FEATURE_SIGBUS was negotiated, an access in user mode raises "
	 "the signal SIGBUS instead, and no notification is sent.",
	 .over = EVERY_BACKING)
{
	struct tracked t = hand_over(map_empty_area(backing, 2), MISSING,
				     UFFD_FEATURE_SIGBUS);
	struct area first = part_of(&t.area, 0, 1);

	expect_equal(signal_of_access(READ_ACCESS, first.start), SIGBUS);
	expect_no_message(t.uffd);
	expect_success(uffd_copy(t.uffd, &first, 0));
	expect_equal(signal_of_access(READ_ACCESS, first.start), 0);
	expect_equal(signal_of_access(WRITE_ACCESS, page_at(&t.area, 1)),
		     SIGBUS);
	expect_no_message(t.uffd);
}

SENTENCE("A page fault outside the range is not notified.",
	 .over = EVERY_BACKING)
{
	struct area area = map_empty_area(backing, 3);
	struct tracked t = hand_over(part_of(&area, 1, 1), MISSING, 0);

	expect_not_missing(t.uffd, &area, 0);
	expect_not_missing(t.uffd, &area, 2);
	expect_missing(t.uffd, &area, 1);
}

SENTENCE("The range belongs to the address space of the process that created "
	 "fd, whichever process makes the call.")
{
	struct tracked t = { uffd_open(0), map_empty_area(backing, 1) };
	pid_t child = fork();

	expect_success(child);
	if (child == 0) {
		expect_success(registers(t.uffd, &t.area, MISSING));
		expect_equal(modes_of(&t.area), 0);
		_exit(VERDICT_OK);
	}
	expect_child(child);
	expect_equal(modes_of(&t.area), MISSING);
	expect_missing(t.uffd, &t.area, 0);
}

SENTENCE("The range may cover a part of a mapping.", .over = EVERY_BACKING)
{
	struct area area = map_empty_area(backing, 3);
	struct area first = part_of(&area, 0, 1), last = part_of(&area, 2, 1);
	struct tracked t = hand_over(first, MISSING, 0);

	expect_success(registers(t.uffd, &last, MISSING));
	expect_missing(t.uffd, &area, 0);
	expect_not_missing(t.uffd, &area, 1);
	expect_missing(t.uffd, &area, 2);
}

SENTENCE("The range may cover a part of a transparent huge page.", .over = THP)
{
	struct area huge = map_area(backing, 1);
	struct area small = area_at(huge.start, huge.length);
	struct tracked t = hand_over(part_of(&small, 5, 2), MISSING, 0);

	expect_equal(*huge.start, page_content(0));
	expect_success(madvise(huge.start, huge.length, MADV_DONTNEED));
	expect_not_missing(t.uffd, &small, 4);
	expect_missing(t.uffd, &small, 5);
	expect_missing(t.uffd, &small, 6);
	expect_not_missing(t.uffd, &small, 7);
}

SENTENCE("The range may cover several mappings.", .over = EVERY_BACKING)
{
	struct tracked t = { uffd_open(0), map_empty_area(backing, 3) };
	struct area middle = part_of(&t.area, 1, 1);

	expect_success(mprotect(middle.start, middle.length, PROT_READ));
	expect_success(registers(t.uffd, &t.area, MISSING));
	for (size_t i = 0; i < t.area.pages; i++)
		expect_missing(t.uffd, &t.area, i);
}

/* Adjacent mappings: one page of each kind, in the order of the addresses. */
struct mixture {
	struct area whole;
	struct area small; /* anonymous */
	struct area huge;  /* of hugetlbfs */
	struct area shared;
};

static struct area put(struct area area, char *where, int fd)
{
	int flags = fd < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED;

	area.start = mmap(where, area.length, PROT_READ | PROT_WRITE,
			  flags | MAP_FIXED, fd, 0);
	if (area.start == MAP_FAILED)
		fail("mmap of %zu bytes: %m", area.length);
	return area;
}

static struct mixture map_mixture(void)
{
	struct area room = map_empty_area(thp, 3);
	struct area huge = map_empty_area(&backings[2], 1);
	struct area shared = map_empty_area(&backings[1], 1);
	char *middle = page_at(&room, 1);
	size_t small = small_page_size();
	struct mixture mixture = {
		.whole = area_at(middle - small, huge.length + 2 * small),
		.huge = put(huge, middle, huge.fd),
		.shared = put(shared, middle + huge.length, shared.fd),
	};

	mixture.small = part_of(&mixture.whole, 0, 1);
	put(mixture.small, mixture.small.start, -1);
	return mixture;
}

SENTENCE("The mappings may be of different kinds of memory.")
{
	struct mixture mixture = map_mixture();
	struct tracked t = hand_over(mixture.whole, MISSING, 0);

	expect_missing(t.uffd, &mixture.small, 0);
	expect_missing(t.uffd, &mixture.huge, 0);
	expect_missing(t.uffd, &mixture.shared, 0);
}

SENTENCE("Gaps between the mappings are allowed.", .over = EVERY_BACKING)
{
	struct tracked t = { uffd_open(0), map_empty_area(backing, 5) };

	for (size_t i = 0; i < 5; i += 2)
		expect_success(munmap(page_at(&t.area, i), t.area.page_size));
	expect_success(registers(t.uffd, &t.area, MISSING));
	expect_missing(t.uffd, &t.area, 1);
	expect_missing(t.uffd, &t.area, 3);
}

SENTENCE("Several ranges can be registered with one userfaultfd.",
	 .over = EVERY_BACKING)
{
	struct tracked t = hand_over_empty(backing, 1, MISSING);
	struct area second = map_empty_area(backing, 1);

	expect_success(registers(t.uffd, &second, MISSING));
	expect_missing(t.uffd, &t.area, 0);
	expect_missing(t.uffd, &second, 0);
}

SENTENCE("A mapping without PROT_WRITE can be registered.",
	 .over = EVERY_BACKING)
{
	struct tracked t = { uffd_open(0), map_empty_area(backing, 2) };

	expect_success(mprotect(t.area.start, t.area.length, PROT_READ));
	expect_success(registers(t.uffd, &t.area, MISSING));
	expect_missing(t.uffd, &t.area, 0);
	expect_missing(t.uffd, &t.area, 1);
}

SENTENCE("A private mapping of a file in shared memory can be registered even "
	 "if the file was opened for reading only.")
{
	int fd = open_for_reading(create_memfd(0));
	struct area area = map_with(PROT_READ, MAP_PRIVATE, fd);
	struct tracked t = hand_over(area, MISSING, 0);

	expect_equal(modes_of(&t.area), MISSING);
	expect_missing(t.uffd, &t.area, 3);
}

SENTENCE("Registration belongs to the mapping: an access through another "
	 "mapping of the same file is not notified.",
	 .over = FILE_BACKED)
{
	struct tracked t = hand_over_empty(backing, 2, MISSING);
	struct area second = map_again(&t.area);

	expect_equal(modes_of(&second), 0);
	expect_not_missing(t.uffd, &second, 0);
	expect_missing(t.uffd, &t.area, 1);
}

SENTENCE("argp->mode holds one or more of these bits:", .over = EVERY_BACKING)
{
	struct area area = map_empty_area(backing, 1);

	for (unsigned long long modes = MISSING; modes <= (MISSING | WP);
	     modes++) {
		struct tracked t = hand_over(area, modes, 0);

		expect_equal(modes_of(&area), modes);
		expect_success(close(t.uffd));
	}
}

TAG("UFFDIO_REGISTER_MODE_MISSING");
SENTENCE("A thread waits when it accesses an address that has no page.",
	 .over = EVERY_BACKING)
{
	struct tracked t = hand_over_empty(backing, 3, MISSING);
	struct area page = part_of(&t.area, 2, 1);
	struct access *access;

	expect_missing(t.uffd, &t.area, 0);
	expect_not_missing(t.uffd, &t.area, 0);
	access = start_access(WRITE_ACCESS, &page, 0);
	await_message(t.uffd);
	expect_waiting(t.uffd, 1, 0);
	expect_success(uffd_copy(t.uffd, &page, 0));
	expect_equal(expect_end(access), WRITTEN);
}

SENTENCE("If the access is a read, the notification has no flag set.",
	 .over = EVERY_BACKING)
{
	struct tracked t = hand_over_empty(backing, 1, MISSING);

	start_access(READ_ACCESS, &t.area, 0);
	expect_equal(await_message(t.uffd).arg.pagefault.flags, 0);
}

SENTENCE("If the access is a write, the notification has "
	 "UFFD_PAGEFAULT_FLAG_WRITE set.",
	 .over = EVERY_BACKING)
{
	struct tracked t = hand_over_empty(backing, 1, MISSING);

	start_access(WRITE_ACCESS, &t.area, 0);
	expect_equal(await_message(t.uffd).arg.pagefault.flags,
		     UFFD_PAGEFAULT_FLAG_WRITE);
}

SENTENCE("Private anonymous memory can be registered.",
	 .over = ANONYMOUS_BACKED)
{
	struct tracked t = hand_over_empty(backing, 2, MISSING);

	expect_equal(modes_of(&t.area), MISSING);
	expect_missing(t.uffd, &t.area, 1);
}

/* Whether the call succeeds in this mode and the mapping is then registered. */
static bool can_register(const struct area *area, unsigned long long mode)
{
	return registers(uffd_open(0), area, mode) == 0 &&
	       modes_of(area) == mode;
}

SENTENCE("Since Linux 4.11, shared memory can be registered in this mode.",
	 .proof = VERSION, .over = SHMEM)
{
	struct area area = map_empty_area(backing, 1);

	expect_since(4, 11, can_register(&area, MISSING));
}

SENTENCE("Since Linux 4.11, hugetlbfs can be registered in this mode.",
	 .proof = VERSION, .over = HUGETLBFS)
{
	struct area area = map_empty_area(backing, 1);

	expect_since(4, 11, can_register(&area, MISSING));
}

SENTENCE("An address of anonymous memory that has been accessed before has a "
	 "page.",
	 .over = ANONYMOUS_BACKED)
{
	struct area area = map_empty_area(backing, 3);
	struct tracked t;

	expect_equal(*(volatile char *)page_at(&area, 0), 0);
	*page_at(&area, 1) = 'x';
	t = hand_over(area, MISSING, 0);
	expect_not_missing(t.uffd, &area, 0);
	expect_not_missing(t.uffd, &area, 1);
	expect_missing(t.uffd, &area, 2);
}

SENTENCE("An anonymous page that is in swap is not missing.",
	 .over = ANONYMOUS_BACKED)
{
	struct tracked t = hand_over(map_area(backing, 2), MISSING, 0);
	struct access *access;

	reclaim(&t.area);
	access = start_access(READ_ACCESS, &t.area, 1);
	expect_no_trap(t.uffd, access);
	expect_equal(expect_end(access), page_content(1));
	expect_success(madvise(t.area.start, t.area.page_size, MADV_DONTNEED));
	expect_missing(t.uffd, &t.area, 0);
}

SENTENCE("An address of anonymous memory has no page after MADV_DONTNEED of "
	 "madvise(2).",
	 .over = ANONYMOUS_BACKED)
{
	struct tracked t = hand_over(map_area(backing, 2), MISSING, 0);

	expect_not_missing(t.uffd, &t.area, 0);
	expect_success(madvise(t.area.start, t.area.length, MADV_DONTNEED));
	expect_missing(t.uffd, &t.area, 0);
	expect_missing(t.uffd, &t.area, 1);
}

SENTENCE("An address of a file mapping has no page if the file has a hole "
	 "there.",
	 .over = FILE_BACKED)
{
	struct tracked t = hand_over(map_area(backing, 2), MISSING, 0);

	expect_not_missing(t.uffd, &t.area, 0);
	expect_success(fallocate(t.area.fd,
				 FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0,
				 (off_t)t.area.page_size));
	expect_missing(t.uffd, &t.area, 0);
	expect_not_missing(t.uffd, &t.area, 1);
}

SENTENCE("A page that the file has is not missing, even if it is not mapped "
	 "in the range.",
	 .over = FILE_BACKED)
{
	struct area area = map_empty_area(backing, 2);
	struct area second = map_again(&area);
	struct tracked t = hand_over(area, MISSING, 0);
	struct access *access;

	*page_at(&second, 0) = page_content(0);
	access = start_access(READ_ACCESS, &area, 0);
	expect_no_trap(t.uffd, access);
	expect_equal(expect_end(access), page_content(0));
	expect_missing(t.uffd, &area, 1);
}

TAG("UFFDIO_REGISTER_MODE_WP (since Linux 5.7)");
SENTENCE("UFFDIO_REGISTER_MODE_WP (since Linux 5.7)", .proof = VERSION)
{
	struct area area = map_empty_area(backing, 1);

	expect_since(5, 7, can_register(&area, WP));
}

SENTENCE("A thread waits when it writes to a page that is protected with "
	 "UFFDIO_WRITEPROTECT(2const).",
	 .over = EVERY_BACKING)
{
	struct tracked t = hand_over(map_area(backing, 2), WP, 0);
	struct access *access;

	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 0));
	protect_from_writing(t.uffd, &t.area);
	access = start_access(WRITE_ACCESS, &t.area, 1);
	await_message(t.uffd);
	expect_waiting(t.uffd, 1, 0);
	expect_equal(*page_at(&t.area, 1), page_content(1));
	expect_success(writeprotect(t.uffd, &t.area, 0));
	expect_equal(expect_end(access), WRITTEN);
}

SENTENCE("The notification has UFFD_PAGEFAULT_FLAG_WP set.",
	 .over = EVERY_BACKING)
{
	struct tracked t = hand_over(map_area(backing, 1), WP, 0);
	struct uffd_msg message;

	protect_from_writing(t.uffd, &t.area);
	start_access(WRITE_ACCESS, &t.area, 0);
	message = await_message(t.uffd);
	expect_equal(message.event, UFFD_EVENT_PAGEFAULT);
	expect_equal(message.arg.pagefault.flags,
		     UFFD_PAGEFAULT_FLAG_WP | UFFD_PAGEFAULT_FLAG_WRITE);
}

SENTENCE("A thread that reads the page does not wait.", .over = EVERY_BACKING)
{
	struct tracked t = hand_over(map_area(backing, 1), WP, 0);

	protect_from_writing(t.uffd, &t.area);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_fault(t.uffd, start_access(WRITE_ACCESS, &t.area, 0),
		     UFFD_PAGEFAULT_FLAG_WP | UFFD_PAGEFAULT_FLAG_WRITE);
}

/* With UFFD_FEATURE_WP_ASYNC if `async`; -1 if the kernel lacks it. */
static int open_for_writes(bool async)
{
	int uffd = uffd_create();

	if (!uffd_handshake(uffd, async ? UFFD_FEATURE_WP_ASYNC : 0))
		return uffd;
	expect_equal(errno, EINVAL);
	close(uffd);
	return -1;
}

SENTENCE("Since Linux 6.7, a thread that writes to the page does not wait if "
	 "UFFD_FEATURE_WP_ASYNC was negotiated.",
	 .proof = VERSION, .over = EVERY_BACKING)
{
	int uffd = open_for_writes(true);
	bool async = uffd >= 0;
	struct tracked t = { async ? uffd : uffd_open(0),
			     map_area(backing, 1) };
	struct access *access;

	expect_success(registers(t.uffd, &t.area, WP));
	protect_from_writing(t.uffd, &t.area);
	access = start_access(WRITE_ACCESS, &t.area, 0);
	if (async)
		expect_no_trap(t.uffd, access);
	else
		expect_fault(t.uffd, access,
			     UFFD_PAGEFAULT_FLAG_WP |
				     UFFD_PAGEFAULT_FLAG_WRITE);
	expect_since(6, 7, async);
}

SENTENCE("Registering protects no page.", .over = EVERY_BACKING)
{
	struct tracked t = hand_over(map_area(backing, 2), WP, 0);

	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 0));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
	protect_from_writing(t.uffd, &t.area);
	expect_fault(t.uffd, start_access(WRITE_ACCESS, &t.area, 1),
		     UFFD_PAGEFAULT_FLAG_WP | UFFD_PAGEFAULT_FLAG_WRITE);
}

SENTENCE("Private anonymous memory can be registered.",
	 .over = ANONYMOUS_BACKED)
{
	struct tracked t = hand_over(map_area(backing, 1), WP, 0);

	expect_equal(modes_of(&t.area), WP);
	protect_from_writing(t.uffd, &t.area);
	expect_fault(t.uffd, start_access(WRITE_ACCESS, &t.area, 0),
		     UFFD_PAGEFAULT_FLAG_WP | UFFD_PAGEFAULT_FLAG_WRITE);
}

SENTENCE("Since Linux 5.19, shared memory can be registered in this mode.",
	 .proof = VERSION, .over = SHMEM)
{
	struct area area = map_empty_area(backing, 1);

	expect_since(5, 19, can_register(&area, WP));
}

SENTENCE("Since Linux 5.19, hugetlbfs can be registered in this mode.",
	 .proof = VERSION, .over = HUGETLBFS)
{
	struct area area = map_empty_area(backing, 1);

	expect_since(5, 19, can_register(&area, WP));
}

/* It is refused in every other case. */
static bool is_registered_by_wp_async(const struct area *area)
{
	int with = open_for_writes(true), without = open_for_writes(false);

	expect_error(registers(without, area, WP), EINVAL);
	if (with < 0)
		return false;
	expect_error(registers(with, area, MISSING), EINVAL);
	expect_error(registers(with, area, WP | MISSING), EINVAL);
	expect_error(registers(with, area, WP | MINOR), EINVAL);
	return registers(with, area, WP) == 0 && modes_of(area) == WP;
}

SENTENCE("Since Linux 6.7, a mapping of any file can be registered in this "
	 "mode if UFFD_FEATURE_WP_ASYNC was negotiated and argp->mode has no "
	 "other bit set.",
	 .proof = VERSION)
{
	int fd = create_file_on("ramfs");
	int protection = PROT_READ | PROT_WRITE;
	struct area shared = map_with(protection, MAP_SHARED, fd);
	struct area private = map_with(protection, MAP_PRIVATE, fd);
	bool has_shared = is_registered_by_wp_async(&shared);
	bool has_private = is_registered_by_wp_async(&private);

	expect_equal(has_shared, has_private);
	expect_since(6, 7, has_shared);
}

TAG("UFFDIO_REGISTER_MODE_MINOR (since Linux 5.13)");
SENTENCE("UFFDIO_REGISTER_MODE_MINOR (since Linux 5.13)", .proof = VERSION,
	 .over = HUGETLBFS)
{
	struct area area = map_empty_area(backing, 1);

	expect_since(5, 13, can_register(&area, MINOR));
}

/* The access waits until the page is mapped. */
static void expect_minor(int uffd, const struct area *area, size_t index)
{
	struct area page = part_of(area, index, 1);
	struct access *access = start_access(READ_ACCESS, &page, 0);

	expect_fault(uffd, access, UFFD_PAGEFAULT_FLAG_MINOR);
	expect_waiting(uffd, 1, 0);
	expect_success(uffd_continue(uffd, &page, 0));
	expect_equal(expect_end(access), page_content(index));
}

SENTENCE("A thread waits when it accesses a page that the file has but that "
	 "is not mapped in the range.",
	 .over = FILE_BACKED)
{
	struct area area = map_cached_area(backing, 2);
	struct tracked t = hand_over(area, MINOR, 0);

	expect_minor(t.uffd, &area, 0);
	expect_minor(t.uffd, &area, 1);
}

SENTENCE("The notification has UFFD_PAGEFAULT_FLAG_MINOR set.",
	 .over = FILE_BACKED)
{
	struct area area = map_cached_area(backing, 1);
	struct tracked t = hand_over(area, MINOR, 0);
	struct uffd_msg message;

	start_access(READ_ACCESS, &area, 0);
	message = await_message(t.uffd);
	expect_equal(message.event, UFFD_EVENT_PAGEFAULT);
	expect_equal(message.arg.pagefault.flags, UFFD_PAGEFAULT_FLAG_MINOR);
}

SENTENCE("A thread that accesses a page that is mapped in the range does not "
	 "wait.",
	 .over = FILE_BACKED)
{
	struct area area = map_cached_area(backing, 2);
	struct tracked t;

	/* A read would map the neighbour, too. */
	*page_at(&area, 0) = page_content(0);
	t = hand_over(area, MINOR, 0);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &area, 0));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &area, 0));
	expect_minor(t.uffd, &area, 1);
}

SENTENCE("A thread that accesses a hole of the file does not wait.",
	 .over = FILE_BACKED)
{
	struct area area = map_cached_area(backing, 2);
	struct tracked t = hand_over(area, MINOR, 0);

	expect_success(fallocate(area.fd,
				 FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0,
				 (off_t)area.page_size));
	expect_not_missing(t.uffd, &area, 0);
	expect_minor(t.uffd, &area, 1);
}

SENTENCE("Hugetlbfs can be registered.", .over = HUGETLBFS)
{
	struct area area = map_cached_area(backing, 1);
	struct tracked t = hand_over(area, MINOR, 0);

	expect_equal(modes_of(&area), MINOR);
	expect_minor(t.uffd, &area, 0);
}

SENTENCE("Since Linux 5.14, shared memory can be registered in this mode.",
	 .proof = VERSION, .over = SHMEM)
{
	struct area area = map_empty_area(backing, 1);

	expect_since(5, 14, can_register(&area, MINOR));
}

TAG("UFFDIO_REGISTER_MODE_RWP (since Linux 7.3)");
SENTENCE("UFFDIO_REGISTER_MODE_RWP (since Linux 7.3)", .proof = VERSION)
{
	struct area area = map_empty_area(backing, 1);
	int uffd = uffd_create();

	expect_since(7, 3,
		     uffd_handshake(uffd, UFFD_FEATURE_RWP) == 0 &&
			     registers(uffd, &area, RWP) == 0 &&
			     modes_of(&area) == RWP);
}

SENTENCE("A thread waits when it accesses a page that is protected with "
	 "UFFDIO_RWPROTECT(2const).",
	 .over = EVERY_BACKING)
{
	struct tracked t =
		hand_over(map_area(backing, 2), RWP, UFFD_FEATURE_RWP);
	struct access *access;

	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	protect(t.uffd, &t.area);
	access = start_access(READ_ACCESS, &t.area, 1);
	await_message(t.uffd);
	expect_waiting(t.uffd, 1, 0);
	unprotect(t.uffd, &t.area);
	expect_equal(expect_end(access), page_content(1));
}

SENTENCE("The notification has UFFD_PAGEFAULT_FLAG_RWP set.",
	 .over = EVERY_BACKING)
{
	struct tracked t =
		hand_over(map_area(backing, 1), RWP, UFFD_FEATURE_RWP);
	struct uffd_msg message;

	protect(t.uffd, &t.area);
	start_access(READ_ACCESS, &t.area, 0);
	message = await_message(t.uffd);
	expect_equal(message.event, UFFD_EVENT_PAGEFAULT);
	expect_equal(message.arg.pagefault.flags, UFFD_PAGEFAULT_FLAG_RWP);
}

SENTENCE("A thread that accesses an address that has no page does not wait.",
	 .over = EVERY_BACKING)
{
	struct tracked t =
		hand_over(map_empty_area(backing, 2), RWP, UFFD_FEATURE_RWP);

	*page_at(&t.area, 1) = page_content(1);
	protect(t.uffd, &t.area);
	expect_not_missing(t.uffd, &t.area, 0);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
}

SENTENCE("While UFFD_FEATURE_RWP_ASYNC is on, no thread waits for a protected "
	 "page.",
	 .over = EVERY_BACKING)
{
	struct tracked t = hand_over(map_area(backing, 2), RWP,
				     UFFD_FEATURE_RWP | UFFD_FEATURE_RWP_ASYNC);

	protect(t.uffd, &t.area);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
	expect_success(set_mode(t.uffd, 0, UFFD_FEATURE_RWP_ASYNC));
	protect(t.uffd, &t.area);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
}

SENTENCE("Registering protects no page.", .over = EVERY_BACKING)
{
	struct tracked t =
		hand_over(map_area(backing, 2), RWP, UFFD_FEATURE_RWP);

	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
	protect(t.uffd, &t.area);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
}

SENTENCE("Pages that are protected stay so when the range is registered again.",
	 .over = EVERY_BACKING)
{
	struct tracked t =
		hand_over(map_area(backing, 2), RWP, UFFD_FEATURE_RWP);

	protect(t.uffd, &t.area);
	expect_success(registers(t.uffd, &t.area, RWP | MISSING));
	expect_equal(modes_of(&t.area), RWP | MISSING);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
}

static void expect_rwp_for(const struct backing *backing)
{
	struct tracked t =
		hand_over(map_area(backing, 1), RWP, UFFD_FEATURE_RWP);

	expect_equal(modes_of(&t.area), RWP);
	protect(t.uffd, &t.area);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
}

SENTENCE("Private anonymous memory can be registered.",
	 .over = ANONYMOUS_BACKED)
{
	expect_rwp_for(backing);
}

SENTENCE("Shared memory can be registered.", .over = SHMEM)
{
	expect_rwp_for(backing);
}

SENTENCE("Hugetlbfs can be registered.", .over = HUGETLBFS)
{
	expect_rwp_for(backing);
}

SENTENCE(
	"Only a userfaultfd whose handshake asked for UFFD_FEATURE_RWP has the "
	"mode.",
	.over = EVERY_BACKING)
{
	struct area area = map_empty_area(backing, 1);
	int without = uffd_open(0), with = uffd_open(UFFD_FEATURE_RWP);

	expect_error(registers(without, &area, RWP), EINVAL);
	expect_equal(modes_of(&area), 0);
	expect_success(registers(with, &area, RWP));
	expect_equal(modes_of(&area), RWP);
}

SENTENCE("The mode and UFFDIO_REGISTER_MODE_WP exclude each other.",
	 .over = EVERY_BACKING)
{
	struct area area = map_empty_area(backing, 1);
	int uffd = uffd_open(UFFD_FEATURE_RWP);

	expect_error(registers(uffd, &area, RWP | WP), EINVAL);
	expect_error(registers(uffd, &area, RWP | WP | MISSING), EINVAL);
	expect_equal(modes_of(&area), 0);
	expect_success(registers(uffd, &area, WP | MISSING));
	uffd_unregister(uffd, &area);
	expect_success(registers(uffd, &area, RWP | MISSING));
	expect_equal(modes_of(&area), RWP | MISSING);
}

SENTENCE("The mode can be combined with UFFDIO_REGISTER_MODE_MINOR.",
	 .over = FILE_BACKED)
{
	struct tracked t = hand_over(map_cached_area(backing, 2), RWP | MINOR,
				     UFFD_FEATURE_RWP);

	expect_equal(modes_of(&t.area), RWP | MINOR);
	expect_minor(t.uffd, &t.area, 0);
	protect(t.uffd, &t.area);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_waiting(t.uffd, 1, 0);
}

TAG("");
SENTENCE("UFFDIO_REGISTER_MODE_MISSING can be combined with every other mode.",
	 .over = EVERY_BACKING)
{
	unsigned long long rwp = features_of_kernel() & UFFD_FEATURE_RWP;

	for (unsigned long long mode = WP; mode <= (rwp ? RWP : MINOR);
	     mode <<= 1) {
		struct area area = map_empty_area(backing, 1);
		struct tracked t;

		if (mode == MINOR && backing->mask & ANONYMOUS_BACKED)
			continue;
		t = hand_over(area, MISSING | mode, rwp);
		expect_equal(modes_of(&area), MISSING | mode);
		expect_missing(t.uffd, &area, 0);
	}
}

SENTENCE("UFFDIO_REGISTER_MODE_WP can be combined with "
	 "UFFDIO_REGISTER_MODE_MINOR.",
	 .over = FILE_BACKED)
{
	struct tracked t =
		hand_over(map_cached_area(backing, 2), WP | MINOR, 0);

	expect_equal(modes_of(&t.area), WP | MINOR);
	expect_minor(t.uffd, &t.area, 0);
	protect_from_writing(t.uffd, &t.area);
	expect_fault(t.uffd, start_access(WRITE_ACCESS, &t.area, 0),
		     UFFD_PAGEFAULT_FLAG_WP | UFFD_PAGEFAULT_FLAG_WRITE);
}

SENTENCE("UFFDIO_REGISTER_MODE_MISSING requires no feature to have been "
	 "negotiated.",
	 .over = EVERY_BACKING)
{
	struct tracked t = hand_over(map_empty_area(backing, 1), MISSING, 0);

	expect_missing(t.uffd, &t.area, 0);
}

SENTENCE("UFFDIO_REGISTER_MODE_WP requires no feature to have been "
	 "negotiated.",
	 .over = EVERY_BACKING)
{
	struct tracked t = hand_over(map_area(backing, 1), WP, 0);

	protect_from_writing(t.uffd, &t.area);
	expect_fault(t.uffd, start_access(WRITE_ACCESS, &t.area, 0),
		     UFFD_PAGEFAULT_FLAG_WP | UFFD_PAGEFAULT_FLAG_WRITE);
}

SENTENCE("UFFDIO_REGISTER_MODE_MINOR requires no feature to have been "
	 "negotiated.",
	 .over = FILE_BACKED)
{
	struct tracked t = hand_over(map_cached_area(backing, 1), MINOR, 0);

	expect_minor(t.uffd, &t.area, 0);
}

/* Of small pages, for each of the kinds that have a file of their own. */
static void expect_file_registrable(int fd, int flags)
{
	struct area area = map_with(PROT_READ | PROT_WRITE, flags, fd);

	expect_registrable(&area, MISSING | WP | MINOR);
}

SECTION("DESCRIPTION / Kinds of memory");
SENTENCE("Shared memory that can be registered is:")
{
	int flags = MAP_SHARED;

	expect_file_registrable(create_memfd(0), flags);
	expect_file_registrable(-1, flags | MAP_ANONYMOUS);
	expect_file_registrable(open("/dev/zero", O_RDWR | O_CLOEXEC), flags);
}

TAG("Files in tmpfs");
SENTENCE("A shared mapping of a file in a tmpfs(5) can be registered.")
{
	expect_file_registrable(create_file_on("tmpfs"), MAP_SHARED);
}

SENTENCE("A private mapping of a file in a tmpfs(5) can be registered.")
{
	expect_file_registrable(create_file_on("tmpfs"), MAP_PRIVATE);
}

TAG("memfd_create(2)");
SENTENCE("A mapping of a file that this system call made can be registered.")
{
	expect_file_registrable(create_memfd(0), MAP_SHARED);
	expect_file_registrable(create_memfd(0), MAP_PRIVATE);
}

TAG("MAP_SHARED with MAP_ANONYMOUS");
SENTENCE("A mapping of this kind can be registered.")
{
	expect_file_registrable(-1, MAP_SHARED | MAP_ANONYMOUS);
}

TAG("/dev/zero");
SENTENCE("A shared mapping of this device can be registered.")
{
	expect_file_registrable(open("/dev/zero", O_RDWR | O_CLOEXEC),
				MAP_SHARED);
}

/* Of one huge page. */
static struct area map_huge(int flags, int fd)
{
	struct area area = area_at(NULL, huge_page_size());

	area.page_size = area.length;
	area.pages = 1;
	area.start =
		mmap(NULL, area.length, PROT_READ | PROT_WRITE, flags, fd, 0);
	if (area.start == MAP_FAILED)
		skip("not enough free huge pages (vm.nr_hugepages)");
	return area;
}

TAG("");
SENTENCE("Hugetlbfs that can be registered is:", .over = HUGETLBFS)
{
	struct area file = map_empty_area(backing, 1);
	struct area memory =
		map_huge(MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1);

	expect_registrable(&file, MISSING | WP | MINOR);
	expect_registrable(&memory, MISSING | WP | MINOR);
}

TAG("MFD_HUGETLB");
SENTENCE("A shared mapping of a file that memfd_create(2) made with this flag "
	 "can be registered.",
	 .over = HUGETLBFS)
{
	struct area area = map_empty_area(backing, 1);

	expect_registrable(&area, MISSING | WP | MINOR);
}

SENTENCE("A private mapping of a file that memfd_create(2) made with this flag "
	 "can be registered.",
	 .over = HUGETLBFS)
{
	struct area shared = map_empty_area(backing, 1);
	struct area area = map_huge(MAP_PRIVATE, shared.fd);

	expect_registrable(&area, MISSING | WP | MINOR);
}

TAG("MAP_HUGETLB");
SENTENCE("A private anonymous mapping of this kind can be registered.")
{
	struct area area =
		map_huge(MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1);

	expect_registrable(&area, MISSING | WP | MINOR);
}

SECTION("DESCRIPTION / Operations on the range");
SENTENCE("On success, the kernel writes a mask of operations to argp->ioctls.",
	 .over = EVERY_BACKING)
{
	struct area area = map_empty_area(backing, 1);
	unsigned long long basic = BIT(_UFFDIO_WAKE) | BIT(_UFFDIO_COPY);

	expect_equal(operations_of(&area, MISSING) & basic, basic);
	expect_equal(operations_of(&area, WP) & basic, basic);
}

static struct uffdio_register argument_for(const struct area *area,
					   unsigned long long ioctls)
{
	return (struct uffdio_register){
		.range = { (uintptr_t)area->start, area->length },
		.mode = MISSING,
		.ioctls = ioctls,
	};
}

SENTENCE("The kernel does not read argp->ioctls.")
{
	struct area area = map_empty_area(backing, 1);
	struct uffdio_register zero = argument_for(&area, 0);
	struct uffdio_register full = argument_for(&area, ~0ULL);

	expect_success(uffd_ioctl(uffd_open(0), UFFDIO_REGISTER, &zero));
	area = map_empty_area(backing, 1);
	full.range.start = (uintptr_t)area.start;
	expect_success(uffd_ioctl(uffd_open(0), UFFDIO_REGISTER, &full));
	expect_equal(modes_of(&area), MISSING);
	expect_equal(full.ioctls, zero.ioctls);
}

SENTENCE("The kernel does not write to the other fields.")
{
	struct area area = map_empty_area(backing, 1);
	struct uffdio_register argument = argument_for(&area, 0);
	struct uffdio_register before = argument;

	expect_success(uffd_ioctl(uffd_open(0), UFFDIO_REGISTER, &argument));
	expect_equal(argument.range.start, before.range.start);
	expect_equal(argument.range.len, before.range.len);
	expect_equal(argument.mode, before.mode);
	expect_true(argument.ioctls != 0, "the kernel has written ioctls");
}

SENTENCE("If the call fails, the kernel does not write to *argp.")
{
	struct area area = map_empty_area(backing, 1);
	struct tracked t = hand_over(area, MISSING, 0);
	struct uffdio_register argument = argument_for(&area, 0x123);
	struct uffdio_register before;

	expect_error(uffd_ioctl(uffd_open(0), UFFDIO_REGISTER, &argument),
		     EBUSY);
	expect_equal(argument.ioctls, 0x123);
	argument.range.len++;
	before = argument;
	expect_error(uffd_ioctl(t.uffd, UFFDIO_REGISTER, &argument), EINVAL);
	expect_true(!memcmp(&argument, &before, sizeof(before)),
		    "the argument is as before");
	argument.range.len--;
	expect_success(uffd_ioctl(t.uffd, UFFDIO_REGISTER, &argument));
	expect_true(argument.ioctls != 0x123, "ioctls has changed");
}

/* The bits that the list has. */
#define LISTED                                                                 \
	(BIT(_UFFDIO_WAKE) | BIT(_UFFDIO_COPY) | BIT(_UFFDIO_ZEROPAGE) |       \
	 BIT(_UFFDIO_WRITEPROTECT) | BIT(_UFFDIO_CONTINUE) |                   \
	 BIT(_UFFDIO_POISON) | BIT(_UFFDIO_MOVE) | BIT(_UFFDIO_RWPROTECT))

SENTENCE("These bits can be set:", .over = EVERY_BACKING)
{
	struct area area = map_empty_area(backing, 1);
	unsigned long long operations = operations_of(&area, MISSING | WP);

	expect_equal(operations & ~LISTED, 0);
	expect_true(operations & BIT(_UFFDIO_WRITEPROTECT), "one is set");
}

/* In each mode that the kernel has for the backing. */
static void expect_in_every_mode(const struct backing *backing,
				 unsigned int operation, bool set)
{
	bool rwp = features_of_kernel() & UFFD_FEATURE_RWP;
	struct area area = map_empty_area(backing, 1);

	for (unsigned long long mode = MISSING; mode <= (rwp ? RWP : MINOR);
	     mode <<= 1) {
		if (mode == MINOR && backing->mask & ANONYMOUS_BACKED)
			continue;
		expect_equal(!!(operations_of(&area, mode) & BIT(operation)),
			     set);
	}
}

TAG("1 << _UFFDIO_WAKE");
SENTENCE("UFFDIO_WAKE(2const); the bit is set for every range.",
	 .over = EVERY_BACKING)
{
	struct tracked t = hand_over_empty(backing, 1, MISSING);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_in_every_mode(backing, _UFFDIO_WAKE, true);
	expect_fault(t.uffd, access, 0);
	wake(t.uffd, &t.area);
	expect_fault(t.uffd, access, 0);
}

TAG("1 << _UFFDIO_COPY");
SENTENCE("UFFDIO_COPY(2const); the bit is set for every range.",
	 .over = EVERY_BACKING)
{
	struct tracked t = hand_over_empty(backing, 1, MISSING);

	expect_in_every_mode(backing, _UFFDIO_COPY, true);
	expect_success(uffd_copy(t.uffd, &t.area, 0));
	expect_equal(*t.area.start, page_content(0));
}

/* Set for memory of one kind; with a mapping of hugetlbfs, never. */
static void expect_unless_huge(const struct backing *backing,
			       unsigned int operation)
{
	struct mixture mixture = map_mixture();

	expect_in_every_mode(backing, operation, backing->mask != HUGETLBFS);
	expect_equal(operations_of(&mixture.whole, MISSING) & BIT(operation),
		     0);
	expect_equal(operations_of(&mixture.huge, MISSING) & BIT(operation), 0);
	expect_equal(operations_of(&mixture.small, MISSING) & BIT(operation),
		     BIT(operation));
}

TAG("1 << _UFFDIO_ZEROPAGE");
SENTENCE("UFFDIO_ZEROPAGE(2const); the bit is set unless a mapping in the "
	 "range is backed by hugetlbfs.",
	 .over = EVERY_BACKING)
{
	struct tracked t = hand_over_empty(backing, 1, MISSING);

	expect_unless_huge(backing, _UFFDIO_ZEROPAGE);
	if (backing->mask == HUGETLBFS)
		expect_error(uffd_zeropage(t.uffd, &t.area, 0), EINVAL);
	else
		expect_success(uffd_zeropage(t.uffd, &t.area, 0));
}

/* Set if the mode is among those of the call, and only then. */
static void expect_with_mode(const struct area *area, unsigned int operation,
			     unsigned long long mode)
{
	unsigned long long bit = BIT(operation);

	expect_equal(operations_of(area, MISSING) & bit, 0);
	expect_equal(operations_of(area, mode) & bit, bit);
	expect_equal(operations_of(area, MISSING | mode) & bit, bit);
}

TAG("1 << _UFFDIO_WRITEPROTECT (since Linux 5.7)");
SENTENCE("1 << _UFFDIO_WRITEPROTECT (since Linux 5.7)", .proof = VERSION)
{
	struct area area = map_empty_area(backing, 1);

	expect_since(5, 7,
		     operations_of(&area, WP) & BIT(_UFFDIO_WRITEPROTECT));
}

SENTENCE("UFFDIO_WRITEPROTECT(2const); the bit is set if argp->mode has "
	 "UFFDIO_REGISTER_MODE_WP set.",
	 .over = EVERY_BACKING)
{
	struct area area = map_empty_area(backing, 1);
	struct tracked t;

	expect_with_mode(&area, _UFFDIO_WRITEPROTECT, WP);
	t = hand_over(area, WP, 0);
	protect_from_writing(t.uffd, &t.area);
}

TAG("1 << _UFFDIO_CONTINUE (since Linux 5.13)");
SENTENCE("1 << _UFFDIO_CONTINUE (since Linux 5.13)", .proof = VERSION,
	 .over = HUGETLBFS)
{
	struct area area = map_empty_area(backing, 1);

	expect_since(5, 13,
		     operations_of(&area, MINOR) & BIT(_UFFDIO_CONTINUE));
}

SENTENCE("UFFDIO_CONTINUE(2const); the bit is set if argp->mode has "
	 "UFFDIO_REGISTER_MODE_MINOR set.",
	 .over = FILE_BACKED)
{
	struct area area = map_cached_area(backing, 1);
	struct tracked t;

	expect_with_mode(&area, _UFFDIO_CONTINUE, MINOR);
	t = hand_over(area, MINOR, 0);
	expect_success(uffd_continue(t.uffd, &t.area, 0));
}

TAG("1 << _UFFDIO_POISON (since Linux 6.6)");
SENTENCE("1 << _UFFDIO_POISON (since Linux 6.6)", .proof = VERSION)
{
	struct area area = map_empty_area(backing, 1);

	expect_since(6, 6, operations_of(&area, MISSING) & BIT(_UFFDIO_POISON));
}

SENTENCE("UFFDIO_POISON(2const); the bit is set for every range.",
	 .over = EVERY_BACKING)
{
	struct tracked t = hand_over_empty(backing, 1, MISSING);

	expect_in_every_mode(backing, _UFFDIO_POISON, true);
	expect_success(uffd_poison(t.uffd, &t.area, 0));
}

TAG("1 << _UFFDIO_MOVE (since Linux 6.8)");
SENTENCE("1 << _UFFDIO_MOVE (since Linux 6.8)", .proof = VERSION)
{
	struct area area = map_empty_area(backing, 1);

	expect_since(6, 8, operations_of(&area, MISSING) & BIT(_UFFDIO_MOVE));
}

/* Moves a page of the same kind into the area: 0, or -1 and errno. */
static int move_into(const struct tracked *t)
{
	struct area source = map_area(t->area.backing, 1);
	struct uffdio_move argument = {
		.dst = (uintptr_t)t->area.start,
		.src = (uintptr_t)source.start,
		.len = source.length,
	};

	return uffd_ioctl(t->uffd, UFFDIO_MOVE, &argument);
}

SENTENCE("UFFDIO_MOVE(2const); the bit is set unless a mapping in the range "
	 "is backed by hugetlbfs.",
	 .over = EVERY_BACKING)
{
	struct tracked t = hand_over_empty(backing, 1, MISSING);

	expect_unless_huge(backing, _UFFDIO_MOVE);
	if (backing->mask == HUGETLBFS)
		expect_error(move_into(&t), EINVAL);
	else if (backing->mask & ANONYMOUS_BACKED)
		expect_success(move_into(&t));
}

SENTENCE("The bit is set for shared memory, too, although UFFDIO_MOVE(2const) "
	 "fails there with EINVAL.",
	 .over = SHMEM)
{
	struct tracked t = hand_over_empty(backing, 1, MISSING);
	struct tracked control = hand_over_empty(anonymous, 1, MISSING);

	expect_in_every_mode(backing, _UFFDIO_MOVE, true);
	expect_error(move_into(&t), EINVAL);
	expect_success(move_into(&control));
}

TAG("1 << _UFFDIO_RWPROTECT (since Linux 7.3)");
SENTENCE("1 << _UFFDIO_RWPROTECT (since Linux 7.3)", .proof = VERSION)
{
	struct area area = map_empty_area(backing, 1);
	unsigned long long operations = 0;
	int uffd = uffd_create();

	if (!uffd_handshake(uffd, UFFD_FEATURE_RWP))
		expect_success(register_area(uffd, &area, RWP, &operations));
	expect_since(7, 3, operations & BIT(_UFFDIO_RWPROTECT));
}

SENTENCE("UFFDIO_RWPROTECT(2const); the bit is set if argp->mode has "
	 "UFFDIO_REGISTER_MODE_RWP set.",
	 .over = EVERY_BACKING)
{
	struct area area = map_empty_area(backing, 1);
	struct tracked t;

	expect_with_mode(&area, _UFFDIO_RWPROTECT, RWP);
	t = hand_over(area, RWP, UFFD_FEATURE_RWP);
	protect(t.uffd, &t.area);
}

TAG("");
SENTENCE("argp->ioctls has no other bit set.", .over = EVERY_BACKING)
{
	bool rwp = features_of_kernel() & UFFD_FEATURE_RWP;
	struct area area = map_empty_area(backing, 1);

	for (unsigned long long mode = MISSING; mode <= (rwp ? RWP : MINOR);
	     mode <<= 1) {
		if (mode == MINOR && backing->mask & ANONYMOUS_BACKED)
			continue;
		expect_equal(operations_of(&area, mode) & ~LISTED, 0);
	}
}

SECTION("DESCRIPTION / Pages and mappings");
SENTENCE("Registering does not change the contents of the range.",
	 .over = EVERY_BACKING)
{
	struct area area = map_area(backing, 2);
	struct tracked t = hand_over(area, MISSING | WP, 0);

	expect_equal(modes_of(&t.area), MISSING | WP);
	expect_equal(*page_at(&area, 0), page_content(0));
	expect_equal(*page_at(&area, 1), page_content(1));
}

SENTENCE("A page that is in the range stays there.", .over = EVERY_BACKING)
{
	struct area area = map_area(backing, 2);
	size_t present = pages_present_in(&area);
	struct tracked t = hand_over(area, MISSING, 0);

	expect_equal(modes_of(&t.area), MISSING);
	expect_equal(pages_present_in(&area), present);
	expect_true(present > 0, "pages were there");
	expect_not_missing(t.uffd, &area, 0);
	expect_not_missing(t.uffd, &area, 1);
}

/* How many mappings have a part in the area. */
static unsigned int mappings_in(const struct area *area)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	unsigned long start, end;
	unsigned int count = 0;
	char line[512];

	if (!maps)
		fail("/proc/self/maps: %m");
	while (fgets(line, sizeof(line), maps))
		if (sscanf(line, "%lx-%lx ", &start, &end) == 2)
			count +=
				start < (uintptr_t)area->start + area->length &&
				end > (uintptr_t)area->start;
	fclose(maps);
	return count;
}

SENTENCE("Registering a part of a mapping splits the mapping, as "
	 "/proc/pid/maps shows.",
	 .over = EVERY_BACKING)
{
	struct area area = map_empty_area(backing, 3);
	struct area middle = part_of(&area, 1, 1);

	expect_equal(mappings_in(&area), 1);
	expect_success(registers(uffd_open(0), &middle, MISSING));
	expect_equal(mappings_in(&area), 3);
	expect_equal(modes_of(&middle), MISSING);
}

SENTENCE("When the rest is registered with the same userfaultfd and the same "
	 "modes, the parts become one mapping again, unless they are backed by "
	 "hugetlbfs.",
	 .over = EVERY_BACKING)
{
	struct area area = map_empty_area(backing, 3);
	struct area middle = part_of(&area, 1, 1);
	struct tracked t = hand_over(middle, MISSING, 0);

	expect_equal(mappings_in(&area), 3);
	expect_success(registers(t.uffd, &area, MISSING));
	expect_equal(mappings_in(&area), backing->mask == HUGETLBFS ? 3 : 1);
	expect_equal(modes_of(&area), MISSING);
}

/* The flag is there when registered in the mode, and not in another one. */
static void expect_flag(const struct backing *backing, const char *flag,
			unsigned long long mode, unsigned long long features)
{
	struct area area = map_empty_area(backing, 1);
	struct area other = map_empty_area(backing, 1);
	int uffd = uffd_open(features);

	expect_equal(has_vm_flag(&area, flag), false);
	expect_success(registers(uffd, &area, mode));
	expect_success(registers(uffd, &other, mode == WP ? MISSING : WP));
	expect_equal(has_vm_flag(&area, flag), true);
	expect_equal(has_vm_flag(&other, flag), false);
}

SENTENCE("In /proc/pid/smaps, the line VmFlags: of a mapping shows the modes:",
	 .over = FILE_BACKED)
{
	expect_flag(backing, "um", MISSING, 0);
	expect_flag(backing, "uw", WP, 0);
	expect_flag(backing, "ui", MINOR, 0);
}

TAG("um");
SENTENCE("The mapping is registered for UFFDIO_REGISTER_MODE_MISSING.",
	 .over = EVERY_BACKING)
{
	expect_flag(backing, "um", MISSING, 0);
}

TAG("uw");
SENTENCE("The mapping is registered for UFFDIO_REGISTER_MODE_WP.",
	 .over = EVERY_BACKING)
{
	expect_flag(backing, "uw", WP, 0);
}

TAG("ui");
SENTENCE("The mapping is registered for UFFDIO_REGISTER_MODE_MINOR.",
	 .over = FILE_BACKED)
{
	expect_flag(backing, "ui", MINOR, 0);
}

TAG("ur (since Linux 7.3)");
SENTENCE("ur (since Linux 7.3)", .proof = VERSION)
{
	struct area area = map_empty_area(backing, 1);
	int uffd = uffd_create();

	if (!uffd_handshake(uffd, UFFD_FEATURE_RWP))
		expect_success(registers(uffd, &area, RWP));
	expect_since(7, 3, has_vm_flag(&area, "ur"));
}

SENTENCE("The mapping is registered for UFFDIO_REGISTER_MODE_RWP.",
	 .over = EVERY_BACKING)
{
	expect_flag(backing, "ur", RWP, UFFD_FEATURE_RWP);
}

SECTION("DESCRIPTION / Registering a range again");
SENTENCE("A range that is registered with fd can be registered with fd again.",
	 .over = EVERY_BACKING)
{
	struct tracked t = hand_over_empty(backing, 2, MISSING);

	expect_success(registers(t.uffd, &t.area, MISSING));
	expect_success(registers(t.uffd, &t.area, MISSING | WP));
	expect_equal(modes_of(&t.area), MISSING | WP);
	expect_missing(t.uffd, &t.area, 1);
}

/* What the range is registered for when both calls were made. */
static unsigned long long modes_after(const struct backing *backing,
				      unsigned long long first,
				      unsigned long long second)
{
	struct tracked t = hand_over_empty(backing, 1, first);

	expect_equal(modes_of(&t.area), first);
	expect_success(registers(t.uffd, &t.area, second));
	return modes_of(&t.area);
}

SENTENCE("If argp->mode has a mode that the range lacks, the modes of the "
	 "range become those in argp->mode.",
	 .over = FILE_BACKED)
{
	expect_equal(modes_after(backing, MISSING, MINOR), MINOR);
	expect_equal(modes_after(backing, MINOR, MISSING), MISSING);
	expect_equal(modes_after(backing, MISSING, WP), WP);
	expect_equal(modes_after(backing, MISSING, MISSING | MINOR),
		     MISSING | MINOR);
	expect_equal(modes_after(backing, MISSING | MINOR, MISSING | WP),
		     MISSING | WP);
}

SENTENCE("If argp->mode has no mode that the range lacks, the range keeps all "
	 "its modes.",
	 .over = FILE_BACKED)
{
	expect_equal(modes_after(backing, MISSING | MINOR, MISSING),
		     MISSING | MINOR);
	expect_equal(modes_after(backing, MISSING | MINOR, MINOR),
		     MISSING | MINOR);
	expect_equal(modes_after(backing, MISSING | WP, WP), MISSING | WP);
}

SENTENCE(
	"When a range is registered again, argp->ioctls follows argp->mode alone.",
	.over = FILE_BACKED)
{
	struct tracked t = hand_over_empty(backing, 1, MISSING | MINOR);
	unsigned long long operations;

	expect_success(register_area(t.uffd, &t.area, MISSING, &operations));
	expect_equal(modes_of(&t.area), MISSING | MINOR);
	expect_equal(operations & BIT(_UFFDIO_CONTINUE), 0);
	expect_success(
		register_area(t.uffd, &t.area, MISSING | WP, &operations));
	expect_equal(operations & BIT(_UFFDIO_WRITEPROTECT),
		     BIT(_UFFDIO_WRITEPROTECT));
}

SENTENCE("When a range is registered again, pages that are protected with "
	 "UFFDIO_WRITEPROTECT(2const) stay protected.",
	 .over = EVERY_BACKING)
{
	struct tracked t = hand_over(map_area(backing, 2), WP, 0);

	protect_from_writing(t.uffd, &t.area);
	expect_success(registers(t.uffd, &t.area, WP | MISSING));
	expect_equal(modes_of(&t.area), WP | MISSING);
	for (size_t i = 0; i < t.area.pages; i++)
		expect_fault(t.uffd, start_access(WRITE_ACCESS, &t.area, i),
			     UFFD_PAGEFAULT_FLAG_WP |
				     UFFD_PAGEFAULT_FLAG_WRITE);
}

/* Whether a call takes this mode away: it says so, and the mode is gone. */
static bool takes_write_protection(const struct tracked *t)
{
	if (registers(t->uffd, &t->area, MISSING)) {
		expect_equal(errno, EBUSY);
		expect_equal(modes_of(&t->area), WP);
		return false;
	}
	expect_equal(modes_of(&t->area), MISSING);
	return true;
}

SENTENCE("Before Linux 7.3, a call could take UFFDIO_REGISTER_MODE_WP from a "
	 "range.",
	 .proof = VERSION)
{
	struct tracked t = hand_over_empty(backing, 1, WP);

	expect_since(7, 3, !takes_write_protection(&t));
}

SENTENCE(
	"Since Linux 7.3, a call that would take UFFDIO_REGISTER_MODE_WP from a "
	"range fails with EBUSY.",
	.proof = VERSION)
{
	struct tracked t = hand_over_empty(backing, 1, WP);
	bool refused = registers(t.uffd, &t.area, MISSING) && errno == EBUSY;

	expect_since(7, 3, refused);
}

SENTENCE("UFFDIO_UNREGISTER(2const) takes all modes from a range.",
	 .over = FILE_BACKED)
{
	struct tracked t = hand_over_empty(backing, 1, MISSING | WP | MINOR);

	uffd_unregister(t.uffd, &t.area);
	expect_equal(modes_of(&t.area), 0);
	expect_success(registers(t.uffd, &t.area, MISSING));
	expect_equal(modes_of(&t.area), MISSING);
}

SECTION("DESCRIPTION / How long a registration lasts");
TAG("UFFDIO_UNREGISTER(2const)");
SENTENCE("This operation ends the registration of its range.",
	 .over = EVERY_BACKING)
{
	struct tracked t = hand_over_empty(backing, 3, MISSING);
	struct area ended = part_of(&t.area, 0, 2);

	uffd_unregister(t.uffd, &ended);
	expect_not_missing(t.uffd, &t.area, 0);
	expect_not_missing(t.uffd, &t.area, 1);
	expect_missing(t.uffd, &t.area, 2);
}

TAG("close(2)");
SENTENCE("A range stays registered while any descriptor of the userfaultfd is "
	 "open.",
	 .over = EVERY_BACKING)
{
	struct tracked t = hand_over_empty(backing, 1, MISSING);
	int second = fcntl(t.uffd, F_DUPFD_CLOEXEC, 0);

	expect_success(second);
	expect_success(close(t.uffd));
	expect_equal(modes_of(&t.area), MISSING);
	expect_missing(second, &t.area, 0);
}

SENTENCE("Closing the last descriptor ends the registration of every range.",
	 .over = EVERY_BACKING)
{
	struct tracked t = hand_over_empty(backing, 1, MISSING);
	struct area second = map_empty_area(backing, 1);

	expect_success(registers(t.uffd, &second, MISSING));
	expect_equal(modes_of(&second), MISSING);
	expect_success(close(t.uffd));
	expect_equal(modes_of(&t.area), 0);
	expect_equal(modes_of(&second), 0);
	expect_end(start_access(READ_ACCESS, &t.area, 0));
	expect_end(start_access(READ_ACCESS, &second, 0));
}

/* Anonymous memory in the place of this page, whatever is there. */
static void map_over(const struct area *area, size_t index)
{
	put(part_of(area, index, 1), page_at(area, index), -1);
}

TAG("munmap(2)");
SENTENCE("Memory that is mapped at the same address later is not registered.",
	 .over = EVERY_BACKING)
{
	struct tracked t = hand_over_empty(backing, 3, MISSING);
	struct area middle = part_of(&t.area, 1, 1);

	expect_success(munmap(middle.start, middle.length));
	map_over(&t.area, 1);
	expect_equal(modes_of(&middle), 0);
	expect_not_missing(t.uffd, &t.area, 1);
	expect_missing(t.uffd, &t.area, 2);
}

TAG("mmap(2)");
SENTENCE("Memory that is mapped into a gap of the range later is not "
	 "registered.",
	 .over = EVERY_BACKING)
{
	struct tracked t = { uffd_open(0), map_empty_area(backing, 3) };
	struct area middle = part_of(&t.area, 1, 1);

	expect_success(munmap(middle.start, middle.length));
	expect_success(registers(t.uffd, &t.area, MISSING));
	map_over(&t.area, 1);
	expect_equal(modes_of(&middle), 0);
	expect_not_missing(t.uffd, &t.area, 1);
	expect_missing(t.uffd, &t.area, 2);
}

SENTENCE("Memory that is mapped next to the range later is not registered.")
{
	struct area area = map_empty_area(backing, 3);
	struct area middle = part_of(&area, 1, 1);
	struct tracked t;

	expect_success(munmap(page_at(&area, 0), area.page_size));
	expect_success(munmap(page_at(&area, 2), area.page_size));
	t = hand_over(middle, MISSING, 0);
	map_over(&area, 0);
	map_over(&area, 2);
	expect_not_missing(t.uffd, &area, 0);
	expect_not_missing(t.uffd, &area, 2);
	expect_missing(t.uffd, &area, 1);
}

SENTENCE("With MAP_FIXED, memory that takes the place of registered memory is "
	 "not registered.",
	 .over = EVERY_BACKING)
{
	struct tracked t = hand_over_empty(backing, 2, MISSING);

	map_over(&t.area, 0);
	expect_not_missing(t.uffd, &t.area, 0);
	expect_missing(t.uffd, &t.area, 1);
}

TAG("mprotect(2)");
SENTENCE("The range stays registered when its permissions change.",
	 .over = EVERY_BACKING)
{
	struct tracked t = hand_over_empty(backing, 2, MISSING);

	expect_success(mprotect(t.area.start, t.area.length, PROT_NONE));
	expect_equal(modes_of(&t.area), MISSING);
	expect_success(mprotect(t.area.start, t.area.length, PROT_READ));
	expect_missing(t.uffd, &t.area, 0);
	expect_success(
		mprotect(t.area.start, t.area.length, PROT_READ | PROT_WRITE));
	expect_missing(t.uffd, &t.area, 1);
}

TAG("madvise(2)");
SENTENCE("The range stays registered after MADV_DONTNEED.",
	 .over = EVERY_BACKING)
{
	struct tracked t = hand_over(map_area(backing, 2), MISSING | WP, 0);

	expect_success(madvise(t.area.start, t.area.length, MADV_DONTNEED));
	expect_equal(modes_of(&t.area), MISSING | WP);
	if (backing->mask & ANONYMOUS_BACKED)
		expect_missing(t.uffd, &t.area, 1);
}

TAG("mremap(2)");
SENTENCE("Memory by which a registered mapping grows in place is registered.",
	 .over = ANONYMOUS | SHMEM | THP)
{
	struct area area = map_empty_area(backing, 3);
	struct tracked t;

	expect_success(munmap(page_at(&area, 1), 2 * area.page_size));
	t = hand_over(part_of(&area, 0, 1), MISSING, 0);
	expect_true(mremap(area.start, area.page_size, area.length, 0) ==
			    area.start,
		    "the mapping grows where it is");
	expect_missing(t.uffd, &area, 0);
	expect_missing(t.uffd, &area, 1);
	expect_missing(t.uffd, &area, 2);
}

SENTENCE("Without UFFD_FEATURE_EVENT_REMAP, a mapping that moves is not "
	 "registered at its new address.",
	 .over = EVERY_BACKING)
{
	struct tracked t = hand_over_empty(backing, 2, MISSING);
	struct area target = map_empty_area(backing, 2);

	expect_missing(t.uffd, &t.area, 0);
	expect_true(mremap(t.area.start, t.area.length, t.area.length,
			   MREMAP_MAYMOVE | MREMAP_FIXED,
			   target.start) == target.start,
		    "the mapping moves");
	expect_equal(modes_of(&target), 0);
	expect_not_missing(t.uffd, &target, 1);
}

SENTENCE(
	"With UFFD_FEATURE_EVENT_REMAP, a mapping that moves is registered at its "
	"new address.",
	.over = EVERY_BACKING)
{
	struct tracked t = hand_over(map_empty_area(backing, 2), MISSING,
				     UFFD_FEATURE_EVENT_REMAP);
	struct change_under_way *way =
		begin_change(t.uffd, CHANGE_REMAP, &t.area);
	struct area moved = t.area;

	moved.start = (char *)(uintptr_t)complete_change(way).arg.remap.to;
	expect_equal(modes_of(&moved), MISSING);
	expect_missing(t.uffd, &moved, 1);
}

TAG("fork(2)");
SENTENCE("The memory of the parent stays registered.", .over = EVERY_BACKING)
{
	struct tracked t = hand_over_empty(backing, 1, MISSING);
	pid_t child = fork();

	expect_success(child);
	if (child == 0)
		_exit(VERDICT_OK);
	expect_child(child);
	expect_equal(modes_of(&t.area), MISSING);
	expect_missing(t.uffd, &t.area, 0);
}

SENTENCE("Without UFFD_FEATURE_EVENT_FORK, the memory of the child is not "
	 "registered.",
	 .over = EVERY_BACKING)
{
	struct tracked t = hand_over_empty(backing, 1, MISSING);
	pid_t child = fork();

	expect_success(child);
	if (child == 0) {
		expect_equal(modes_of(&t.area), 0);
		expect_not_missing(t.uffd, &t.area, 0);
		_exit(VERDICT_OK);
	}
	expect_child(child);
	expect_equal(modes_of(&t.area), MISSING);
}

SENTENCE(
	"With UFFD_FEATURE_EVENT_FORK, the memory of the child is registered with "
	"the userfaultfd that the event brings.",
	.over = EVERY_BACKING)
{
	struct tracked t = hand_over(map_empty_area(backing, 1), MISSING,
				     UFFD_FEATURE_EVENT_FORK);
	struct uffd_msg message;
	int child_uffd;
	pid_t child = fork_with_event(t.uffd, &child_uffd);

	if (child == 0)
		_exit(*(volatile char *)t.area.start == page_content(0)
			      ? VERDICT_OK
			      : VERDICT_NOT_OK);
	message = await_message(child_uffd);
	expect_equal(message.event, UFFD_EVENT_PAGEFAULT);
	expect_equal(message.arg.pagefault.address, (uintptr_t)t.area.start);
	expect_no_message(t.uffd);
	expect_success(uffd_copy(child_uffd, &t.area, 0));
	expect_child(child);
}

SECTION("RETURN VALUE");
SENTENCE("On success, 0 is returned.")
{
	struct tracked t = { uffd_open(0), map_empty_area(backing, 1) };

	expect_equal(registers(t.uffd, &t.area, MISSING), 0);
	expect_equal(modes_of(&t.area), MISSING);
}

SENTENCE("On error, -1 is returned and errno is set to say what is wrong.")
{
	struct tracked t = { uffd_open(0), map_empty_area(backing, 1) };

	errno = 0;
	expect_equal(registers(t.uffd, &t.area, 0), -1);
	expect_equal(errno, EINVAL);
	expect_equal(registers(t.uffd, &t.area, MISSING), 0);
}

/* Four pages that can be registered, and after them what the file maps. */
static struct area map_before(int fd, int protection)
{
	struct area whole = map_with(PROT_READ | PROT_WRITE,
				     MAP_PRIVATE | MAP_ANONYMOUS, -1);

	if (mmap(page_at(&whole, 2), 2 * whole.page_size, protection,
		 MAP_SHARED | MAP_FIXED, fd, 0) == MAP_FAILED)
		fail("mmap of the file: %m");
	return whole;
}

/* The first part can be registered, but was not by the call that fails. */
static void expect_nothing_registered(const struct area *whole, int error)
{
	struct area good = part_of(whole, 0, 2);
	int uffd = uffd_open(0);

	expect_error(registers(uffd, whole, MISSING), error);
	expect_equal(modes_of(&good), 0);
	expect_success(registers(uffd, &good, MISSING));
	expect_equal(modes_of(&good), MISSING);
}

SENTENCE("A call that fails with EINVAL, EPERM, or EBUSY has registered "
	 "nothing.")
{
	int readable = open_for_reading(create_memfd(0));
	struct area invalid = map_before(create_file_on("ramfs"), PROT_READ);
	struct area denied = map_before(readable, PROT_READ);
	struct area busy = map_before(create_memfd(0), PROT_READ);
	struct area of_other = part_of(&busy, 2, 2);

	expect_success(registers(uffd_open(0), &of_other, MISSING));
	expect_nothing_registered(&invalid, EINVAL);
	expect_nothing_registered(&denied, EPERM);
	expect_nothing_registered(&busy, EBUSY);
}

/* A mapping of two pages, one of four, and a range that splits the second. */
struct split {
	struct area first;
	struct area second;
	struct area range;
};

static struct split map_split(void)
{
	struct area whole = map_empty_area(anonymous, 6);
	struct split split = {
		.first = part_of(&whole, 0, 2),
		.second = part_of(&whole, 2, 4),
		.range = part_of(&whole, 0, 4),
	};

	expect_success(
		mprotect(split.first.start, split.first.length, PROT_READ));
	return split;
}

static struct split split;

static void register_first_only(void)
{
	int uffd = uffd_open(0);

	expect_error(registers(uffd, &split.range, MISSING), ENOMEM);
	expect_equal(modes_of(&split.first), MISSING);
	expect_equal(modes_of(&split.second), 0);
}

SENTENCE("A call that fails with ENOMEM may have registered mappings in the "
	 "front of the range.")
{
	split = map_split();
	with_mappings_used_up(register_first_only);
	expect_success(registers(uffd_open(0), &split.range, MISSING));
	expect_equal(modes_of(&split.second), MISSING);
}

/* An argument in memory that cannot be written. */
static struct uffdio_register *read_only(struct uffdio_register argument)
{
	struct area page = map_empty_area(anonymous, 1);
	struct uffdio_register *copy = (void *)page.start;

	*copy = argument;
	expect_success(mprotect(page.start, page.length, PROT_READ));
	return copy;
}

SENTENCE("A call that fails with EFAULT has registered the whole range if "
	 "argp points to memory that can be read but not written.",
	 .over = EVERY_BACKING)
{
	struct tracked t = { uffd_open(0), map_empty_area(backing, 2) };
	struct uffdio_register argument = argument_for(&t.area, 0);

	expect_error(uffd_ioctl(t.uffd, UFFDIO_REGISTER, read_only(argument)),
		     EFAULT);
	expect_equal(modes_of(&t.area), MISSING);
	expect_missing(t.uffd, &t.area, 0);
	expect_missing(t.uffd, &t.area, 1);
}

/* A userfaultfd of a process that is gone. */
static int uffd_of_exited_child(void)
{
	struct area area = map_empty_area(anonymous, 1);
	pid_t child;
	int uffd = uffd_of_child_in_mode(MISSING, &area, &child);

	expect_success(registers(uffd, &area, MISSING));
	kill_child(child);
	return uffd;
}

/* Hugetlbfs, a shared mapping that may not be written. */
static struct area map_huge_for_reading(void)
{
	struct area area = map_empty_area(&backings[2], 1);
	int fd = open_for_reading(area.fd);

	area.start = mmap(NULL, area.length, PROT_READ, MAP_SHARED, fd, 0);
	if (area.start == MAP_FAILED)
		fail("mmap of a huge page: %m");
	return area;
}

/* All but the last small page of it. */
static struct area without_end(const struct area *area)
{
	struct area small = area_at(area->start, area->length);

	return part_of(&small, 0, small.pages - 1);
}

/* All but the first small page of it. */
static struct area without_start(const struct area *area)
{
	struct area small = area_at(area->start, area->length);

	return part_of(&small, 1, small.pages - 1);
}

/* Errors that a call reports before it looks at any mapping. */
static void expect_early_order(void)
{
	struct area area = map_empty_area(anonymous, 1);
	struct uffdio_register wrong = argument_for(&area, 0);
	int exited = uffd_of_exited_child(), uffd = uffd_open(0), ends[2];
	int closed = uffd_open(0);

	wrong.range.len++;
	expect_success(pipe2(ends, O_CLOEXEC));
	expect_success(close(closed));
	expect_error(uffd_ioctl(closed, UFFDIO_REGISTER, NULL), EBADF);
	expect_error(uffd_ioctl(ends[0], UFFDIO_REGISTER, NULL), ENOTTY);
	expect_error(uffd_ioctl(uffd_create(), UFFDIO_REGISTER, NULL), EINVAL);
	expect_error(uffd_ioctl(exited, UFFDIO_REGISTER, NULL), EFAULT);
	expect_error(registers(exited, &area, 0), EINVAL);
	expect_error(uffd_ioctl(exited, UFFDIO_REGISTER, &wrong), EINVAL);
	expect_error(registers(exited, &area, MISSING), ENOMEM);
	expect_error(uffd_ioctl(uffd, UFFDIO_REGISTER, NULL), EFAULT);
	expect_success(registers(uffd, &area, MISSING));
}

/* Each mapping has two defects, and the earlier one is reported. */
static void expect_order_for_mappings(void)
{
	struct area unsupported =
		map_with(PROT_READ, MAP_SHARED,
			 open_for_reading(create_file_on("ramfs")));
	struct area denied = map_huge_for_reading();
	struct area owned = map_empty_area(&backings[2], 1);
	struct area cut = without_end(&denied), begun = without_start(&denied);
	struct area owned_cut = without_end(&owned);
	int uffd = uffd_open(0);

	expect_success(registers(uffd_open(0), &owned, MISSING));
	expect_error(registers(uffd, &unsupported, MISSING), EINVAL);
	expect_error(registers(uffd, &begun, MISSING), EINVAL);
	expect_error(registers(uffd, &cut, MISSING), EPERM);
	expect_error(registers(uffd, &owned_cut, MISSING), EINVAL);
	expect_error(registers(uffd, &owned, MISSING), EBUSY);
}

static int other_uffd;

static void expect_late_order(void)
{
	struct uffdio_register *argument;
	int uffd = uffd_open(0);

	argument = read_only(argument_for(&split.range, 0));
	other_uffd = uffd_open(0);
	expect_success(registers(other_uffd, &split.second, MISSING));
	expect_error(registers(uffd, &split.range, MISSING), EBUSY);
	uffd_unregister(other_uffd, &split.second);
	expect_error(uffd_ioctl(uffd, UFFDIO_REGISTER, argument), ENOMEM);
}

SECTION("ERRORS");
SENTENCE("The kernel makes its checks in the order of this list and reports "
	 "the first that fails.")
{
	expect_early_order();
	expect_order_for_mappings();
	split = map_split();
	with_mappings_used_up(expect_late_order);
}

SENTENCE("If mappings in the range have different defects, the one with the "
	 "lowest address decides which error is reported.")
{
	struct area whole = map_with(PROT_READ | PROT_WRITE,
				     MAP_PRIVATE | MAP_ANONYMOUS, -1);
	struct area busy = part_of(&whole, 1, 1);
	int readable = open_for_reading(create_memfd(0));
	int uffd = uffd_open(0);

	expect_success(registers(uffd_open(0), &busy, MISSING));
	for (size_t denied = 0; denied < 3; denied += 2) {
		char *start = page_at(&whole, denied);

		if (mmap(start, whole.page_size, PROT_READ,
			 MAP_SHARED | MAP_FIXED, readable, 0) == MAP_FAILED)
			fail("mmap of the file: %m");
		expect_error(registers(uffd, &whole, MISSING),
			     denied ? EBUSY : EPERM);
		put(part_of(&whole, denied, 1), start, -1);
	}
}

TAG("EBADF");
SENTENCE("fd is not an open file descriptor.")
{
	struct tracked t = hand_over_empty(backing, 1, MISSING);

	expect_success(close(t.uffd));
	expect_error(registers(t.uffd, &t.area, MISSING), EBADF);
}

TAG("ENOTTY");
SENTENCE("fd does not refer to a userfaultfd.")
{
	struct area area = map_empty_area(backing, 1);
	int ends[2];

	expect_success(pipe2(ends, O_CLOEXEC));
	expect_error(registers(ends[0], &area, MISSING), ENOTTY);
	expect_error(registers(create_memfd(0), &area, MISSING), ENOTTY);
	expect_success(registers(uffd_open(0), &area, MISSING));
}

SENTENCE("For /dev/userfaultfd, the error is EINVAL.")
{
	struct area area = map_empty_area(backing, 1);
	int device = open("/dev/userfaultfd", O_RDWR | O_CLOEXEC);
	int uffd;

	if (device < 0 && errno == EACCES)
		skip("this needs access to /dev/userfaultfd");
	expect_success(device);
	expect_error(registers(device, &area, MISSING), EINVAL);
	expect_equal(modes_of(&area), 0);
	uffd = uffd_create_by_device(device, 0);
	expect_success(uffd_handshake(uffd, 0));
	expect_success(registers(uffd, &area, MISSING));
}

TAG("EINVAL");
SENTENCE("The handshake with UFFDIO_API(2const) has not been made.")
{
	struct area area = map_empty_area(backing, 1);
	int uffd = uffd_create();

	expect_error(registers(uffd, &area, MISSING), EINVAL);
	expect_equal(modes_of(&area), 0);
	expect_success(uffd_handshake(uffd, 0));
	expect_success(registers(uffd, &area, MISSING));
}

TAG("EFAULT");
SENTENCE("argp points outside the accessible address space of the calling "
	 "process.")
{
	struct area area = map_empty_area(backing, 1);
	struct area pages = map_empty_area(anonymous, 2);
	struct uffdio_register *end = (void *)page_at(&pages, 1);
	int uffd = uffd_open(0);

	expect_success(
		mprotect(page_at(&pages, 1), pages.page_size, PROT_NONE));
	end[-1] = argument_for(&area, 0);
	expect_error(uffd_ioctl(uffd, UFFDIO_REGISTER, end), EFAULT);
	expect_error(uffd_ioctl(uffd, UFFDIO_REGISTER, (char *)end - 16),
		     EFAULT);
	expect_error(uffd_ioctl(uffd, UFFDIO_REGISTER, NULL), EFAULT);
	expect_error(uffd_ioctl(uffd, UFFDIO_REGISTER, (void *)-32L), EFAULT);
	expect_equal(modes_of(&area), 0);
	expect_success(uffd_ioctl(uffd, UFFDIO_REGISTER, end - 1));
}

TAG("EINVAL");
SENTENCE("argp->mode is zero.", .over = EVERY_BACKING)
{
	struct tracked t = { uffd_open(0), map_empty_area(backing, 1) };

	expect_error(registers(t.uffd, &t.area, 0), EINVAL);
	expect_success(registers(t.uffd, &t.area, MISSING));
	expect_error(registers(t.uffd, &t.area, 0), EINVAL);
	expect_equal(modes_of(&t.area), MISSING);
}

SENTENCE("argp->mode has a bit set that is not listed above.")
{
	struct tracked t = { uffd_open(0), map_empty_area(backing, 1) };

	for (unsigned int bit = 4; bit < 64; bit++) {
		expect_error(registers(t.uffd, &t.area, 1ULL << bit), EINVAL);
		expect_error(registers(t.uffd, &t.area, MISSING | 1ULL << bit),
			     EINVAL);
	}
	expect_success(registers(t.uffd, &t.area, MISSING));
}

/* UFFDIO_REGISTER of `area`, moved and made longer by so many bytes. */
static int register_shifted(int uffd, const struct area *area, long start,
			    long length)
{
	struct uffdio_register argument = argument_for(area, 0);

	argument.range.start += (unsigned long)start;
	argument.range.len += (unsigned long)length;
	return uffd_ioctl(uffd, UFFDIO_REGISTER, &argument);
}

SENTENCE("argp->range.start is not aligned to the system page size.",
	 .over = SMALL_PAGES)
{
	struct area area = map_empty_area(backing, 3);
	struct area part = part_of(&area, 1, 1);
	int uffd = uffd_open(0);
	long half = (long)area.page_size / 2;

	expect_error(register_shifted(uffd, &part, 1, 0), EINVAL);
	expect_error(register_shifted(uffd, &part, -1, 0), EINVAL);
	expect_error(register_shifted(uffd, &part, half, 0), EINVAL);
	expect_equal(modes_of(&part), 0);
	expect_success(register_shifted(uffd, &part, 0, 0));
}

SENTENCE("argp->range.len is not a whole number of system pages.",
	 .over = SMALL_PAGES)
{
	struct area area = map_empty_area(backing, 3);
	struct area part = part_of(&area, 0, 2);
	int uffd = uffd_open(0);
	long half = (long)area.page_size / 2;

	expect_error(register_shifted(uffd, &part, 0, 1), EINVAL);
	expect_error(register_shifted(uffd, &part, 0, -1), EINVAL);
	expect_error(register_shifted(uffd, &part, 0, half), EINVAL);
	expect_equal(modes_of(&part), 0);
	expect_success(register_shifted(uffd, &part, 0, 0));
}

SENTENCE("argp->range.len is zero.", .over = EVERY_BACKING)
{
	struct tracked t = { uffd_open(0), map_empty_area(backing, 1) };

	expect_error(register_shifted(t.uffd, &t.area, 0, -(long)t.area.length),
		     EINVAL);
	expect_equal(modes_of(&t.area), 0);
	expect_success(register_shifted(t.uffd, &t.area, 0, 0));
}

SENTENCE("The range does not lie within the address space of a user process.")
{
	struct tracked t = { uffd_open(0), map_empty_area(backing, 1) };
	struct uffdio_register argument = argument_for(&t.area, 0);
	__u64 page = t.area.page_size, start = argument.range.start;
	const struct uffdio_range outside[] = {
		{ -page, page },
		{ 1ULL << 63, page },
		{ start, (1ULL << 63) - start },
		{ start, -start },
		{ start, -page },
	};

	for (size_t i = 0; i < sizeof(outside) / sizeof(*outside); i++) {
		argument.range = outside[i];
		expect_error(uffd_ioctl(t.uffd, UFFDIO_REGISTER, &argument),
			     EINVAL);
	}
	expect_equal(modes_of(&t.area), 0);
	expect_success(registers(t.uffd, &t.area, MISSING));
}

TAG("ENOMEM");
SENTENCE("The process that created fd has exited.")
{
	struct area area = map_empty_area(backing, 1);

	expect_error(registers(uffd_of_exited_child(), &area, MISSING), ENOMEM);
}

SENTENCE("While another process shares its memory (see CLONE_VM in clone(2)), "
	 "the call succeeds even so.")
{
	struct area area = map_empty_area(backing, 1);
	pid_t child, sharer;
	int uffd =
		uffd_of_sharing_child_in_mode(MISSING, &area, &child, &sharer);

	kill_child(child);
	expect_success(registers(uffd, &area, MISSING | WP));
	kill_child(sharer);
	expect_error(registers(uffd, &area, MISSING | WP), ENOMEM);
}

SENTENCE("The process that created fd has executed another program with "
	 "execve(2).")
{
	struct area area = map_empty_area(backing, 1);
	pid_t child;
	int waits = uffd_of_child_in_mode(MISSING, &area, &child);
	int executes = uffd_of_executed_child_in_mode(MISSING, &area);

	expect_success(registers(waits, &area, MISSING));
	expect_error(registers(executes, &area, MISSING), ENOMEM);
}

SENTENCE("fd came with a UFFD_EVENT_FORK, and the child has exited.")
{
	struct tracked t = hand_over(map_empty_area(backing, 1), MISSING,
				     UFFD_FEATURE_EVENT_FORK);
	int child_uffd;
	pid_t child = fork_with_event(t.uffd, &child_uffd);

	if (child == 0)
		_exit(*(volatile char *)t.area.start == page_content(0)
			      ? VERDICT_OK
			      : VERDICT_NOT_OK);
	await_readable(child_uffd, "the child accesses nothing");
	expect_success(registers(child_uffd, &t.area, MISSING));
	expect_success(uffd_copy(child_uffd, &t.area, 0));
	expect_child(child);
	expect_error(registers(child_uffd, &t.area, MISSING), ENOMEM);
	expect_success(registers(t.uffd, &t.area, MISSING));
}

TAG("EINVAL");
SENTENCE("No mapping lies in the range.", .over = EVERY_BACKING)
{
	struct tracked t = { uffd_open(0), map_empty_area(backing, 3) };
	struct area gap = part_of(&t.area, 0, 2);

	expect_success(munmap(gap.start, gap.length));
	expect_error(registers(t.uffd, &gap, MISSING), EINVAL);
	expect_success(registers(t.uffd, &t.area, MISSING));
}

SENTENCE("The first mapping in the range is backed by hugetlbfs, and "
	 "argp->range.start is not a multiple of its huge page size.",
	 .over = HUGETLBFS)
{
	struct tracked t = { uffd_open(0), map_empty_area(backing, 2) };
	struct area begun = without_start(&t.area);

	expect_error(registers(t.uffd, &begun, MISSING), EINVAL);
	expect_equal(modes_of(&t.area), 0);
	expect_success(registers(t.uffd, &t.area, MISSING));
}

SENTENCE("A mapping in the range is a mapping of a file that is neither in "
	 "shared memory nor in hugetlbfs.")
{
	int fd = create_file_on("ramfs");
	int protection = PROT_READ | PROT_WRITE;
	struct area shared = map_with(protection, MAP_SHARED, fd);
	struct area private = map_with(protection, MAP_PRIVATE, fd);

	expect_not_registrable(&shared, EINVAL);
	expect_not_registrable(&private, EINVAL);
}

SENTENCE(
	"Since Linux 6.7, such a mapping is taken if UFFD_FEATURE_WP_ASYNC was "
	"negotiated and argp->mode is UFFDIO_REGISTER_MODE_WP.",
	.proof = VERSION)
{
	struct area area = map_with(PROT_READ | PROT_WRITE, MAP_SHARED,
				    create_file_on("ramfs"));

	expect_since(6, 7, is_registered_by_wp_async(&area));
}

/* System V shared memory, which goes away with the block. */
static struct area map_system_v(size_t length, int flags)
{
	int id = shmget(IPC_PRIVATE, length, IPC_CREAT | flags | 0600);
	struct area area;

	if (id < 0)
		fail("shmget: %m");
	area = area_at(shmat(id, NULL, 0), length);
	if (shmctl(id, IPC_RMID, NULL))
		fail("shmctl: %m");
	if (area.start == (void *)-1)
		fail("shmat: %m");
	return area;
}

SENTENCE("A mapping in the range is System V shared memory of small pages "
	 "(see shmat(2)).")
{
	struct area area = map_system_v(4 * small_page_size(), 0);

	expect_not_registrable(&area, EINVAL);
}

SENTENCE("Since Linux 6.7, this memory is taken if UFFD_FEATURE_WP_ASYNC was "
	 "negotiated and argp->mode is UFFDIO_REGISTER_MODE_WP.",
	 .proof = VERSION)
{
	struct area area = map_system_v(4 * small_page_size(), 0);

	expect_since(6, 7, is_registered_by_wp_async(&area));
}

static struct area find_vdso(void)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	unsigned long start, end;
	char line[512];

	if (!maps)
		fail("/proc/self/maps: %m");
	while (fgets(line, sizeof(line), maps)) {
		if (!strstr(line, "[vdso]") ||
		    sscanf(line, "%lx-%lx ", &start, &end) != 2)
			continue;
		fclose(maps);
		return area_at((char *)start, end - start);
	}
	skip("this process has no vdso");
}

SENTENCE("A mapping in the range is the vdso(7).")
{
	struct area area = find_vdso();
	int uffd = open_for_writes(true);

	expect_not_registrable(&area, EINVAL);
	if (uffd >= 0)
		expect_error(registers(uffd, &area, WP), EINVAL);
}

SENTENCE("argp->mode has UFFDIO_REGISTER_MODE_MINOR set, and a mapping in the "
	 "range is private anonymous memory that is not backed by hugetlbfs.",
	 .over = ANONYMOUS_BACKED)
{
	struct tracked t = { uffd_open(0), map_empty_area(backing, 2) };

	expect_error(registers(t.uffd, &t.area, MINOR), EINVAL);
	expect_error(registers(t.uffd, &t.area, MINOR | MISSING), EINVAL);
	expect_equal(modes_of(&t.area), 0);
	expect_success(registers(t.uffd, &t.area, MISSING));
}

TAG("EPERM");
SENTENCE("A mapping in the range is a shared mapping of a file that was "
	 "opened for reading only.")
{
	int fd = create_memfd(0);
	struct area writable = map_with(PROT_READ, MAP_SHARED, fd);
	struct area area =
		map_with(PROT_READ, MAP_SHARED, open_for_reading(fd));

	expect_not_registrable(&area, EPERM);
	expect_registrable(&writable, MISSING | WP | MINOR);
}

/* The shared mapping of a file that was sealed before. */
static void expect_seal_to_prevent(int seal)
{
	int fd = create_memfd(MFD_ALLOW_SEALING);
	int sealed = create_memfd(MFD_ALLOW_SEALING);
	struct area without = map_with(PROT_READ, MAP_SHARED, fd);
	struct area with;

	expect_success(fcntl(sealed, F_ADD_SEALS, seal));
	with = map_with(PROT_READ, MAP_SHARED, sealed);
	expect_not_registrable(&with, EPERM);
	expect_registrable(&without, MISSING | WP | MINOR);
}

SENTENCE("A mapping in the range is a shared mapping of a file with the seal "
	 "F_SEAL_WRITE.")
{
	expect_seal_to_prevent(F_SEAL_WRITE);
}

SENTENCE("A mapping in the range is a shared mapping of a file with the seal "
	 "F_SEAL_FUTURE_WRITE.")
{
	expect_seal_to_prevent(F_SEAL_FUTURE_WRITE);
}

TAG("EINVAL");
SENTENCE("The range ends within a mapping that is backed by hugetlbfs, at an "
	 "address that is not a multiple of its huge page size.",
	 .over = HUGETLBFS)
{
	struct tracked t = { uffd_open(0), map_empty_area(backing, 2) };
	struct area cut = without_end(&t.area);

	expect_error(registers(t.uffd, &cut, MISSING), EINVAL);
	expect_equal(modes_of(&t.area), 0);
	expect_success(registers(t.uffd, &t.area, MISSING));
}

TAG("EBUSY");
SENTENCE("Another userfaultfd has registered a mapping in the range.",
	 .over = EVERY_BACKING)
{
	struct tracked t = hand_over_empty(backing, 2, MISSING);
	int other = uffd_open(0);

	expect_error(registers(other, &t.area, MISSING), EBUSY);
	expect_error(registers(other, &t.area, WP), EBUSY);
	expect_missing(t.uffd, &t.area, 0);
	uffd_unregister(t.uffd, &t.area);
	expect_success(registers(other, &t.area, MISSING));
}

static void split_without_mappings(void)
{
	int uffd = uffd_open(0);
	struct area half = part_of(&split.second, 0, 2);

	expect_error(registers(uffd, &half, MISSING), ENOMEM);
	expect_success(registers(uffd, &split.second, MISSING));
}

TAG("ENOMEM");
SENTENCE("The range covers a part of a mapping, and the process has as many "
	 "mappings as /proc/sys/vm/max_map_count allows.")
{
	struct area half;

	split = map_split();
	half = part_of(&split.second, 0, 2);
	with_mappings_used_up(split_without_mappings);
	expect_success(registers(uffd_open(0), &half, MISSING));
}

TAG("EFAULT");
SENTENCE("argp->ioctls cannot be written.")
{
	struct tracked t = { uffd_open(0), map_empty_area(backing, 1) };
	struct uffdio_register argument = argument_for(&t.area, 0);
	struct uffdio_register *page = read_only(argument);

	expect_error(uffd_ioctl(t.uffd, UFFDIO_REGISTER, page), EFAULT);
	expect_success(uffd_ioctl(t.uffd, UFFDIO_REGISTER, &argument));
}

SECTION("ERRORS / Errors of registering a range again (since Linux 7.3)");
SENTENCE("Errors of registering a range again (since Linux 7.3)",
	 .proof = VERSION)
{
	struct tracked t = hand_over_empty(backing, 1, WP);
	bool refused = registers(t.uffd, &t.area, MISSING) && errno == EBUSY;

	expect_since(7, 3, refused);
}

TAG("EBUSY");
SENTENCE("A mapping in the range is registered with fd for "
	 "UFFDIO_REGISTER_MODE_WP, and argp->mode does not have this bit set.",
	 .over = EVERY_BACKING)
{
	struct tracked t = hand_over_empty(backing, 1, WP | MISSING);

	expect_error(registers(t.uffd, &t.area, MISSING), EBUSY);
	expect_equal(modes_of(&t.area), WP | MISSING);
	expect_success(registers(t.uffd, &t.area, WP));
	uffd_unregister(t.uffd, &t.area);
	expect_success(registers(t.uffd, &t.area, MISSING));
	expect_equal(modes_of(&t.area), MISSING);
}

SENTENCE("A mapping in the range is registered with fd for "
	 "UFFDIO_REGISTER_MODE_RWP, and argp->mode does not have this bit "
	 "set.",
	 .over = EVERY_BACKING)
{
	struct tracked t =
		hand_over(map_empty_area(backing, 1), RWP, UFFD_FEATURE_RWP);

	expect_error(registers(t.uffd, &t.area, MISSING), EBUSY);
	expect_error(registers(t.uffd, &t.area, WP), EBUSY);
	expect_equal(modes_of(&t.area), RWP);
	expect_success(registers(t.uffd, &t.area, RWP | MISSING));
	uffd_unregister(t.uffd, &t.area);
	expect_success(registers(t.uffd, &t.area, WP));
	expect_equal(modes_of(&t.area), WP);
}

SECTION("ERRORS / Errors of read-write protection (since Linux 7.3)");
SENTENCE("Errors of read-write protection (since Linux 7.3)", .proof = VERSION)
{
	struct area area = map_empty_area(backing, 1);
	int uffd = uffd_create();
	bool known = uffd_handshake(uffd, UFFD_FEATURE_RWP) == 0;

	if (known) {
		expect_error(registers(uffd, &area, RWP | WP), EINVAL);
		expect_success(registers(uffd, &area, RWP));
	}
	expect_since(7, 3, known);
}

TAG("EINVAL");
SENTENCE("argp->mode has UFFDIO_REGISTER_MODE_RWP set, and UFFD_FEATURE_RWP "
	 "was not negotiated.",
	 .over = EVERY_BACKING)
{
	struct area area = map_empty_area(backing, 1);
	int without = uffd_open(0), with = uffd_open(UFFD_FEATURE_RWP);

	expect_error(registers(without, &area, RWP), EINVAL);
	expect_error(registers(without, &area, RWP | MISSING), EINVAL);
	expect_success(registers(with, &area, RWP));
}

SENTENCE("argp->mode has both UFFDIO_REGISTER_MODE_RWP and "
	 "UFFDIO_REGISTER_MODE_WP set.",
	 .over = EVERY_BACKING)
{
	struct area area = map_empty_area(backing, 1);
	int uffd = uffd_open(UFFD_FEATURE_RWP);

	expect_error(registers(uffd, &area, RWP | WP), EINVAL);
	expect_success(registers(uffd, &area, WP));
	uffd_unregister(uffd, &area);
	expect_success(registers(uffd, &area, RWP));
}

SENTENCE("argp->mode has UFFDIO_REGISTER_MODE_RWP set, and a mapping in the "
	 "range has PROT_NONE.",
	 .over = EVERY_BACKING)
{
	struct area area = map_empty_area(backing, 2);
	int uffd = uffd_open(UFFD_FEATURE_RWP);

	expect_success(mprotect(page_at(&area, 1), area.page_size, PROT_NONE));
	expect_error(registers(uffd, &area, RWP), EINVAL);
	expect_equal(modes_of(&area), 0);
	expect_success(registers(uffd, &area, MISSING));
	expect_success(mprotect(page_at(&area, 1), area.page_size, PROT_READ));
	expect_success(registers(uffd, &area, RWP));
}

SECTION("STANDARDS");
SENTENCE("Linux.", .proof = ABI)
{
	struct area area = map_empty_area(backing, 1);
	struct utsname name;

	expect_success(uname(&name));
	expect_true(!strcmp(name.sysname, "Linux"), "uname(2) says Linux");
	expect_success(registers(uffd_open(0), &area, MISSING));
}

SECTION("HISTORY");
SENTENCE("Linux 4.3.", .proof = VERSION)
{
	struct area area = map_empty_area(backing, 1);

	expect_since(4, 3, can_register(&area, MISSING));
}

/* Whether the kernel takes it; if it does not, that is EINVAL. */
static bool is_taken(const struct area *area)
{
	struct area control = map_empty_area(anonymous, 1);

	expect_success(registers(uffd_open(0), &control, MISSING));
	if (registers(uffd_open(0), area, MISSING) == 0)
		return true;
	expect_equal(errno, EINVAL);
	return false;
}

SECTION("CAVEATS");
SENTENCE("System V shared memory of huge pages, which Linux 6.12 registers, is "
	 "refused with EINVAL by Linux 7.2 and later kernels.",
	 .proof = VERSION)
{
	struct area area = map_system_v(huge_page_size(), SHM_HUGETLB);

	/* It leaves open what the releases between the two do. */
	expect_since(7, 2, !is_taken(&area));
}

#ifndef MAP_DROPPABLE
#define MAP_DROPPABLE 0x08
#endif

/* Kernels before Linux 6.11 have no such memory. */
static bool refuses_droppable_memory(void)
{
	size_t length = small_page_size();
	char *start = mmap(NULL, length, PROT_READ | PROT_WRITE,
			   MAP_DROPPABLE | MAP_ANONYMOUS, -1, 0);
	struct area area = area_at(start, length);

	return start != MAP_FAILED && !is_taken(&area);
}

SENTENCE(
	"Memory that was mapped with MAP_DROPPABLE, which Linux 6.12 registers, "
	"is refused with EINVAL by Linux 7.2 and later kernels.",
	.proof = VERSION)
{
	expect_since(7, 2, refuses_droppable_memory());
}

SECTION("BUGS");
SENTENCE("If the range begins in a gap, and the first mapping after the gap "
	 "is backed by hugetlbfs, argp->range.start must be a multiple of the "
	 "huge page size all the same.",
	 .over = HUGETLBFS)
{
	struct area area = map_empty_area(backing, 2);
	struct area begun = without_start(&area);
	int uffd = uffd_open(0);

	expect_success(munmap(area.start, area.page_size));
	expect_error(registers(uffd, &begun, MISSING), EINVAL);
	expect_success(registers(uffd, &area, MISSING));
	expect_missing(uffd, &area, 1);
}

SENTENCE("If the range ends in a gap, its end need not be a multiple of the "
	 "huge page size.",
	 .over = HUGETLBFS)
{
	struct area area = map_empty_area(backing, 2);
	struct area cut = without_end(&area);
	int uffd = uffd_open(0);

	expect_error(registers(uffd, &cut, MISSING), EINVAL);
	expect_success(munmap(page_at(&area, 1), area.page_size));
	expect_success(registers(uffd, &cut, MISSING));
	expect_missing(uffd, &area, 0);
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

SENTENCE("UFFDIO_RWPROTECT(2const)", .proof = REFERENCE)
{
	expect_page("UFFDIO_RWPROTECT", "2const");
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
