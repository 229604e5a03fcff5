/* SPDX-License-Identifier: GPL-2.0-only */
/* Starting the test program, with the arguments that the options ask for. */
#ifndef START_H
#define START_H

#include "claims.h"
#include "options.h"
#include "qemu.h"
#include "text.h"

/* The claims that the options select.  Returns as claims_list() does. */
int start_list(const struct options *options, struct claims *claims);

/*
 * Adds the arguments, each ended by a NUL, of a test program in a guest that
 * begins with the claim given, or, `alone`, is of no other.
 */
void start_arguments(const struct options *options, const struct claim *claim,
		     bool alone, struct text *joined);

/*
 * Starts the test program on this machine, `of_host` with the kinds that are
 * always proved there, else with all others.  Returns 0, or -1 after a message.
 */
int start_here(struct machine *machine, const struct options *options,
	       bool of_host, const struct claim *claim, bool alone);

#endif
