/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GLIUs without a processor: devices that note what reaches them. */
#ifndef TESTS_GEODESIM_GEODELINK_GL_BENCH_H
#define TESTS_GEODESIM_GEODELINK_GL_BENCH_H

#include "../parts/bench.h"

#include "frame/env.h"
#include "geodelink/gliu.h"
#include "strict/rules.h"

/* A device that answers with its own number and remembers the last request. */
struct probe {
	unsigned id;
	uint32_t msr, addr;
	uint16_t port;
	uint64_t val;
	unsigned size, flags, requests;
	struct signal asmi, aerr;
	uint8_t memory[8192];
};

struct gl_bench {
	struct bench b;
	struct env env;
	struct rules rules;
	unsigned ssmi, ssmi_external, routes;
	struct gliu g;
	struct probe probe[GLIU_PORTS];
};

static uint64_t probe_msr_read(void *o, uint32_t msr)
{
	struct probe *p = o;

	p->requests++;
	p->msr = msr;
	return 0x1000 + p->id;
}

static void probe_msr_write(void *o, uint32_t msr, uint64_t val)
{
	struct probe *p = o;

	p->requests++;
	p->msr = msr;
	p->val = val;
}

static uint64_t probe_mem_read(void *o, uint32_t addr, unsigned size, unsigned flags)
{
	struct probe *p = o;

	p->requests++;
	p->addr = addr;
	p->size = size;
	p->flags = flags;
	return 0x0101010101010101 * p->id;
}

static void probe_mem_write(void *o, uint32_t addr, unsigned size, uint64_t val, unsigned flags)
{
	struct probe *p = o;

	p->requests++;
	p->addr = addr;
	p->size = size;
	p->val = val;
	p->flags = flags;
}

static uint32_t probe_io_read(void *o, uint16_t port, unsigned size, unsigned flags)
{
	struct probe *p = o;

	p->requests++;
	p->port = port;
	p->size = size;
	p->flags = flags;
	return 0x01010101 * p->id;
}

static void probe_io_write(void *o, uint16_t port, unsigned size, uint32_t val, unsigned flags)
{
	struct probe *p = o;

	p->requests++;
	p->port = port;
	p->size = size;
	p->val = val;
	p->flags = flags;
}

static inline struct gl_device probe_device(struct probe *p)
{
	return (struct gl_device){
		.name = "probe",
		.opaque = p,
		.msr_read = probe_msr_read,
		.msr_write = probe_msr_write,
		.mem_read = probe_mem_read,
		.mem_write = probe_mem_write,
		.io_read = probe_io_read,
		.io_write = probe_io_write,
		.asmi = &p->asmi,
		.aerr = &p->aerr,
	};
}

static inline void bench_ssmi(void *o, bool external)
{
	struct gl_bench *t = o;

	t->ssmi++;
	t->ssmi_external += external;
}

static inline void bench_routes(void *o)
{
	((struct gl_bench *)o)->routes++;
}

/* Probes on the ports of the bit mask @ports. */
static inline void gl_bench_init(struct gl_bench *t, const struct gliu_shape *shape, unsigned ports)
{
	memset(t, 0, sizeof(*t));
	bench_init(&t->b);
	rules_init(&t->rules, NULL);
	t->env = (struct env){.clock = &t->b.clock,
			      .rules = &t->rules,
			      .opaque = t,
			      .ssmi = bench_ssmi,
			      .routes_changed = bench_routes};
	gliu_init(&t->g, &t->env, shape, 100000000);
	for (unsigned n = 1; n < GLIU_PORTS; n++) {
		t->probe[n].id = n;
		signal_init(&t->probe[n].asmi, "asmi");
		signal_init(&t->probe[n].aerr, "aerr");
		if (ports >> n & 1)
			gliu_attach(&t->g, n, probe_device(&t->probe[n]));
	}
}

static inline void gl_bench_free(struct gl_bench *t)
{
	rules_free(&t->rules);
}

/* The unit's own register, as its neighbours write it: first field 0, a later one not. */
static inline void own_write(struct gl_bench *t, unsigned from, uint32_t index, uint64_t val)
{
	gliu_msr_write(&t->g, from, 0x10000000 | index, val);
}

static inline uint64_t own_read(struct gl_bench *t, unsigned from, uint32_t index)
{
	return gliu_msr_read(&t->g, from, 0x10000000 | index);
}

#endif
