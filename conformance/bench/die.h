/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef DIE_H
#define DIE_H

/* Ends the program with a message; takes what printf(3) takes. */
_Noreturn void die(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

#endif
