/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef KERNEL_LOG_H
#define KERNEL_LOG_H

#include <stdbool.h>
#include <stddef.h>

/* Remembers where the kernel's log and its counters stand. */
void mark_kernel_log(void);

/*
 * Whether, since the mark, the kernel has reported a defect of its own
 * (WARN, BUG, Oops, KASAN, lockdep ...).  Writes what it said to `text`, as
 * lines.
 */
bool kernel_complained(char *text, size_t size);

/*
 * Whether, since the first mark or the last call, the kernel has repaired
 * page-table entries by NUMA hinting faults while NUMA balancing is off.
 * Writes a line about it to `text`.
 */
bool hinting_faults_happened(char *text, size_t size);

/* False if this process may not read the log. */
bool kernel_log_is_readable(void);

#endif
