// SPDX-License-Identifier: GPL-2.0-only
#include <endian.h>
#include <string.h>
#include <sys/io.h>

#include "fw_cfg.h"

#define SELECTOR_PORT  0x510
#define DATA_PORT      0x511
#define PORTS	       2
#define FILE_DIRECTORY 0x19 /* selects the list of files */

/* One of that list.  Numbers are big-endian. */
struct entry {
	uint32_t size;
	uint16_t selector;
	uint16_t reserved;
	char name[56];
};

int fw_cfg_open(void)
{
	return ioperm(SELECTOR_PORT, PORTS, 1);
}

/* The port has one byte at a time. */
static void read_on(void *bytes, size_t length)
{
	unsigned char *next = bytes;

	for (size_t i = 0; i < length; i++)
		next[i] = inb(DATA_PORT);
}

bool fw_cfg_find(const char *name, struct fw_cfg_file *file)
{
	struct entry entry;
	uint32_t count;

	outw(FILE_DIRECTORY, SELECTOR_PORT);
	read_on(&count, sizeof(count));
	for (count = be32toh(count); count > 0; count--) {
		read_on(&entry, sizeof(entry));
		if (strncmp(entry.name, name, sizeof(entry.name)) != 0)
			continue;
		file->selector = be16toh(entry.selector);
		file->size = be32toh(entry.size);
		return true;
	}
	return false;
}

void fw_cfg_read(const struct fw_cfg_file *file, void *bytes, size_t length)
{
	outw(file->selector, SELECTOR_PORT);
	read_on(bytes, length);
}
