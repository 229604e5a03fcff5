// SPDX-License-Identifier: GPL-2.0-only
#include "processor.h"

#include <errno.h>
#include <sched.h>
#include <unistd.h>

#include "expect.h"
#include "guest.h"

void stay_on_processor(unsigned int number)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);
	cpu_set_t one;

	if (!in_guest() || count < 1)
		return;
	CPU_ZERO(&one);
	CPU_SET(number % (unsigned int)count, &one);
	/* Only speed is lost if this fails. */
	(void)!sched_setaffinity(0, sizeof(one), &one);
}

void use_every_processor(void)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);
	cpu_set_t all;

	CPU_ZERO(&all);
	for (long i = 0; i < count; i++)
		CPU_SET(i, &all);
	if (in_guest() && sched_setaffinity(0, sizeof(all), &all))
		fail("sched_setaffinity: %m");
}

void share_one_processor(void)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(sched_getcpu(), &one);
	if (sched_setaffinity(0, sizeof(one), &one))
		fail("sched_setaffinity: %m");
}

void outrank_other_threads(bool outrank)
{
	struct sched_param priority = { .sched_priority = outrank };

	if (!sched_setscheduler(0, outrank ? SCHED_FIFO : SCHED_OTHER,
				&priority))
		return;
	if (errno == EPERM)
		skip("this needs the capability CAP_SYS_NICE");
	fail("sched_setscheduler: %m");
}
