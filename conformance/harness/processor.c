// SPDX-License-Identifier: GPL-2.0-only
#include "processor.h"

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
