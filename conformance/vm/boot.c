// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "boot.h"
#include "cache.h"
#include "guest.h"
#include "initramfs.h"
#include "message.h"

static int add_program(int archive, const struct options *options,
		       const struct text *arguments)
{
	if (initramfs_add_file(archive, &PROGRAM_FILE[1], 0755,
			       options->program) == -1)
		return -1;
	return initramfs_add_bytes(archive, &ARGUMENTS_FILE[1], 0644,
				   arguments->bytes, arguments->length);
}

static int add_all(int archive, const struct options *options,
		   const struct text *arguments)
{
	if (initramfs_add_file(archive, "init", 0755, options->init) == -1)
		return -1;
	if (arguments != NULL && add_program(archive, options, arguments) == -1)
		return -1;
	if (options->modules != NULL &&
	    initramfs_add_directory(archive, &MODULES_DIRECTORY[1],
				    options->modules) == -1)
		return -1;
	return initramfs_finish(archive);
}

/* With the test program, or, without arguments, not.  Returns a descriptor. */
static int pack(const struct options *options, const struct text *arguments)
{
	int archive = initramfs_start();

	if (archive != -1 && add_all(archive, options, arguments) == -1) {
		close(archive);
		return -1;
	}
	return archive;
}

int boot_guest(struct machine *machine, const struct options *options,
	       const struct hardware *hardware, const struct text *arguments)
{
	int initramfs = pack(options, arguments);
	int result;

	if (initramfs == -1)
		return -1;
	result = qemu_start(machine, hardware, options->kernel, initramfs);
	close(initramfs);
	return result;
}

/* Which file is in a place: a new one has another line. */
static int describe_file(const char *path, struct text *description)
{
	struct stat status;

	if (stat(path, &status) == -1) {
		message("%s: %s", path, strerror(errno));
		return -1;
	}
	text_add_format(description, "%ju:%ju %jd bytes, changed %jd.%09ld\n",
			(uintmax_t)status.st_dev, (uintmax_t)status.st_ino,
			(intmax_t)status.st_size,
			(intmax_t)status.st_ctim.tv_sec,
			status.st_ctim.tv_nsec);
	return 0;
}

static int add_bytes_of(int file, struct text *text)
{
	char bytes[16384];
	ssize_t length;
	off_t done = 0;

	while ((length = pread(file, bytes, sizeof(bytes), done)) > 0) {
		text_add(text, bytes, length);
		done += length;
	}
	if (length == 0)
		return 0;
	message("initramfs: %s", strerror(errno));
	return -1;
}

/* All that the guest depends on until it is given the test program. */
static int describe(const struct options *options,
		    const struct hardware *hardware, int initramfs,
		    struct text *origin)
{
	char qemu[QEMU_PATH_SIZE];
	char boot[BOOT_SIZE];

	/* What has not been written to the disk is lost with this boot. */
	if (!cache_boot(boot) || !qemu_find(qemu)) {
		message("neither this boot nor QEMU can be told from others");
		return -1;
	}
	if (describe_file(qemu, origin) == -1 ||
	    describe_file(options->kernel, origin) == -1)
		return -1;
	text_add_format(origin, "boot %s\n", boot);
	qemu_describe(hardware, origin);
	return add_bytes_of(initramfs, origin);
}

static int memory_file(const struct text *contents)
{
	int file = memfd_create("arguments", MFD_CLOEXEC);

	if (file != -1 && write(file, contents->bytes, contents->length) !=
				  (ssize_t)contents->length) {
		close(file);
		return -1;
	}
	return file;
}

static void end_handover(const struct handover *handover)
{
	if (handover->program != -1)
		close(handover->program);
	if (handover->arguments != -1)
		close(handover->arguments);
}

static int start(struct machine *machine, const struct options *options,
		 const struct hardware *hardware, int initramfs,
		 const struct snapshot *snapshot, const struct text *arguments)
{
	const struct handover handover = {
		.program = open(options->program, O_RDONLY | O_CLOEXEC),
		.arguments = memory_file(arguments),
	};
	int result = -1;

	if (handover.program == -1 || handover.arguments == -1)
		message("%s and its arguments: cannot hand them to a guest: %s",
			options->program, strerror(errno));
	else if (snapshot->is_saved)
		result = qemu_resume(machine, hardware, options->kernel,
				     initramfs, &snapshot->files, &handover);
	else
		result = qemu_start_to_save(machine, hardware, options->kernel,
					    initramfs, &snapshot->files,
					    &handover);
	end_handover(&handover);
	return result;
}

static int find(struct snapshot *snapshot, const struct options *options,
		const struct hardware *hardware, int initramfs)
{
	struct text origin = { 0 };
	int result = describe(options, hardware, initramfs, &origin);

	/* One for a guest that was not saved is not used again. */
	snapshot_close(snapshot);
	if (result == 0)
		result = snapshot_find(snapshot, &origin);
	text_free(&origin);
	return result;
}

int boot_or_resume(struct machine *machine, const struct options *options,
		   const struct hardware *hardware, struct snapshot *snapshot,
		   const struct text *arguments)
{
	int initramfs = pack(options, NULL);
	int result = 0;

	if (initramfs == -1)
		return -1;
	if (!snapshot->is_saved)
		result = find(snapshot, options, hardware, initramfs);
	if (result == 0)
		result = start(machine, options, hardware, initramfs, snapshot,
			       arguments);
	close(initramfs);
	return result;
}
