/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A test bench for chip models: environment, rules, helpers to see what was broken. */
#ifndef TESTS_GEODESIM_LX_BENCH_H
#define TESTS_GEODESIM_LX_BENCH_H

#include <inttypes.h>
#include <stdio.h>

#include "../parts/bench.h"
#include "frame/env.h"
#include "strict/rules.h"

struct lx_bench {
	struct bench bench;
	struct trace trace;
	struct rules rules;
	struct env env;
	unsigned ssmi, routes;
};

static inline void lx_bench_ssmi(void *o, bool external)
{
	(void)external;
	((struct lx_bench *)o)->ssmi++;
}

static inline void lx_bench_routes(void *o)
{
	((struct lx_bench *)o)->routes++;
}

static inline void lx_bench_init(struct lx_bench *b)
{
	memset(b, 0, sizeof(*b));
	bench_init(&b->bench);
	trace_init(&b->trace, &b->bench.clock);
	rules_init(&b->rules, &b->trace);
	b->env = (struct env){.clock = &b->bench.clock,
			      .trace = &b->trace,
			      .rules = &b->rules,
			      .opaque = b,
			      .ssmi = lx_bench_ssmi,
			      .routes_changed = lx_bench_routes};
}

static inline void lx_bench_done(struct lx_bench *b)
{
	rules_free(&b->rules);
}

/* Forget what was broken. */
static inline void lx_bench_forgive(struct lx_bench *b)
{
	rules_free(&b->rules);
	rules_init(&b->rules, &b->trace);
}

static inline void lx_bench_show(const struct lx_bench *b)
{
	for (unsigned n = 0; n < b->rules.hits; n++)
		print_message("  %s: %s\n", rules_info(b->rules.hit[n].rule)->name,
			      b->rules.hit[n].text);
}

/* Was exactly @rule broken and nothing else? */
static inline bool only_broken(const struct lx_bench *b, enum rule rule)
{
	bool only = b->rules.broken[rule] != 0;

	for (unsigned n = 0; n < RULE_COUNT; n++) {
		if (n != (unsigned)rule && b->rules.broken[n])
			only = false;
	}
	if (!only) {
		print_message("wanted %s alone:\n", rules_info(rule)->name);
		lx_bench_show(b);
	}
	return only;
}

/* Was nothing broken? */
static inline bool silent(const struct lx_bench *b)
{
	if (b->rules.hits)
		lx_bench_show(b);
	return !b->rules.hits;
}

#endif
