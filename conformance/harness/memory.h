/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MEMORY_H
#define MEMORY_H

#include "backing.h"

/*
 * What the kernel does to memory behind a program's back, made to happen.
 * Each returns when it has happened to every page of the area, and ends the
 * block as skipped if this machine cannot do it.
 */

/* Reclaim: anonymous pages are in swap, pages of a file not mapped. */
void reclaim(const struct area *area);

/*
 * Switches all swap off and on again, so that nothing is left in it; only in
 * a guest, since that would disturb a machine in use.
 */
void renew_swap(void);

/*
 * Kernel samepage merging: the pages, which have the same contents, share one
 * physical page.  Only in a guest, like renew_swap().
 */
void merge(const struct area *area);

/* MADV_COLLAPSE: small pages of memory that is advised so make huge ones. */
void collapse(const struct area *area);

/* Migration: the pages are on the other of two NUMA nodes. */
void migrate(const struct area *area);

/*
 * Calls `part` in a child that has as many mappings as the kernel allows a
 * process.  In a guest this is made quicker by allowing fewer for the time.
 */
void with_mappings_used_up(void (*part)(void));

#endif
