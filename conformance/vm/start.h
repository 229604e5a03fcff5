/* SPDX-License-Identifier: GPL-2.0-only */
/* Starting the test program, with the arguments that the options ask for. */
#ifndef START_H
#define START_H

#include "claims.h"
#include "options.h"
#include "qemu.h"

/* The claims that the options select.  Returns as claims_list() does. */
int start_list(const struct options *options, struct claims *claims);

/*
 * Packs the initramfs of a guest whose test program begins with the claim
 * given, or, `alone`, is of no other.  Returns a descriptor that the caller
 * closes, or -1 after a message.
 */
int start_pack(const struct options *options, const struct claim *claim,
	       bool alone);

/*
 * Starts the test program on this machine, `of_host` with the kinds that are
 * always proved there, else with all others.  Returns 0, or -1 after a message.
 */
int start_here(struct machine *machine, const struct options *options,
	       bool of_host, const struct claim *claim, bool alone);

#endif
