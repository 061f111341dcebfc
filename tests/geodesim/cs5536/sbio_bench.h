/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bench of parts/bench.h with an environment and rules, for the companion's small blocks. */
#ifndef TESTS_GEODESIM_CS5536_SBIO_BENCH_H
#define TESTS_GEODESIM_CS5536_SBIO_BENCH_H

#include "../parts/bench.h"

#include "frame/env.h"
#include "frame/regs.h"
#include "strict/rules.h"

struct sb_bench {
	struct bench b;
	struct env env;
	struct rules rules;
};

static inline void sb_bench_init(struct sb_bench *s)
{
	memset(s, 0, sizeof(*s));
	bench_init(&s->b);
	rules_init(&s->rules, NULL);
	s->env.clock = &s->b.clock;
	s->env.rules = &s->rules;
	bench_run_ns(&s->b, 1000000);
}

static inline void sb_bench_free(struct sb_bench *s)
{
	rules_free(&s->rules);
}

/* Nothing was said against what the test did so far. */
static inline void sb_bench_silent(const struct sb_bench *s)
{
	if (s->rules.hits)
		fail_msg("%s: %s", rules_info(s->rules.hit[0].rule)->name, s->rules.hit[0].text);
}

static inline uint32_t in32(struct io_if io, uint16_t offset)
{
	return io.read(io.opaque, offset, 4);
}

static inline void out32(struct io_if io, uint16_t offset, uint32_t val)
{
	io.write(io.opaque, offset, 4, val);
}

static inline uint16_t in16(struct io_if io, uint16_t offset)
{
	return (uint16_t)io.read(io.opaque, offset, 2);
}

static inline void out16(struct io_if io, uint16_t offset, uint16_t val)
{
	io.write(io.opaque, offset, 2, val);
}

/* Every table is well formed, and every register of it has a name. */
static inline void table_is_sound(const struct reg_file *f)
{
	char err[200];

	if (reg_table_check(f->table, err, sizeof(err)))
		fail_msg("%s", err);
}

#endif
