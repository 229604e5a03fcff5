/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MESSAGE_H
#define MESSAGE_H

/*
 * One line to standard error, after the program's name:
 * "run-vm: WHAT: WHY".  Takes what printf(3) takes, without the newline.
 */
void message(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
