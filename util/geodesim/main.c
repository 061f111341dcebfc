/* SPDX-License-Identifier: GPL-2.0-or-later */
/* geodesim: simulates a Geode board. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "board/find.h"
#include "machine/runner.h"
#include "strict/rules.h"
#include "tools/session.h"

/* --bare: single programs from stdin, without a board. */
static int run_bare(const struct options *o)
{
	FILE *coverage = NULL;
	int code;

	if (o->coverage[0]) {
		coverage = fopen(o->coverage, "w");
		if (!coverage) {
			perror(o->coverage);
			return 1;
		}
	}
	code = runner_run(stdin, stdout, o->gx2 ? CPU_GEODE_GX2 : CPU_GEODE_LX, coverage) ? 1 : 0;
	if (coverage && fclose(coverage)) {
		perror(o->coverage);
		code = 1;
	}
	return code;
}

static void list_board(void *opaque, const char *key, const char *path)
{
	(void)path;
	fprintf(opaque, "%s\n", key);
}

/* --board list: which boards there are. */
static int list_boards(const struct options *o)
{
	char dir[BOARD_PATH], err[BOARD_PATH + 100];

	if (board_dir(o->board_dir, dir, err, sizeof(err))) {
		fprintf(stderr, "geodesim: %s\n", err);
		return 1;
	}
	board_each(dir, list_board, stdout);
	return 0;
}

/* --registers: the tables of the machine that the options tell. */
static int list_registers(struct session *s)
{
	int code = session_registers(s, stdout) ? 1 : 0;

	if (code)
		fprintf(stderr, "geodesim: %s\n", s->err);
	session_close(s);
	return code;
}

/* What needs no run. -1: a run is wanted. */
static int without_a_run(struct session *s)
{
	if (strcmp(s->o.board, "list") == 0)
		return list_boards(&s->o);
	if (s->o.rules) {
		rules_document(stdout);
		return 0;
	}
	if (s->o.registers)
		return list_registers(s);
	if (s->o.bare_runner)
		return run_bare(&s->o);
	return -1;
}

int main(int argc, char **argv)
{
	struct session *s = calloc(1, sizeof(*s));
	int code;

	if (!s)
		return 1;
	session_init(s);
	code = options_parse(&s->o, argc, argv);
	if (code) {
		free(s);
		return code > 0 ? 0 : 1;
	}
	code = without_a_run(s);
	if (code >= 0) {
		free(s);
		return code;
	}
	if (session_open(s)) {
		fprintf(stderr, "geodesim: %s\n", s->err);
		code = 1;
	} else {
		code = session_run(s);
	}
	if (session_close(s)) {
		fprintf(stderr, "geodesim: %s\n", s->err);
		code = code ? code : 1;
	}
	free(s);
	return code;
}
