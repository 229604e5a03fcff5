/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * KVM or TCG?  That /dev/kvm exists says little: only a guest that gets
 * somewhere shows that KVM works.  What was seen is remembered until the
 * machine boots again or QEMU changes.
 */
#ifndef ACCELERATOR_H
#define ACCELERATOR_H

#include <stdbool.h>

#include "qemu.h"

/* `proved` is false for KVM that has not been seen to work. */
enum accelerator accelerator_choose(bool *proved);

/* A guest got as far as its first process.  Silent if it cannot be noted. */
void accelerator_remember(enum accelerator accelerator);

/* "KVM" or "TCG" */
const char *accelerator_name(enum accelerator accelerator);

#endif
