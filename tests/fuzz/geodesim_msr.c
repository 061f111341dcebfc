/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fuzzing a whole board without a running program: MSRs, descriptors, memory, ports, DMA, time. */
#include <stdlib.h>
#include <string.h>

#include "../geodesim/geodelink/geode_bench.h"

#define STEPS_MAX  400
#define EVENTS_MAX 2000

/* The input's bytes, then numbers that follow from them: building a board takes long, so that every
 * run shall make many steps. */
struct input {
	const uint8_t *at, *end;
	uint64_t random;
};

static uint8_t next(struct input *in)
{
	in->random ^= in->random << 13;
	in->random ^= in->random >> 7;
	in->random ^= in->random << 17;
	if (in->at == in->end)
		return (uint8_t)(in->random >> 24);
	in->random += *in->at * UINT64_C(0x9e3779b97f4a7c15);
	return *in->at++;
}

static uint64_t take(struct input *in, unsigned n)
{
	uint64_t v = 0;

	for (unsigned i = 0; i < n; i++)
		v |= (uint64_t)next(in) << (8 * i);
	return v;
}

/* Every block of both chips, and addresses that lead nowhere. */
static uint32_t msr_address(struct input *in)
{
	static const uint32_t base[] = {
		0x10000000, 0x20000000, 0x40000000, 0x44000000, 0x48000000, 0x4c000000,
		0x50000000, 0x51000000, 0x51010000, 0x51024000, 0x51100000, 0x51200000,
		0x51300000, 0x51400000, 0x51500000, 0x51700000, 0x54000000, 0x58000000,
		0x60000000, 0x80000000, 0xa0000000, 0xc0000000, 0xe0000000,
	};
	uint8_t pick = (uint8_t)take(in, 1);

	if (pick == 255)
		return (uint32_t)take(in, 4) | 0x4000;
	return base[pick % (sizeof(base) / sizeof(base[0]))] | ((uint32_t)take(in, 2) & 0x20ff);
}

static uint32_t address(struct input *in)
{
	static const uint32_t base[] = {0,	    0x80000,	0xa0000,    0xb8000,	0xc8000,
					0xf0000,    0x100000,	0x1fe0000,  0x80400000, 0xe0000000,
					0xfe000000, 0xfe01a000, 0xffbc0000, 0xfff80000, 0xfffffff0};

	return base[take(in, 1) % (sizeof(base) / sizeof(base[0]))] + (uint32_t)take(in, 2);
}

static unsigned size_of(struct input *in, unsigned most)
{
	unsigned size = 1u << take(in, 1) % 4;

	return size > most ? most : size;
}

static uint16_t port(struct input *in)
{
	static const uint16_t base[] = {0,	0x20,	0x40,	0x60,	0x70,	0x80,	0xa0,
					0xc0,	0xf0,	0x1f0,	0x3b0,	0x3d0,	0x3f6,	0x3f8,
					0x4d0,	0xcf8,	0xcfc,	0x1000, 0x6000, 0x6100, 0x6180,
					0x6200, 0x9c00, 0x9d00, 0xac1c, 0xff00};

	return (uint16_t)(base[take(in, 1) % (sizeof(base) / sizeof(base[0]))] +
			  (take(in, 1) & 0x3f));
}

static void pass_time(struct geode_bench *b, unsigned clocks)
{
	struct machine *m = &b->g->m;
	uint64_t until = cpu_clock(m->cpu) + clocks;

	for (unsigned n = 0; n < EVENTS_MAX && clock_next_event(&m->clock) <= until; n++) {
		uint64_t next = clock_next_event(&m->clock), now = cpu_clock(m->cpu);

		if (next > now)
			cpu_add_clocks(m->cpu, (unsigned)(next - now));
		clock_run_due(&m->clock);
	}
	if (cpu_clock(m->cpu) < until)
		cpu_add_clocks(m->cpu, (unsigned)(until - cpu_clock(m->cpu)));
}

static void reset(struct geode_bench *b, enum machine_reset kind)
{
	b->g->m.reset_wanted = MACHINE_RESET_NONE;
	b->g->m.reset(&b->g->m, kind);
	if (kind != MACHINE_RESET_INIT)
		cpu_reset(b->g->m.cpu);
}

static void dma(struct geode_bench *b, struct input *in)
{
	uint8_t bytes[600];
	uint8_t how = (uint8_t)take(in, 1);
	uint32_t addr = address(in), len = (uint32_t)take(in, 2) % sizeof(bytes);
	struct dma_if d = glpci_dma(&b->g->glpci);

	if (how & 2)
		d = gliu_dma(&b->g->gliu_sb, 2 + how / 4 % 4);
	else if (how & 4)
		d = gliu_dma(how & 8 ? &b->g->gliu0 : &b->g->gliu1, 4 + (how >> 4 & 3));
	memset(bytes, (uint8_t)addr, sizeof(bytes));
	if (how & 1)
		d.write(d.opaque, addr, bytes, len);
	else
		d.read(d.opaque, addr, bytes, len);
}

/* The processor's view: plain where there is a page, else request by request. */
static void memory(struct geode_bench *b, struct input *in, bool write)
{
	struct machine *m = &b->g->m;
	unsigned size = size_of(in, 8), flags = take(in, 1) & 3;
	uint32_t addr = address(in) & ~(size - 1);
	volatile uint8_t *page = m->route_page(m, addr & ~UINT32_C(4095), write, flags);

	if (page && write)
		page[addr % 4096] = (uint8_t)addr;
	else if (page)
		(void)page[addr % 4096];
	if (write)
		m->route_write(m, addr, size, take(in, 8), flags);
	else
		m->route_read(m, addr, size, flags);
}

static void step(struct geode_bench *b, struct input *in)
{
	switch (take(in, 1) % 12) {
	case 0:
	case 1:
	case 2: {
		uint32_t msr = msr_address(in);

		bench_wrmsr(b, msr, take(in, 8));
		break;
	}
	case 3: bench_rdmsr(b, msr_address(in)); break;
	case 4: memory(b, in, false); break;
	case 5: memory(b, in, true); break;
	case 6: {
		uint16_t p = port(in);

		bench_in(b, p, size_of(in, 4));
		break;
	}
	case 7:
	case 8: {
		uint16_t p = port(in);
		unsigned size = size_of(in, 4);

		bench_out(b, p, size, (uint32_t)take(in, 4));
		break;
	}
	case 9: dma(b, in); break;
	case 10: pass_time(b, (unsigned)take(in, 3)); break;
	default:
		if (b->g->m.reset_wanted != MACHINE_RESET_NONE)
			reset(b, b->g->m.reset_wanted);
		else
			geode_pci_irq(b->g, BENCH_CARD, 0, take(in, 1) & 1);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = {.at = data, .end = data + size, .random = 0x123456789abcdef1};
	struct geode_bench b;

	if (geode_bench_init(&b) || geode_bench_on(&b))
		abort();
	if (take(&in, 1) & 1 && geode_warm_start(b.g, b.err, sizeof(b.err)))
		abort();
	for (unsigned n = 0; n < STEPS_MAX; n++) {
		step(&b, &in);
		if (b.g->m.stop != MACHINE_RUNNING)
			machine_continue(&b.g->m);
	}
	geode_bench_free(&b);
	return 0;
}
