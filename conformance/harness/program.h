/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef PROGRAM_H
#define PROGRAM_H

#include <stdbool.h>
#include <stddef.h>

#include "backing.h"

/*
 * A program at work, for memory managers to be tried on: threads that go
 * round and round through pages of an area.  Each adds to a counter of its
 * own in every page, and remembers how often it has.
 */
struct program;

#define PROGRAM_THREADS 2

/* Starts it; it uses all pages.  The area is as map_area() filled it. */
struct program *start_program(const struct area *area);

/* From its next round on it uses `count` pages from page `first` on. */
void use_pages(struct program *program, size_t first, size_t count);

/*
 * Waits for what comes first.  True: every thread has begun and ended a round
 * since use_pages() was last called.  False: a message can be read.
 */
bool await_round_or_message(struct program *program, int uffd);

/*
 * Each thread is held once by read-write protection; its notification is
 * read.
 */
void await_program_held(struct program *program, int uffd);

/* The threads end; none of them may be waiting. */
void end_program(struct program *program);

/*
 * Every addition is in the pages, seen through `area`, and nothing else in
 * them has changed.
 */
void expect_nothing_lost(const struct program *program,
			 const struct area *area);

#endif
