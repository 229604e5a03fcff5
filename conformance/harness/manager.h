/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANAGER_H
#define MANAGER_H

#include "backing.h"
#include "program.h"

/*
 * A memory manager that finds the pages which a program does not use, and
 * evicts them.  The program sees `memory`, which is registered for read-write
 * protection, missing pages and minor faults; the manager reads the same file
 * through `file`, which is not registered.
 */
struct manager {
	int uffd;
	struct area memory, file;
	char *storage;
	unsigned long long stored; /* a bit for each page evicted to it */
};

/* Every page is in the file, and none of them in `memory`. */
struct manager start_manager(const struct backing *backing, size_t pages);

/* Serves the program until it has used all its pages; none is withheld. */
void serve_round(struct manager *manager, struct program *program);

/*
 * One turn: finds that the program uses page `used` and its neighbour, and
 * evicts all else, while the program goes over to `next` and its neighbour.
 */
void find_and_evict(struct manager *manager, struct program *program,
		    size_t used, size_t next);

#endif
