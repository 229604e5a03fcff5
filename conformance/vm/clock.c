// SPDX-License-Identifier: GPL-2.0-only
#include <time.h>

#include "clock.h"

double clock_now(void)
{
	struct timespec now = { 0 };

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec + now.tv_nsec / 1e9;
}

int clock_milliseconds_until(double when)
{
	double left = when - clock_now();

	if (left <= 0)
		return 0;
	return left > 60 ? 60000 : (int)(left * 1000) + 1;
}
