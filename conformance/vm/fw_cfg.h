/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What QEMU has for its guest: the files of the option -fw_cfg, read from the
 * guest.  The interface is that of docs/specs/fw_cfg.rst in QEMU's source.
 */
#ifndef FW_CFG_H
#define FW_CFG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fw_cfg_file {
	uint16_t selector;
	uint32_t size; /* bytes */
};

/*
 * Takes the ports of the interface, for which it takes root.  Returns 0, or -1
 * with errno set.
 */
int fw_cfg_open(void);

/* False if QEMU has no file of that name. */
bool fw_cfg_find(const char *name, struct fw_cfg_file *file);

/* Copies the first `length` bytes of the file, which has no fewer. */
void fw_cfg_read(const struct fw_cfg_file *file, void *bytes, size_t length);

#endif
