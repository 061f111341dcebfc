/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fuzzing the report: any descriptors, properties, LBARs, memory settings, serial lines, codes. */
#include <stdlib.h>
#include <string.h>

#include "../geodesim/geodelink/geode_bench.h"
#include "report/report.h"

struct input {
	const uint8_t *at, *end;
};

static uint64_t take(struct input *in, unsigned n)
{
	uint64_t v = 0;

	for (unsigned i = 0; i < n && in->at < in->end; i++)
		v |= (uint64_t)*in->at++ << (8 * i);
	return v;
}

static uint32_t msr_address(struct input *in)
{
	static const struct {
		uint32_t first, count;
	} group[] = {
		{0x10000020, 16}, {0x100000e0, 9},  {0x40000020, 16}, {0x400000e0, 9},
		{0x51010020, 16}, {0x510100e0, 20}, {0x00001808, 1},  {0x0000180a, 6},
		{0x00001810, 8},  {0x50002018, 6},  {0x5000201e, 1},  {0x51400008, 16},
		{0x51400010, 16}, {0x20000018, 10}, {0x4c000014, 1},
	};
	uint8_t pick = (uint8_t)take(in, 1);

	return group[pick % (sizeof(group) / sizeof(group[0]))].first +
	       (uint32_t)take(in, 1) % group[pick % (sizeof(group) / sizeof(group[0]))].count;
}

static void step(struct geode_bench *b, struct collect *c, struct input *in)
{
	uint8_t what = (uint8_t)take(in, 1);
	char text[24];

	switch (what >> 5) {
	case 0: collect_post(c, (uint8_t)take(in, 1)); break;
	case 1: collect_serial(c, what & 3, (uint8_t)take(in, 1)); break;
	case 2:
		for (unsigned n = 0; n < sizeof(text) - 1; n++)
			text[n] = (char)take(in, 1);
		text[sizeof(text) - 1] = '\0';
		rule_broken(&b->g->rules, (enum rule)(take(in, 1) % RULE_COUNT), "%s", text);
		break;
	case 3: cpu_add_clocks(b->g->m.cpu, (unsigned)take(in, 4)); break;
	default: {
		uint32_t msr = msr_address(in);

		if (msr < 0x10000)
			cpu_msr_write(b->g->m.cpu, msr, take(in, 8));
		else
			bench_wrmsr(b, msr, take(in, 8));
	}
	}
}

/* Every opening angle bracket of a box has its end, and nothing a guest said opens one. */
static void check(const char *text)
{
	unsigned open = 0, closed = 0;

	for (const char *p = text; *p; p++) {
		open += strncmp(p, "<g", 2) == 0 && (p[2] == ' ' || p[2] == '>');
		closed += strncmp(p, "</g>", 4) == 0;
		if ((uint8_t)*p < 0x20 && *p != '\n')
			abort();
	}
	if (open != closed)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = {.at = data, .end = data + size};
	struct report r = {.title = "t", .image = "i"};
	struct geode_bench b;
	struct collect *c;
	char *text = NULL;
	size_t length;
	FILE *f;

	if (geode_bench_init(&b) || geode_bench_on(&b))
		abort();
	if (take(&in, 1) & 1 && geode_warm_start(b.g, b.err, sizeof(b.err)))
		abort();
	c = collect_new(&b.g->m, b.g, NULL, 0, b.err, sizeof(b.err));
	f = open_memstream(&text, &length);
	if (!c || !f)
		abort();
	while (in.at < in.end)
		step(&b, c, &in);
	collect_finish(c);
	r.collect = c;
	r.rules = &b.g->rules;
	report_timeline(&r, f);
	report_breaches(&r, f);
	report_times(&r, f);
	report_memory_map(&r, f);
	report_port_map(&r, f);
	report_dram(&r, f);
	report_coverage(&r, f);
	fclose(f);
	check(text);
	free(text);
	collect_free(c);
	geode_bench_free(&b);
	return 0;
}
