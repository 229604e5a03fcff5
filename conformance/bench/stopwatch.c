// SPDX-License-Identifier: GPL-2.0-only
#include "stopwatch.h"

#include <stdbool.h>
#include <time.h>
#include <x86intrin.h>

#include "die.h"

#define TURNS 100000
#define TRIES 10

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

static double lesser(double left, double right)
{
	return left < right ? left : right;
}

static double count_turns(void)
{
	double start = stopwatch_now();

	turn(TURNS);
	return stopwatch_now() - start;
}

void stopwatch_count_instructions(void)
{
	double least;

	counts_instructions = true;
	least = count_turns();
	/* Interrupts come between, but not every time. */
	for (int i = 1; i < TRIES; i++)
		least = lesser(least, count_turns());
	if (least < 2.0 * TURNS || least > 2.01 * TURNS)
		die("the clock of this machine does not count instructions: "
		    "%.0f for %d",
		    least, 2 * TURNS);
}
