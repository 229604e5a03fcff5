// SPDX-License-Identifier: GPL-2.0-only
#include "stopwatch.h"

#include <stdbool.h>
#include <time.h>
#include <x86intrin.h>

#include "die.h"

#define TURNS 1000000

static bool counts_instructions;

double stopwatch_now(void)
{
	struct timespec now;

	if (counts_instructions)
		return (double)__rdtsc();
	if (clock_gettime(CLOCK_MONOTONIC, &now))
		die("clock_gettime: %m");
	return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* Two instructions a turn. */
static void turn(unsigned long turns)
{
	__asm__ volatile("1:	dec %0\n"
			 "	jnz 1b\n"
			 : "+r"(turns)
			 :
			 : "cc");
}

void stopwatch_count_instructions(void)
{
	double start;
	double counted;

	counts_instructions = true;
	start = stopwatch_now();
	turn(TURNS);
	counted = stopwatch_now() - start;
	/* An interrupt or two may have come between. */
	if (counted < 2.0 * TURNS || counted > 2.1 * TURNS)
		die("the clock of this machine does not count instructions: "
		    "%.0f for %d",
		    counted, 2 * TURNS);
}
