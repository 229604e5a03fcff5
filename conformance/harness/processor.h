/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef PROCESSOR_H
#define PROCESSOR_H

#include <stdbool.h>

/*
 * In a guest, keeps this process and its children on one processor, whose
 * number wraps round: where processors are emulated, waking a thread on
 * another one is slow.  Elsewhere does nothing.
 */
void stay_on_processor(unsigned int number);

/* For threads that race each other: all processors again. */
void use_every_processor(void);

/*
 * Keeps this thread, and those that it starts from now on, on one processor.
 */
void share_one_processor(void);

/*
 * Whether no other thread runs on this processor while this one can.  Ends the
 * block as skipped if it needs a privilege that is not there.
 */
void outrank_other_threads(bool outrank);

#endif
