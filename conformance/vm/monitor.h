/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Orders for a running QEMU, in QMP (docs/interop/qmp-spec.rst in its source),
 * by a socket.  Memory is left where it is: it must be a file.
 */
#ifndef MONITOR_H
#define MONITOR_H

/*
 * Stops the guest and writes its state, without its memory, to a file.
 * Returns 0 once that is done, or -1 after a message.
 */
int monitor_save(int monitor, int state);

/*
 * Has QEMU read the state from a file, of which it has inherited the
 * descriptor, and run the guest.  Does not wait for it; a message tells that it
 * takes no orders.
 */
void monitor_resume(int monitor, int state);

#endif
