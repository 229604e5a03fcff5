// SPDX-License-Identifier: GPL-2.0-only
#include "tracking.h"

#include <fcntl.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "die.h"
#include "uapi.h"

/* Faults of user mode are all that is measured, and need no privilege. */
static int open_userfaultfd(void)
{
	int uffd =
		(int)syscall(SYS_userfaultfd, O_CLOEXEC | UFFD_USER_MODE_ONLY);

	if (uffd == -1)
		die("userfaultfd: %m");
	return uffd;
}

static unsigned long long features_offered(void)
{
	struct uffdio_api api = { .api = UFFD_API };
	int uffd = open_userfaultfd();

	if (ioctl(uffd, UFFDIO_API, &api))
		die("UFFDIO_API: %m");
	close(uffd);
	return api.features;
}

bool have_protection(void)
{
	const unsigned long long wanted = UFFD_FEATURE_RWP |
					  UFFD_FEATURE_RWP_ASYNC |
					  UFFD_FEATURE_WP_ASYNC;

	return (features_offered() & wanted) == wanted;
}

static unsigned long long features_of(enum means means,
				      enum resolution resolution)
{
	const bool is_rwp = means == READ_WRITE_PROTECTION;
	unsigned long long features =
		is_rwp ? UFFD_FEATURE_RWP
		       : UFFD_FEATURE_PAGEFAULT_FLAG_WP |
				 UFFD_FEATURE_WP_HUGETLBFS_SHMEM;

	if (resolution == BY_KERNEL)
		features |=
			is_rwp ? UFFD_FEATURE_RWP_ASYNC : UFFD_FEATURE_WP_ASYNC;
	if (resolution == BY_SIGNAL_HANDLER)
		features |= UFFD_FEATURE_SIGBUS;
	return features;
}

int track(const struct area *area, enum means means, enum resolution resolution)
{
	struct uffdio_api api = {
		.api = UFFD_API,
		.features = features_of(means, resolution),
	};
	struct uffdio_register request = {
		.range = { (uintptr_t)area->start, area->length },
		.mode = means == READ_WRITE_PROTECTION
				? UFFDIO_REGISTER_MODE_RWP
				: UFFDIO_REGISTER_MODE_WP,
	};
	int uffd;

	if (means == NO_ACCESS)
		return -1;
	uffd = open_userfaultfd();
	if (ioctl(uffd, UFFDIO_API, &api))
		die("UFFDIO_API with features 0x%llx: %m", api.features);
	if (ioctl(uffd, UFFDIO_REGISTER, &request))
		die("UFFDIO_REGISTER with mode 0x%llx: %m", request.mode);
	return uffd;
}

static void write_protect(int uffd, char *start, size_t length, __u64 mode)
{
	struct uffdio_writeprotect request = {
		.range = { (uintptr_t)start, length },
		.mode = mode,
	};

	if (ioctl(uffd, UFFDIO_WRITEPROTECT, &request))
		die("UFFDIO_WRITEPROTECT: %m");
}

static void read_write_protect(int uffd, char *start, size_t length, __u64 mode)
{
	struct uffdio_rwprotect request = {
		.range = { (uintptr_t)start, length },
		.mode = mode,
	};

	if (ioctl(uffd, UFFDIO_RWPROTECT, &request))
		die("UFFDIO_RWPROTECT: %m");
}

static void allow(char *start, size_t length, int access)
{
	if (mprotect(start, length, access))
		die("mprotect: %m");
}

void protect(int uffd, const struct area *area, enum means means)
{
	if (means == READ_WRITE_PROTECTION)
		read_write_protect(uffd, area->start, area->length,
				   UFFDIO_RWPROTECT_MODE_RWP);
	else if (means == WRITE_PROTECTION)
		write_protect(uffd, area->start, area->length,
			      UFFDIO_WRITEPROTECT_MODE_WP);
	else
		allow(area->start, area->length, PROT_NONE);
}

void unprotect(int uffd, char *start, size_t length, enum means means)
{
	if (means == READ_WRITE_PROTECTION)
		read_write_protect(uffd, start, length, 0);
	else if (means == WRITE_PROTECTION)
		write_protect(uffd, start, length, 0);
	else
		allow(start, length, PROT_READ | PROT_WRITE);
}
