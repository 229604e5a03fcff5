/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef READING_CHROMIUM_H
#define READING_CHROMIUM_H

/*
 * A Chromium without a window, told what to do over a pipe in the protocol of
 * its development tools.  Whatever goes wrong ends the program with status 125
 * and a message; Chromium ends with the program.
 */

/* Starts it, with its files below an existing directory, and opens a page. */
void chromium_start(const char *directory);

/*
 * Sends a command with its parameters, a JSON object.  Returns the answer,
 * JSON, which stays until the next one.
 */
const char *chromium_ask(const char *method, const char *parameters);

/* Goes to an address and waits until it is there. Returns NULL or an error. */
const char *chromium_open(const char *address);

/*
 * The string that an expression of JavaScript gives, which must hold nothing
 * that JSON escapes.  The expression must hold no double quote.
 */
const char *chromium_evaluate(const char *expression);

/* Writes what it shows into a file, as PNG. */
void chromium_picture(const char *file);

void chromium_stop(void);

#endif
