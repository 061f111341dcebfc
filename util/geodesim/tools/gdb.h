/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gdb's remote serial protocol on a local TCP port. */
#ifndef GEODESIM_TOOLS_GDB_H
#define GEODESIM_TOOLS_GDB_H

#include <stddef.h>

#include "machine/machine.h"

struct gdb;

/** gdb_open - listen on local TCP port @port (0: any) and wait for gdb. NULL: see @err. */
struct gdb *gdb_open(struct machine *m, const char *port, char *err, size_t err_size);

/** gdb_poll - while running: did gdb ask to interrupt? Stops the machine. */
void gdb_poll(struct gdb *g);

/**
 * gdb_session - the machine stands still: talk to gdb until it lets the machine run
 * Returns 0 to go on running, 1 when gdb detached (run on without it), -1 when it ended the run.
 */
int gdb_session(struct gdb *g);

/** gdb_exited - tell gdb that the run is over with @code. */
void gdb_exited(struct gdb *g, int code);

void gdb_close(struct gdb *g);

#endif
