/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef STOPWATCH_H
#define STOPWATCH_H

/*
 * The time, in nanoseconds, unless instructions are counted.
 */
double stopwatch_now(void);

/*
 * From now on the processor's clock counts instructions: true of a machine
 * that QEMU emulates with "-icount shift=0", and of no other.  Ends the program
 * if it is not true here.
 */
void stopwatch_count_instructions(void);

#endif
