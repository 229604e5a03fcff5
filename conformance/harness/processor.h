/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef PROCESSOR_H
#define PROCESSOR_H

/*
 * In a guest, keeps this process and its children on one processor, whose
 * number wraps round: where processors are emulated, waking a thread on
 * another one is slow.  Elsewhere does nothing.
 */
void stay_on_processor(unsigned int number);

/* For threads that race each other: all processors again. */
void use_every_processor(void);

#endif
