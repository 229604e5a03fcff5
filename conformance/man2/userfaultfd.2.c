// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
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
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "access.h"
#include "backing.h"
#include "betray.h"
#include "children.h"
#include "events.h"
#include "expect.h"
#include "guest.h"
#include "manager.h"
#include "memory.h"
#include "operations.h"
#include "pagemap.h"
#include "polling.h"
#include "privilege.h"
#include "proc.h"
#include "program.h"
#include "reference.h"
#include "release.h"
#include "sentence.h"
#include "uapi.h"
#include "uffd.h"

#define MISSING UFFDIO_REGISTER_MODE_MISSING
#define WP	UFFDIO_REGISTER_MODE_WP
#define MINOR	UFFDIO_REGISTER_MODE_MINOR
#define PROTECT UFFDIO_WRITEPROTECT_MODE_WP

#define WRITE_FLAG UFFD_PAGEFAULT_FLAG_WRITE
#define WP_FLAGS   (UFFD_PAGEFAULT_FLAG_WP | UFFD_PAGEFAULT_FLAG_WRITE)
#define MINOR_FLAG UFFD_PAGEFAULT_FLAG_MINOR

/* Pages that are all missing, registered with a new userfaultfd. */
static struct tracked watch(const struct backing *backing, size_t pages,
			    unsigned long long modes,
			    unsigned long long features)
{
	struct tracked t = { uffd_open(features),
			     map_empty_area(backing, pages) };

	uffd_register(t.uffd, &t.area, modes);
	return t;
}

/* The same, with every page present. */
static struct tracked watch_filled(const struct backing *backing, size_t pages,
				   unsigned long long modes,
				   unsigned long long features)
{
	struct tracked t = { uffd_open(features), map_area(backing, pages) };

	uffd_register(t.uffd, &t.area, modes);
	return t;
}

/* The same, with every page in the file, and none mapped in the area. */
static struct tracked watch_cached(const struct backing *backing, size_t pages,
				   unsigned long long modes,
				   unsigned long long features)
{
	struct tracked t = { uffd_open(features),
			     map_empty_area(backing, pages) };
	struct area second = map_again(&t.area);

	for (size_t i = 0; i < pages; i++)
		*page_at(&second, i) = page_content(i);
	uffd_register(t.uffd, &t.area, modes);
	return t;
}

/* Present, and protected from writing. */
static struct tracked watch_protected(const struct backing *backing,
				      size_t pages, unsigned long long features)
{
	struct tracked t = watch_filled(backing, pages, WP, features);

	expect_success(writeprotect(t.uffd, &t.area, PROTECT));
	return t;
}

/* The access to a missing page waits until the page is copied there. */
static void expect_missing(const struct tracked *t, size_t index)
{
	struct area page = part_of(&t->area, index, 1);
	struct access *access = start_access(READ_ACCESS, &page, 0);

	expect_fault(t->uffd, access, 0);
	expect_waiting(t->uffd, 1, 0);
	expect_success(uffd_copy(t->uffd, &page, 0));
	expect_equal(expect_end(access), page_content(0));
}

/* The features that the kernel says it has. */
static unsigned long long features_of_kernel(void)
{
	struct uffdio_api api = { .api = UFFD_API };
	int uffd = uffd_create();

	expect_success(uffd_ioctl(uffd, UFFDIO_API, &api));
	close(uffd);
	return api.features;
}

SECTION("NAME");
SENTENCE("userfaultfd - decide in user space what happens on page faults",
	 .proof = REFERENCE)
{
	expect_page("userfaultfd", "2");
}

SECTION("LIBRARY");
SENTENCE("Standard C library (libc, -lc)", .proof = ABI)
{
	expect_success(syscall(SYS_userfaultfd, UFFD_USER_MODE_ONLY));
}

SECTION("SYNOPSIS");
SENTENCE("#include <fcntl.h> /* Definition of O_* constants */", .proof = ABI)
{
	long uffd = syscall(SYS_userfaultfd,
			    O_CLOEXEC | O_NONBLOCK | UFFD_USER_MODE_ONLY);

	expect_success(uffd);
	expect_equal(fcntl((int)uffd, F_GETFL) & O_NONBLOCK, O_NONBLOCK);
}

SENTENCE("#include <linux/userfaultfd.h> /* Definition of UFFD* constants */",
	 .proof = ABI)
{
	struct uffdio_api api = { .api = 0xaa };

	expect_equal(UFFD_USER_MODE_ONLY, 1);
	expect_equal(UFFD_API, 0xaa);
	expect_equal(USERFAULTFD_IOC_NEW, 0xaa00);
	expect_success(uffd_ioctl(uffd_create_with(1), UFFDIO_API, &api));
}

SENTENCE("#include <sys/syscall.h> /* Definition of SYS_* constants */",
	 .proof = ABI)
{
	expect_equal(SYS_userfaultfd, __NR_userfaultfd);
	expect_success(syscall(SYS_userfaultfd, UFFD_USER_MODE_ONLY));
}

SENTENCE("#include <unistd.h>", .proof = ABI)
{
	long (*declared)(long, ...) = syscall;

	expect_success(declared(SYS_userfaultfd, UFFD_USER_MODE_ONLY));
}

SENTENCE("int syscall(SYS_userfaultfd, int flags);", .proof = ABI)
{
	int flags = UFFD_USER_MODE_ONLY;

	expect_success(uffd_handshake((int)syscall(SYS_userfaultfd, flags), 0));
}

/* Whether the C library has `size` bytes of `text`, a name between NULs. */
static bool library_has(const char *path, const char *text, size_t size)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	struct stat about;
	void *content;
	bool has;

	if (file < 0 || fstat(file, &about))
		fail("%s: %m", path);
	content = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE,
		       file, 0);
	if (content == MAP_FAILED)
		fail("%s: %m", path);
	has = memmem(content, (size_t)about.st_size, text, size);
	munmap(content, (size_t)about.st_size);
	close(file);
	return has;
}

SENTENCE("The GNU C library has no function for this system call.",
	 .proof = EVIDENCE)
{
	static const char absent[] = "\0userfaultfd", present[] = "\0eventfd";
	glob_t found;

	if (glob("/lib{,64}{,/*-linux-gnu*}/libc.so.6", GLOB_BRACE, NULL,
		 &found))
		skip("this machine has no GNU C library");
	for (size_t i = 0; i < found.gl_pathc; i++) {
		const char *path = found.gl_pathv[i];

		expect_true(library_has(path, present, sizeof(present)), path);
		expect_true(!library_has(path, absent, sizeof(absent)), path);
	}
}

SECTION("DESCRIPTION");
SENTENCE("userfaultfd() creates a userfaultfd and returns its file descriptor.")
{
	int uffd = uffd_create(), ends[2];
	char path[64], target[64] = "";

	snprintf(path, sizeof(path), "/proc/self/fd/%d", uffd);
	expect_success(readlink(path, target, sizeof(target) - 1));
	expect_true(strstr(target, "[userfaultfd]"), target);
	expect_success(pipe2(ends, O_CLOEXEC));
	expect_error(uffd_handshake(ends[0], 0), ENOTTY);
	expect_success(uffd_handshake(uffd, 0));
}

SENTENCE("A userfaultfd is used in these steps:", .proof = PURPOSE)
{
	struct area area = map_empty_area(backing, 1);
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register registration = {
		.range = { (uintptr_t)area.start, area.length },
		.mode = UFFDIO_REGISTER_MODE_MISSING,
	};
	struct uffdio_copy copy = { .len = area.length };
	struct uffd_msg message;
	struct access *access;
	char source[area.length];
	int uffd = uffd_create_with(O_CLOEXEC);

	memset(source, WRITTEN, sizeof(source));
	expect_success(uffd);
	expect_success(uffd_ioctl(uffd, UFFDIO_API, &api));
	expect_success(uffd_ioctl(uffd, UFFDIO_REGISTER, &registration));
	access = start_access(READ_ACCESS, &area, 0);
	expect_equal(uffd_read(uffd, &message, sizeof(message)),
		     sizeof(message));
	expect_equal(message.event, UFFD_EVENT_PAGEFAULT);
	copy.dst = message.arg.pagefault.address;
	copy.src = (uintptr_t)source;
	expect_success(uffd_ioctl(uffd, UFFDIO_COPY, &copy));
	expect_equal(expect_end(access), WRITTEN);
}

TAG("Creation");
SENTENCE("A userfaultfd belongs to the address space of the process that "
	 "creates it.",
	 .over = ANONYMOUS_BACKED)
{
	struct tracked t = watch(backing, 1, MISSING, 0);
	pid_t child = fork();

	expect_success(child);
	if (child == 0) {
		expect_success(uffd_copy(t.uffd, &t.area, 0));
		expect_equal(*page_at(&t.area, 0), 0);
		_exit(VERDICT_OK);
	}
	expect_child(child);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_equal(*page_at(&t.area, 0), page_content(0));
}

TAG("Handshake");
SENTENCE("UFFDIO_API(2const) makes the userfaultfd ready for use.")
{
	struct tracked t = { uffd_create(), map_empty_area(backing, 1) };

	expect_error(register_area(t.uffd, &t.area, MISSING, NULL), EINVAL);
	expect_success(uffd_handshake(t.uffd, 0));
	expect_success(register_area(t.uffd, &t.area, MISSING, NULL));
	expect_missing(&t, 0);
}

TAG("Registration");
SENTENCE("UFFDIO_REGISTER(2const) says in which address range and on which "
	 "kinds of page faults a thread has to wait.",
	 .over = EVERY_BACKING)
{
	int uffd = uffd_open(0);
	struct tracked t = { uffd, map_empty_area(backing, 4) };
	struct area second = part_of(&t.area, 1, 1);
	struct area fourth = part_of(&t.area, 3, 1);

	expect_success(register_area(uffd, &second, MISSING, NULL));
	expect_success(register_area(uffd, &fourth, WP, NULL));
	expect_no_trap(uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_no_trap(uffd, start_access(READ_ACCESS, &t.area, 2));
	expect_no_trap(uffd, start_access(READ_ACCESS, &t.area, 3));
	expect_missing(&t, 1);
}

TAG("Notification");
SENTENCE("When a thread has to wait, read(2) of the file descriptor returns a "
	 "message that describes the page fault.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch(backing, 2, MISSING, 0);
	struct uffd_msg message = { 0 };
	uintptr_t address = (uintptr_t)page_at(&t.area, 1);

	expect_error(uffd_read(t.uffd, &message, sizeof(message)), EAGAIN);
	start_access(WRITE_ACCESS, &t.area, 1);
	await_readable(t.uffd, "no notification came");
	expect_equal(uffd_read(t.uffd, &message, sizeof(message)),
		     sizeof(message));
	expect_equal(message.event, UFFD_EVENT_PAGEFAULT);
	expect_equal(message.arg.pagefault.address, address);
	expect_equal(message.arg.pagefault.flags, WRITE_FLAG);
}

TAG("Resolution");
SENTENCE("Another thread prepares the page, for example with "
	 "UFFDIO_COPY(2const), and so lets the thread that waits go on.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch(backing, 1, MISSING, 0);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_fault(t.uffd, access, 0);
	expect_waiting(t.uffd, 1, 0);
	expect_success(uffd_copy(t.uffd, &t.area, 0));
	expect_equal(expect_end(access), page_content(0));
}

/* A message of one byte that carries a descriptor. */
struct parcel {
	char byte;
	struct iovec text;
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))];
	struct msghdr message;
};

static struct cmsghdr *wrap(struct parcel *parcel)
{
	struct cmsghdr *header;

	memset(parcel, 0, sizeof(*parcel));
	parcel->text = (struct iovec){ &parcel->byte, 1 };
	parcel->message.msg_iov = &parcel->text;
	parcel->message.msg_iovlen = 1;
	parcel->message.msg_control = parcel->control;
	parcel->message.msg_controllen = sizeof(parcel->control);
	header = CMSG_FIRSTHDR(&parcel->message);
	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(int));
	return header;
}

static void send_descriptor(int socket, int fd)
{
	struct parcel parcel;

	memcpy(CMSG_DATA(wrap(&parcel)), &fd, sizeof(fd));
	if (sendmsg(socket, &parcel.message, 0) != 1)
		fail("sendmsg: %m");
}

static int receive_descriptor(int socket)
{
	struct parcel parcel;
	struct cmsghdr *header = wrap(&parcel);
	int fd;

	await_readable(socket, "no descriptor came");
	if (recvmsg(socket, &parcel.message, MSG_CMSG_CLOEXEC) != 1)
		fail("recvmsg: %m");
	memcpy(&fd, CMSG_DATA(header), sizeof(fd));
	return fd;
}

/* Copies a page to where the first notification says. */
static void handle_one_fault(int uffd, const struct backing *backing)
{
	struct uffd_msg message = await_message(uffd);
	struct area page = {
		.backing = backing,
		.start = (char *)(uintptr_t)message.arg.pagefault.address,
		.page_size = small_page_size(),
		.pages = 1,
		.length = small_page_size(),
		.fd = -1,
	};

	expect_equal(message.event, UFFD_EVENT_PAGEFAULT);
	expect_success(uffd_copy(uffd, &page, 0));
}

TAG("");
SENTENCE("The descriptor can be passed to another process, which can read the "
	 "messages and resolve the page faults of the first process.")
{
	struct access *access;
	struct tracked t;
	int ends[2];
	pid_t other;

	expect_success(
		socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
	other = fork();
	expect_success(other);
	if (other == 0) {
		handle_one_fault(receive_descriptor(ends[1]), backing);
		_exit(VERDICT_OK);
	}
	t = watch(backing, 1, MISSING, 0);
	access = start_access(READ_ACCESS, &t.area, 0);
	send_descriptor(ends[0], t.uffd);
	expect_equal(expect_end(access), page_content(0));
	expect_child(other);
}

SENTENCE("The operations are in ioctl_userfaultfd(2).", .proof = REFERENCE)
{
	expect_page("ioctl_userfaultfd", "2");
}

SECTION("DESCRIPTION / Creating a userfaultfd");
SENTENCE("flags is zero or the bitwise OR of any of these values:")
{
	int bits[] = { O_CLOEXEC, O_NONBLOCK, UFFD_USER_MODE_ONLY };
	unsigned int known = O_CLOEXEC | O_NONBLOCK | UFFD_USER_MODE_ONLY;

	need_kernel_faults();
	for (int i = 0; i < 8; i++)
		expect_success(uffd_create_with((i & 1 ? bits[0] : 0) |
						(i & 2 ? bits[1] : 0) |
						(i & 4 ? bits[2] : 0)));
	for (int i = 0; i < 32; i++)
		if (!(known & 1U << i))
			expect_error(uffd_create_with((int)(1U << i)), EINVAL);
}

/* A child that has executed this program anew, and is stopped since. */
static pid_t start_executed_child(void)
{
	pid_t child = fork();
	int status;

	expect_success(child);
	if (child == 0) {
		expect_success(ptrace(PTRACE_TRACEME, 0, NULL, NULL));
		execl("/proc/self/exe", "uffd-conformance", "--help", NULL);
		fail("execl of /proc/self/exe: %m");
	}
	if (waitpid(child, &status, 0) != child)
		fail("waitpid: %m");
	expect_true(WIFSTOPPED(status), "the child has executed a program");
	return child;
}

static bool child_has(pid_t child, int fd)
{
	char path[64], target[64];

	snprintf(path, sizeof(path), "/proc/%d/fd/%d", child, fd);
	return readlink(path, target, sizeof(target)) > 0;
}

TAG("O_CLOEXEC");
SENTENCE("execve(2) closes the file descriptor.")
{
	int with = uffd_create_with(O_CLOEXEC | UFFD_USER_MODE_ONLY);
	int without = uffd_create_with(UFFD_USER_MODE_ONLY);
	pid_t child = start_executed_child();

	expect_true(child_has(child, without), "it stays open without");
	expect_true(!child_has(child, with), "it is closed");
}

/* A thread that reads a message, and may have to wait for it. */
struct reader {
	int uffd;
	int begins; /* both eventfds */
	int ends;
	pid_t thread;
	ssize_t got;
	struct uffd_msg message;
};

static void *read_one_message(void *argument)
{
	struct reader *reader = argument;

	reader->thread = gettid();
	if (eventfd_write(reader->begins, 1))
		fail("eventfd: %m");
	reader->got = uffd_read(reader->uffd, &reader->message,
				sizeof(reader->message));
	if (eventfd_write(reader->ends, 1))
		fail("eventfd: %m");
	return NULL;
}

static struct reader *start_reader(int uffd)
{
	struct reader *reader = calloc(1, sizeof(*reader));
	pthread_t thread;

	if (!reader)
		fail("out of memory");
	reader->uffd = uffd;
	reader->begins = eventfd(0, EFD_CLOEXEC);
	reader->ends = eventfd(0, EFD_CLOEXEC);
	if (reader->begins < 0 || reader->ends < 0)
		fail("eventfd: %m");
	if (pthread_create(&thread, NULL, read_one_message, reader))
		fail("pthread_create failed");
	await_readable(reader->begins, "the thread did not begin");
	return reader;
}

/* 'S' if the thread sleeps. */
static char state_of_thread(pid_t thread)
{
	char path[64], state;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", thread);
	file = fopen(path, "re");
	if (!file || fscanf(file, "%*d (%*[^)]) %c", &state) != 1)
		fail("%s: %m", path);
	fclose(file);
	return state;
}

static time_t now(void)
{
	struct timespec time;

	if (clock_gettime(CLOCK_MONOTONIC, &time))
		fail("clock_gettime: %m");
	return time.tv_sec;
}

/* The thread waits in read(2), until a page fault gives it a message. */
static void expect_reader_waits(struct reader *reader, const struct area *area)
{
	time_t end = now() + await_deadline() / 1000 + 1;

	while (state_of_thread(reader->thread) != 'S') {
		if (now() > end)
			fail("the thread that reads does not sleep");
		sched_yield();
	}
	start_access(READ_ACCESS, area, 0);
	await_readable(reader->ends, "read(2) did not return");
	expect_equal(reader->got, sizeof(reader->message));
	expect_equal(reader->message.event, UFFD_EVENT_PAGEFAULT);
}

/* A registered page, and a userfaultfd that was created with `flags`. */
static struct tracked watch_with_flags(const struct backing *backing, int flags)
{
	struct tracked t = { uffd_create_with(flags),
			     map_empty_area(backing, 1) };

	expect_success(uffd_handshake(t.uffd, 0));
	uffd_register(t.uffd, &t.area, MISSING);
	return t;
}

TAG("O_NONBLOCK");
SENTENCE("A read(2) that finds no message fails with EAGAIN.")
{
	struct tracked t =
		watch_with_flags(backing, O_NONBLOCK | UFFD_USER_MODE_ONLY);
	struct uffd_msg message;

	expect_equal(fcntl(t.uffd, F_GETFL) & O_NONBLOCK, O_NONBLOCK);
	expect_error(uffd_read(t.uffd, &message, sizeof(message)), EAGAIN);
	expect_missing(&t, 0);
	expect_error(uffd_read(t.uffd, &message, sizeof(message)), EAGAIN);
}

SENTENCE("Without this flag, a read(2) that finds no message waits for one.")
{
	struct tracked t = watch_with_flags(backing, UFFD_USER_MODE_ONLY);

	expect_reader_waits(start_reader(t.uffd), &t.area);
}

SENTENCE("fcntl(2) can set and clear the flag later.")
{
	struct tracked t = watch_with_flags(backing, UFFD_USER_MODE_ONLY);
	struct uffd_msg message;

	expect_success(fcntl(t.uffd, F_SETFL, O_NONBLOCK));
	expect_error(uffd_read(t.uffd, &message, sizeof(message)), EAGAIN);
	expect_success(fcntl(t.uffd, F_SETFL, 0));
	expect_reader_waits(start_reader(t.uffd), &t.area);
}

TAG("UFFD_USER_MODE_ONLY (since Linux 5.11)");
SENTENCE("UFFD_USER_MODE_ONLY (since Linux 5.11)", .proof = VERSION)
{
	expect_since(5, 11, uffd_create_with(UFFD_USER_MODE_ONLY) >= 0);
}

SENTENCE("Only page faults of user mode are handled; see Page faults in kernel "
	 "mode below.",
	 .over = EVERY_BACKING)
{
	struct tracked t = { uffd_create_for_user_mode(),
			     map_empty_area(backing, 2) };

	expect_success(uffd_handshake(t.uffd, 0));
	uffd_register(t.uffd, &t.area, MISSING);
	expect_missing(&t, 0);
	expect_end_error(start_access(KERNEL_READ, &t.area, 1), EFAULT);
	expect_no_message(t.uffd);
}

static void need_ptrace(void)
{
	expect_success(uffd_create_with(0));
	give_up_ptrace();
	expect_error(uffd_create_with(0), EPERM);
	expect_success(uffd_create_with(UFFD_USER_MODE_ONLY));
}

TAG("");
SENTENCE("To create a userfaultfd without UFFD_USER_MODE_ONLY, the caller must "
	 "have the capability CAP_SYS_PTRACE in the initial user namespace.")
{
	need_kernel_faults();
	with_unprivileged_userfaultfd(0, need_ptrace);
}

static void need_initial_namespace(void)
{
	expect_success(uffd_create_with(0));
	enter_user_namespace();
	expect_error(uffd_create_with(0), EPERM);
	expect_success(uffd_create_with(UFFD_USER_MODE_ONLY));
}

SENTENCE("The capability in another user namespace is not enough.")
{
	need_kernel_faults();
	with_unprivileged_userfaultfd(0, need_initial_namespace);
}

static void need_nothing(void)
{
	become_ordinary_user();
	expect_error(uffd_create_with(0), EPERM);
	expect_success(uffd_create_with(UFFD_USER_MODE_ONLY));
}

SENTENCE("Creating a userfaultfd with UFFD_USER_MODE_ONLY requires no "
	 "privilege.")
{
	with_unprivileged_userfaultfd(0, need_nothing);
}

static int open_device(void)
{
	int device = open("/dev/userfaultfd", O_RDWR | O_CLOEXEC);

	if (device < 0 && errno == EACCES)
		skip("this user may not open /dev/userfaultfd");
	if (device < 0)
		fail("/dev/userfaultfd: %m");
	return device;
}

static void use_device(void)
{
	int device = open_device();

	become_ordinary_user();
	expect_error(uffd_create_with(0), EPERM);
	expect_success(uffd_create_by_device(device, 0));
}

static void use_setting(void)
{
	become_ordinary_user();
	expect_success(uffd_create_with(0));
}

SENTENCE("These two ways create one without the capability, too:")
{
	with_unprivileged_userfaultfd(0, use_device);
	with_unprivileged_userfaultfd(1, use_setting);
}

TAG("/proc/sys/vm/unprivileged_userfaultfd (since Linux 5.2)");
SENTENCE("/proc/sys/vm/unprivileged_userfaultfd (since Linux 5.2)",
	 .proof = VERSION)
{
	expect_since(5, 2,
		     !access("/proc/sys/vm/unprivileged_userfaultfd", F_OK));
}

/* A system call reads a missing page, and waits for it. */
static void expect_kernel_waits(int uffd)
{
	struct tracked t = { uffd, map_empty_area(anonymous, 1) };
	struct access *access;

	expect_success(uffd_handshake(uffd, 0));
	uffd_register(uffd, &t.area, MISSING);
	access = start_access(KERNEL_READ, &t.area, 0);
	expect_fault(uffd, access, 0);
	expect_success(uffd_copy(uffd, &t.area, 0));
	expect_equal(expect_end(access), page_content(0));
}

static void create_as_anyone(void)
{
	become_ordinary_user();
	expect_kernel_waits(uffd_create_with(O_NONBLOCK));
}

SENTENCE("While this file contains 1, any process can create a userfaultfd "
	 "without UFFD_USER_MODE_ONLY.")
{
	with_unprivileged_userfaultfd(0, need_nothing);
	with_unprivileged_userfaultfd(1, create_as_anyone);
}

SENTENCE("The file contains 0 when the system has started.")
{
	if (!in_guest())
		skip("this machine has been in use since it started");
	expect_equal(unprivileged_userfaultfd(), 0);
}

TAG("/dev/userfaultfd (since Linux 6.1)");
SENTENCE("/dev/userfaultfd (since Linux 6.1)", .proof = VERSION)
{
	expect_since(6, 1, !access("/dev/userfaultfd", F_OK));
}

SENTENCE("The ioctl(2) request USERFAULTFD_IOC_NEW on this device creates a "
	 "userfaultfd.")
{
	struct tracked t = { uffd_create_by_device(open_device(), O_NONBLOCK),
			     map_empty_area(backing, 1) };

	expect_success(uffd_handshake(t.uffd, 0));
	uffd_register(t.uffd, &t.area, MISSING);
	expect_missing(&t, 0);
}

SENTENCE("Its argument is the same flags value.")
{
	int device = open_device();
	int plain = uffd_create_by_device(device, 0);
	int uffd = uffd_create_by_device(device, O_CLOEXEC | O_NONBLOCK);

	expect_equal(fcntl(plain, F_GETFD) & FD_CLOEXEC, 0);
	expect_equal(fcntl(plain, F_GETFL) & O_NONBLOCK, 0);
	expect_equal(fcntl(uffd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	expect_equal(fcntl(uffd, F_GETFL) & O_NONBLOCK, O_NONBLOCK);
	expect_error(uffd_create_by_device(device, 2), EINVAL);
}

static void use_device_as_anyone(void)
{
	int device = open_device();

	become_ordinary_user();
	expect_error(uffd_create_with(0), EPERM);
	expect_error(open("/dev/userfaultfd", O_RDWR | O_CLOEXEC), EACCES);
	expect_success(uffd_create_by_device(device, 0));
}

SENTENCE("The permission to open the device is the only one that is needed.")
{
	with_unprivileged_userfaultfd(0, use_device_as_anyone);
}

SENTENCE("The request returns the new file descriptor.")
{
	int device = open_device();
	int uffd = uffd_create_by_device(device, 0);

	expect_true(uffd > device, "it is a descriptor of its own");
	expect_success(uffd_handshake(uffd, 0));
	expect_error(uffd_handshake(device, 0), EINVAL);
}

static void handle_kernel_faults(void)
{
	int device = open_device();

	become_ordinary_user();
	expect_kernel_waits(uffd_create_by_device(device, O_NONBLOCK));
}

SENTENCE("Such a userfaultfd handles page faults of kernel mode, too, unless "
	 "flags has UFFD_USER_MODE_ONLY set.")
{
	struct tracked t = { uffd_create_by_device(open_device(),
						   O_NONBLOCK |
							   UFFD_USER_MODE_ONLY),
			     map_empty_area(backing, 1) };

	expect_success(uffd_handshake(t.uffd, 0));
	uffd_register(t.uffd, &t.area, MISSING);
	expect_end_error(start_access(KERNEL_READ, &t.area, 0), EFAULT);
	with_unprivileged_userfaultfd(0, handle_kernel_faults);
}

SECTION("DESCRIPTION / The handshake");
SENTENCE("UFFDIO_API(2const) chooses the features that the userfaultfd has.")
{
	struct tracked with =
		watch(backing, 1, MISSING, UFFD_FEATURE_THREAD_ID);
	struct tracked without = watch(backing, 1, MISSING, 0);
	struct uffd_msg message;

	message = expect_fault(with.uffd,
			       start_access(READ_ACCESS, &with.area, 0), 0);
	expect_true(message.arg.pagefault.feat.ptid, "the thread is named");
	message = expect_fault(without.uffd,
			       start_access(READ_ACCESS, &without.area, 0), 0);
	expect_true(!message.arg.pagefault.feat.ptid, "it is not");
}

SENTENCE("A feature that was not asked for is off.")
{
	struct tracked t = watch(backing, 2, MISSING, UFFD_FEATURE_THREAD_ID);
	struct tracked sigbus = watch(backing, 1, MISSING, UFFD_FEATURE_SIGBUS);

	expect_equal(signal_of_access(READ_ACCESS, sigbus.area.start), SIGBUS);
	expect_missing(&t, 0);
	expect_success(madvise(t.area.start, t.area.length, MADV_DONTNEED));
	expect_no_message(t.uffd);
	expect_missing(&t, 0);
}

/* The lowest bit of a feature that this kernel does not have. */
static unsigned long long unknown_feature(void)
{
	unsigned long long known = features_of_kernel();

	return ~known & (known + 1);
}

SENTENCE("If the kernel lacks one of the features, UFFDIO_API(2const) fails "
	 "with EINVAL.")
{
	unsigned long long unknown = unknown_feature();

	expect_error(uffd_handshake(uffd_create(), unknown), EINVAL);
	expect_error(
		uffd_handshake(uffd_create(), unknown | UFFD_FEATURE_THREAD_ID),
		EINVAL);
	expect_success(uffd_handshake(uffd_create(), UFFD_FEATURE_THREAD_ID));
}

SENTENCE("After such a failure, a call that asks for less can succeed on the "
	 "same file descriptor.")
{
	struct tracked t = { uffd_create(), map_empty_area(backing, 1) };

	expect_error(uffd_handshake(t.uffd, unknown_feature()), EINVAL);
	expect_error(register_area(t.uffd, &t.area, MISSING, NULL), EINVAL);
	expect_success(uffd_handshake(t.uffd, 0));
	uffd_register(t.uffd, &t.area, MISSING);
	expect_missing(&t, 0);
}

SENTENCE("The handshake succeeds only once for a userfaultfd.")
{
	struct tracked t = { uffd_create(), map_empty_area(backing, 1) };

	expect_success(uffd_handshake(t.uffd, 0));
	expect_error(uffd_handshake(t.uffd, 0), EINVAL);
	expect_error(uffd_handshake(t.uffd, UFFD_FEATURE_SIGBUS), EINVAL);
	uffd_register(t.uffd, &t.area, MISSING);
	expect_missing(&t, 0);
}

SENTENCE("Before the handshake, every other ioctl(2) operation fails with "
	 "EINVAL.")
{
	/* With a bad pointer, so that none of them can do anything. */
	static const unsigned long everywhere[] = {
		UFFDIO_REGISTER, UFFDIO_UNREGISTER,   UFFDIO_WAKE,
		UFFDIO_COPY,	 UFFDIO_ZEROPAGE,     UFFDIO_CONTINUE,
		UFFDIO_WAKE,	 UFFDIO_WRITEPROTECT,
	};
	static const unsigned long newer[] = { UFFDIO_MOVE, UFFDIO_POISON,
					       UFFDIO_RWPROTECT,
					       UFFDIO_SET_MODE };
	int uffd = uffd_create();

	for (size_t i = 0; i < 8; i++)
		expect_error(uffd_ioctl(uffd, everywhere[i], NULL), EINVAL);
	for (size_t i = 0; i < 4; i++)
		expect_error(uffd_ioctl(uffd, newer[i], NULL), EINVAL);
	expect_success(uffd_handshake(uffd, 0));
	for (size_t i = 0; i < 8; i++)
		expect_error(uffd_ioctl(uffd, everywhere[i], NULL), EFAULT);
}

SENTENCE("Before the handshake, read(2) fails with EINVAL.")
{
	int uffd = uffd_create();
	struct uffd_msg message;

	expect_error(uffd_read(uffd, &message, sizeof(message)), EINVAL);
	expect_success(uffd_handshake(uffd, 0));
	expect_error(uffd_read(uffd, &message, sizeof(message)), EAGAIN);
}

/* The feature, and what else it cannot be had without. */
static unsigned long long with_company(unsigned long long feature)
{
	if (feature == UFFD_FEATURE_RWP_ASYNC)
		return feature | UFFD_FEATURE_RWP;
	return feature;
}

SENTENCE("After a handshake with no features, features of its argument holds "
	 "all features that the kernel has.")
{
	unsigned long long features = features_of_kernel();

	need_kernel_faults();
	for (int i = 0; i < 64; i++) {
		unsigned long long feature = 1ULL << i;
		int uffd = uffd_create();
		int result = uffd_handshake(uffd, with_company(feature));

		if (features & feature)
			expect_success(result);
		else
			expect_error(result, EINVAL);
		close(uffd);
	}
}

SENTENCE("A program can make this handshake on a userfaultfd of its own, close "
	 "it, and ask for the features that it found on a second one.",
	 .proof = PURPOSE)
{
	unsigned long long wanted = UFFD_FEATURE_THREAD_ID | 1ULL << 63;
	unsigned long long found = features_of_kernel() & wanted;
	struct tracked t = watch(backing, 1, MISSING, found);
	struct uffd_msg message;

	expect_equal(found, UFFD_FEATURE_THREAD_ID);
	message =
		expect_fault(t.uffd, start_access(READ_ACCESS, &t.area, 0), 0);
	expect_true(message.arg.pagefault.feat.ptid, "the thread is named");
}

SECTION("DESCRIPTION / Registering memory");
SENTENCE("UFFDIO_REGISTER(2const) registers an address range in one or more "
	 "modes:",
	 .over = EVERY_BACKING)
{
	struct tracked one = { uffd_open(0), map_empty_area(backing, 1) };
	struct tracked two = { uffd_open(0), map_empty_area(backing, 1) };

	expect_error(register_area(one.uffd, &one.area, 0, NULL), EINVAL);
	expect_success(register_area(one.uffd, &one.area, MISSING, NULL));
	expect_success(register_area(two.uffd, &two.area, MISSING | WP, NULL));
	expect_missing(&one, 0);
	expect_missing(&two, 0);
}

TAG("UFFDIO_REGISTER_MODE_MISSING");
SENTENCE("A thread waits when it accesses a page that is missing.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch(backing, 2, MISSING, 0);

	expect_missing(&t, 0);
	expect_fault(t.uffd, start_access(WRITE_ACCESS, &t.area, 1),
		     WRITE_FLAG);
	expect_waiting(t.uffd, 1, 0);
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 0));
}

TAG("UFFDIO_REGISTER_MODE_WP (since Linux 5.7)");
SENTENCE("UFFDIO_REGISTER_MODE_WP (since Linux 5.7)", .proof = VERSION)
{
	struct area area = map_empty_area(backing, 1);

	expect_since(5, 7, !register_area(uffd_open(0), &area, WP, NULL));
}

SENTENCE("A thread waits when it writes to a page that is write-protected.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch_protected(backing, 1, 0);
	struct access *access = start_access(WRITE_ACCESS, &t.area, 0);

	expect_fault(t.uffd, access, WP_FLAGS);
	expect_waiting(t.uffd, 1, 0);
	expect_success(writeprotect(t.uffd, &t.area, 0));
	expect_end(access);
}

TAG("UFFDIO_REGISTER_MODE_MINOR (since Linux 5.13)");
SENTENCE("UFFDIO_REGISTER_MODE_MINOR (since Linux 5.13)", .proof = VERSION,
	 .over = HUGETLBFS)
{
	struct area area = map_empty_area(backing, 1);

	expect_since(5, 13, !register_area(uffd_open(0), &area, MINOR, NULL));
}

/* The access waits until the page is mapped as it is in the file. */
static void expect_minor(const struct tracked *t, size_t index)
{
	struct area page = part_of(&t->area, index, 1);
	struct access *access = start_access(READ_ACCESS, &page, 0);

	expect_fault(t->uffd, access, MINOR_FLAG);
	expect_waiting(t->uffd, 1, 0);
	expect_success(uffd_continue(t->uffd, &page, 0));
	expect_equal(expect_end(access), page_content(index));
}

SENTENCE("A thread waits when it accesses a page that the page cache holds and "
	 "the range does not map.",
	 .over = FILE_BACKED)
{
	struct tracked t = watch_cached(backing, 2, MINOR, 0);

	expect_minor(&t, 0);
	expect_fault(t.uffd, start_access(WRITE_ACCESS, &t.area, 1),
		     MINOR_FLAG | WRITE_FLAG);
	expect_waiting(t.uffd, 1, 0);
}

TAG("UFFDIO_REGISTER_MODE_RWP (since Linux 7.3)");
SENTENCE("UFFDIO_REGISTER_MODE_RWP (since Linux 7.3)", .proof = VERSION)
{
	struct area area = map_empty_area(backing, 1);
	int uffd = uffd_create();

	expect_since(7, 3,
		     !uffd_handshake(uffd, UFFD_FEATURE_RWP) &&
			     !register_area(uffd, &area,
					    UFFDIO_REGISTER_MODE_RWP, NULL));
}

SENTENCE("A thread waits when it accesses a page that is read-write protected.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, 0);
	struct access *reads = start_access(READ_ACCESS, &t.area, 0);
	struct access *writes;

	expect_trap(t.uffd, reads);
	writes = start_access(WRITE_ACCESS, &t.area, 1);
	expect_trap(t.uffd, writes);
	expect_waiting(t.uffd, 2, 0);
	unprotect(t.uffd, &t.area);
	expect_equal(expect_end(reads), page_content(0));
	expect_end(writes);
}

TAG("");
SENTENCE("A range can be registered in several modes at once.",
	 .over = FILE_BACKED)
{
	struct tracked t = { uffd_open(0), map_empty_area(backing, 3) };
	struct area second = map_again(&t.area);
	struct area present = part_of(&t.area, 2, 1);

	*page_at(&second, 1) = page_content(1);
	*page_at(&t.area, 2) = page_content(2);
	uffd_register(t.uffd, &t.area, MISSING | WP | MINOR);
	expect_success(writeprotect(t.uffd, &present, PROTECT));
	expect_missing(&t, 0);
	expect_minor(&t, 1);
	expect_fault(t.uffd, start_access(WRITE_ACCESS, &t.area, 2), WP_FLAGS);
}

SENTENCE("Private anonymous memory can be registered.",
	 .over = ANONYMOUS_BACKED)
{
	struct tracked t = { uffd_open(0), map_empty_area(backing, 1) };

	expect_success(register_area(t.uffd, &t.area, MISSING, NULL));
	expect_missing(&t, 0);
}

SENTENCE("Since Linux 4.11, shared memory can be registered.", .proof = VERSION,
	 .over = SHMEM)
{
	struct area area = map_empty_area(backing, 1);

	expect_since(4, 11, !register_area(uffd_open(0), &area, MISSING, NULL));
}

SENTENCE("Since Linux 4.11, pages of hugetlbfs can be registered.",
	 .proof = VERSION, .over = HUGETLBFS)
{
	struct area area = map_empty_area(backing, 1);

	expect_since(4, 11, !register_area(uffd_open(0), &area, MISSING, NULL));
}

/* A page of shared memory that `fd` is the file of, or -1: no file. */
static struct area map_shared_page(int fd)
{
	struct area area = map_empty_area(&backings[1], 1);
	int flags = MAP_SHARED | (fd < 0 ? MAP_ANONYMOUS : 0);

	if (fd >= 0 && ftruncate(fd, (off_t)area.length))
		fail("ftruncate: %m");
	area.start =
		mmap(NULL, area.length, PROT_READ | PROT_WRITE, flags, fd, 0);
	if (area.start == MAP_FAILED)
		fail("mmap: %m");
	return area;
}

SENTENCE("Shared memory is that of memfd_create(2), that of tmpfs(5), and that "
	 "of mmap(2) with MAP_SHARED and MAP_ANONYMOUS.")
{
	int tmpfs = open("/dev/shm", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	int memfd = memfd_create("area", MFD_CLOEXEC);
	struct tracked t = { .uffd = uffd_open(0) };
	struct area areas[3];

	expect_success(tmpfs);
	expect_success(memfd);
	areas[0] = map_shared_page(memfd);
	areas[1] = map_shared_page(tmpfs);
	areas[2] = map_shared_page(-1);
	for (int i = 0; i < 3; i++) {
		t.area = areas[i];
		expect_success(
			register_area(t.uffd, &t.area, MISSING | MINOR, NULL));
		expect_missing(&t, 0);
	}
}

SENTENCE("System V shared memory of small pages cannot be registered in "
	 "UFFDIO_REGISTER_MODE_MISSING.")
{
	struct area area = map_empty_area(&backings[1], 1);
	struct area system_v = area;
	int segment = shmget(IPC_PRIVATE, area.length, IPC_CREAT | 0600);
	int uffd = uffd_open(0);

	expect_success(segment);
	system_v.start = shmat(segment, NULL, 0);
	expect_success(shmctl(segment, IPC_RMID, NULL));
	expect_true(system_v.start != (void *)-1, "the segment is attached");
	expect_error(register_area(uffd, &system_v, MISSING, NULL), EINVAL);
	expect_success(register_area(uffd, &area, MISSING, NULL));
}

/* A page of a file on ramfs, which this process alone sees. */
static struct area map_ramfs(const struct backing *backing)
{
	struct area area = map_empty_area(backing, 1);
	int file;

	if (unshare(CLONE_NEWNS) ||
	    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("ramfs", "/tmp", "ramfs", 0, NULL))
		skip("no file system can be mounted here");
	file = open("/tmp/file", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (file < 0 || ftruncate(file, (off_t)area.length))
		fail("/tmp/file: %m");
	area.start = mmap(NULL, area.length, PROT_READ | PROT_WRITE, MAP_SHARED,
			  file, 0);
	if (area.start == MAP_FAILED)
		fail("mmap of /tmp/file: %m");
	return area;
}

SENTENCE("A mapping of a file on another file system cannot be registered in "
	 "UFFDIO_REGISTER_MODE_MISSING.",
	 .over = SHMEM)
{
	struct tracked t = { uffd_open(0), map_empty_area(backing, 1) };
	struct area other = map_ramfs(backing);

	expect_error(register_area(t.uffd, &other, MISSING, NULL), EINVAL);
	expect_success(register_area(t.uffd, &t.area, MISSING, NULL));
	expect_missing(&t, 0);
}

SENTENCE("A userfaultfd can have many registered ranges.",
	 .over = EVERY_BACKING)
{
	struct tracked t = { uffd_open(0), map_empty_area(backing, 5) };

	for (size_t i = 0; i < t.area.pages; i += 2) {
		struct area page = part_of(&t.area, i, 1);

		expect_success(register_area(t.uffd, &page, MISSING, NULL));
	}
	for (size_t i = 0; i < t.area.pages; i += 2)
		expect_missing(&t, i);
}

SENTENCE("A mapping can be registered with only one userfaultfd at a time.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch(backing, 1, MISSING, 0);
	struct tracked other = { uffd_open(0), t.area };

	expect_error(register_area(other.uffd, &t.area, MISSING, NULL), EBUSY);
	uffd_unregister(t.uffd, &t.area);
	expect_success(register_area(other.uffd, &t.area, MISSING, NULL));
	expect_missing(&other, 0);
}

SENTENCE("Registering does not change the pages that are there already.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch_filled(backing, 2, MISSING | WP, 0);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_no_trap(t.uffd, access);
	expect_equal(expect_end(access), page_content(0));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
}

SENTENCE("A page fault outside the registered ranges is handled by the kernel "
	 "alone.",
	 .over = EVERY_BACKING)
{
	struct tracked t = { uffd_open(0), map_empty_area(backing, 3) };
	struct area middle = part_of(&t.area, 1, 1);

	uffd_register(t.uffd, &middle, MISSING);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 2));
	expect_equal(*page_at(&t.area, 0), 0);
	expect_missing(&t, 1);
}

SENTENCE("UFFDIO_UNREGISTER(2const) ends the registration of a range.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch(backing, 2, MISSING, 0);
	struct area first = part_of(&t.area, 0, 1);
	struct access *access;

	uffd_unregister(t.uffd, &first);
	access = start_access(READ_ACCESS, &t.area, 0);
	expect_no_trap(t.uffd, access);
	expect_equal(expect_end(access), 0);
	expect_missing(&t, 1);
}

SECTION("DESCRIPTION / Missing pages");
SENTENCE("A page of anonymous memory is missing until it is first accessed.",
	 .over = ANONYMOUS_BACKED)
{
	struct tracked t = { uffd_open(0), map_empty_area(backing, 3) };

	(void)*(volatile char *)page_at(&t.area, 0);
	*page_at(&t.area, 1) = page_content(1);
	uffd_register(t.uffd, &t.area, MISSING);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
	expect_missing(&t, 2);
}

SENTENCE("A page of anonymous memory is missing again after madvise(2) with "
	 "MADV_DONTNEED.",
	 .over = ANONYMOUS_BACKED)
{
	struct tracked t = watch_filled(backing, 2, MISSING, 0);

	expect_success(madvise(t.area.start, t.area.page_size, MADV_DONTNEED));
	expect_missing(&t, 0);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
}

SENTENCE("A page of anonymous memory that is in swap is not missing.",
	 .over = ANONYMOUS_BACKED)
{
	struct tracked t = watch_filled(backing, 2, MISSING, 0);
	struct access *access;

	reclaim(&t.area);
	access = start_access(READ_ACCESS, &t.area, 0);
	expect_no_trap(t.uffd, access);
	expect_equal(expect_end(access), page_content(0));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
}

SENTENCE("A page of a file in shared memory or hugetlbfs is missing as long as "
	 "the file has a hole there.",
	 .over = FILE_BACKED)
{
	struct tracked t = watch(backing, 3, MISSING, 0);
	struct area second = map_again(&t.area);

	expect_missing(&t, 0);
	*page_at(&second, 1) = page_content(1);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
	expect_success(
		fallocate(t.area.fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
			  (off_t)t.area.page_size, (off_t)t.area.page_size));
	expect_missing(&t, 1);
	expect_missing(&t, 2);
}

SENTENCE("In UFFDIO_REGISTER_MODE_MISSING alone, no thread waits for a page "
	 "that the file has but the range has not: the kernel maps it.",
	 .over = FILE_BACKED)
{
	struct tracked t = watch_cached(backing, 2, MISSING, 0);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_no_trap(t.uffd, access);
	expect_equal(expect_end(access), page_content(0));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
}

SENTENCE("In UFFDIO_REGISTER_MODE_MISSING, a thread that reads a missing page "
	 "waits.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch(backing, 1, MISSING, 0);

	expect_missing(&t, 0);
}

SENTENCE("In UFFDIO_REGISTER_MODE_MISSING, a thread that writes to a missing "
	 "page waits.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch(backing, 1, MISSING, 0);
	struct access *access = start_access(WRITE_ACCESS, &t.area, 0);

	expect_fault(t.uffd, access, WRITE_FLAG);
	expect_waiting(t.uffd, 1, 0);
	expect_success(uffd_copy(t.uffd, &t.area, 0));
	expect_end(access);
	expect_equal(*page_at(&t.area, 0), WRITTEN);
}

SENTENCE("The notification of a read of a missing page has no flag set.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch(backing, 1, MISSING | WP, 0);

	expect_fault(t.uffd, start_access(READ_ACCESS, &t.area, 0), 0);
}

SENTENCE("The notification of a write to a missing page has only "
	 "UFFD_PAGEFAULT_FLAG_WRITE set.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch(backing, 1, MISSING | WP, 0);

	expect_fault(t.uffd, start_access(WRITE_ACCESS, &t.area, 0),
		     WRITE_FLAG);
}

/* A page that is elsewhere in memory moves to the page of the area. */
static int move(int uffd, const struct area *page, const struct area *from,
		unsigned long long mode)
{
	struct uffdio_move argument = {
		.dst = (uintptr_t)page->start,
		.src = (uintptr_t)from->start,
		.len = page->length,
		.mode = mode,
	};

	return uffd_ioctl(uffd, UFFDIO_MOVE, &argument);
}

/* Four missing pages, and in each place what one of the operations puts. */
static struct tracked fill_by_every_operation(const struct backing *backing)
{
	unsigned long long features = features_of_kernel();
	struct tracked t = watch(backing, 4, MISSING, 0);
	struct area page[] = { part_of(&t.area, 0, 1), part_of(&t.area, 1, 1),
			       part_of(&t.area, 2, 1), part_of(&t.area, 3, 1) };
	struct area from = map_area(backing, 1);

	expect_success(uffd_copy(t.uffd, &page[0], 0));
	expect_success(uffd_zeropage(t.uffd, &page[1], 0));
	if (features & UFFD_FEATURE_POISON)
		expect_success(uffd_poison(t.uffd, &page[2], 0));
	if (features & UFFD_FEATURE_MOVE)
		expect_success(move(t.uffd, &page[3], &from, 0));
	return t;
}

static void expect_filled(const struct tracked *t)
{
	unsigned long long features = features_of_kernel();
	struct access *copied = start_access(READ_ACCESS, &t->area, 0), *access;

	expect_no_trap(t->uffd, copied);
	expect_equal(expect_end(copied), page_content(0));
	expect_no_trap(t->uffd, start_access(READ_ACCESS, &t->area, 1));
	expect_equal(*page_at(&t->area, 1), 0);
	if (features & UFFD_FEATURE_POISON)
		expect_equal(
			signal_of_access(READ_ACCESS, page_at(&t->area, 2)),
			SIGBUS);
	if (!(features & UFFD_FEATURE_MOVE))
		return;
	access = start_access(READ_ACCESS, &t->area, 3);
	expect_no_trap(t->uffd, access);
	expect_equal(expect_end(access), page_content(0));
}

SENTENCE("These operations put a page where one is missing:",
	 .over = ANONYMOUS_BACKED)
{
	struct tracked t = fill_by_every_operation(backing);

	expect_filled(&t);
}

TAG("UFFDIO_COPY(2const)");
SENTENCE("The page is a copy of other memory.", .over = EVERY_BACKING)
{
	struct tracked t = watch(backing, 1, MISSING, 0);
	size_t length = t.area.length;
	unsigned char *source = malloc(length);
	struct uffdio_copy argument = { .dst = (uintptr_t)t.area.start,
					.src = (uintptr_t)source,
					.len = length };
	struct access *access;

	expect_true(source, "memory for the source");
	for (size_t i = 0; i < length; i++)
		source[i] = (unsigned char)(1 + i % 251);
	expect_success(uffd_ioctl(t.uffd, UFFDIO_COPY, &argument));
	access = start_access(READ_ACCESS, &t.area, 0);
	expect_no_trap(t.uffd, access);
	expect_true(!memcmp(t.area.start, source, length), "the same bytes");
	source[0] = WRITTEN;
	expect_equal(*page_at(&t.area, 0), 1);
}

TAG("UFFDIO_ZEROPAGE(2const)");
SENTENCE("The page is filled with zeros.", .over = SMALL_PAGES | THP)
{
	struct tracked t = watch(backing, 1, MISSING, 0);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_fault(t.uffd, access, 0);
	expect_success(uffd_zeropage(t.uffd, &t.area, 0));
	expect_equal(expect_end(access), 0);
	for (size_t i = 0; i < t.area.length; i++)
		expect_equal(t.area.start[i], 0);
}

SENTENCE("The operation is not available for hugetlbfs.", .over = HUGETLBFS)
{
	struct tracked t = { uffd_open(0), map_empty_area(backing, 1) };
	struct tracked small = watch(anonymous, 1, MISSING, 0);
	unsigned long long ioctls;

	expect_success(register_area(t.uffd, &t.area, MISSING, &ioctls));
	expect_equal(ioctls & 1ULL << _UFFDIO_ZEROPAGE, 0);
	expect_error(uffd_zeropage(t.uffd, &t.area, 0), EINVAL);
	expect_success(uffd_copy(t.uffd, &t.area, 0));
	expect_success(uffd_zeropage(small.uffd, &small.area, 0));
}

TAG("UFFDIO_POISON(2const) (since Linux 6.6)");
SENTENCE("UFFDIO_POISON(2const) (since Linux 6.6)", .proof = VERSION)
{
	struct tracked t = watch(backing, 1, MISSING, 0);

	expect_since(6, 6, !uffd_poison(t.uffd, &t.area, 0));
}

SENTENCE("An access in user mode to the page raises SIGBUS.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch(backing, 2, MISSING, 0);
	struct area first = part_of(&t.area, 0, 1);

	expect_success(uffd_poison(t.uffd, &first, 0));
	expect_equal(signal_of_access(READ_ACCESS, first.start), SIGBUS);
	expect_equal(signal_of_access(WRITE_ACCESS, first.start), SIGBUS);
	expect_equal(signal_of_access(READ_ACCESS, first.start), SIGBUS);
	expect_missing(&t, 1);
}

SENTENCE("A system call that accesses the page fails with EFAULT.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch(backing, 2, MISSING, 0);
	struct area first = part_of(&t.area, 0, 1);
	struct area second = part_of(&t.area, 1, 1);

	expect_success(uffd_poison(t.uffd, &first, 0));
	expect_success(uffd_copy(t.uffd, &second, 0));
	expect_end_error(start_access(KERNEL_READ, &t.area, 0), EFAULT);
	expect_end_error(start_access(KERNEL_WRITE, &t.area, 0), EFAULT);
	expect_equal(expect_end(start_access(KERNEL_READ, &t.area, 1)),
		     page_content(0));
	expect_end(start_access(KERNEL_WRITE, &t.area, 1));
}

TAG("UFFDIO_MOVE(2const) (since Linux 6.8)");
SENTENCE("UFFDIO_MOVE(2const) (since Linux 6.8)", .proof = VERSION)
{
	struct tracked t = watch(backing, 1, MISSING, 0);
	struct area from = map_area(backing, 1);

	expect_since(6, 8, !move(t.uffd, &t.area, &from, 0));
}

SENTENCE("The page is taken away from another address of the same process.",
	 .over = ANONYMOUS_BACKED)
{
	struct tracked t = watch(backing, 1, MISSING, 0);
	struct area from = map_area(backing, 1);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_fault(t.uffd, access, 0);
	expect_equal(*page_at(&from, 0), page_content(0));
	expect_success(move(t.uffd, &t.area, &from, 0));
	expect_equal(expect_end(access), page_content(0));
	expect_equal(*page_at(&from, 0), 0);
}

SENTENCE("The operation is for anonymous memory only.", .over = FILE_BACKED)
{
	struct tracked t = watch(backing, 1, MISSING, 0);
	struct area from = map_area(backing, 1);
	struct tracked small = watch(anonymous, 1, MISSING, 0);
	struct area small_from = map_area(anonymous, 1);

	expect_error(move(t.uffd, &t.area, &from, 0), EINVAL);
	expect_missing(&t, 0);
	expect_success(move(small.uffd, &small.area, &small_from, 0));
}

TAG("");
SENTENCE("Each of these operations can put a page in place before any thread "
	 "has accessed it.",
	 .over = ANONYMOUS_BACKED)
{
	struct tracked t = fill_by_every_operation(backing);

	expect_no_message(t.uffd);
	expect_filled(&t);
}

SENTENCE("An access to a page that was put in place does not wait.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch(backing, 2, MISSING, 0);
	struct access *access;

	expect_success(uffd_copy(t.uffd, &t.area, 0));
	access = start_access(READ_ACCESS, &t.area, 1);
	expect_no_trap(t.uffd, access);
	expect_equal(expect_end(access), page_content(1));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 0));
}

SENTENCE("Where a page is already, UFFDIO_COPY(2const) fails with EEXIST and "
	 "the page stays as it is.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch(backing, 2, MISSING, 0);
	struct area first = part_of(&t.area, 0, 1);
	struct area second = part_of(&t.area, 1, 1);

	expect_success(uffd_copy(t.uffd, &first, 0));
	*page_at(&first, 0) = WRITTEN;
	expect_error(uffd_copy(t.uffd, &first, 0), EEXIST);
	expect_equal(*page_at(&first, 0), WRITTEN);
	expect_success(uffd_copy(t.uffd, &second, 0));
}

SECTION("DESCRIPTION / Write protection (since Linux 5.7)");
SENTENCE("Write protection (since Linux 5.7)", .proof = VERSION)
{
	struct tracked t = watch_filled(backing, 1, MISSING, 0);

	expect_since(5, 7,
		     !register_area(t.uffd, &t.area, WP, NULL) &&
			     !writeprotect(t.uffd, &t.area, PROTECT));
}

SENTENCE("The kernel has write protection if UFFDIO_API(2const) reports "
	 "UFFD_FEATURE_PAGEFAULT_FLAG_WP.")
{
	unsigned long long feature =
		features_of_kernel() & UFFD_FEATURE_PAGEFAULT_FLAG_WP;
	struct tracked t = watch_protected(backing, 1, feature);

	expect_true(feature, "the feature is reported");
	expect_fault(t.uffd, start_access(WRITE_ACCESS, &t.area, 0), WP_FLAGS);
}

SENTENCE("This feature need not be asked for.", .over = EVERY_BACKING)
{
	struct tracked t = watch_protected(backing, 1, 0);

	expect_fault(t.uffd, start_access(WRITE_ACCESS, &t.area, 0), WP_FLAGS);
}

SENTENCE("In UFFDIO_REGISTER_MODE_WP, UFFDIO_WRITEPROTECT(2const) with "
	 "UFFDIO_WRITEPROTECT_MODE_WP protects pages against writes.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch_filled(backing, 2, WP, 0);
	struct area first = part_of(&t.area, 0, 1);

	expect_success(writeprotect(t.uffd, &first, PROTECT));
	expect_fault(t.uffd, start_access(WRITE_ACCESS, &t.area, 0), WP_FLAGS);
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
}

SENTENCE("Registering alone protects no page.", .over = EVERY_BACKING)
{
	struct tracked t = watch_filled(backing, 2, WP, 0);
	struct area second = part_of(&t.area, 1, 1);

	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 0));
	expect_success(writeprotect(t.uffd, &second, PROTECT));
	expect_fault(t.uffd, start_access(WRITE_ACCESS, &t.area, 1), WP_FLAGS);
}

SENTENCE("A thread that writes to a protected page waits.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch_protected(backing, 1, 0);

	expect_fault(t.uffd, start_access(WRITE_ACCESS, &t.area, 0), WP_FLAGS);
	expect_waiting(t.uffd, 1, 0);
	expect_equal(*page_at(&t.area, 0), page_content(0));
}

SENTENCE("A thread that reads a protected page does not wait.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch_protected(backing, 1, 0);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_no_trap(t.uffd, access);
	expect_equal(expect_end(access), page_content(0));
	expect_fault(t.uffd, start_access(WRITE_ACCESS, &t.area, 0), WP_FLAGS);
}

SENTENCE("The notification has UFFD_PAGEFAULT_FLAG_WP and "
	 "UFFD_PAGEFAULT_FLAG_WRITE set.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch_protected(backing, 1, 0);
	struct uffd_msg message;

	start_access(WRITE_ACCESS, &t.area, 0);
	message = await_message(t.uffd);
	expect_equal(message.arg.pagefault.flags,
		     UFFD_PAGEFAULT_FLAG_WP | UFFD_PAGEFAULT_FLAG_WRITE);
}

SENTENCE("UFFDIO_WRITEPROTECT(2const) without UFFDIO_WRITEPROTECT_MODE_WP "
	 "removes the protection, and the write goes on.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch_protected(backing, 2, 0);
	struct access *access = start_access(WRITE_ACCESS, &t.area, 0);

	expect_fault(t.uffd, access, WP_FLAGS);
	expect_success(writeprotect(t.uffd, &t.area, 0));
	expect_end(access);
	expect_equal(*page_at(&t.area, 0), WRITTEN);
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
}

SENTENCE("Unregistering removes the protection.", .over = EVERY_BACKING)
{
	struct tracked t = watch_protected(backing, 2, 0);
	struct area second = part_of(&t.area, 1, 1);

	uffd_unregister(t.uffd, &t.area);
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 0));
	uffd_register(t.uffd, &t.area, WP);
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
	expect_success(writeprotect(t.uffd, &second, PROTECT));
	expect_fault(t.uffd, start_access(WRITE_ACCESS, &t.area, 1), WP_FLAGS);
}

SENTENCE("In UFFDIO_REGISTER_MODE_WP alone, no thread waits for a missing "
	 "page.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch(backing, 2, WP, 0);

	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
}

SENTENCE("UFFDIO_COPY(2const) with UFFDIO_COPY_MODE_WP puts a page in place "
	 "that is protected from the beginning.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch(backing, 2, MISSING | WP, 0);
	struct area first = part_of(&t.area, 0, 1);
	struct area second = part_of(&t.area, 1, 1);
	struct access *access;

	expect_success(uffd_copy(t.uffd, &first, UFFDIO_COPY_MODE_WP));
	expect_success(uffd_copy(t.uffd, &second, 0));
	access = start_access(WRITE_ACCESS, &t.area, 0);
	expect_fault(t.uffd, access, WP_FLAGS);
	expect_equal(*page_at(&first, 0), page_content(0));
	expect_success(writeprotect(t.uffd, &first, 0));
	expect_end(access);
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
}

SENTENCE("A protected page of anonymous memory that was reclaimed is protected "
	 "when it comes back from swap.",
	 .over = ANONYMOUS_BACKED)
{
	struct tracked t = watch_protected(backing, 1, 0);
	struct access *access;

	reclaim(&t.area);
	access = start_access(READ_ACCESS, &t.area, 0);
	expect_no_trap(t.uffd, access);
	expect_equal(expect_end(access), page_content(0));
	expect_fault(t.uffd, start_access(WRITE_ACCESS, &t.area, 0), WP_FLAGS);
}

SENTENCE("Without UFFD_FEATURE_WP_UNPOPULATED, a missing page of anonymous "
	 "memory does not become protected.",
	 .over = ANONYMOUS_BACKED)
{
	struct tracked t = watch(backing, 1, WP, 0);

	expect_success(writeprotect(t.uffd, &t.area, PROTECT));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 0));
	expect_success(writeprotect(t.uffd, &t.area, PROTECT));
	expect_fault(t.uffd, start_access(WRITE_ACCESS, &t.area, 0), WP_FLAGS);
}

TAG("UFFD_FEATURE_WP_HUGETLBFS_SHMEM (since Linux 5.19)");
SENTENCE("UFFD_FEATURE_WP_HUGETLBFS_SHMEM (since Linux 5.19)", .proof = VERSION)
{
	expect_since(5, 19,
		     features_of_kernel() & UFFD_FEATURE_WP_HUGETLBFS_SHMEM);
}

/* A write waits for the protection to be removed; a read does not wait. */
static void expect_protected(const struct tracked *t, size_t index)
{
	struct area page = part_of(&t->area, index, 1);
	struct access *access;

	expect_no_trap(t->uffd, start_access(READ_ACCESS, &page, 0));
	access = start_access(WRITE_ACCESS, &page, 0);
	expect_fault(t->uffd, access, WP_FLAGS);
	expect_waiting(t->uffd, 1, 0);
	expect_success(writeprotect(t->uffd, &page, 0));
	expect_end(access);
	expect_equal(*page_at(&page, 0), WRITTEN);
}

SENTENCE("Pages of shared memory can be write-protected.", .over = SHMEM)
{
	struct tracked t =
		watch_protected(backing, 1, UFFD_FEATURE_WP_HUGETLBFS_SHMEM);

	expect_protected(&t, 0);
}

SENTENCE("Pages of hugetlbfs can be write-protected.", .over = HUGETLBFS)
{
	struct tracked t =
		watch_protected(backing, 1, UFFD_FEATURE_WP_HUGETLBFS_SHMEM);

	expect_protected(&t, 0);
}

SENTENCE("The feature need not be asked for.", .over = FILE_BACKED)
{
	struct tracked t = watch_protected(backing, 1, 0);

	expect_protected(&t, 0);
}

SENTENCE("A missing page of shared memory becomes protected, too.",
	 .over = SHMEM)
{
	struct tracked t = watch(backing, 2, WP, 0);

	expect_success(writeprotect(t.uffd, &t.area, PROTECT));
	expect_protected(&t, 0);
	expect_fault(t.uffd, start_access(WRITE_ACCESS, &t.area, 1), WP_FLAGS);
}

SENTENCE("A missing page of hugetlbfs becomes protected, too.",
	 .over = HUGETLBFS)
{
	struct tracked t = watch(backing, 2, WP, 0);

	expect_success(writeprotect(t.uffd, &t.area, PROTECT));
	expect_protected(&t, 0);
	expect_fault(t.uffd, start_access(WRITE_ACCESS, &t.area, 1), WP_FLAGS);
}

TAG("UFFD_FEATURE_WP_UNPOPULATED (since Linux 6.4)");
SENTENCE("UFFD_FEATURE_WP_UNPOPULATED (since Linux 6.4)", .proof = VERSION)
{
	expect_since(6, 4, features_of_kernel() & UFFD_FEATURE_WP_UNPOPULATED);
}

SENTENCE("While this feature is on, a missing page of anonymous memory becomes "
	 "protected, too.",
	 .over = ANONYMOUS_BACKED)
{
	struct tracked t = watch(backing, 2, WP, UFFD_FEATURE_WP_UNPOPULATED);

	expect_success(writeprotect(t.uffd, &t.area, PROTECT));
	expect_protected(&t, 0);
	expect_fault(t.uffd, start_access(WRITE_ACCESS, &t.area, 1), WP_FLAGS);
}

TAG("UFFD_FEATURE_WP_ASYNC (since Linux 6.7)");
SENTENCE("UFFD_FEATURE_WP_ASYNC (since Linux 6.7)", .proof = VERSION)
{
	expect_since(6, 7, features_of_kernel() & UFFD_FEATURE_WP_ASYNC);
}

/* The page `index`, or the first small page of a transparent huge page. */
static struct area first_part(const struct area *area, size_t index)
{
	struct area part = part_of(area, index, 1);

	if (area->backing->mask == THP)
		part.page_size = part.length = small_page_size();
	return part;
}

SENTENCE("While this feature is on, no thread waits for write protection: the "
	 "kernel removes the protection of the page itself.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch_protected(backing, 1, UFFD_FEATURE_WP_ASYNC);
	struct area part = first_part(&t.area, 0);

	expect_equal(scan_pages(&part, PAGE_IS_WRITTEN), 0);
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 0));
	expect_equal(*page_at(&t.area, 0), WRITTEN);
	expect_equal(scan_pages(&part, PAGE_IS_WRITTEN), 1);
}

SENTENCE("A write to a transparent huge page removes the protection of only "
	 "one small page.",
	 .over = THP)
{
	struct tracked t = watch_protected(backing, 1, UFFD_FEATURE_WP_ASYNC);
	struct area parts = first_part(&t.area, 0);

	parts.pages = 8;
	parts.length = parts.pages * parts.page_size;
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &parts, 2));
	expect_equal(scan_pages(&parts, PAGE_IS_WRITTEN), 1 << 2);
}

SENTENCE("A mapping of any file can be registered in UFFDIO_REGISTER_MODE_WP "
	 "alone.")
{
	int without = uffd_open(0), with = uffd_open(UFFD_FEATURE_WP_ASYNC);
	struct area area = map_ramfs(backing);

	*page_at(&area, 0) = page_content(0);
	expect_error(register_area(without, &area, WP, NULL), EINVAL);
	expect_error(register_area(with, &area, WP | MISSING, NULL), EINVAL);
	expect_success(register_area(with, &area, WP, NULL));
	expect_success(writeprotect(with, &area, PROTECT));
	expect_equal(scan_pages(&area, PAGE_IS_WRITTEN), 0);
	expect_no_trap(with, start_access(WRITE_ACCESS, &area, 0));
	expect_equal(scan_pages(&area, PAGE_IS_WRITTEN), 1);
}

SENTENCE("PAGEMAP_SCAN(2const) with PAGE_IS_WRITTEN finds the pages that were "
	 "written since they were protected.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	struct tracked t = watch_protected(backing, 3, UFFD_FEATURE_WP_ASYNC);

	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
	expect_equal(scan_pages(&t.area, PAGE_IS_WRITTEN), 1 << 1);
	expect_success(writeprotect(t.uffd, &t.area, PROTECT));
	expect_equal(scan_pages(&t.area, PAGE_IS_WRITTEN), 0);
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 2));
	expect_equal(scan_pages(&t.area, PAGE_IS_WRITTEN), 1 << 2);
}

SECTION("DESCRIPTION / Minor faults (since Linux 5.13)");
SENTENCE("Minor faults (since Linux 5.13)", .proof = VERSION, .over = HUGETLBFS)
{
	struct tracked t = watch(backing, 1, MISSING, 0);
	struct area second = map_again(&t.area);

	*page_at(&second, 0) = page_content(0);
	expect_since(5, 13,
		     !register_area(t.uffd, &t.area, MINOR, NULL) &&
			     !uffd_continue(t.uffd, &t.area, 0));
}

/* The kernel has the feature, and with it minor faults of the backing. */
static void expect_minor_feature(const struct backing *backing,
				 unsigned long long feature)
{
	struct tracked t = { uffd_open(feature), map_empty_area(backing, 1) };
	struct area second = map_again(&t.area);

	expect_true(features_of_kernel() & feature, "the feature is reported");
	*page_at(&second, 0) = page_content(0);
	uffd_register(t.uffd, &t.area, MINOR);
	expect_minor(&t, 0);
}

SENTENCE("The kernel has minor faults of hugetlbfs if UFFDIO_API(2const) "
	 "reports UFFD_FEATURE_MINOR_HUGETLBFS.",
	 .over = HUGETLBFS)
{
	expect_minor_feature(backing, UFFD_FEATURE_MINOR_HUGETLBFS);
}

SENTENCE("The kernel has minor faults of shared memory if UFFDIO_API(2const) "
	 "reports UFFD_FEATURE_MINOR_SHMEM.",
	 .over = SHMEM)
{
	expect_minor_feature(backing, UFFD_FEATURE_MINOR_SHMEM);
}

SENTENCE("These features need not be asked for.", .over = FILE_BACKED)
{
	struct tracked t = watch_cached(backing, 1, MINOR, 0);

	expect_minor(&t, 0);
}

SENTENCE("In UFFDIO_REGISTER_MODE_MINOR, a thread waits when it accesses a "
	 "page that the file has but the range has not.",
	 .over = FILE_BACKED)
{
	struct tracked t = watch_cached(backing, 1, MINOR, 0);

	expect_minor(&t, 0);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
}

SENTENCE("The notification has UFFD_PAGEFAULT_FLAG_MINOR set.",
	 .over = FILE_BACKED)
{
	struct tracked t = watch_cached(backing, 2, MINOR, 0);

	expect_fault(t.uffd, start_access(READ_ACCESS, &t.area, 0), MINOR_FLAG);
	expect_fault(t.uffd, start_access(WRITE_ACCESS, &t.area, 1),
		     MINOR_FLAG | WRITE_FLAG);
}

SENTENCE("Pages of hugetlbfs can be registered in this mode.",
	 .over = HUGETLBFS)
{
	struct tracked t = { uffd_open(0), map_empty_area(backing, 1) };
	struct area second = map_again(&t.area);
	unsigned long long ioctls = 0;

	expect_success(register_area(t.uffd, &t.area, MINOR, &ioctls));
	expect_equal(ioctls >> _UFFDIO_CONTINUE & 1, 1);
	*page_at(&second, 0) = page_content(0);
	expect_minor(&t, 0);
}

SENTENCE("Since Linux 5.14, shared memory can be registered in this mode.",
	 .proof = VERSION, .over = SHMEM)
{
	struct area area = map_empty_area(backing, 1);

	expect_since(5, 14, !register_area(uffd_open(0), &area, MINOR, NULL));
}

SENTENCE(
	"Private anonymous memory that is not in hugetlbfs cannot be registered "
	"in this mode.",
	.over = ANONYMOUS_BACKED)
{
	int uffd = uffd_open(0);
	struct area area = map_empty_area(backing, 1);
	struct area file = map_empty_area(&backings[1], 1);

	expect_error(register_area(uffd, &area, MINOR, NULL), EINVAL);
	expect_error(register_area(uffd, &area, MINOR | MISSING, NULL), EINVAL);
	expect_success(register_area(uffd, &area, MISSING, NULL));
	expect_success(register_area(uffd, &file, MINOR, NULL));
}

SENTENCE("The program can change the contents of the page through another "
	 "mapping of the file while the thread waits.",
	 .over = FILE_BACKED)
{
	struct tracked t = watch_cached(backing, 1, MINOR, 0);
	struct area second = map_again(&t.area);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_fault(t.uffd, access, MINOR_FLAG);
	*page_at(&second, 0) = WRITTEN;
	expect_waiting(t.uffd, 1, 0);
	expect_success(uffd_continue(t.uffd, &t.area, 0));
	expect_equal(expect_end(access), WRITTEN);
}

SENTENCE("UFFDIO_CONTINUE(2const) maps the page as it is in the file, and the "
	 "thread goes on.",
	 .over = FILE_BACKED)
{
	struct tracked t = watch_cached(backing, 2, MINOR, 0);
	struct area second = map_again(&t.area);

	expect_minor(&t, 0);
	*page_at(&t.area, 0) = WRITTEN;
	expect_equal(*page_at(&second, 0), WRITTEN);
	expect_fault(t.uffd, start_access(READ_ACCESS, &t.area, 1), MINOR_FLAG);
}

SENTENCE("In UFFDIO_REGISTER_MODE_MINOR alone, no thread waits where the file "
	 "has a hole.",
	 .over = FILE_BACKED)
{
	struct tracked t = watch(backing, 2, MINOR, 0);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_no_trap(t.uffd, access);
	expect_equal(expect_end(access), 0);
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
}

SENTENCE("With UFFDIO_REGISTER_MODE_MISSING added, a thread waits there, too, "
	 "and its notification lacks UFFD_PAGEFAULT_FLAG_MINOR.",
	 .over = FILE_BACKED)
{
	struct tracked t = watch(backing, 2, MINOR | MISSING, 0);
	struct area second = map_again(&t.area);

	expect_missing(&t, 0);
	*page_at(&second, 1) = page_content(1);
	expect_minor(&t, 1);
}

SECTION("DESCRIPTION / Waiting and waking");
SENTENCE("A thread that waits for a page does not go on until it is woken.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch(backing, 1, MISSING, 0);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_fault(t.uffd, access, 0);
	expect_waiting(t.uffd, 1, 0);
	expect_success(uffd_copy(t.uffd, &t.area, UFFDIO_COPY_MODE_DONTWAKE));
	expect_waiting(t.uffd, 1, 0);
	wake(t.uffd, &t.area);
	expect_equal(expect_end(access), page_content(0));
}

SENTENCE("A thread that was woken makes its access again.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch(backing, 1, MISSING, 0);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_fault(t.uffd, access, 0);
	expect_success(uffd_copy(t.uffd, &t.area, UFFDIO_COPY_MODE_DONTWAKE));
	*page_at(&t.area, 0) = WRITTEN;
	wake(t.uffd, &t.area);
	expect_equal(expect_end(access), WRITTEN);
}

SENTENCE("If the cause is still there, the thread waits again, and there is a "
	 "new notification.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch(backing, 1, MISSING, 0);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	for (int i = 0; i < 3; i++) {
		expect_fault(t.uffd, access, 0);
		expect_waiting(t.uffd, 1, 0);
		wake(t.uffd, &t.area);
	}
	expect_fault(t.uffd, access, 0);
	expect_success(uffd_copy(t.uffd, &t.area, 0));
	expect_equal(expect_end(access), page_content(0));
}

SENTENCE("Two threads that access the same page both wait, and each has a "
	 "notification of its own.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch(backing, 1, MISSING, UFFD_FEATURE_THREAD_ID);
	struct uffd_msg one, two;

	one = expect_fault(t.uffd, start_access(READ_ACCESS, &t.area, 0), 0);
	two = expect_fault(t.uffd, start_access(READ_ACCESS, &t.area, 0), 0);
	expect_waiting(t.uffd, 2, 0);
	expect_true(one.arg.pagefault.feat.ptid != two.arg.pagefault.feat.ptid,
		    "the messages name two threads");
}

SENTENCE("One operation that resolves the page wakes both.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch(backing, 1, MISSING, 0);
	struct access *one = start_access(READ_ACCESS, &t.area, 0), *two;

	expect_fault(t.uffd, one, 0);
	two = start_access(READ_ACCESS, &t.area, 0);
	expect_fault(t.uffd, two, 0);
	expect_waiting(t.uffd, 2, 0);
	expect_success(uffd_copy(t.uffd, &t.area, 0));
	expect_equal(expect_end(one), page_content(0));
	expect_equal(expect_end(two), page_content(0));
}

SENTENCE("Threads that wait for other pages stay asleep.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch(backing, 2, MISSING, 0);
	struct area first = part_of(&t.area, 0, 1);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_fault(t.uffd, access, 0);
	expect_fault(t.uffd, start_access(READ_ACCESS, &t.area, 1), 0);
	expect_waiting(t.uffd, 2, 0);
	expect_success(uffd_copy(t.uffd, &first, 0));
	expect_end(access);
	expect_waiting(t.uffd, 1, 0);
	expect_no_message(t.uffd);
}

/* An operation, and a page that a thread has to wait for until it is done. */
struct resolution {
	struct tracked (*prepare)(void);
	unsigned long long flags;
	int (*resolve)(int uffd, const struct area *area,
		       unsigned long long mode);
	unsigned long long dont_wake;
	unsigned long long feature; /* without it there is no such operation */
	int error;		    /* of the access, when it is done */
};

static struct tracked prepare_missing(void)
{
	return watch(anonymous, 1, MISSING, 0);
}

static struct tracked prepare_protected(void)
{
	return watch_protected(anonymous, 1, 0);
}

static struct tracked prepare_cached(void)
{
	return watch_cached(&backings[1], 1, MINOR, 0);
}

static struct tracked prepare_trapped(void)
{
	return track_protected(anonymous, 1, 0);
}

/* UFFDIO_MOVE of a page made for it. */
static int move_there(int uffd, const struct area *area,
		      unsigned long long mode)
{
	struct area from = map_area(area->backing, area->pages);

	return move(uffd, area, &from, mode);
}

static const struct resolution resolutions[] = {
	{ prepare_missing, WRITE_FLAG, uffd_copy, UFFDIO_COPY_MODE_DONTWAKE, 0,
	  0 },
	{ prepare_missing, WRITE_FLAG, uffd_zeropage,
	  UFFDIO_ZEROPAGE_MODE_DONTWAKE, 0, 0 },
	{ prepare_protected, WP_FLAGS, writeprotect,
	  UFFDIO_WRITEPROTECT_MODE_DONTWAKE, 0, 0 },
	{ prepare_cached, MINOR_FLAG | WRITE_FLAG, uffd_continue,
	  UFFDIO_CONTINUE_MODE_DONTWAKE, 0, 0 },
	{ prepare_missing, WRITE_FLAG, uffd_poison, UFFDIO_POISON_MODE_DONTWAKE,
	  UFFD_FEATURE_POISON, EFAULT },
	{ prepare_missing, WRITE_FLAG, move_there, UFFDIO_MOVE_MODE_DONTWAKE,
	  UFFD_FEATURE_MOVE, 0 },
	{ prepare_trapped, UFFD_PAGEFAULT_FLAG_RWP | WRITE_FLAG, rwprotect,
	  UFFDIO_RWPROTECT_MODE_DONTWAKE, UFFD_FEATURE_RWP, 0 },
};

/* A system call of another thread waits until the operation wakes it. */
static void expect_wakes(const struct resolution *r, unsigned long long mode)
{
	struct tracked t = r->prepare();
	struct access *access = start_access(KERNEL_WRITE, &t.area, 0);

	expect_fault(t.uffd, access, r->flags);
	expect_waiting(t.uffd, 1, 0);
	expect_success(r->resolve(t.uffd, &t.area, mode));
	if (mode) {
		expect_waiting(t.uffd, 1, 0);
		wake(t.uffd, &t.area);
	}
	expect_waiting(t.uffd, 0, 0);
	expect_end_error(access, r->error);
}

#define RESOLUTIONS (sizeof(resolutions) / sizeof(resolutions[0]))

static bool kernel_has(const struct resolution *r)
{
	return (features_of_kernel() & r->feature) == r->feature;
}

SENTENCE("The operations that resolve a page fault wake the threads in their "
	 "range.")
{
	need_kernel_faults();
	for (size_t i = 0; i < RESOLUTIONS; i++)
		if (kernel_has(&resolutions[i]))
			expect_wakes(&resolutions[i], 0);
}

SENTENCE("Each of them has a flag, such as UFFDIO_COPY_MODE_DONTWAKE, with "
	 "which it wakes no thread.")
{
	need_kernel_faults();
	for (size_t i = 0; i < RESOLUTIONS; i++)
		if (kernel_has(&resolutions[i]))
			expect_wakes(&resolutions[i], resolutions[i].dont_wake);
}

SENTENCE("UFFDIO_WAKE(2const) wakes the threads in a range and changes no "
	 "page.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch(backing, 3, MISSING, 0);
	struct area first = part_of(&t.area, 0, 2);
	struct access *one = start_access(READ_ACCESS, &t.area, 0), *two;

	expect_fault(t.uffd, one, 0);
	two = start_access(READ_ACCESS, &t.area, 1);
	expect_fault(t.uffd, two, 0);
	expect_fault(t.uffd, start_access(READ_ACCESS, &t.area, 2), 0);
	wake(t.uffd, &first);
	await_message(t.uffd);
	await_message(t.uffd);
	expect_no_message(t.uffd);
	expect_waiting(t.uffd, 3, 0);
}

static int handler_ran;

static void tell(int signal)
{
	(void)signal;
	if (eventfd_write(handler_ran, 1))
		_exit(VERDICT_NOT_OK);
}

/*
 * A thread waits for the page, and is the only one that a signal to the
 * process can reach.
 */
static struct access *start_interruptible_access(enum access_kind kind,
						 const struct tracked *t)
{
	struct sigaction action = { .sa_handler = tell };
	struct access *access;
	sigset_t signals;

	handler_ran = eventfd(0, EFD_CLOEXEC);
	sigemptyset(&signals);
	sigaddset(&signals, SIGUSR1);
	if (handler_ran < 0 || sigaction(SIGUSR1, &action, NULL))
		fail("preparation of the signal: %m");
	access = start_access(kind, &t->area, 0);
	expect_fault(t->uffd, access, 0);
	expect_waiting(t->uffd, 1, 0);
	if (sigprocmask(SIG_BLOCK, &signals, NULL))
		fail("sigprocmask: %m");
	return access;
}

static bool is_readable(int fd)
{
	struct pollfd asked = { .fd = fd, .events = POLLIN };

	return expect_success(poll(&asked, 1, 0)) == 1;
}

SENTENCE("A waiting thread also goes on in these cases:")
{
	struct tracked unregistered = watch(backing, 1, MISSING, 0);
	struct tracked closed = watch(backing, 1, MISSING, 0);
	struct tracked signalled = watch(backing, 1, MISSING, 0);
	struct access *one = start_access(READ_ACCESS, &unregistered.area, 0);
	struct access *two = start_access(READ_ACCESS, &closed.area, 0);

	expect_fault(unregistered.uffd, one, 0);
	expect_fault(closed.uffd, two, 0);
	uffd_unregister(unregistered.uffd, &unregistered.area);
	expect_end(one);
	expect_success(close(closed.uffd));
	expect_end(two);
	start_interruptible_access(READ_ACCESS, &signalled);
	expect_success(kill(getpid(), SIGUSR1));
	await_readable(handler_ran, "the handler did not run");
}

TAG("Unregistering");
SENTENCE("UFFDIO_UNREGISTER(2const) of a range that is registered in "
	 "UFFDIO_REGISTER_MODE_MISSING wakes the threads that wait there.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch(backing, 2, MISSING, 0);
	struct area first = part_of(&t.area, 0, 1);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_fault(t.uffd, access, 0);
	expect_fault(t.uffd, start_access(READ_ACCESS, &t.area, 1), 0);
	uffd_unregister(t.uffd, &first);
	expect_end(access);
	expect_waiting(t.uffd, 1, 0);
}

SENTENCE("The kernel then puts a page in place by itself.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch(backing, 1, MISSING, 0);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_fault(t.uffd, access, 0);
	uffd_unregister(t.uffd, &t.area);
	expect_equal(expect_end(access), 0);
	expect_no_message(t.uffd);
}

TAG("Closing");
SENTENCE("Closing the last file descriptor of a userfaultfd unregisters all "
	 "its ranges.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch(backing, 2, MISSING, 0);
	int last = dup(t.uffd), other = uffd_open(0);
	struct area first = part_of(&t.area, 0, 1);

	expect_success(last);
	expect_success(close(t.uffd));
	t.uffd = last;
	expect_missing(&t, 0);
	expect_error(register_area(other, &t.area, MISSING, NULL), EBUSY);
	expect_success(close(last));
	expect_equal(*page_at(&t.area, 1), 0);
	expect_success(register_area(other, &first, MISSING, NULL));
}

SENTENCE("It wakes every thread that waits.", .over = EVERY_BACKING)
{
	struct tracked t = watch(backing, 2, MISSING, 0);
	struct access *one = start_access(READ_ACCESS, &t.area, 0), *two;

	expect_fault(t.uffd, one, 0);
	two = start_access(READ_ACCESS, &t.area, 1);
	await_readable(t.uffd, "no notification came");
	expect_waiting(t.uffd, 1, 1);
	expect_success(close(t.uffd));
	expect_equal(expect_end(one), 0);
	expect_equal(expect_end(two), 0);
}

TAG("Signals");
SENTENCE("A signal with a handler is delivered to a thread that waits in user "
	 "mode.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch(backing, 1, MISSING, 0);

	start_interruptible_access(READ_ACCESS, &t);
	expect_success(kill(getpid(), SIGUSR1));
	await_readable(handler_ran, "the handler did not run");
}

SENTENCE("After the handler has returned, the thread makes its access again, "
	 "and there is a new notification.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch(backing, 1, MISSING, 0);
	struct access *access = start_interruptible_access(READ_ACCESS, &t);

	expect_success(kill(getpid(), SIGUSR1));
	await_readable(handler_ran, "the handler did not run");
	expect_fault(t.uffd, access, 0);
	expect_waiting(t.uffd, 1, 0);
	expect_success(uffd_copy(t.uffd, &t.area, 0));
	expect_equal(expect_end(access), page_content(0));
}

/* A message that may vanish before it is read, but is sent again then. */
static struct uffd_msg await_fleeting(int uffd)
{
	time_t end = now() + await_deadline() / 1000 + 1;
	struct uffd_msg message;

	while (!read_message(uffd, &message)) {
		if (now() > end)
			fail("the access was not notified again");
		sched_yield();
	}
	return message;
}

SENTENCE("The handler of a thread that waits in a system call does not run "
	 "until the access has been made.",
	 .over = EVERY_BACKING)
{
	struct access *access;
	struct tracked t;

	need_kernel_faults();
	t = watch(backing, 1, MISSING, 0);
	access = start_interruptible_access(KERNEL_READ, &t);
	expect_success(kill(getpid(), SIGUSR1));
	/* The signal has reached the thread when it faults again. */
	expect_equal(await_fleeting(t.uffd).event, UFFD_EVENT_PAGEFAULT);
	expect_true(!is_readable(handler_ran), "the handler has not run");
	expect_success(uffd_copy(t.uffd, &t.area, 0));
	expect_equal(expect_end(access), page_content(0));
	await_readable(handler_ran, "the handler did not run");
}

SENTENCE("SIGKILL ends a process whose threads wait.", .over = EVERY_BACKING)
{
	int ends[2], status;
	struct tracked t;
	pid_t child;

	expect_success(pipe2(ends, O_CLOEXEC));
	child = fork();
	expect_success(child);
	if (child == 0) {
		t = watch(backing, 1, MISSING, 0);
		expect_fault(t.uffd, start_access(READ_ACCESS, &t.area, 0), 0);
		expect_waiting(t.uffd, 1, 0);
		expect_success(write(ends[1], "", 1));
		/* The last thread of the process waits for the page, too. */
		(void)*(volatile char *)t.area.start;
		_exit(VERDICT_NOT_OK);
	}
	await_readable(ends[0], "the child did not wait");
	expect_success(kill(child, SIGKILL));
	expect_equal(waitpid(child, &status, 0), child);
	expect_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL,
		    "SIGKILL has ended the child");
}

SECTION("DESCRIPTION / Polling");
SENTENCE("poll(2), select(2), and epoll(7) can watch a userfaultfd whose "
	 "O_NONBLOCK flag is set.")
{
	struct tracked t =
		watch_with_flags(backing, O_NONBLOCK | UFFD_USER_MODE_ONLY);

	expect_true(!poll_now(t.uffd).readable, "no message, says poll(2)");
	expect_true(!select_now(t.uffd).readable, "no message, says select(2)");
	expect_true(!epoll_now(t.uffd).readable, "no message, says epoll(7)");
	start_access(READ_ACCESS, &t.area, 0);
	await_readable(t.uffd, "no notification came");
	expect_true(poll_now(t.uffd).readable, "a message, says poll(2)");
	expect_true(select_now(t.uffd).readable, "a message, says select(2)");
	expect_true(epoll_now(t.uffd).readable, "a message, says epoll(7)");
	await_message(t.uffd);
	expect_true(!poll_now(t.uffd).readable, "no message, says poll(2)");
}

SENTENCE("While a message can be read, poll(2) returns POLLIN.")
{
	struct tracked fault = watch(backing, 1, MISSING, 0);
	struct tracked event =
		watch(backing, 1, MISSING, UFFD_FEATURE_EVENT_REMOVE);

	start_access(READ_ACCESS, &fault.area, 0);
	await_readable(fault.uffd, "no notification came");
	expect_true(poll_now(fault.uffd).readable, "POLLIN");
	expect_true(!poll_now(fault.uffd).writable, "no POLLOUT");
	expect_true(!poll_now(fault.uffd).error, "no POLLERR");
	begin_change(event.uffd, CHANGE_REMOVE, &event.area);
	expect_true(poll_now(event.uffd).readable, "POLLIN");
}

SENTENCE("While no message can be read, poll(2) returns no event.")
{
	struct tracked t = watch(backing, 1, MISSING, 0);
	struct readiness ready = poll_now(t.uffd);

	expect_true(!ready.readable, "no POLLIN");
	expect_true(!ready.writable, "no POLLOUT");
	expect_true(!ready.error, "no POLLERR");
	start_access(READ_ACCESS, &t.area, 0);
	await_message(t.uffd);
	expect_true(!poll_now(t.uffd).readable, "no POLLIN");
}

SENTENCE("Without O_NONBLOCK, poll(2) always returns POLLERR.")
{
	struct tracked t = watch_with_flags(backing, UFFD_USER_MODE_ONLY);

	expect_true(poll_now(t.uffd).error, "POLLERR without a message");
	start_access(READ_ACCESS, &t.area, 0);
	/* Waits until the notification is there, and clears the flag. */
	expect_success(fcntl(t.uffd, F_SETFL, O_NONBLOCK));
	await_readable(t.uffd, "no notification came");
	expect_true(!poll_now(t.uffd).error, "no POLLERR with O_NONBLOCK");
	expect_success(fcntl(t.uffd, F_SETFL, 0));
	expect_true(poll_now(t.uffd).error, "POLLERR with a message");
	expect_true(!poll_now(t.uffd).readable, "no POLLIN");
}

SENTENCE("Before the handshake, poll(2) always returns POLLERR.")
{
	int uffd = uffd_create();

	expect_true(poll_now(uffd).error, "POLLERR");
	expect_success(uffd_handshake(uffd, 0));
	expect_true(!poll_now(uffd).error, "no POLLERR after the handshake");
}

SENTENCE("Without O_NONBLOCK, select(2) reports the file descriptor as "
	 "readable and as writable.")
{
	struct tracked t = watch_with_flags(backing, UFFD_USER_MODE_ONLY);

	expect_true(select_now(t.uffd).readable, "readable");
	expect_true(select_now(t.uffd).writable, "writable");
	expect_success(fcntl(t.uffd, F_SETFL, O_NONBLOCK));
	expect_true(!select_now(t.uffd).readable, "not readable");
	expect_true(!select_now(t.uffd).writable, "not writable");
}

SENTENCE("A message can vanish between poll(2) and read(2): a notification "
	 "that was not read is withdrawn when its thread is woken.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch(backing, 1, MISSING, 0);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);
	struct uffd_msg message;

	await_readable(t.uffd, "no notification came");
	expect_true(poll_now(t.uffd).readable, "POLLIN");
	expect_success(uffd_copy(t.uffd, &t.area, 0));
	expect_end(access);
	expect_error(uffd_read(t.uffd, &message, sizeof(message)), EAGAIN);
	expect_true(!poll_now(t.uffd).readable, "no POLLIN");
}

static struct tracked watch_missing(const struct backing *backing, size_t pages,
				    unsigned long long features)
{
	return watch(backing, pages, MISSING, features);
}

#define MODES_OF_MANAGER (UFFDIO_REGISTER_MODE_RWP | MISSING)

SECTION("DESCRIPTION / Read-write protection (since Linux 7.3)");
SENTENCE("Read-write protection (since Linux 7.3)", .proof = VERSION)
{
	expect_since(7, 3, features_of_kernel() & UFFD_FEATURE_RWP);
}

SENTENCE("The mode UFFDIO_REGISTER_MODE_RWP is for programs that have to know "
	 "which pages another program uses, such as the memory manager of a "
	 "virtual machine, which finds the pages that are not in use and "
	 "evicts them.",
	 .proof = PURPOSE, .over = FILE_BACKED)
{
	struct manager m = start_manager(backing, 4);
	struct program *program = start_program(&m.memory);

	serve_round(&m, program);
	find_and_evict(&m, program, 0, 2);
	find_and_evict(&m, program, 2, 0);
	expect_equal(__builtin_popcountll(m.stored), 0);
	end_program(program);
	expect_nothing_lost(program, &m.memory);
}

/* One page in this mode and others, from its protection to its end. */
static void expect_available(const struct backing *backing,
			     unsigned long long others)
{
	struct tracked t =
		watch_filled(backing, 1, UFFDIO_REGISTER_MODE_RWP | others,
			     UFFD_FEATURE_RWP);
	struct access *access;

	protect(t.uffd, &t.area);
	access = start_access(READ_ACCESS, &t.area, 0);
	expect_fault(t.uffd, access, UFFD_PAGEFAULT_FLAG_RWP);
	unprotect(t.uffd, &t.area);
	expect_equal(expect_end(access), page_content(0));
}

TAG("Discovery");
SENTENCE("The kernel has the mode if UFFDIO_API(2const) reports "
	 "UFFD_FEATURE_RWP.",
	 .over = EVERY_BACKING)
{
	expect_equal(features_of_kernel() & UFFD_FEATURE_RWP, UFFD_FEATURE_RWP);
	expect_available(backing, 0);
}

SENTENCE(
	"Registering in this mode fails with EINVAL unless the handshake asked "
	"for UFFD_FEATURE_RWP.",
	.over = EVERY_BACKING)
{
	int without = uffd_open(0), with = uffd_open(UFFD_FEATURE_RWP);
	struct area area = map_area(backing, 1);

	expect_error(
		register_area(without, &area, UFFDIO_REGISTER_MODE_RWP, NULL),
		EINVAL);
	expect_success(
		register_area(with, &area, UFFDIO_REGISTER_MODE_RWP, NULL));
}

TAG("Registration");
SENTENCE("The mode is available for anonymous memory.",
	 .over = ANONYMOUS_BACKED)
{
	expect_available(backing, 0);
}

SENTENCE("The mode is available for shared memory.", .over = SHMEM)
{
	expect_available(backing, 0);
}

SENTENCE("The mode is available for hugetlbfs.", .over = HUGETLBFS)
{
	expect_available(backing, 0);
}

SENTENCE("A range can be in this mode and in UFFDIO_REGISTER_MODE_MISSING at "
	 "once.",
	 .over = EVERY_BACKING)
{
	struct tracked t =
		watch(backing, 1, MODES_OF_MANAGER, UFFD_FEATURE_RWP);

	expect_fault(t.uffd, start_access(READ_ACCESS, &t.area, 0), 0);
	expect_available(backing, MISSING);
}

SENTENCE("A range can be in this mode and in UFFDIO_REGISTER_MODE_MINOR at "
	 "once.",
	 .over = FILE_BACKED)
{
	struct tracked t = watch_cached(
		backing, 1, UFFDIO_REGISTER_MODE_RWP | MINOR, UFFD_FEATURE_RWP);

	expect_fault(t.uffd, start_access(READ_ACCESS, &t.area, 0),
		     UFFD_PAGEFAULT_FLAG_MINOR);
	expect_available(backing, MINOR);
}

SENTENCE("Registering in this mode and UFFDIO_REGISTER_MODE_WP at once fails "
	 "with EINVAL.",
	 .over = EVERY_BACKING)
{
	int uffd = uffd_open(UFFD_FEATURE_RWP);
	struct area area = map_area(backing, 1);

	expect_error(
		register_area(uffd, &area, UFFDIO_REGISTER_MODE_RWP | WP, NULL),
		EINVAL);
	expect_success(
		register_area(uffd, &area, UFFDIO_REGISTER_MODE_RWP, NULL));
	uffd_unregister(uffd, &area);
	expect_success(register_area(uffd, &area, WP, NULL));
}

SENTENCE("Registering alone protects no page.", .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 2, 0);

	expect_equal(accessed_pages(&t.area), all_pages(&t.area));
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
}

TAG("Protection");
SENTENCE("UFFDIO_RWPROTECT(2const) with UFFDIO_RWPROTECT_MODE_RWP protects "
	 "the pages of a range.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track(backing, 3, 0);
	struct area last_two = part_of(&t.area, 1, 2);

	expect_success(rwprotect(t.uffd, &last_two, UFFDIO_RWPROTECT_MODE_RWP));
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 2));
}

SENTENCE("A protected page stays in memory with its contents.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 1, 0);
	struct access *access;

	expect_equal(scan_pages(&t.area, PAGE_IS_PRESENT), 1);
	access = start_access(READ_ACCESS, &t.area, 0);
	expect_trap(t.uffd, access);
	unprotect(t.uffd, &t.area);
	expect_equal(expect_end(access), page_content(0));
}

SENTENCE("An address where no page is present does not become protected: the "
	 "first access there puts a page in place that is not protected.",
	 .over = EVERY_BACKING)
{
	struct tracked t =
		watch(backing, 3, UFFDIO_REGISTER_MODE_RWP, UFFD_FEATURE_RWP);

	*page_at(&t.area, 2) = WRITTEN;
	protect(t.uffd, &t.area);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 0));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
	expect_equal(accessed_pages(&t.area), 0b011);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 2));
}

SENTENCE("If the range is also registered in UFFDIO_REGISTER_MODE_MISSING, the "
	 "first access there waits as for any missing page.",
	 .over = EVERY_BACKING)
{
	struct tracked t =
		watch(backing, 2, MODES_OF_MANAGER, UFFD_FEATURE_RWP);
	struct access *read, *write;

	protect(t.uffd, &t.area);
	read = start_access(READ_ACCESS, &t.area, 0);
	expect_fault(t.uffd, read, 0);
	write = start_access(WRITE_ACCESS, &t.area, 1);
	expect_fault(t.uffd, write, UFFD_PAGEFAULT_FLAG_WRITE);
	expect_success(uffd_copy(t.uffd, &t.area, 0));
	expect_equal(expect_end(read), page_content(0));
	expect_end(write);
}

TAG("Access");
SENTENCE("A read of a protected page is trapped.", .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, 0);

	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
}

SENTENCE("A write to a protected page is trapped.", .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, 0);

	expect_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 0));
	expect_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
}

SENTENCE("A system call that accesses a protected page is trapped.",
	 .over = EVERY_BACKING)
{
	struct tracked t;

	need_kernel_faults();
	t = track_protected(backing, 3, 0);
	expect_trap(t.uffd, start_access(KERNEL_READ, &t.area, 0));
	expect_trap(t.uffd, start_access(KERNEL_WRITE, &t.area, 1));
	expect_trap(t.uffd, start_access(KERNEL_REFERENCE, &t.area, 2));
}

TAG("Notification");
SENTENCE("The thread whose access is trapped waits, and the notification has "
	 "UFFD_PAGEFAULT_FLAG_RWP set.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 1, 0);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_fault(t.uffd, access, UFFD_PAGEFAULT_FLAG_RWP);
	expect_waiting(t.uffd, 1, 0);
	unprotect(t.uffd, &t.area);
	expect_end(access);
}

SENTENCE("If the access is a write, the notification has "
	 "UFFD_PAGEFAULT_FLAG_WRITE set, too.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, 0);

	expect_fault(t.uffd, start_access(READ_ACCESS, &t.area, 0),
		     UFFD_PAGEFAULT_FLAG_RWP);
	expect_fault(t.uffd, start_access(WRITE_ACCESS, &t.area, 1),
		     UFFD_PAGEFAULT_FLAG_RWP | UFFD_PAGEFAULT_FLAG_WRITE);
}

TAG("Resolution");
SENTENCE("UFFDIO_RWPROTECT(2const) without UFFDIO_RWPROTECT_MODE_RWP removes "
	 "the protection and wakes the threads that wait in its range.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, 0);
	struct access *read = start_access(READ_ACCESS, &t.area, 0);
	struct access *write;

	expect_trap(t.uffd, read);
	write = start_access(WRITE_ACCESS, &t.area, 1);
	expect_trap(t.uffd, write);
	expect_success(rwprotect(t.uffd, &t.area, 0));
	expect_waiting(t.uffd, 0, 0);
	expect_equal(expect_end(read), page_content(0));
	expect_end(write);
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 0));
}

SENTENCE("With UFFDIO_RWPROTECT_MODE_DONTWAKE, it wakes none of them.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 1, 0);

	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_success(
		rwprotect(t.uffd, &t.area, UFFDIO_RWPROTECT_MODE_DONTWAKE));
	expect_waiting(t.uffd, 1, 0);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
}

SENTENCE("A page without protection has the permissions of its mapping.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, UFFD_FEATURE_SIGBUS);
	struct area second = part_of(&t.area, 1, 1);

	expect_success(mprotect(second.start, second.length, PROT_READ));
	expect_equal(signal_of_access(READ_ACCESS, second.start), SIGBUS);
	unprotect(t.uffd, &t.area);
	expect_equal(signal_of_access(WRITE_ACCESS, t.area.start), 0);
	expect_equal(signal_of_access(READ_ACCESS, second.start), 0);
	expect_equal(signal_of_access(WRITE_ACCESS, second.start), SIGSEGV);
}

TAG("Asynchronous mode");
SENTENCE("While UFFD_FEATURE_RWP_ASYNC is on, an access to a protected page "
	 "does not wait: the kernel removes the protection of the page, and "
	 "no notification is sent.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 3, UFFD_FEATURE_RWP_ASYNC);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_no_trap(t.uffd, access);
	expect_equal(expect_end(access), page_content(0));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
	expect_success(set_mode(t.uffd, 0, UFFD_FEATURE_RWP_ASYNC));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 0));
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 2));
}

SENTENCE("PAGEMAP_SCAN(2const) with PAGE_IS_ACCESSED then finds the pages "
	 "that were accessed since they were protected.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 4, UFFD_FEATURE_RWP_ASYNC);

	expect_equal(accessed_pages(&t.area), 0);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 3));
	expect_equal(accessed_pages(&t.area), 0b1010);
	protect(t.uffd, &t.area);
	expect_equal(accessed_pages(&t.area), 0);
}

TAG("Switching");
SENTENCE("UFFDIO_SET_MODE(2const) turns UFFD_FEATURE_RWP_ASYNC on and off "
	 "while the userfaultfd is in use.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, 0);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_trap(t.uffd, access);
	expect_success(set_mode(t.uffd, UFFD_FEATURE_RWP_ASYNC, 0));
	expect_equal(expect_end(access), page_content(0));
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
	protect(t.uffd, &t.area);
	expect_success(set_mode(t.uffd, 0, UFFD_FEATURE_RWP_ASYNC));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
}

SENTENCE("No range has to be registered again, and the pages that are "
	 "protected stay so.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, 0);

	expect_success(set_mode(t.uffd, UFFD_FEATURE_RWP_ASYNC, 0));
	expect_equal(accessed_pages(&t.area), 0);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_success(set_mode(t.uffd, 0, UFFD_FEATURE_RWP_ASYNC));
	expect_equal(accessed_pages(&t.area), 0b01);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
	protect(t.uffd, &t.area);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
}

TAG("What keeps the protection");
SENTENCE("A page of anonymous memory that was reclaimed is protected when it "
	 "comes back from swap.",
	 .over = ANONYMOUS_BACKED)
{
	struct tracked t = track_protected(backing, 1, 0);
	struct access *access;

	reclaim(&t.area);
	access = start_access(READ_ACCESS, &t.area, 0);
	expect_trap(t.uffd, access);
	unprotect(t.uffd, &t.area);
	expect_equal(expect_end(access), page_content(0));
}

SENTENCE("A page that was moved to other physical memory stays protected.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 1, 0);
	struct access *access;

	migrate(&t.area);
	access = start_access(READ_ACCESS, &t.area, 0);
	expect_trap(t.uffd, access);
	unprotect(t.uffd, &t.area);
	expect_equal(expect_end(access), page_content(0));
}

TAG("What drops the protection");
SENTENCE("A page of shared memory that was reclaimed is not protected when it "
	 "comes back.",
	 .over = SHMEM)
{
	struct tracked t = track_protected(backing, 2, 0);
	struct area first = part_of(&t.area, 0, 1);
	struct access *access;

	reclaim(&first);
	access = start_access(READ_ACCESS, &t.area, 0);
	expect_no_trap(t.uffd, access);
	expect_equal(expect_end(access), page_content(0));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
}

SENTENCE("MADV_DONTNEED drops the protection together with the page.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, 0);
	struct area first = part_of(&t.area, 0, 1);

	expect_success(madvise(first.start, first.length, MADV_DONTNEED));
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
}

static void punch_hole(const struct area *area, size_t page)
{
	expect_success(fallocate(
		area->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
		(off_t)(page * area->page_size), (off_t)area->page_size));
}

SENTENCE("FALLOC_FL_PUNCH_HOLE drops the protection together with the page.",
	 .over = FILE_BACKED)
{
	struct tracked t = track_protected(backing, 2, 0);
	struct access *access;

	punch_hole(&t.area, 0);
	access = start_access(READ_ACCESS, &t.area, 0);
	expect_no_trap(t.uffd, access);
	expect_equal(expect_end(access), 0);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
}

SENTENCE("ftruncate(2) drops the protection together with the page that it "
	 "cuts off.",
	 .over = FILE_BACKED)
{
	struct tracked t = track_protected(backing, 2, 0);
	struct access *access;

	expect_success(ftruncate(t.area.fd, (off_t)t.area.page_size));
	expect_success(ftruncate(t.area.fd, (off_t)t.area.length));
	access = start_access(READ_ACCESS, &t.area, 1);
	expect_no_trap(t.uffd, access);
	expect_equal(expect_end(access), 0);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
}

SENTENCE("Unregistering removes the protection.", .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, 0);
	struct area first = part_of(&t.area, 0, 1);
	struct access *access;

	uffd_unregister(t.uffd, &first);
	access = start_access(WRITE_ACCESS, &t.area, 0);
	expect_no_trap(t.uffd, access);
	expect_end(access);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
}

SENTENCE("Closing the userfaultfd removes the protection.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 2, 0);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_trap(t.uffd, access);
	expect_success(close(t.uffd));
	expect_equal(expect_end(access), page_content(0));
	expect_equal(expect_end(start_access(READ_ACCESS, &t.area, 1)),
		     page_content(1));
}

static void move_to(const struct area *from, const struct area *to)
{
	expect_true(mremap(from->start, from->length, to->length,
			   MREMAP_MAYMOVE | MREMAP_FIXED,
			   to->start) == to->start,
		    "mremap succeeds");
}

SENTENCE("Without UFFD_FEATURE_EVENT_REMAP, moving memory with mremap(2) "
	 "removes its protection.",
	 .over = EVERY_BACKING)
{
	struct tracked without = track_protected(backing, 1, 0);
	struct tracked with =
		track_protected(backing, 1, UFFD_FEATURE_EVENT_REMAP);
	struct area moved = map_empty_area(backing, 1);
	struct access *access;
	struct uffd_msg message;

	move_to(&without.area, &moved);
	access = start_access(READ_ACCESS, &moved, 0);
	expect_no_trap(without.uffd, access);
	expect_equal(expect_end(access), page_content(0));
	message = complete_change(
		begin_change(with.uffd, CHANGE_REMAP, &with.area));
	moved.start = (char *)(uintptr_t)message.arg.remap.to;
	expect_trap(with.uffd, start_access(READ_ACCESS, &moved, 0));
}

SENTENCE("Without UFFD_FEATURE_EVENT_FORK, the memory of a child is not "
	 "protected.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 1, 0);
	pid_t child = fork();

	expect_success(child);
	if (child == 0) {
		expect_equal(expect_end(start_access(READ_ACCESS, &t.area, 0)),
			     page_content(0));
		_exit(VERDICT_OK);
	}
	expect_child(child);
	expect_no_message(t.uffd);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
}

SECTION("DESCRIPTION / Evicting protected pages (since Linux 7.3)");
SENTENCE("Evicting protected pages (since Linux 7.3)", .proof = VERSION)
{
	expect_since(7, 3, features_of_kernel() & UFFD_FEATURE_RWP);
}

/* A page that is being evicted: a thread waits, and the file has a hole. */
static struct access *begin_eviction(struct tracked *t,
				     const struct backing *backing)
{
	struct access *access;

	*t = watch_filled(backing, 1, MODES_OF_MANAGER, UFFD_FEATURE_RWP);
	protect(t->uffd, &t->area);
	access = start_access(READ_ACCESS, &t->area, 0);
	expect_fault(t->uffd, access, UFFD_PAGEFAULT_FLAG_RWP);
	punch_hole(&t->area, 0);
	return access;
}

TAG("Threads that wait");
SENTENCE("Punching a hole into the file does not wake a thread that waits for "
	 "read-write protection there.",
	 .over = FILE_BACKED)
{
	struct tracked t;

	begin_eviction(&t, backing);
	expect_waiting(t.uffd, 1, 0);
	expect_no_message(t.uffd);
}

SENTENCE("MADV_DONTNEED does not wake such a thread, either.",
	 .over = EVERY_BACKING)
{
	struct tracked t =
		watch_filled(backing, 1, MODES_OF_MANAGER, UFFD_FEATURE_RWP);
	struct access *access;

	protect(t.uffd, &t.area);
	access = start_access(READ_ACCESS, &t.area, 0);
	expect_fault(t.uffd, access, UFFD_PAGEFAULT_FLAG_RWP);
	expect_success(madvise(t.area.start, t.area.length, MADV_DONTNEED));
	expect_waiting(t.uffd, 1, 0);
	expect_no_message(t.uffd);
	wake(t.uffd, &t.area);
	/* A file has the page still. */
	if (backing->mask & ANONYMOUS_BACKED)
		expect_fault(t.uffd, access, 0);
	else
		expect_equal(expect_end(access), page_content(0));
}

SENTENCE("UFFDIO_WAKE(2const) wakes such a thread, which then finds the page "
	 "missing.",
	 .over = FILE_BACKED)
{
	struct tracked t;
	struct access *access = begin_eviction(&t, backing);

	wake(t.uffd, &t.area);
	expect_fault(t.uffd, access, 0);
	expect_success(uffd_copy(t.uffd, &t.area, 0));
	expect_equal(expect_end(access), page_content(0));
}

TAG("Two mappings of one file");
SENTENCE("Protection belongs to one mapping: the memory manager can read a "
	 "page through another mapping of the same file while accesses "
	 "through the protected one are trapped.",
	 .over = FILE_BACKED)
{
	struct tracked t = track_protected(backing, 1, 0);
	struct area second = map_again(&t.area);
	struct access *access;

	expect_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 0));
	access = start_access(READ_ACCESS, &second, 0);
	expect_no_trap(t.uffd, access);
	expect_equal(expect_end(access), page_content(0));
	expect_waiting(t.uffd, 1, 0);
}

/* Two protected pages, and the first is evicted and brought back. */
static struct tracked bring_back_first(const struct backing *backing)
{
	struct tracked t =
		watch_filled(backing, 2, MODES_OF_MANAGER, UFFD_FEATURE_RWP);
	struct area first = part_of(&t.area, 0, 1);

	protect(t.uffd, &t.area);
	if (backing->mask & FILE_BACKED)
		punch_hole(&t.area, 0);
	else
		expect_success(
			madvise(first.start, first.length, MADV_DONTNEED));
	expect_success(uffd_copy(t.uffd, &first, 0));
	return t;
}

TAG("Pages that come back");
SENTENCE("A page that UFFDIO_COPY(2const) puts in place is not protected.",
	 .over = EVERY_BACKING)
{
	struct tracked t = bring_back_first(backing);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_no_trap(t.uffd, access);
	expect_equal(expect_end(access), page_content(0));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 0));
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
}

SENTENCE("A scan for PAGE_IS_ACCESSED finds such a page even if nothing has "
	 "accessed it.",
	 .over = EVERY_BACKING)
{
	struct tracked t = bring_back_first(backing);

	expect_equal(accessed_pages(&t.area), 0b01);
	protect(t.uffd, &t.area);
	expect_equal(accessed_pages(&t.area), 0);
}

TAG("Cached pages without a mapping");
SENTENCE("A page that the page cache holds and the range does not map cannot "
	 "be protected: the first access to it is not trapped.",
	 .over = FILE_BACKED)
{
	struct tracked t =
		watch_cached(backing, 2, MODES_OF_MANAGER, UFFD_FEATURE_RWP);
	struct access *access;

	protect(t.uffd, &t.area);
	access = start_access(READ_ACCESS, &t.area, 0);
	expect_no_trap(t.uffd, access);
	expect_equal(expect_end(access), page_content(0));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
	protect(t.uffd, &t.area);
	expect_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
}

SENTENCE("Such a page does not show up in a scan for PAGE_IS_ACCESSED before "
	 "its first access.",
	 .over = FILE_BACKED)
{
	struct tracked t =
		watch_cached(backing, 2, MODES_OF_MANAGER, UFFD_FEATURE_RWP);

	expect_equal(accessed_pages(&t.area), 0);
	protect(t.uffd, &t.area);
	expect_equal(accessed_pages(&t.area), 0);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 1));
	expect_equal(accessed_pages(&t.area), 0b10);
}

SENTENCE("If the range is also registered in UFFDIO_REGISTER_MODE_MINOR, the "
	 "first access to such a page waits.",
	 .over = FILE_BACKED)
{
	struct tracked t = watch_cached(backing, 1, MODES_OF_MANAGER | MINOR,
					UFFD_FEATURE_RWP);
	struct access *access;

	protect(t.uffd, &t.area);
	access = start_access(READ_ACCESS, &t.area, 0);
	expect_fault(t.uffd, access, UFFD_PAGEFAULT_FLAG_MINOR);
	expect_success(uffd_continue(t.uffd, &t.area, 0));
	expect_equal(expect_end(access), page_content(0));
}

SECTION("DESCRIPTION / Reading messages");

static double seconds_now(void)
{
	struct timespec time;

	expect_success(clock_gettime(CLOCK_MONOTONIC, &time));
	return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* Waits until so many notifications can be read. */
static void await_unread(int uffd, unsigned long count)
{
	double end = seconds_now() + await_deadline() / 1000.0;

	while (fdinfo_number(uffd, "pending:") != count) {
		if (seconds_now() > end)
			fail("%lu notifications did not come in %d ms", count,
			     await_deadline());
		sched_yield();
	}
}

/* Threads that access these pages begin to wait one after the other. */
static void begin_waits(const struct tracked *t, const size_t *pages,
			size_t count)
{
	for (size_t i = 0; i < count; i++) {
		start_access(READ_ACCESS, &t->area, pages[i]);
		await_unread(t->uffd, i + 1);
	}
}

static void expect_address(const struct uffd_msg *message,
			   const struct tracked *t, size_t page)
{
	expect_equal(message->event, UFFD_EVENT_PAGEFAULT);
	expect_equal(message->arg.pagefault.address,
		     (uintptr_t)page_at(&t->area, page));
}

static const size_t first_three[] = { 0, 1, 2 };

#define MESSAGE_SIZE sizeof(struct uffd_msg)

SENTENCE("A read(2) fills the buffer with one or more of these structures:")
{
	struct tracked t = watch_missing(backing, 3, 0);
	struct uffd_msg messages[3];

	begin_waits(&t, first_three, 3);
	expect_equal(uffd_read(t.uffd, messages, MESSAGE_SIZE), MESSAGE_SIZE);
	expect_address(&messages[0], &t, 0);
	expect_equal(uffd_read(t.uffd, messages, sizeof(messages)),
		     2 * MESSAGE_SIZE);
	expect_address(&messages[0], &t, 1);
	expect_address(&messages[1], &t, 2);
}

SENTENCE("struct uffd_msg { __u8 event; /* UFFD_EVENT_* */ __u8 reserved1; "
	 "__u16 reserved2; __u32 reserved3; union { struct { /* "
	 "UFFD_EVENT_PAGEFAULT */ __u64 flags; /* UFFD_PAGEFAULT_FLAG_* */ "
	 "__u64 address; /* Where the fault is */ union { __u32 ptid; /* "
	 "Which thread waits */ } feat; } pagefault; struct { /* "
	 "UFFD_EVENT_FORK */ __u32 ufd; /* Userfaultfd of the child */ } "
	 "fork; struct { /* UFFD_EVENT_REMAP */ __u64 from; /* Old address */ "
	 "__u64 to; /* New address */ __u64 len; /* Length in bytes */ } "
	 "remap; struct { /* UFFD_EVENT_REMOVE, _UNMAP */ __u64 start; /* "
	 "First address */ __u64 end; /* First address after it */ } remove; "
	 "} arg; } __packed;",
	 .proof = ABI)
{
	struct tracked t = watch_missing(backing, 1, 0);
	__u64 message[4];

	expect_equal(sizeof(struct uffd_msg), sizeof(message));
	expect_equal(offsetof(struct uffd_msg, event), 0);
	expect_equal(offsetof(struct uffd_msg, reserved1), 1);
	expect_equal(offsetof(struct uffd_msg, reserved2), 2);
	expect_equal(offsetof(struct uffd_msg, reserved3), 4);
	expect_equal(offsetof(struct uffd_msg, arg.pagefault.flags), 8);
	expect_equal(offsetof(struct uffd_msg, arg.pagefault.address), 16);
	expect_equal(offsetof(struct uffd_msg, arg.pagefault.feat.ptid), 24);
	expect_equal(offsetof(struct uffd_msg, arg.fork.ufd), 8);
	expect_equal(offsetof(struct uffd_msg, arg.remap.from), 8);
	expect_equal(offsetof(struct uffd_msg, arg.remap.to), 16);
	expect_equal(offsetof(struct uffd_msg, arg.remap.len), 24);
	expect_equal(offsetof(struct uffd_msg, arg.remove.start), 8);
	expect_equal(offsetof(struct uffd_msg, arg.remove.end), 16);
	start_access(WRITE_ACCESS, &t.area, 0);
	await_unread(t.uffd, 1);
	expect_equal(uffd_read(t.uffd, message, sizeof(message)),
		     sizeof(message));
	expect_equal(message[0], UFFD_EVENT_PAGEFAULT);
	expect_equal(message[1], UFFD_PAGEFAULT_FLAG_WRITE);
	expect_equal(message[2], (uintptr_t)t.area.start);
	expect_equal(message[3], 0);
}

SENTENCE("A read(2) takes every message that there is, up to the size of the "
	 "buffer.")
{
	struct tracked t = watch_missing(backing, 3, 0);
	char messages[4 * MESSAGE_SIZE];

	begin_waits(&t, first_three, 3);
	/* One byte is missing for the second. */
	expect_equal(uffd_read(t.uffd, messages, 2 * MESSAGE_SIZE - 1),
		     MESSAGE_SIZE);
	expect_equal(uffd_read(t.uffd, messages, sizeof(messages)),
		     2 * MESSAGE_SIZE);
	expect_no_message(t.uffd);
}

SENTENCE("It returns their length in bytes.")
{
	struct tracked t = watch_missing(backing, 3, 0);
	struct uffd_msg messages[2];

	begin_waits(&t, first_three, 3);
	expect_equal(uffd_read(t.uffd, messages, sizeof(messages)), 64);
	expect_equal(uffd_read(t.uffd, messages, sizeof(messages)), 32);
}

/* A read(2) in a thread of its own. */
struct pending_read {
	int uffd;
	struct uffd_msg messages[2];
	size_t size;
	long result;
	int error;
	_Atomic pid_t id;
	pthread_t thread;
	int ended; /* an eventfd */
};

static void *read_batch(void *argument)
{
	struct pending_read *reader = argument;

	reader->id = gettid();
	reader->result =
		uffd_read(reader->uffd, reader->messages, reader->size);
	reader->error = errno;
	expect_success(eventfd_write(reader->ended, 1));
	return NULL;
}

static struct pending_read *begin_read(int uffd, size_t messages)
{
	struct pending_read *reader = calloc(1, sizeof(*reader));

	expect_true(reader, "memory");
	reader->uffd = uffd;
	reader->size = messages * MESSAGE_SIZE;
	reader->ended = eventfd(0, EFD_CLOEXEC);
	if (pthread_create(&reader->thread, NULL, read_batch, reader))
		fail("pthread_create failed");
	return reader;
}

static void await_read(struct pending_read *reader)
{
	await_readable(reader->ended, "read(2) of the userfaultfd did not end");
}

/* The reader is inside its system call, and sleeps. */
static void await_blocked(const struct pending_read *reader)
{
	double end = seconds_now() + await_deadline() / 1000.0;
	unsigned long long number, fd;
	char path[64];

	do {
		FILE *file;

		if (seconds_now() > end)
			fail("read(2) did not begin to wait in %d ms",
			     await_deadline());
		sched_yield();
		snprintf(path, sizeof(path), "/proc/self/task/%d/syscall",
			 reader->id);
		file = reader->id ? fopen(path, "re") : NULL;
		if (!file || fscanf(file, "%llu %llx", &number, &fd) != 2)
			number = ~0ULL;
		if (file)
			fclose(file);
	} while (number != SYS_read || fd != (unsigned int)reader->uffd);
}

static void let_wait(int uffd)
{
	expect_success(fcntl(uffd, F_SETFL, 0));
}

SENTENCE("Only for the first message does it wait.")
{
	struct tracked t = watch_missing(backing, 1, 0);
	struct pending_read *reader;

	let_wait(t.uffd);
	reader = begin_read(t.uffd, 2);
	await_blocked(reader);
	start_access(READ_ACCESS, &t.area, 0);
	await_read(reader);
	expect_equal(reader->result, MESSAGE_SIZE);
	expect_address(&reader->messages[0], &t, 0);
}

SENTENCE("Notifications of page faults are read before other events.")
{
	struct tracked t = watch_missing(backing, 1, UFFD_FEATURE_EVENT_UNMAP);
	struct area other = map_area(backing, 1);
	struct uffd_msg messages[2];

	uffd_register(t.uffd, &other, MISSING);
	begin_change(t.uffd, CHANGE_UNMAP, &other);
	start_access(READ_ACCESS, &t.area, 0);
	await_unread(t.uffd, 1);
	expect_equal(uffd_read(t.uffd, messages, sizeof(messages)),
		     sizeof(messages));
	expect_address(&messages[0], &t, 0);
	expect_equal(messages[1].event, UFFD_EVENT_UNMAP);
}

SENTENCE("Of several notifications, the one of the thread that has waited "
	 "longest is read first.")
{
	struct tracked t = watch_missing(backing, 3, 0);
	static const size_t order[] = { 2, 0, 1 };
	struct uffd_msg messages[3];

	begin_waits(&t, order, 3);
	expect_equal(uffd_read(t.uffd, messages, sizeof(messages)),
		     sizeof(messages));
	for (size_t i = 0; i < 3; i++)
		expect_address(&messages[i], &t, order[i]);
}

SENTENCE("Each message is read once.")
{
	struct tracked t = watch_missing(backing, 1, UFFD_FEATURE_EVENT_UNMAP);
	struct area other = map_area(backing, 1);

	uffd_register(t.uffd, &other, MISSING);
	expect_fault(t.uffd, start_access(READ_ACCESS, &t.area, 0), 0);
	expect_no_message(t.uffd);
	expect_waiting(t.uffd, 1, 0);
	complete_change(begin_change(t.uffd, CHANGE_UNMAP, &other));
	expect_no_message(t.uffd);
}

/* Beside the fields of `expected`, every bit of the message is zero. */
static void expect_only(const struct uffd_msg *message,
			const struct uffd_msg *expected)
{
	const unsigned char *got = (const void *)message;
	const unsigned char *wanted = (const void *)expected;

	for (size_t i = 0; i < MESSAGE_SIZE; i++)
		if (got[i] != wanted[i])
			fail("byte %zu of event 0x%x: expected 0x%x, got 0x%x",
			     i, expected->event, wanted[i], got[i]);
}

static void expect_only_range(const struct uffd_msg *message, __u8 event,
			      const struct area *area)
{
	struct uffd_msg expected;

	memset(&expected, 0, sizeof(expected));
	expected.event = event;
	expected.arg.remove.start = (uintptr_t)area->start;
	expected.arg.remove.end = (uintptr_t)area->start + area->length;
	expect_only(message, &expected);
}

/* The message of a change, made to memory that is registered for it. */
static struct uffd_msg message_of_change(enum change change,
					 const struct area *area)
{
	int uffd = uffd_open(feature_of_change(change));

	uffd_register(uffd, area, MISSING);
	return complete_change(begin_change(uffd, change, area));
}

SENTENCE("Bytes that a message does not use are zero.")
{
	struct tracked t = watch_missing(backing, 1, 0);
	struct uffd_msg message, expected;
	struct area area = map_area(backing, 1);

	memset(&expected, 0, sizeof(expected));
	expected.event = UFFD_EVENT_PAGEFAULT;
	expected.arg.pagefault.address = (uintptr_t)t.area.start;
	message =
		expect_fault(t.uffd, start_access(READ_ACCESS, &t.area, 0), 0);
	expect_only(&message, &expected);
	memset(&expected, 0, sizeof(expected));
	expected.event = UFFD_EVENT_FORK;
	message = message_of_change(CHANGE_FORK, &area);
	expected.arg.fork.ufd = message.arg.fork.ufd;
	expect_only(&message, &expected);
	memset(&expected, 0, sizeof(expected));
	expected.event = UFFD_EVENT_REMAP;
	area = map_area(backing, 1);
	message = message_of_change(CHANGE_REMAP, &area);
	expected.arg.remap.from = (uintptr_t)area.start;
	expected.arg.remap.to = message.arg.remap.to;
	expected.arg.remap.len = area.length;
	expect_only(&message, &expected);
	area = map_area(backing, 1);
	message = message_of_change(CHANGE_REMOVE, &area);
	expect_only_range(&message, UFFD_EVENT_REMOVE, &area);
	area = map_area(backing, 1);
	message = message_of_change(CHANGE_UNMAP, &area);
	expect_only_range(&message, UFFD_EVENT_UNMAP, &area);
}

static __u8 event_of_change(const struct backing *backing, enum change change)
{
	struct area area = map_area(backing, 1);

	return message_of_change(change, &area).event;
}

SENTENCE("event is one of these:", .over = SMALL_PAGES | HUGETLBFS)
{
	struct tracked t = watch_missing(backing, 1, 0);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_equal(expect_fault(t.uffd, access, 0).event,
		     UFFD_EVENT_PAGEFAULT);
	expect_equal(event_of_change(backing, CHANGE_FORK), UFFD_EVENT_FORK);
	expect_equal(event_of_change(backing, CHANGE_REMAP), UFFD_EVENT_REMAP);
	expect_equal(event_of_change(backing, CHANGE_REMOVE),
		     UFFD_EVENT_REMOVE);
	expect_equal(event_of_change(backing, CHANGE_UNMAP), UFFD_EVENT_UNMAP);
}

TAG("UFFD_EVENT_PAGEFAULT");
SENTENCE("A thread waits for a page.", .over = EVERY_BACKING)
{
	struct tracked t = watch_missing(backing, 1, 0);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);
	struct uffd_msg message = await_message(t.uffd);

	expect_equal(message.event, UFFD_EVENT_PAGEFAULT);
	expect_waiting(t.uffd, 1, 0);
	expect_success(uffd_copy(t.uffd, &t.area, 0));
	expect_equal(expect_end(access), page_content(0));
}

/* The area from a byte inside its pages on, for accesses to that byte. */
static struct area inside_of(const struct area *area, size_t offset)
{
	struct area inside = *area;

	inside.start += offset;
	return inside;
}

SENTENCE("arg.pagefault.address is the address of the page that the access is "
	 "to.",
	 .over = SMALL_PAGES)
{
	struct tracked t = watch_missing(backing, 3, 0);
	struct area inside = inside_of(&t.area, 123);
	struct uffd_msg message;

	message =
		expect_fault(t.uffd, start_access(READ_ACCESS, &inside, 1), 0);
	expect_address(&message, &t, 1);
	message =
		expect_fault(t.uffd, start_access(READ_ACCESS, &inside, 2), 0);
	expect_address(&message, &t, 2);
}

SENTENCE("On hugetlbfs, it is the address of the huge page.", .over = HUGETLBFS)
{
	struct tracked t = watch_missing(backing, 2, 0);
	struct area inside = inside_of(&t.area, 5 * small_page_size() + 123);
	struct uffd_msg message;

	message =
		expect_fault(t.uffd, start_access(READ_ACCESS, &inside, 1), 0);
	expect_address(&message, &t, 1);
}

SENTENCE("In a transparent huge page, it is the address of the small page.",
	 .over = THP)
{
	struct tracked t = watch_protected(backing, 1, 0);
	size_t offset = 5 * small_page_size();
	struct area inside = inside_of(&t.area, offset + 123);
	struct uffd_msg message;

	expect_equal(huge_pages_in(&t.area), 1);
	message = expect_fault(t.uffd, start_access(WRITE_ACCESS, &inside, 0),
			       WP_FLAGS);
	expect_equal(message.arg.pagefault.address,
		     (uintptr_t)t.area.start + offset);
}

SENTENCE("Since Linux 5.18, if UFFD_FEATURE_EXACT_ADDRESS was negotiated, it "
	 "is the address of the access itself.",
	 .proof = VERSION, .over = EVERY_BACKING)
{
	struct tracked t = watch_missing(
		backing, 1, features_of_kernel() & UFFD_FEATURE_EXACT_ADDRESS);
	struct area inside = inside_of(&t.area, 123);
	struct uffd_msg message;

	message =
		expect_fault(t.uffd, start_access(READ_ACCESS, &inside, 0), 0);
	expect_since(5, 18,
		     message.arg.pagefault.address == (uintptr_t)inside.start);
}

/* A thread that tells its ID, and then reads a byte. */
struct known_thread {
	char *address;
	_Atomic pid_t id;
};

static void *tell_and_read(void *argument)
{
	struct known_thread *thread = argument;

	thread->id = gettid();
	(void)*(volatile char *)thread->address;
	return NULL;
}

static void start_known(struct known_thread *known, char *address)
{
	pthread_t thread;

	known->address = address;
	if (pthread_create(&thread, NULL, tell_and_read, known))
		fail("pthread_create failed");
}

SENTENCE("If UFFD_FEATURE_THREAD_ID was negotiated, arg.pagefault.feat.ptid "
	 "is the ID of the thread.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	struct tracked t = watch_missing(backing, 2, UFFD_FEATURE_THREAD_ID);
	static struct known_thread threads[2];

	for (size_t i = 0; i < 2; i++) {
		struct uffd_msg message;

		start_known(&threads[i], page_at(&t.area, i));
		message = await_message(t.uffd);
		expect_equal(message.arg.pagefault.feat.ptid, threads[i].id);
	}
	expect_true(threads[0].id != threads[1].id, "two threads");
}

/* The first process of a new PID namespace: reads a missing page. */
static void read_as_first_process(struct area *area, int answer)
{
	struct tracked t =
		watch_missing(area->backing, 1, UFFD_FEATURE_THREAD_ID);

	expect_equal(getpid(), 1);
	expect_equal(write(answer, &t.uffd, sizeof(t.uffd)), sizeof(t.uffd));
	(void)*(volatile char *)t.area.start;
	_exit(VERDICT_OK);
}

SENTENCE("The ID is that of the PID namespace of the thread.")
{
	struct area area = map_empty_area(backing, 1);
	int ends[2], uffd;
	long child;

	expect_success(pipe2(ends, O_CLOEXEC));
	child = syscall(SYS_clone, CLONE_FILES | CLONE_NEWPID | SIGCHLD, 0, 0,
			0, 0);
	if (child < 0 && errno == EPERM)
		skip("this needs the capability CAP_SYS_ADMIN");
	if (expect_success(child) == 0)
		read_as_first_process(&area, ends[1]);
	await_readable(ends[0], "the child registered nothing");
	expect_equal(read(ends[0], &uffd, sizeof(uffd)), sizeof(uffd));
	expect_equal(await_message(uffd).arg.pagefault.feat.ptid, 1);
}

SENTENCE("Without the feature, arg.pagefault.feat.ptid is zero.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	struct tracked t = watch_missing(backing, 1, 0);
	struct uffd_msg message;

	message =
		expect_fault(t.uffd, start_access(READ_ACCESS, &t.area, 0), 0);
	expect_equal(message.arg.pagefault.feat.ptid, 0);
}

SENTENCE("arg.pagefault.flags holds zero or more of these bits:", .over = SHMEM)
{
	struct tracked missing = watch_missing(backing, 2, 0);
	struct tracked written = watch_protected(backing, 1, 0);
	struct tracked cached = watch_cached(backing, 1, MINOR, 0);

	expect_fault(missing.uffd, start_access(READ_ACCESS, &missing.area, 0),
		     0);
	expect_fault(missing.uffd, start_access(WRITE_ACCESS, &missing.area, 1),
		     1);
	expect_fault(written.uffd, start_access(WRITE_ACCESS, &written.area, 0),
		     3);
	expect_fault(cached.uffd, start_access(READ_ACCESS, &cached.area, 0),
		     4);
}

TAG("UFFD_EVENT_PAGEFAULT / UFFD_PAGEFAULT_FLAG_WRITE");
SENTENCE("The access is a write.", .over = SMALL_PAGES | HUGETLBFS)
{
	struct tracked t = watch_missing(backing, 2, 0);

	expect_fault(t.uffd, start_access(WRITE_ACCESS, &t.area, 0),
		     UFFD_PAGEFAULT_FLAG_WRITE);
	expect_fault(t.uffd, start_access(READ_ACCESS, &t.area, 1), 0);
}

TAG("UFFD_EVENT_PAGEFAULT / UFFD_PAGEFAULT_FLAG_WP (since Linux 5.7)");
SENTENCE("UFFD_PAGEFAULT_FLAG_WP (since Linux 5.7)", .proof = VERSION)
{
	expect_since(5, 7,
		     features_of_kernel() & UFFD_FEATURE_PAGEFAULT_FLAG_WP);
}

SENTENCE("The page is write-protected.", .over = EVERY_BACKING)
{
	struct tracked t = watch_protected(backing, 1, 0);
	struct access *access = start_access(WRITE_ACCESS, &t.area, 0);
	struct uffd_msg message = await_message(t.uffd);

	expect_equal(message.event, UFFD_EVENT_PAGEFAULT);
	expect_equal(message.arg.pagefault.flags & UFFD_PAGEFAULT_FLAG_WP,
		     UFFD_PAGEFAULT_FLAG_WP);
	expect_success(writeprotect(t.uffd, &t.area, 0));
	expect_end(access);
	t = watch(backing, 1, WP | MISSING, 0);
	expect_fault(t.uffd, start_access(WRITE_ACCESS, &t.area, 0),
		     UFFD_PAGEFAULT_FLAG_WRITE);
}

TAG("UFFD_EVENT_PAGEFAULT / UFFD_PAGEFAULT_FLAG_MINOR (since Linux 5.13)");
SENTENCE("UFFD_PAGEFAULT_FLAG_MINOR (since Linux 5.13)", .proof = VERSION)
{
	expect_since(5, 13,
		     features_of_kernel() & UFFD_FEATURE_MINOR_HUGETLBFS);
}

SENTENCE("The file has the page, but the range has not.", .over = FILE_BACKED)
{
	struct tracked t = watch_cached(backing, 1, MINOR | MISSING, 0);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_fault(t.uffd, access, UFFD_PAGEFAULT_FLAG_MINOR);
	expect_success(uffd_continue(t.uffd, &t.area, 0));
	expect_equal(expect_end(access), page_content(0));
	punch_hole(&t.area, 0);
	expect_fault(t.uffd, start_access(READ_ACCESS, &t.area, 0), 0);
}

TAG("UFFD_EVENT_PAGEFAULT / UFFD_PAGEFAULT_FLAG_RWP (since Linux 7.3)");
SENTENCE("UFFD_PAGEFAULT_FLAG_RWP (since Linux 7.3)", .proof = VERSION)
{
	expect_since(7, 3, features_of_kernel() & UFFD_FEATURE_RWP);
}

SENTENCE("The page is read-write protected.", .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 1, 0);

	expect_fault(t.uffd, start_access(READ_ACCESS, &t.area, 0),
		     UFFD_PAGEFAULT_FLAG_RWP);
	unprotect(t.uffd, &t.area);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
}

TAG("UFFD_EVENT_PAGEFAULT");
SENTENCE("If none of UFFD_PAGEFAULT_FLAG_WP, UFFD_PAGEFAULT_FLAG_MINOR, and "
	 "UFFD_PAGEFAULT_FLAG_RWP is set, the page is missing.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	struct tracked t = watch_missing(backing, 2, 0);
	struct access *read = start_access(READ_ACCESS, &t.area, 0), *write;

	expect_fault(t.uffd, read, 0);
	write = start_access(WRITE_ACCESS, &t.area, 1);
	expect_fault(t.uffd, write, UFFD_PAGEFAULT_FLAG_WRITE);
	expect_equal(pages_present_in(&t.area), 0);
	expect_success(uffd_copy(t.uffd, &t.area, 0));
	expect_equal(expect_end(read), page_content(0));
	expect_end(write);
}

/* A change that a thread of its own makes from one area to another. */
typedef void change_of_areas(const struct area *from, const struct area *to);

struct changing_thread {
	change_of_areas *change;
	struct area from, to;
	_Atomic pid_t id;
	int ended; /* an eventfd */
};

static void *change_areas(void *argument)
{
	struct changing_thread *thread = argument;

	thread->id = gettid();
	thread->change(&thread->from, &thread->to);
	expect_success(eventfd_write(thread->ended, 1));
	return NULL;
}

static struct changing_thread *start_change(change_of_areas *change,
					    const struct area *from,
					    const struct area *to)
{
	struct changing_thread *changing = calloc(1, sizeof(*changing));
	pthread_t thread;

	expect_true(changing, "memory");
	changing->change = change;
	changing->from = *from;
	changing->to = to ? *to : *from;
	changing->ended = eventfd(0, EFD_CLOEXEC);
	if (pthread_create(&thread, NULL, change_areas, changing))
		fail("pthread_create failed");
	return changing;
}

static void await_change(const struct changing_thread *changing)
{
	await_readable(changing->ended, "the change did not end");
}

/* Starts the change, and reads its one message. */
static struct uffd_msg make_change_of(int uffd, change_of_areas *change,
				      const struct area *from,
				      const struct area *to)
{
	struct changing_thread *changing = start_change(change, from, to);
	struct uffd_msg message = await_message(uffd);

	await_change(changing);
	expect_no_message(uffd);
	return message;
}

/* Without the feature the change ends by itself, and there is no message. */
static void expect_no_event(int uffd, change_of_areas *change,
			    const struct area *from, const struct area *to)
{
	struct changing_thread *changing = start_change(change, from, to);
	struct pollfd either[] = {
		{ .fd = uffd, .events = POLLIN },
		{ .fd = changing->ended, .events = POLLIN },
	};

	expect_true(poll(either, 2, await_deadline()) > 0, "the change ends");
	expect_no_message(uffd);
	await_change(changing);
}

static void leave_idle_child(long pid)
{
	expect_success(pid);
	while (pid == 0)
		pause();
}

static void fork_idle(const struct area *from, const struct area *to)
{
	(void)from;
	(void)to;
	leave_idle_child(fork());
}

static void clone_idle(const struct area *from, const struct area *to)
{
	(void)from;
	(void)to;
	/* Sharing descriptors: the child must not keep the userfaultfd. */
	leave_idle_child(syscall(SYS_clone, CLONE_FILES | SIGCHLD, 0, 0, 0, 0));
}

/* Without moving it. */
static void resize_to(const struct area *from, const struct area *to)
{
	expect_true(mremap(from->start, from->length, to->length, 0) ==
			    from->start,
		    "mremap succeeds");
}

static void give_up_pages(const struct area *from, const struct area *to)
{
	(void)to;
	expect_success(madvise(from->start, from->length, MADV_DONTNEED));
}

static void free_pages_lazily(const struct area *from, const struct area *to)
{
	(void)to;
	expect_success(madvise(from->start, from->length, MADV_FREE));
}

static void remove_pages(const struct area *from, const struct area *to)
{
	(void)to;
	expect_success(madvise(from->start, from->length, MADV_REMOVE));
}

static void punch_out(const struct area *from, const struct area *to)
{
	(void)to;
	punch_hole(from, 0);
}

static void cut_off(const struct area *from, const struct area *to)
{
	(void)to;
	expect_success(ftruncate(from->fd, 0));
}

static void unmap(const struct area *from, const struct area *to)
{
	(void)to;
	expect_success(munmap(from->start, from->length));
}

static void replace(const struct area *from, const struct area *to)
{
	(void)to;
	expect_true(mmap(from->start, from->length, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
			 0) == from->start,
		    "mmap succeeds");
}

TAG("UFFD_EVENT_FORK (since Linux 4.11)");
SENTENCE("UFFD_EVENT_FORK (since Linux 4.11)", .proof = VERSION)
{
	expect_since(4, 11, features_of_kernel() & UFFD_FEATURE_EVENT_FORK);
}

SENTENCE("The process has called fork(2).", .over = EVERY_BACKING)
{
	struct tracked t = watch_missing(backing, 1, UFFD_FEATURE_EVENT_FORK);

	expect_no_message(t.uffd);
	expect_equal(make_change_of(t.uffd, fork_idle, &t.area, NULL).event,
		     UFFD_EVENT_FORK);
}

SENTENCE("The event also comes for a clone(2) without CLONE_VM.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	struct tracked t = watch_missing(backing, 1, UFFD_FEATURE_EVENT_FORK);

	/* A new thread is a clone(2) with it. */
	expect_equal(make_change_of(t.uffd, clone_idle, &t.area, NULL).event,
		     UFFD_EVENT_FORK);
}

SENTENCE("The event comes only if UFFD_FEATURE_EVENT_FORK was negotiated.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	struct tracked without = watch_missing(backing, 1, 0), with;

	expect_no_event(without.uffd, fork_idle, &without.area, NULL);
	with = watch_missing(backing, 1, UFFD_FEATURE_EVENT_FORK);
	expect_equal(
		make_change_of(with.uffd, fork_idle, &with.area, NULL).event,
		UFFD_EVENT_FORK);
}

/* Reads the event of a fork, and tells the descriptor in it. */
static void read_for_parent(int uffd, int gate, int answer)
{
	struct uffd_msg message;
	int child_uffd;
	char byte;

	expect_equal(read(gate, &byte, 1), 1);
	message = await_message(uffd);
	expect_equal(message.event, UFFD_EVENT_FORK);
	child_uffd = (int)message.arg.fork.ufd;
	expect_success(fcntl(child_uffd, F_GETFD));
	expect_success(close(child_uffd));
	expect_equal(write(answer, &child_uffd, sizeof(int)), sizeof(int));
	_exit(VERDICT_OK);
}

SENTENCE("arg.fork.ufd is a new file descriptor of the process that reads the "
	 "message.")
{
	int uffd = uffd_open(UFFD_FEATURE_EVENT_FORK), gate[2], answer[2];
	struct area area = map_empty_area(backing, 1);
	struct changing_thread *changing;
	int child_uffd;
	pid_t reader;

	expect_success(pipe2(gate, O_CLOEXEC));
	expect_success(pipe2(answer, O_CLOEXEC));
	reader = fork();
	if (expect_success(reader) == 0)
		read_for_parent(uffd, gate[0], answer[1]);
	uffd_register(uffd, &area, MISSING);
	changing = start_change(fork_idle, &area, NULL);
	await_readable(uffd, "no event came");
	expect_equal(write(gate[1], "", 1), 1);
	expect_child(reader);
	await_change(changing);
	expect_equal(read(answer[0], &child_uffd, sizeof(int)), sizeof(int));
	/* In this process the number means no userfaultfd. */
	expect_true(uffd_copy(child_uffd, &area, 0) < 0 &&
			    (errno == ENOTTY || errno == EBADF),
		    "the descriptor is not one of this process");
}

SENTENCE("It refers to a userfaultfd for the address space of the child.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	struct tracked t = watch_missing(backing, 1, UFFD_FEATURE_EVENT_FORK);
	int child_uffd;
	pid_t child = fork_with_event(t.uffd, &child_uffd);

	if (child == 0)
		_exit(*(volatile char *)t.area.start == page_content(0)
			      ? VERDICT_OK
			      : VERDICT_NOT_OK);
	expect_equal(await_message(child_uffd).arg.pagefault.address,
		     (uintptr_t)t.area.start);
	expect_no_message(t.uffd);
	expect_success(uffd_copy(child_uffd, &t.area, 0));
	expect_child(child);
}

SENTENCE("This userfaultfd has the same features.")
{
	const unsigned long long features = UFFD_FEATURE_EVENT_FORK |
					    UFFD_FEATURE_THREAD_ID |
					    UFFD_FEATURE_EVENT_UNMAP;
	struct tracked t = watch_missing(backing, 1, features);
	int child_uffd;
	pid_t child = fork_with_event(t.uffd, &child_uffd);

	if (child == 0)
		_exit(*(volatile char *)t.area.start);
	expect_equal(await_message(child_uffd).arg.pagefault.feat.ptid, child);
	expect_equal(api_line_of(child_uffd).features &
			     (UFFD_FEATURE_SIGBUS | features),
		     features);
}

SENTENCE("The same ranges are registered with it.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	struct tracked t = watch_missing(backing, 1, UFFD_FEATURE_EVENT_FORK);
	struct area second = map_empty_area(backing, 1);
	struct area third = map_empty_area(backing, 1);
	int child_uffd;
	pid_t child;

	uffd_register(t.uffd, &second, MISSING);
	child = fork_with_event(t.uffd, &child_uffd);
	if (child == 0) {
		/* Of the three, this one is not registered. */
		expect_equal(*(volatile char *)third.start, 0);
		expect_equal(*(volatile char *)t.area.start, page_content(0));
		expect_equal(*(volatile char *)second.start, page_content(0));
		_exit(VERDICT_OK);
	}
	expect_equal(await_message(child_uffd).arg.pagefault.address,
		     (uintptr_t)t.area.start);
	expect_success(uffd_copy(child_uffd, &t.area, 0));
	expect_equal(await_message(child_uffd).arg.pagefault.address,
		     (uintptr_t)second.start);
	expect_success(uffd_copy(child_uffd, &second, 0));
	expect_child(child);
	expect_no_message(child_uffd);
}

/* The flags of the userfaultfd that an event brings. */
static void expect_inherited(int uffd, bool set)
{
	struct area area = map_empty_area(anonymous, 1);
	struct uffd_msg message;
	int child_uffd;

	expect_success(uffd_handshake(uffd, UFFD_FEATURE_EVENT_FORK));
	uffd_register(uffd, &area, MISSING);
	message = make_change_of(uffd, fork_idle, &area, NULL);
	child_uffd = (int)message.arg.fork.ufd;
	expect_equal(fcntl(child_uffd, F_GETFD) & FD_CLOEXEC,
		     set ? FD_CLOEXEC : 0);
	expect_equal(fcntl(child_uffd, F_GETFL) & O_NONBLOCK,
		     set ? O_NONBLOCK : 0);
	uffd_unregister(uffd, &area);
}

SENTENCE("The new file descriptor has the flags O_CLOEXEC and O_NONBLOCK if "
	 "the userfaultfd of the parent was created with them.")
{
	int without = (int)expect_success(uffd_create_with(0));

	expect_inherited(uffd_create_with(O_CLOEXEC | O_NONBLOCK), true);
	/* Only creation counts. */
	expect_success(fcntl(without, F_SETFL, O_NONBLOCK));
	expect_success(fcntl(without, F_SETFD, FD_CLOEXEC));
	expect_inherited(without, false);
}

TAG("UFFD_EVENT_REMAP (since Linux 4.11)");
SENTENCE("UFFD_EVENT_REMAP (since Linux 4.11)", .proof = VERSION)
{
	expect_since(4, 11, features_of_kernel() & UFFD_FEATURE_EVENT_REMAP);
}

/* Memory that reports what its pages go through, and room to move it to. */
struct movable {
	struct tracked old;
	struct area new;
};

static struct movable watch_movable(const struct backing *backing, size_t pages,
				    size_t new_pages,
				    unsigned long long features)
{
	return (struct movable){
		watch_filled(backing, pages, MISSING, features),
		map_empty_area(backing, new_pages),
	};
}

SENTENCE("The process has moved memory with mremap(2).", .over = EVERY_BACKING)
{
	struct movable m =
		watch_movable(backing, 2, 2, UFFD_FEATURE_EVENT_REMAP);

	expect_no_message(m.old.uffd);
	expect_equal(
		make_change_of(m.old.uffd, move_to, &m.old.area, &m.new).event,
		UFFD_EVENT_REMAP);
}

SENTENCE(
	"The event does not come for an mremap(2) that leaves the memory where "
	"it is.",
	.over = EVERY_BACKING)
{
	struct movable m =
		watch_movable(backing, 2, 1, UFFD_FEATURE_EVENT_REMAP);
	struct area first = part_of(&m.old.area, 0, 1);

	expect_no_event(m.old.uffd, resize_to, &m.old.area, &first);
	/* Memory of hugetlbfs cannot grow. */
	if (backing->mask != HUGETLBFS)
		expect_no_event(m.old.uffd, resize_to, &first, &m.old.area);
	expect_equal(make_change_of(m.old.uffd, move_to, &first, &m.new).event,
		     UFFD_EVENT_REMAP);
}

SENTENCE("The event comes only if UFFD_FEATURE_EVENT_REMAP was negotiated.",
	 .over = EVERY_BACKING)
{
	struct movable m = watch_movable(backing, 1, 1, 0);

	expect_no_event(m.old.uffd, move_to, &m.old.area, &m.new);
	m = watch_movable(backing, 1, 1, UFFD_FEATURE_EVENT_REMAP);
	expect_equal(
		make_change_of(m.old.uffd, move_to, &m.old.area, &m.new).event,
		UFFD_EVENT_REMAP);
}

/* mincore(2) fails where nothing is mapped. */
static bool is_mapped(const struct area *area)
{
	unsigned char residency;

	if (!mincore(area->start, small_page_size(), &residency))
		return true;
	expect_equal(errno, ENOMEM);
	return false;
}

SENTENCE(
	"When the event can be read, the memory is at its new address already.",
	.over = EVERY_BACKING)
{
	struct movable m =
		watch_movable(backing, 1, 1, UFFD_FEATURE_EVENT_REMAP);
	struct changing_thread *changing =
		start_change(move_to, &m.old.area, &m.new);

	await_readable(m.old.uffd, "no event came");
	expect_equal(expect_end(start_access(READ_ACCESS, &m.new, 0)),
		     page_content(0));
	expect_true(!is_mapped(&m.old.area), "the old address is not mapped");
	expect_equal(await_message(m.old.uffd).event, UFFD_EVENT_REMAP);
	await_change(changing);
}

SENTENCE("arg.remap.from is the old address.", .over = EVERY_BACKING)
{
	struct movable m =
		watch_movable(backing, 2, 1, UFFD_FEATURE_EVENT_REMAP);
	struct area second = part_of(&m.old.area, 1, 1);

	expect_equal(make_change_of(m.old.uffd, move_to, &second, &m.new)
			     .arg.remap.from,
		     (uintptr_t)second.start);
}

SENTENCE("arg.remap.to is the new address.", .over = EVERY_BACKING)
{
	struct movable m =
		watch_movable(backing, 1, 1, UFFD_FEATURE_EVENT_REMAP);

	expect_equal(make_change_of(m.old.uffd, move_to, &m.old.area, &m.new)
			     .arg.remap.to,
		     (uintptr_t)m.new.start);
}

SENTENCE("arg.remap.len is the old length.", .over = SMALL_PAGES | THP)
{
	struct movable m =
		watch_movable(backing, 2, 3, UFFD_FEATURE_EVENT_REMAP);

	expect_equal(make_change_of(m.old.uffd, move_to, &m.old.area, &m.new)
			     .arg.remap.len,
		     m.old.area.length);
}

TAG("UFFD_EVENT_REMOVE (since Linux 4.11)");
SENTENCE("UFFD_EVENT_REMOVE (since Linux 4.11)", .proof = VERSION)
{
	expect_since(4, 11, features_of_kernel() & UFFD_FEATURE_EVENT_REMOVE);
}

static struct tracked watch_events(const struct backing *backing, size_t pages,
				   unsigned long long features)
{
	return watch_filled(backing, pages, MISSING, features);
}

SENTENCE("The process gives pages up with madvise(2) and MADV_DONTNEED.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch_events(backing, 1, UFFD_FEATURE_EVENT_REMOVE);

	expect_no_message(t.uffd);
	expect_equal(make_change_of(t.uffd, give_up_pages, &t.area, NULL).event,
		     UFFD_EVENT_REMOVE);
}

SENTENCE("The event also comes for MADV_FREE.", .over = ANONYMOUS_BACKED)
{
	struct tracked t = watch_events(backing, 1, UFFD_FEATURE_EVENT_REMOVE);

	expect_equal(
		make_change_of(t.uffd, free_pages_lazily, &t.area, NULL).event,
		UFFD_EVENT_REMOVE);
}

SENTENCE("The event also comes for MADV_REMOVE.", .over = FILE_BACKED)
{
	struct tracked t = watch_events(backing, 1, UFFD_FEATURE_EVENT_REMOVE);

	expect_equal(make_change_of(t.uffd, remove_pages, &t.area, NULL).event,
		     UFFD_EVENT_REMOVE);
}

/* The change takes the pages away, and only that of madvise(2) is told of. */
static void expect_untold(const struct backing *backing,
			  change_of_areas *change)
{
	struct tracked t = watch_events(backing, 1, UFFD_FEATURE_EVENT_REMOVE);

	expect_true(pages_present_in(&t.area) > 0, "the page is there");
	expect_no_event(t.uffd, change, &t.area, NULL);
	expect_equal(pages_present_in(&t.area), 0);
	expect_equal(make_change_of(t.uffd, give_up_pages, &t.area, NULL).event,
		     UFFD_EVENT_REMOVE);
}

SENTENCE("The event does not come for FALLOC_FL_PUNCH_HOLE of fallocate(2).",
	 .over = FILE_BACKED)
{
	expect_untold(backing, punch_out);
}

SENTENCE("The event does not come for ftruncate(2).", .over = FILE_BACKED)
{
	expect_untold(backing, cut_off);
}

SENTENCE("The event comes only if UFFD_FEATURE_EVENT_REMOVE was negotiated.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch_events(backing, 1, 0);

	expect_no_event(t.uffd, give_up_pages, &t.area, NULL);
	t = watch_events(backing, 1, UFFD_FEATURE_EVENT_REMOVE);
	expect_equal(make_change_of(t.uffd, give_up_pages, &t.area, NULL).event,
		     UFFD_EVENT_REMOVE);
}

SENTENCE("Until the event has been read, the pages are still there.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch_events(backing, 1, UFFD_FEATURE_EVENT_REMOVE);
	change_of_areas *change =
		backing->mask & FILE_BACKED ? remove_pages : give_up_pages;
	struct changing_thread *changing = start_change(change, &t.area, NULL);

	await_readable(t.uffd, "no event came");
	expect_equal(expect_end(start_access(READ_ACCESS, &t.area, 0)),
		     page_content(0));
	expect_equal(await_message(t.uffd).event, UFFD_EVENT_REMOVE);
	await_change(changing);
	expect_fault(t.uffd, start_access(READ_ACCESS, &t.area, 0), 0);
}

/* The message of a change to the middle of three pages. */
static struct uffd_msg change_middle(const struct tracked *t,
				     change_of_areas *change)
{
	struct area middle = part_of(&t->area, 1, 1);

	return make_change_of(t->uffd, change, &middle, NULL);
}

SENTENCE("arg.remove.start is the first address of the range.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch_events(backing, 3, UFFD_FEATURE_EVENT_REMOVE);

	expect_equal(change_middle(&t, give_up_pages).arg.remove.start,
		     (uintptr_t)page_at(&t.area, 1));
}

SENTENCE("arg.remove.end is the first address after the range.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch_events(backing, 3, UFFD_FEATURE_EVENT_REMOVE);

	expect_equal(change_middle(&t, give_up_pages).arg.remove.end,
		     (uintptr_t)page_at(&t.area, 2));
}

TAG("UFFD_EVENT_UNMAP (since Linux 4.11)");
SENTENCE("UFFD_EVENT_UNMAP (since Linux 4.11)", .proof = VERSION)
{
	expect_since(4, 11, features_of_kernel() & UFFD_FEATURE_EVENT_UNMAP);
}

/* The change of two pages is reported so. */
static void expect_unmap_event(const struct backing *backing,
			       change_of_areas *change)
{
	struct tracked t = watch_events(backing, 2, UFFD_FEATURE_EVENT_UNMAP);
	struct area first = part_of(&t.area, 0, 1);

	expect_no_message(t.uffd);
	expect_equal(make_change_of(t.uffd, change, &t.area, &first).event,
		     UFFD_EVENT_UNMAP);
}

SENTENCE("The process has unmapped memory.", .over = EVERY_BACKING)
{
	expect_unmap_event(backing, unmap);
	expect_unmap_event(backing, replace);
	expect_unmap_event(backing, resize_to);
}

SENTENCE("The event comes for munmap(2).", .over = EVERY_BACKING)
{
	expect_unmap_event(backing, unmap);
}

SENTENCE("The event comes for an mmap(2) that replaces a mapping.",
	 .over = EVERY_BACKING)
{
	expect_unmap_event(backing, replace);
}

SENTENCE("The event comes for an mremap(2) that makes a mapping smaller.",
	 .over = EVERY_BACKING)
{
	expect_unmap_event(backing, resize_to);
}

SENTENCE("The event comes for the old address of memory that mremap(2) moves, "
	 "after UFFD_EVENT_REMAP.",
	 .over = EVERY_BACKING)
{
	struct movable m = watch_movable(backing, 1, 1,
					 UFFD_FEATURE_EVENT_REMAP |
						 UFFD_FEATURE_EVENT_UNMAP);
	struct changing_thread *changing =
		start_change(move_to, &m.old.area, &m.new);
	struct uffd_msg message;

	expect_equal(await_message(m.old.uffd).event, UFFD_EVENT_REMAP);
	message = await_message(m.old.uffd);
	expect_only_range(&message, UFFD_EVENT_UNMAP, &m.old.area);
	await_change(changing);
}

SENTENCE("The event comes only if UFFD_FEATURE_EVENT_UNMAP was negotiated.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch_events(backing, 1, 0);

	expect_no_event(t.uffd, unmap, &t.area, NULL);
	expect_unmap_event(backing, unmap);
}

SENTENCE("When the event can be read, the memory is unmapped already.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch_events(backing, 1, UFFD_FEATURE_EVENT_UNMAP);
	struct changing_thread *changing;

	expect_true(is_mapped(&t.area), "the memory is mapped");
	changing = start_change(unmap, &t.area, NULL);
	await_readable(t.uffd, "no event came");
	expect_true(!is_mapped(&t.area), "the memory is not mapped");
	expect_equal(await_message(t.uffd).event, UFFD_EVENT_UNMAP);
	await_change(changing);
}

SENTENCE("arg.remove.start is the first address that the call unmaps.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch_events(backing, 3, UFFD_FEATURE_EVENT_UNMAP);

	expect_equal(change_middle(&t, unmap).arg.remove.start,
		     (uintptr_t)page_at(&t.area, 1));
}

SENTENCE(
	"arg.remove.end is the first address after those that the call unmaps.",
	.over = EVERY_BACKING)
{
	struct tracked t = watch_events(backing, 3, UFFD_FEATURE_EVENT_UNMAP);

	expect_equal(change_middle(&t, unmap).arg.remove.end,
		     (uintptr_t)page_at(&t.area, 2));
}

/* Three pages are unmapped at once, and the range of the event is theirs. */
static void expect_whole_range(int uffd, const struct area *area)
{
	struct uffd_msg message = make_change_of(uffd, unmap, area, NULL);

	expect_only_range(&message, UFFD_EVENT_UNMAP, area);
}

SENTENCE("A part of this range may be registered with another userfaultfd.",
	 .over = EVERY_BACKING)
{
	int uffd = uffd_open(UFFD_FEATURE_EVENT_UNMAP), other = uffd_open(0);
	struct area area = map_area(backing, 3);
	struct area first = part_of(&area, 0, 1), rest = part_of(&area, 1, 2);

	uffd_register(other, &first, MISSING);
	uffd_register(uffd, &rest, MISSING);
	expect_whole_range(uffd, &area);
}

SENTENCE("A part of this range may be memory that is not registered.",
	 .over = EVERY_BACKING)
{
	int uffd = uffd_open(UFFD_FEATURE_EVENT_UNMAP);
	struct area area = map_area(backing, 3);
	struct area middle = part_of(&area, 1, 1);

	uffd_register(uffd, &middle, MISSING);
	expect_whole_range(uffd, &area);
}

#define EVERY_EVENT                                                            \
	(UFFD_FEATURE_EVENT_FORK | UFFD_FEATURE_EVENT_REMAP |                  \
	 UFFD_FEATURE_EVENT_REMOVE | UFFD_FEATURE_EVENT_UNMAP)

SECTION("DESCRIPTION / Following another process");
SENTENCE("A process that handles the page faults of another one learns from "
	 "the events other than UFFD_EVENT_PAGEFAULT how the other one "
	 "changes its address space.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	struct tracked t = watch_events(backing, 2, EVERY_EVENT);
	struct area room = map_empty_area(backing, 2);
	struct uffd_msg message;
	int child_uffd;
	pid_t child = fork_with_event(t.uffd, &child_uffd);

	if (child == 0) {
		give_up_pages(&t.area, NULL);
		move_to(&t.area, &room);
		unmap(&room, NULL);
		_exit(VERDICT_OK);
	}
	message = await_message(child_uffd);
	expect_only_range(&message, UFFD_EVENT_REMOVE, &t.area);
	message = await_message(child_uffd);
	expect_equal(message.event, UFFD_EVENT_REMAP);
	expect_equal(message.arg.remap.from, (uintptr_t)t.area.start);
	expect_equal(message.arg.remap.to, (uintptr_t)room.start);
	message = await_message(child_uffd);
	expect_only_range(&message, UFFD_EVENT_UNMAP, &t.area);
	message = await_message(child_uffd);
	expect_only_range(&message, UFFD_EVENT_UNMAP, &room);
	expect_child(child);
}

/* Each kind of change, begun on memory that reports it. */
struct begun {
	struct tracked t;
	struct changing_thread *changing;
};

static const struct {
	change_of_areas *change;
	unsigned long long feature;
	__u8 event;
} kinds[] = {
	{ move_to, UFFD_FEATURE_EVENT_REMAP, UFFD_EVENT_REMAP },
	{ give_up_pages, UFFD_FEATURE_EVENT_REMOVE, UFFD_EVENT_REMOVE },
	{ unmap, UFFD_FEATURE_EVENT_UNMAP, UFFD_EVENT_UNMAP },
	/* That of the library would hold locks which stdio needs. */
	{ clone_idle, UFFD_FEATURE_EVENT_FORK, UFFD_EVENT_FORK },
};

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static struct begun begin_kind(const struct backing *backing, size_t kind)
{
	struct area room = map_empty_area(backing, 1);
	struct begun begun;

	begun.t = watch_events(backing, 1, kinds[kind].feature);
	begun.changing = start_change(kinds[kind].change, &begun.t.area, &room);
	await_readable(begun.t.uffd, "no event came");
	return begun;
}

/* The thread sleeps in the kernel. */
static void await_asleep(pid_t id)
{
	double end = seconds_now() + await_deadline() / 1000.0;
	char path[64], state;

	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", id);
	do {
		FILE *file = fopen(path, "re");

		if (seconds_now() > end)
			fail("the thread does not sleep after %d ms",
			     await_deadline());
		sched_yield();
		if (!file || fscanf(file, "%*d (%*[^)]) %c", &state) != 1)
			fail("%s: %m", path);
		fclose(file);
	} while (state != 'D');
}

SENTENCE("The thread that makes such a change waits until its event has been "
	 "read.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	for (size_t i = 0; i < KINDS; i++) {
		struct begun begun = begin_kind(backing, i);

		await_asleep(begun.changing->id);
		expect_true(!is_readable(begun.changing->ended),
			    "the change goes on");
		expect_equal(await_message(begun.t.uffd).event, kinds[i].event);
		await_change(begun.changing);
	}
}

SENTENCE("No operation has to wake it.", .over = SMALL_PAGES | HUGETLBFS)
{
	for (size_t i = 0; i < KINDS; i++) {
		struct begun begun = begin_kind(backing, i);

		expect_equal(await_message(begun.t.uffd).event, kinds[i].event);
		await_change(begun.changing);
	}
}

SENTENCE("While the thread waits, UFFDIO_COPY(2const) fails with EAGAIN.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	for (size_t i = 0; i < KINDS; i++) {
		struct begun begun = begin_kind(backing, i);
		struct area other = map_empty_area(backing, 1);

		uffd_register(begun.t.uffd, &other, MISSING);
		expect_error(uffd_copy(begun.t.uffd, &other, 0), EAGAIN);
		await_message(begun.t.uffd);
		await_change(begun.changing);
		expect_success(uffd_copy(begun.t.uffd, &other, 0));
	}
}

SENTENCE("Closing the last file descriptor of the userfaultfd also lets the "
	 "thread go on.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	for (size_t i = 0; i < KINDS; i++) {
		struct begun begun = begin_kind(backing, i);

		await_asleep(begun.changing->id);
		expect_true(!is_readable(begun.changing->ended),
			    "the change goes on");
		expect_success(close(begun.t.uffd));
		await_change(begun.changing);
	}
}

SENTENCE("A change of memory that is not registered sends no event.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	for (size_t i = 0; i < KINDS; i++) {
		int uffd = uffd_open(kinds[i].feature);
		struct area area = map_area(backing, 1);
		struct area room = map_empty_area(backing, 1);

		expect_no_event(uffd, kinds[i].change, &area, &room);
		expect_equal(await_message(begin_kind(backing, i).t.uffd).event,
			     kinds[i].event);
	}
}

SENTENCE("Without UFFD_FEATURE_EVENT_FORK, the memory of the child is not "
	 "registered.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	struct tracked t = watch_missing(backing, 2, 0);
	pid_t child = fork();

	if (child == 0) {
		expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
		_exit(VERDICT_OK);
	}
	expect_child(child);
	expect_fault(t.uffd, start_access(READ_ACCESS, &t.area, 1), 0);
}

SENTENCE("Without UFFD_FEATURE_EVENT_REMAP, memory that was moved is no "
	 "longer registered.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	struct tracked t = watch_missing(backing, 1, 0);
	struct area room = map_empty_area(backing, 1);

	move_to(&t.area, &room);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &room, 0));
	t = watch_missing(backing, 1, UFFD_FEATURE_EVENT_REMAP);
	room = map_empty_area(backing, 1);
	make_change_of(t.uffd, move_to, &t.area, &room);
	expect_fault(t.uffd, start_access(READ_ACCESS, &room, 0), 0);
}

SENTENCE("With it, memory that was moved is still registered, at its new "
	 "address.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	struct tracked t = watch_missing(backing, 1, UFFD_FEATURE_EVENT_REMAP);
	struct area room = map_empty_area(backing, 1);
	struct access *access;

	make_change_of(t.uffd, move_to, &t.area, &room);
	access = start_access(READ_ACCESS, &room, 0);
	expect_fault(t.uffd, access, 0);
	expect_success(uffd_copy(t.uffd, &room, 0));
	expect_equal(expect_end(access), page_content(0));
}

SENTENCE("Memory whose pages were given up is still registered.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch_events(backing, 1, UFFD_FEATURE_EVENT_REMOVE);
	change_of_areas *change =
		backing->mask & FILE_BACKED ? remove_pages : give_up_pages;

	make_change_of(t.uffd, change, &t.area, NULL);
	expect_fault(t.uffd, start_access(READ_ACCESS, &t.area, 0), 0);
}

SENTENCE("Memory that was unmapped is no longer registered.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	struct tracked t = watch_missing(backing, 2, UFFD_FEATURE_EVENT_UNMAP);
	struct area first = part_of(&t.area, 0, 1);

	make_change_of(t.uffd, unmap, &first, NULL);
	expect_error(uffd_copy(t.uffd, &first, 0), ENOENT);
	replace(&first, NULL);
	expect_no_trap(t.uffd, start_access(READ_ACCESS, &t.area, 0));
	expect_fault(t.uffd, start_access(READ_ACCESS, &t.area, 1), 0);
}

SENTENCE("No event tells that the process has exited.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	struct tracked t = watch_events(backing, 1, EVERY_EVENT);
	int child_uffd;
	pid_t child = fork_with_event(t.uffd, &child_uffd);

	if (child == 0) {
		give_up_pages(&t.area, NULL);
		_exit(VERDICT_OK);
	}
	expect_equal(await_message(child_uffd).event, UFFD_EVENT_REMOVE);
	expect_child(child);
	expect_no_message(child_uffd);
	expect_no_message(t.uffd);
}

SENTENCE("After the process has exited, UFFDIO_COPY(2const) fails with ESRCH.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	struct tracked t = watch_missing(backing, 2, UFFD_FEATURE_EVENT_FORK);
	struct area first = part_of(&t.area, 0, 1),
		    second = part_of(&t.area, 1, 1);
	int child_uffd;
	pid_t child = fork_with_event(t.uffd, &child_uffd);

	if (child == 0)
		_exit(*(volatile char *)first.start == page_content(0)
			      ? VERDICT_OK
			      : VERDICT_NOT_OK);
	await_message(child_uffd);
	expect_success(uffd_copy(child_uffd, &first, 0));
	expect_child(child);
	expect_error(uffd_copy(child_uffd, &second, 0), ESRCH);
}

SECTION("DESCRIPTION / SIGBUS instead of notifications (since Linux 4.14)");
SENTENCE("SIGBUS instead of notifications (since Linux 4.14)", .proof = VERSION)
{
	expect_since(4, 14, features_of_kernel() & UFFD_FEATURE_SIGBUS);
}

SENTENCE("If UFFD_FEATURE_SIGBUS was negotiated, a thread does not wait for a "
	 "page.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	struct tracked t = watch_missing(backing, 1, UFFD_FEATURE_SIGBUS);
	struct tracked without = watch_missing(backing, 1, 0);

	expect_equal(signal_of_access(READ_ACCESS, t.area.start), SIGBUS);
	expect_waiting(t.uffd, 0, 0);
	expect_fault(without.uffd, start_access(READ_ACCESS, &without.area, 0),
		     0);
}

SENTENCE("Instead, its access in user mode raises the signal SIGBUS, and no "
	 "notification is sent.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	struct tracked t = watch_missing(backing, 2, UFFD_FEATURE_SIGBUS);

	expect_equal(signal_of_access(READ_ACCESS, page_at(&t.area, 0)),
		     SIGBUS);
	expect_equal(signal_of_access(WRITE_ACCESS, page_at(&t.area, 1)),
		     SIGBUS);
	expect_no_message(t.uffd);
}

static sigjmp_buf after_signal;
static void *volatile signal_address;

static void remember_address(int signal, siginfo_t *info, void *context)
{
	(void)signal;
	(void)context;
	signal_address = info->si_addr;
	siglongjmp(after_signal, 1);
}

SENTENCE("A write to a write-protected page raises SIGBUS, too.",
	 .over = EVERY_BACKING)
{
	struct tracked t = watch_protected(backing, 1, UFFD_FEATURE_SIGBUS);

	expect_equal(signal_of_access(READ_ACCESS, t.area.start), 0);
	expect_equal(signal_of_access(WRITE_ACCESS, t.area.start), SIGBUS);
	expect_no_message(t.uffd);
	expect_success(writeprotect(t.uffd, &t.area, 0));
	expect_equal(signal_of_access(WRITE_ACCESS, t.area.start), 0);
}

SENTENCE("The field si_addr of its siginfo_t is the address of the access.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	struct sigaction action = { .sa_sigaction = remember_address,
				    .sa_flags = SA_SIGINFO };
	struct tracked t = watch_missing(backing, 2, UFFD_FEATURE_SIGBUS);
	char *address = page_at(&t.area, 1) + 123;

	betray_access(address);
	expect_success(sigaction(SIGBUS, &action, NULL));
	if (!sigsetjmp(after_signal, 1)) {
		(void)*(volatile char *)address;
		fail("the access raised no signal");
	}
	expect_equal((uintptr_t)signal_address, (uintptr_t)address);
}

SENTENCE("A system call that accesses such a page fails with EFAULT and raises "
	 "no signal.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	struct tracked t = watch_missing(backing, 2, UFFD_FEATURE_SIGBUS);
	struct tracked written =
		watch_protected(backing, 1, UFFD_FEATURE_SIGBUS);

	expect_end_error(start_access(KERNEL_WRITE, &written.area, 0), EFAULT);
	expect_success(writeprotect(written.uffd, &written.area, 0));
	expect_end(start_access(KERNEL_WRITE, &written.area, 0));
	expect_end_error(start_access(KERNEL_READ, &t.area, 0), EFAULT);
	expect_end_error(start_access(KERNEL_WRITE, &t.area, 1), EFAULT);
	expect_success(uffd_copy(t.uffd, &t.area, 0));
	expect_equal(expect_end(start_access(KERNEL_READ, &t.area, 0)),
		     page_content(0));
	expect_end(start_access(KERNEL_WRITE, &t.area, 1));
}

SENTENCE("A page can still be put in place with UFFDIO_COPY(2const).",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	struct tracked t = watch_missing(backing, 1, UFFD_FEATURE_SIGBUS);

	expect_equal(signal_of_access(READ_ACCESS, t.area.start), SIGBUS);
	expect_success(uffd_copy(t.uffd, &t.area, 0));
	expect_equal(signal_of_access(READ_ACCESS, t.area.start), 0);
	expect_equal(*t.area.start, page_content(0));
}

SENTENCE("The userfaultfd that UFFD_EVENT_FORK brings has the feature, too.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	struct tracked t = watch_missing(
		backing, 1, UFFD_FEATURE_SIGBUS | UFFD_FEATURE_EVENT_FORK);
	int child_uffd;
	pid_t child = fork_with_event(t.uffd, &child_uffd);

	if (child == 0) {
		expect_equal(signal_of_access(READ_ACCESS, t.area.start),
			     SIGBUS);
		_exit(VERDICT_OK);
	}
	expect_child(child);
	expect_no_message(child_uffd);
	expect_equal(api_line_of(child_uffd).features & UFFD_FEATURE_SIGBUS,
		     UFFD_FEATURE_SIGBUS);
}

SECTION("DESCRIPTION / Page faults in kernel mode");
SENTENCE("A system call that accesses a registered range can cause a page "
	 "fault in kernel mode.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	struct tracked t;

	need_kernel_faults();
	t = watch_missing(backing, 2, 0);
	expect_fault(t.uffd, start_access(KERNEL_READ, &t.area, 0), 0);
	expect_fault(t.uffd, start_access(KERNEL_WRITE, &t.area, 1),
		     UFFD_PAGEFAULT_FLAG_WRITE);
}

SENTENCE("Such a call waits for the page, as an access of the program does, "
	 "and succeeds when the page is there.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	struct access *reads, *writes;
	struct tracked t;

	need_kernel_faults();
	t = watch_missing(backing, 2, 0);
	reads = start_access(KERNEL_READ, &t.area, 0);
	expect_fault(t.uffd, reads, 0);
	writes = start_access(KERNEL_WRITE, &t.area, 1);
	expect_fault(t.uffd, writes, UFFD_PAGEFAULT_FLAG_WRITE);
	expect_waiting(t.uffd, 2, 0);
	expect_success(uffd_copy(t.uffd, &t.area, 0));
	expect_equal(expect_end(reads), page_content(0));
	expect_end(writes);
	expect_equal(*page_at(&t.area, 1), WRITTEN);
}

/* Missing pages, and faults of user mode alone. */
static struct tracked watch_user_mode(const struct backing *backing,
				      size_t pages)
{
	struct tracked t = { uffd_create_for_user_mode(),
			     map_empty_area(backing, pages) };

	expect_success(uffd_handshake(t.uffd, 0));
	uffd_register(t.uffd, &t.area, MISSING);
	return t;
}

SENTENCE("If the userfaultfd was created with UFFD_USER_MODE_ONLY, such a "
	 "call does not wait and fails with EFAULT.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	struct tracked t = watch_user_mode(backing, 3);
	struct area first_two = part_of(&t.area, 0, 2);

	expect_end_error(start_access(KERNEL_READ, &t.area, 0), EFAULT);
	expect_end_error(start_access(KERNEL_WRITE, &t.area, 1), EFAULT);
	expect_waiting(t.uffd, 0, 0);
	expect_success(uffd_copy(t.uffd, &first_two, 0));
	expect_end(start_access(KERNEL_READ, &t.area, 0));
	expect_end(start_access(KERNEL_WRITE, &t.area, 1));
	/* What the program accesses itself is another matter. */
	expect_fault(t.uffd, start_access(READ_ACCESS, &t.area, 2), 0);
}

SENTENCE("No notification is sent for it.", .over = SMALL_PAGES | HUGETLBFS)
{
	struct tracked t = watch_user_mode(backing, 1);

	expect_end_error(start_access(KERNEL_READ, &t.area, 0), EFAULT);
	expect_no_message(t.uffd);
	expect_fault(t.uffd, start_access(READ_ACCESS, &t.area, 0), 0);
}

SENTENCE("If a page needs no handling, the call succeeds.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	struct tracked t = watch_user_mode(backing, 2);

	expect_end_error(start_access(KERNEL_READ, &t.area, 0), EFAULT);
	expect_success(uffd_copy(t.uffd, &t.area, 0));
	expect_equal(expect_end(start_access(KERNEL_READ, &t.area, 0)),
		     page_content(0));
	expect_end(start_access(KERNEL_WRITE, &t.area, 1));
	expect_equal(*page_at(&t.area, 1), WRITTEN);
}

SECTION("DESCRIPTION / Files in /proc");
TAG("/proc/pid/fdinfo/fd");
SENTENCE("The line pending: counts the threads that wait on a page fault "
	 "whose notification has not been read.")
{
	struct tracked t = watch_missing(backing, 3, 0);

	expect_equal(fdinfo_number(t.uffd, "pending:"), 0);
	begin_waits(&t, first_three, 3);
	expect_equal(fdinfo_number(t.uffd, "pending:"), 3);
	await_message(t.uffd);
	expect_equal(fdinfo_number(t.uffd, "pending:"), 2);
	wake(t.uffd, &t.area);
	await_unread(t.uffd, 3);
}

SENTENCE("The line total: counts all threads that wait on a page fault.")
{
	struct tracked t = watch_missing(backing, 3, 0);

	expect_equal(fdinfo_number(t.uffd, "total:"), 0);
	begin_waits(&t, first_three, 3);
	await_message(t.uffd);
	expect_equal(fdinfo_number(t.uffd, "total:"), 3);
	expect_success(uffd_copy(t.uffd, &t.area, 0));
	expect_equal(fdinfo_number(t.uffd, "total:"), 0);
}

SENTENCE("The line API: shows three hexadecimal numbers: the version of the "
	 "interface, the features, and a mask of operations.")
{
	const unsigned long long features =
		UFFD_FEATURE_THREAD_ID | UFFD_FEATURE_EVENT_UNMAP;
	struct api_line with = api_line_of(uffd_open(features));
	struct api_line without = api_line_of(uffd_open(0));
	unsigned long long operations = 1ULL << _UFFDIO_REGISTER |
					1ULL << _UFFDIO_COPY |
					1ULL << _UFFDIO_WAKE;

	expect_equal(with.api, UFFD_API);
	expect_equal(with.features & ~without.features, features);
	expect_equal(with.ioctls & operations, operations);
}

TAG("/proc/pid/smaps");
SENTENCE("The line VmFlags: of a mapping shows how it is registered.",
	 .over = SHMEM)
{
	const unsigned long long modes = MISSING | WP | MINOR;
	struct tracked t = watch_filled(backing, 1, modes, 0);

	expect_true(has_vm_flag(&t.area, "um"), "um");
	expect_true(has_vm_flag(&t.area, "uw"), "uw");
	expect_true(has_vm_flag(&t.area, "ui"), "ui");
	uffd_unregister(t.uffd, &t.area);
	expect_true(!has_vm_flag(&t.area, "um"), "no um");
	expect_true(!has_vm_flag(&t.area, "uw"), "no uw");
	expect_true(!has_vm_flag(&t.area, "ui"), "no ui");
}

/* Registering in `mode` shows the flag, and in `other` it does not. */
static void expect_flag_of_mode(const struct backing *backing, const char *flag,
				unsigned long long mode,
				unsigned long long other)
{
	struct tracked with = watch_filled(backing, 1, mode, 0);
	struct tracked without = watch_filled(backing, 1, other, 0);

	expect_true(has_vm_flag(&with.area, flag), flag);
	expect_true(!has_vm_flag(&without.area, flag), "other flags");
}

SENTENCE("um stands for UFFDIO_REGISTER_MODE_MISSING.", .over = EVERY_BACKING)
{
	expect_flag_of_mode(backing, "um", MISSING, WP);
}

SENTENCE("uw stands for UFFDIO_REGISTER_MODE_WP.", .over = EVERY_BACKING)
{
	expect_flag_of_mode(backing, "uw", WP, MISSING);
}

SENTENCE("ui stands for UFFDIO_REGISTER_MODE_MINOR.", .over = FILE_BACKED)
{
	expect_flag_of_mode(backing, "ui", MINOR, MISSING);
}

SENTENCE("Since Linux 7.3, ur stands for UFFDIO_REGISTER_MODE_RWP.",
	 .proof = VERSION, .over = EVERY_BACKING)
{
	int uffd = uffd_open(features_of_kernel() & UFFD_FEATURE_RWP);
	struct area area = map_area(backing, 1);
	bool registered =
		!register_area(uffd, &area, UFFDIO_REGISTER_MODE_RWP, NULL);

	expect_since(7, 3, registered && has_vm_flag(&area, "ur"));
}

SECTION("RETURN VALUE");
SENTENCE("On success, a new file descriptor is returned.")
{
	int first = (int)expect_success(uffd_create_with(O_CLOEXEC));
	int second = (int)expect_success(uffd_create_with(O_CLOEXEC));

	expect_true(first != second, "two descriptors");
	expect_equal(fcntl(first, F_GETFD), FD_CLOEXEC);
	expect_equal(fcntl(second, F_GETFD), FD_CLOEXEC);
	expect_success(uffd_handshake(second, 0));
}

SENTENCE("On error, -1 is returned and errno is set to say what is wrong.")
{
	errno = 0;
	expect_equal(uffd_create_with(~0), -1);
	expect_equal(errno, EINVAL);
	expect_success(uffd_create_with(0));
}

SECTION("ERRORS");
TAG("EINVAL");
SENTENCE("flags has a bit set that is not listed above.")
{
	const unsigned int listed =
		O_CLOEXEC | O_NONBLOCK | UFFD_USER_MODE_ONLY;

	for (unsigned int bit = 1; bit; bit <<= 1)
		if (!(bit & listed))
			expect_error(uffd_create_with((int)bit), EINVAL);
	expect_success(uffd_create_with((int)listed));
}

static void limit_open_files(rlim_t files)
{
	struct rlimit limit;

	expect_success(getrlimit(RLIMIT_NOFILE, &limit));
	limit.rlim_cur = files ? limit.rlim_max : 0;
	expect_success(setrlimit(RLIMIT_NOFILE, &limit));
}

TAG("EMFILE");
SENTENCE("The process has as many open file descriptors as its limit allows.")
{
	limit_open_files(0);
	expect_error(uffd_create_with(UFFD_USER_MODE_ONLY), EMFILE);
	limit_open_files(1);
	expect_success(uffd_create_with(UFFD_USER_MODE_ONLY));
}

static void create_without_files(void)
{
	expect_error(uffd_create_with(UFFD_USER_MODE_ONLY), ENFILE);
}

TAG("ENFILE");
SENTENCE("The system has as many open files as its limit allows.")
{
	with_full_file_table(create_without_files);
	become_ordinary_user();
	expect_success(uffd_create_with(UFFD_USER_MODE_ONLY));
}

TAG("EPERM (since Linux 5.2)");
SENTENCE("EPERM (since Linux 5.2)", .proof = VERSION)
{
	expect_since(5, 2,
		     !access("/proc/sys/vm/unprivileged_userfaultfd", F_OK));
}

static void create_unprivileged(void)
{
	expect_success(uffd_create_with(0));
	give_up_ptrace();
	expect_error(uffd_create_with(0), EPERM);
	expect_success(uffd_create_with(UFFD_USER_MODE_ONLY));
}

static void create_permitted(void)
{
	give_up_ptrace();
	expect_success(uffd_create_with(0));
}

SENTENCE("The caller lacks the capability CAP_SYS_PTRACE, flags lacks "
	 "UFFD_USER_MODE_ONLY, and /proc/sys/vm/unprivileged_userfaultfd "
	 "contains 0.")
{
	with_unprivileged_userfaultfd(0, create_unprivileged);
	with_unprivileged_userfaultfd(1, create_permitted);
}

SECTION("ERRORS");
SENTENCE("read(2) of a userfaultfd can fail with these errors:")
{
	struct tracked t = watch_missing(backing, 1, 0);
	struct uffd_msg message;

	expect_error(uffd_read(uffd_create(), &message, MESSAGE_SIZE), EINVAL);
	expect_error(uffd_read(t.uffd, &message, MESSAGE_SIZE - 1), EINVAL);
	expect_error(uffd_read(t.uffd, &message, MESSAGE_SIZE), EAGAIN);
	begin_waits(&t, first_three, 1);
	expect_error(uffd_read(t.uffd, NULL, MESSAGE_SIZE), EFAULT);
}

TAG("EAGAIN");
SENTENCE("O_NONBLOCK is set, and there is no message.")
{
	struct tracked t = watch_missing(backing, 1, 0);
	struct uffd_msg message;

	expect_error(uffd_read(t.uffd, &message, MESSAGE_SIZE), EAGAIN);
	begin_waits(&t, first_three, 1);
	expect_equal(uffd_read(t.uffd, &message, MESSAGE_SIZE), MESSAGE_SIZE);
	expect_error(uffd_read(t.uffd, &message, MESSAGE_SIZE), EAGAIN);
}

TAG("EFAULT");
SENTENCE("The buffer is outside the accessible address space of the process.")
{
	struct tracked t = watch_missing(backing, 2, 0);
	struct area unreadable = map_area(backing, 1);
	struct uffd_msg message;

	expect_success(
		mprotect(unreadable.start, unreadable.length, PROT_NONE));
	begin_waits(&t, first_three, 2);
	expect_error(uffd_read(t.uffd, unreadable.start, MESSAGE_SIZE), EFAULT);
	expect_equal(uffd_read(t.uffd, &message, MESSAGE_SIZE), MESSAGE_SIZE);
}

static _Atomic int signals;

static void count_signal(int signal)
{
	(void)signal;
	signals++;
}

/* Interrupts the reader by a handler that is set with these flags. */
static void interrupt(const struct pending_read *reader, int flags)
{
	struct sigaction action = { .sa_handler = count_signal,
				    .sa_flags = flags };
	double end = seconds_now() + await_deadline() / 1000.0;
	int before = signals;

	await_blocked(reader);
	expect_success(sigaction(SIGUSR1, &action, NULL));
	if (pthread_kill(reader->thread, SIGUSR1))
		fail("pthread_kill failed");
	while (signals == before && seconds_now() < end)
		sched_yield();
	expect_equal(signals, before + 1);
}

TAG("EINTR");
SENTENCE("A signal handler that was set without SA_RESTART interrupted the "
	 "call while it waited for a message.")
{
	struct tracked t = watch_missing(backing, 1, 0);
	struct pending_read *reader;

	let_wait(t.uffd);
	reader = begin_read(t.uffd, 1);
	interrupt(reader, 0);
	await_read(reader);
	errno = reader->error;
	expect_error(reader->result, EINTR);
	reader = begin_read(t.uffd, 1);
	interrupt(reader, SA_RESTART);
	start_access(READ_ACCESS, &t.area, 0);
	await_read(reader);
	expect_equal(reader->result, MESSAGE_SIZE);
}

TAG("EINVAL");
SENTENCE("The handshake with UFFDIO_API(2const) has not been made.")
{
	int uffd = uffd_create();
	struct uffd_msg message;

	expect_error(uffd_read(uffd, &message, MESSAGE_SIZE), EINVAL);
	expect_success(uffd_handshake(uffd, 0));
	expect_error(uffd_read(uffd, &message, MESSAGE_SIZE), EAGAIN);
}

SENTENCE("The buffer is smaller than struct uffd_msg.")
{
	struct tracked t = watch_missing(backing, 1, 0);
	struct uffd_msg message;

	begin_waits(&t, first_three, 1);
	for (size_t size = 0; size < MESSAGE_SIZE; size++)
		expect_error(uffd_read(t.uffd, &message, size), EINVAL);
	expect_equal(uffd_read(t.uffd, &message, MESSAGE_SIZE), MESSAGE_SIZE);
	expect_address(&message, &t, 0);
}

TAG("EMFILE");
SENTENCE("The message is a UFFD_EVENT_FORK, and the process has as many open "
	 "file descriptors as its limit allows.")
{
	struct tracked t = watch_missing(backing, 1, UFFD_FEATURE_EVENT_FORK);
	struct changing_thread *changing =
		start_change(fork_idle, &t.area, NULL);
	struct uffd_msg message;

	await_readable(t.uffd, "no event came");
	limit_open_files(0);
	expect_error(uffd_read(t.uffd, &message, MESSAGE_SIZE), EMFILE);
	limit_open_files(1);
	expect_equal(uffd_read(t.uffd, &message, MESSAGE_SIZE), MESSAGE_SIZE);
	expect_equal(message.event, UFFD_EVENT_FORK);
	await_change(changing);
}

SECTION("STANDARDS");
SENTENCE("Linux.", .proof = ABI)
{
	struct utsname name;

	expect_success(uname(&name));
	expect_true(!strcmp(name.sysname, "Linux"), "uname(2) says Linux");
	expect_success(uffd_create_with(O_CLOEXEC));
}

SECTION("HISTORY");
SENTENCE("Linux 4.3.", .proof = VERSION)
{
	expect_since(4, 3, uffd_create_with(O_CLOEXEC) >= 0);
}

SENTENCE("Since Linux 4.11, there are other events than page faults.",
	 .proof = VERSION)
{
	expect_since(4, 11,
		     (features_of_kernel() & EVERY_EVENT) == EVERY_EVENT);
}

SENTENCE("Since Linux 4.14, a notification can hold the ID of the thread.",
	 .proof = VERSION)
{
	expect_since(4, 14, features_of_kernel() & UFFD_FEATURE_THREAD_ID);
}

SECTION("NOTES");

static size_t page_of_message(const struct tracked *t,
			      const struct uffd_msg *message)
{
	return (message->arg.pagefault.address - (uintptr_t)t->area.start) /
	       t->area.page_size;
}

/* Copies what the page held to begin with. */
static void fetch(int uffd, const struct area *page, size_t index)
{
	char *source = calloc(1, page->length);
	struct uffdio_copy argument = {
		.dst = (uintptr_t)page->start,
		.src = (uintptr_t)source,
		.len = page->length,
	};

	expect_true(source, "memory");
	source[0] = page_content(index);
	expect_success(uffd_ioctl(uffd, UFFDIO_COPY, &argument));
	free(source);
}

/* Fetches what the program accesses, until it has used all its pages. */
static unsigned long long fetch_round(const struct tracked *t,
				      struct program *program)
{
	unsigned long long fetched = 0;

	while (!await_round_or_message(program, t->uffd)) {
		struct uffd_msg message;
		struct area page;
		size_t index;

		/* The page may have come for both threads meanwhile. */
		if (!read_message(t->uffd, &message))
			continue;
		index = page_of_message(t, &message);
		page = part_of(&t->area, index, 1);
		if (!(fetched & 1ULL << index))
			fetch(t->uffd, &page, index);
		fetched |= 1ULL << index;
	}
	return fetched;
}

SENTENCE("A program can restore its memory from a file or from another "
	 "machine while it runs already: each page is fetched when it is "
	 "first accessed.",
	 .proof = PURPOSE, .over = SMALL_PAGES | HUGETLBFS)
{
	struct tracked t = watch_missing(backing, 4, 0);
	struct program *program = start_program(&t.area);

	expect_equal(fetch_round(&t, program), all_pages(&t.area));
	expect_equal(fetch_round(&t, program), 0);
	end_program(program);
	expect_nothing_lost(program, &t.area);
}

/* The pages that the program writes to in one round. */
static unsigned long long written_in_round(const struct tracked *t,
					   struct program *program)
{
	unsigned long long written = 0;

	while (!await_round_or_message(program, t->uffd)) {
		struct uffd_msg message;
		struct area page;

		if (!read_message(t->uffd, &message))
			continue;
		expect_equal(message.arg.pagefault.flags &
				     UFFD_PAGEFAULT_FLAG_WP,
			     UFFD_PAGEFAULT_FLAG_WP);
		page = part_of(&t->area, page_of_message(t, &message), 1);
		written |= 1ULL << page_of_message(t, &message);
		expect_success(writeprotect(t->uffd, &page, 0));
	}
	return written;
}

SENTENCE("A program can find the pages that it has written since a snapshot "
	 "with write protection.",
	 .proof = PURPOSE, .over = SMALL_PAGES | HUGETLBFS)
{
	struct tracked t = watch_filled(backing, 4, WP, 0);
	struct program *program = start_program(&t.area);

	use_pages(program, 1, 2);
	expect_true(await_round_or_message(program, t.uffd), "nothing waits");
	for (size_t i = 0; i < 2; i++) {
		expect_success(writeprotect(t.uffd, &t.area, PROTECT));
		use_pages(program, 1, 2);
		expect_equal(written_in_round(&t, program), 0b0110);
	}
	end_program(program);
	expect_nothing_lost(program, &t.area);
}

SECTION("CAVEATS");
SENTENCE("A notification whose buffer turns out to be bad is lost: read(2) "
	 "fails with EFAULT, and the thread waits until something wakes it.")
{
	struct tracked t = watch_missing(backing, 1, 0);

	begin_waits(&t, first_three, 1);
	expect_error(uffd_read(t.uffd, NULL, MESSAGE_SIZE), EFAULT);
	expect_no_message(t.uffd);
	expect_waiting(t.uffd, 1, 0);
	wake(t.uffd, &t.area);
	expect_equal(await_message(t.uffd).arg.pagefault.address,
		     (uintptr_t)t.area.start);
}

/* A thread that reads a message, and then makes a change of its own. */
struct handler {
	struct tracked t;
	change_of_areas *change;
	_Atomic pid_t id;
	int ended; /* an eventfd */
};

static void *handle_once(void *argument)
{
	struct handler *handler = argument;
	struct area second = part_of(&handler->t.area, 1, 1);

	handler->id = gettid();
	await_message(handler->t.uffd);
	handler->change(&second, NULL);
	expect_success(eventfd_write(handler->ended, 1));
	return NULL;
}

/* The handler has read the message of the first of two pages. */
static struct handler *start_handler(const struct tracked *t,
				     change_of_areas *change)
{
	struct handler *handler = calloc(1, sizeof(*handler));
	pthread_t thread;

	expect_true(handler, "memory");
	handler->t = *t;
	handler->change = change;
	handler->ended = eventfd(0, EFD_CLOEXEC);
	begin_waits(t, first_three, 1);
	if (pthread_create(&thread, NULL, handle_once, handler))
		fail("pthread_create failed");
	return handler;
}

static void read_first_byte(const struct area *from, const struct area *to)
{
	(void)to;
	(void)*(volatile char *)from->start;
}

SENTENCE("A thread that handles page faults is no exception: if it accesses a "
	 "missing page itself, it waits until another thread puts the page in "
	 "place.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	struct tracked t = watch_missing(backing, 2, 0);
	struct handler *handler = start_handler(&t, read_first_byte);
	struct area second = part_of(&t.area, 1, 1);
	double end = seconds_now() + await_deadline() / 1000.0;

	while (fdinfo_number(t.uffd, "total:") != 2 && seconds_now() < end)
		sched_yield();
	expect_equal(await_message(t.uffd).arg.pagefault.address,
		     (uintptr_t)second.start);
	expect_waiting(t.uffd, 2, 0);
	expect_success(uffd_copy(t.uffd, &second, 0));
	await_readable(handler->ended, "the handler did not go on");
}

SENTENCE("A thread that handles page faults and changes registered memory "
	 "itself waits until another thread reads the event.",
	 .over = SMALL_PAGES | HUGETLBFS)
{
	struct tracked t = watch_missing(backing, 2, UFFD_FEATURE_EVENT_UNMAP);
	struct handler *handler = start_handler(&t, unmap);
	double end = seconds_now() + await_deadline() / 1000.0;

	while (fdinfo_number(t.uffd, "pending:") && seconds_now() < end)
		sched_yield();
	await_readable(t.uffd, "no event came");
	await_asleep(handler->id);
	expect_true(!is_readable(handler->ended), "the handler waits");
	expect_equal(await_message(t.uffd).event, UFFD_EVENT_UNMAP);
	await_readable(handler->ended, "the handler did not go on");
}

SENTENCE("While a signal is pending for a thread that waits in a system call, "
	 "the thread does not sleep: it makes its access again and again, and "
	 "each time there is a new notification.",
	 .over = EVERY_BACKING)
{
	struct access *access;
	struct tracked t;

	need_kernel_faults();
	t = watch(backing, 1, MISSING, 0);
	access = start_interruptible_access(KERNEL_READ, &t);
	expect_no_message(t.uffd);
	expect_success(kill(getpid(), SIGUSR1));
	for (int i = 0; i < 5; i++)
		expect_equal(await_fleeting(t.uffd).arg.pagefault.address,
			     (uintptr_t)t.area.start);
	expect_success(uffd_copy(t.uffd, &t.area, 0));
	expect_equal(expect_end(access), page_content(0));
	expect_no_message(t.uffd);
}

/* The thread stays asleep when its range is unregistered. */
static void expect_left_asleep(const struct tracked *t, struct access *access)
{
	uffd_unregister(t->uffd, &t->area);
	expect_waiting(t->uffd, 1, 0);
	wake(t->uffd, &t->area);
	expect_end(access);
	expect_waiting(t->uffd, 0, 0);
}

static void expect_left_asleep_by_written(const struct backing *backing)
{
	struct tracked t = watch_protected(backing, 1, 0);
	struct access *access = start_access(WRITE_ACCESS, &t.area, 0);

	expect_fault(t.uffd, access,
		     UFFD_PAGEFAULT_FLAG_WP | UFFD_PAGEFAULT_FLAG_WRITE);
	expect_left_asleep(&t, access);
}

static void expect_left_asleep_by_cached(const struct backing *backing)
{
	struct tracked t = watch_cached(backing, 1, MINOR, 0);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_fault(t.uffd, access, UFFD_PAGEFAULT_FLAG_MINOR);
	expect_left_asleep(&t, access);
}

SECTION("BUGS");
SENTENCE("UFFDIO_UNREGISTER(2const) does not wake a thread that waits in a "
	 "range that is registered with UFFDIO_REGISTER_MODE_WP alone.",
	 .over = EVERY_BACKING)
{
	expect_left_asleep_by_written(backing);
}

SENTENCE("UFFDIO_UNREGISTER(2const) does not wake a thread that waits in a "
	 "range that is registered with UFFDIO_REGISTER_MODE_MINOR alone.",
	 .over = FILE_BACKED)
{
	expect_left_asleep_by_cached(backing);
}

SENTENCE("UFFDIO_WAKE(2const) wakes such a thread.", .over = EVERY_BACKING)
{
	expect_left_asleep_by_written(backing);
	if (backing->mask & FILE_BACKED)
		expect_left_asleep_by_cached(backing);
}

/* A PID namespace without its first process: no fork(2) can succeed. */
static void enter_dead_namespace(void)
{
	pid_t first;

	if (unshare(CLONE_NEWPID))
		skip("no PID namespace can be made here");
	first = fork();
	if (expect_success(first) == 0)
		_exit(VERDICT_OK);
	expect_child(first);
}

static void fork_in_vain(const struct backing *backing, int answer)
{
	struct tracked t;

	enter_dead_namespace();
	t = watch_missing(backing, 1, UFFD_FEATURE_EVENT_FORK);
	expect_equal(write(answer, &t, sizeof(t)), sizeof(t));
	expect_error(fork(), ENOMEM);
	_exit(VERDICT_OK);
}

/* A fork(2) fails in a process that shares our descriptors; its event. */
static struct uffd_msg fail_to_fork(const struct backing *backing,
				    struct tracked *t)
{
	struct uffd_msg message;
	int ends[2];
	pid_t child;

	expect_success(pipe2(ends, O_CLOEXEC));
	child = (pid_t)expect_success(
		syscall(SYS_clone, CLONE_FILES | SIGCHLD, 0, 0, 0, 0));
	if (child == 0)
		fork_in_vain(backing, ends[1]);
	await_readable(ends[0], "the child registered nothing");
	expect_equal(read(ends[0], t, sizeof(*t)), sizeof(*t));
	message = await_message(t->uffd);
	expect_child(child);
	return message;
}

SENTENCE("If a fork(2) fails after the memory was copied, UFFD_EVENT_FORK "
	 "comes all the same.")
{
	struct tracked t;

	expect_equal(fail_to_fork(backing, &t).event, UFFD_EVENT_FORK);
}

SENTENCE("On the userfaultfd that such an event brings, UFFDIO_COPY(2const) "
	 "fails with ESRCH.")
{
	struct uffd_msg message;
	struct tracked t;
	int child_uffd;

	message = fail_to_fork(backing, &t);
	expect_error(uffd_copy((int)message.arg.fork.ufd, &t.area, 0), ESRCH);
	t = watch_missing(backing, 1, UFFD_FEATURE_EVENT_FORK);
	leave_idle_child(fork_with_event(t.uffd, &child_uffd));
	expect_success(uffd_copy(child_uffd, &t.area, 0));
}

TAG("UFFDIO_REGISTER_MODE_RWP (since Linux 7.3)");
SENTENCE("UFFDIO_REGISTER_MODE_RWP (since Linux 7.3)", .proof = VERSION)
{
	expect_since(7, 3, features_of_kernel() & UFFD_FEATURE_RWP);
}

SENTENCE("UFFDIO_UNREGISTER(2const) does not wake a thread that waits in a "
	 "range that is registered in this mode alone, either.",
	 .over = EVERY_BACKING)
{
	struct tracked t = track_protected(backing, 1, 0);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_trap(t.uffd, access);
	expect_left_asleep(&t, access);
}

SENTENCE("UFFDIO_RWPROTECT(2const) does not protect a transparent huge page of "
	 "shared memory, but takes it out of the mapping.",
	 .over = SHMEM_THP)
{
	struct tracked t = track(backing, 2, 0);
	struct area second = part_of(&t.area, 1, 1);

	expect_equal(scan_pages(&t.area, PAGE_IS_PRESENT), 0b11);
	protect(t.uffd, &second);
	expect_equal(scan_pages(&t.area, PAGE_IS_PRESENT), 0b01);
}

SENTENCE("The next access to it is not trapped.", .over = SHMEM_THP)
{
	struct tracked t = track_protected(backing, 2, 0);
	struct tracked small = track_protected(&backings[1], 1, 0);
	struct access *access = start_access(READ_ACCESS, &t.area, 0);

	expect_no_trap(t.uffd, access);
	expect_equal(expect_end(access), page_content(0));
	expect_no_trap(t.uffd, start_access(WRITE_ACCESS, &t.area, 1));
	expect_trap(small.uffd, start_access(READ_ACCESS, &small.area, 0));
}

SECTION("EXAMPLES / Handling trapped accesses (since Linux 7.3)");
SENTENCE("Handling trapped accesses (since Linux 7.3)", .proof = VERSION)
{
	expect_since(7, 3, features_of_kernel() & UFFD_FEATURE_RWP);
}

SECTION("EXAMPLES / Finding the pages in use (since Linux 7.3)");
SENTENCE("Finding the pages in use (since Linux 7.3)", .proof = VERSION)
{
	expect_since(7, 3, features_of_kernel() & UFFD_FEATURE_RWP_ASYNC);
}

SECTION("SEE ALSO");
SENTENCE("fcntl(2)", .proof = REFERENCE)
{
	expect_page("fcntl", "2");
}

SENTENCE("ioctl(2)", .proof = REFERENCE)
{
	expect_page("ioctl", "2");
}

SENTENCE("ioctl_userfaultfd(2)", .proof = REFERENCE)
{
	expect_page("ioctl_userfaultfd", "2");
}

SENTENCE("madvise(2)", .proof = REFERENCE)
{
	expect_page("madvise", "2");
}

SENTENCE("mmap(2)", .proof = REFERENCE)
{
	expect_page("mmap", "2");
}

SENTENCE("poll(2)", .proof = REFERENCE)
{
	expect_page("poll", "2");
}

SENTENCE("read(2)", .proof = REFERENCE)
{
	expect_page("read", "2");
}

SENTENCE("PAGEMAP_SCAN(2const)", .proof = REFERENCE)
{
	expect_page("PAGEMAP_SCAN", "2const");
}

SENTENCE("UFFDIO_API(2const)", .proof = REFERENCE)
{
	expect_page("UFFDIO_API", "2const");
}

SENTENCE("UFFDIO_COPY(2const)", .proof = REFERENCE)
{
	expect_page("UFFDIO_COPY", "2const");
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

SENTENCE("capabilities(7)", .proof = REFERENCE)
{
	expect_page("capabilities", "7");
}
