// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "source.h"

enum {
	LARGEST = 16 << 20,
};

/* O_NONBLOCK: opening a FIFO must not wait for its writer. */
static int open_regular(const char *file, struct fault *fault)
{
	struct stat status;
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd < 0)
		return fault_at(fault, 0, "cannot open it: %s",
				strerror(errno));
	if (fstat(fd, &status))
		fault_at(fault, 0, "cannot look at it: %s", strerror(errno));
	else if (S_ISDIR(status.st_mode))
		fault_at(fault, 0, "a directory: name the files in it");
	else if (!S_ISREG(status.st_mode))
		fault_at(fault, 0, "not a regular file");
	else
		return fd;
	close(fd);
	return -1;
}

static int unpack(gzFile packed, struct text *text, struct fault *fault)
{
	char bytes[1 << 16];
	int n;

	while ((n = gzread(packed, bytes, sizeof(bytes))) > 0) {
		if (text->length + n > LARGEST)
			return fault_at(fault, 0,
					"over %d MiB: too large for a page",
					LARGEST >> 20);
		text_add(text, bytes, n);
	}
	return n;
}

static int unpack_and_close(gzFile packed, struct text *text,
			    struct fault *fault)
{
	int status;
	const char *message;

	fault->what[0] = '\0';
	if (unpack(packed, text, fault)) {
		message = gzerror(packed, &status);
		if (!fault->what[0])
			fault_at(fault, 0, "cannot read it: %s",
				 status == Z_ERRNO ? strerror(errno) : message);
		gzclose(packed);
		return -1;
	}
	if (gzclose(packed) != Z_OK)
		return fault_at(fault, 0, "cannot read it: it is cut off");
	return 0;
}

int source_check(const struct text *text, struct fault *fault)
{
	if (text->length > LARGEST)
		return fault_at(fault, 0, "over %d MiB: too large for a page",
				LARGEST >> 20);
	if (strlen(text->bytes) != text->length)
		return fault_at(fault, 0, "holds a NUL byte: not a text");
	return 0;
}

int source_read(const char *file, struct text *text, struct fault *fault)
{
	int fd = open_regular(file, fault);
	gzFile packed;

	if (fd < 0)
		return -1;
	packed = gzdopen(fd, "rb");
	if (!packed) {
		close(fd);
		return fault_at(fault, 0, "cannot read it: out of memory");
	}
	text_add(text, "", 0);
	if (unpack_and_close(packed, text, fault))
		return -1;
	return source_check(text, fault);
}
