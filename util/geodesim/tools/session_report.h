/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --report: observing a session and writing its page. */
#ifndef GEODESIM_TOOLS_SESSION_REPORT_H
#define GEODESIM_TOOLS_SESSION_REPORT_H

#include "tools/session.h"

/** session_observe - when --report is given, begin to collect. 0, or -1 with s->err set. */
int session_observe(struct session *s);

/** session_write_report - the page, when --report is given. 0, or -1 with s->err set. */
int session_write_report(struct session *s);

#endif
