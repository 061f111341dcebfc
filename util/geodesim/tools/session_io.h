/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inside a session: what goes in and out of the machine while it runs. */
#ifndef GEODESIM_TOOLS_SESSION_IO_H
#define GEODESIM_TOOLS_SESSION_IO_H

#include "tools/session.h"

/** session_io_start - hook the machine's outputs and its poll; start the script. */
void session_io_start(struct session *s);

#endif
