/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef TRIAL_H
#define TRIAL_H

/*
 * For the blocks that prove what mantrace(1) says.  Each runs in a directory of
 * its own, where `page.7` is a page and `tests` quotes all of its claims.  A
 * command is run by sh(1), with mantrace in PATH, and what it prints to the
 * standard error counts as its output.  What does not hold ends the block.
 */

void write_file(const char *name, const char *content);

/* All that the command prints. */
void expect_output(const char *command, const char *output);

/* One of the lines that the command prints, without its newline. */
void expect_line(const char *command, const char *line);

/* That none of the lines has these words in it. */
void expect_absent(const char *command, const char *words);

void expect_status(const char *command, int status);

#endif
