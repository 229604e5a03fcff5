/* SPDX-License-Identifier: GPL-2.0-only */
/* Seconds on a clock that nobody sets. */
#ifndef CLOCK_H
#define CLOCK_H

double clock_now(void);

/* For poll(2): rounded up, 0 once the time has come, at most a minute. */
int clock_milliseconds_until(double when);

#endif
