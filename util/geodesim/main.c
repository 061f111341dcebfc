/* SPDX-License-Identifier: GPL-2.0-or-later */
/* geodesim: simulates a Geode board. */
#include <stdio.h>
#include <stdlib.h>

#include "machine/runner.h"
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
	if (s->o.registers) {
		code = session_registers(s, stdout) ? 1 : 0;
		if (code)
			fprintf(stderr, "geodesim: %s\n", s->err);
		session_close(s);
		free(s);
		return code;
	}
	if (s->o.bare_runner) {
		code = run_bare(&s->o);
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
