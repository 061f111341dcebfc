/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --report: observing a session and writing its page. */
#include "tools/session_report.h"

#include <string.h>

#include "report/report.h"
#include "tools/session_board.h"

int session_observe(struct session *s)
{
	const char *path[OPTIONS_ELFS];
	const struct geode *g = s->kind == &session_board_kind ? session_board_of(s)->geode : NULL;

	if (!s->o.report[0])
		return 0;
	for (unsigned n = 0; n < s->o.elfs; n++)
		path[n] = s->o.symbols[n];
	s->collect = collect_new(s->m, g, path, s->o.elfs, s->err, sizeof(s->err));
	return s->collect ? 0 : -1;
}

static const struct reg_file *regs(const void *o, unsigned n)
{
	const struct session *s = o;

	return s->kind->regs(s, n);
}

static const char *file_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

int session_write_report(struct session *s)
{
	struct report r = {
		.collect = s->collect,
		.rules = s->kind->rules ? s->kind->rules(s) : NULL,
		.title = s->o.board[0] ? s->o.board : s->o.machine,
		.image = file_name(s->o.kernel[0] ? s->o.kernel : s->o.rom),
		.regs = regs,
		.opaque = s,
	};

	if (!s->collect)
		return 0;
	collect_finish(s->collect);
	return report_write(&r, s->o.report, s->err, sizeof(s->err));
}
