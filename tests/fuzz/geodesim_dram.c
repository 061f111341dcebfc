/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fuzzing the memory controller and GLCP: SPD bytes, MSRs, ports, memory, time, resets, faults. */
#include <stdlib.h>
#include <string.h>

#include "board/spd.h"
#include "lx/glmc.h"
#include "strict/rules.h"
#include "input.h"

struct box {
	uint64_t now;
	struct clock clock;
	struct trace trace;
	struct rules rules;
	struct env env;
	struct glcp glcp;
	struct glmc glmc;
	struct gl_device clk, mem;
};

static uint64_t now(void *o)
{
	return ((struct box *)o)->now;
}

/* A few bytes differ from a module that exists. At most 64 MiB, so that many fit in a run. */
static void make_spd(struct input *in, uint8_t spd[SPD_BYTES])
{
	unsigned kind = (unsigned)take64(in, 1);
	const struct spd_geometry g = {.rows = (uint8_t)(11 + (kind & 1)),
				       .columns = (uint8_t)(8 + (kind >> 1 & 1)),
				       .banks = kind & 4 ? 4 : 2,
				       .ranks = kind & 8 ? 2 : 1,
				       .width = 16,
				       .speed = 400};

	if (spd_build(&g, spd) < 0)
		memset(spd, (int)kind, SPD_BYTES);
	for (unsigned n = kind >> 6; n > 0; n--) {
		unsigned at = (unsigned)take64(in, 1) & 63;

		spd[at] = (uint8_t)take64(in, 1);
	}
}

static uint32_t msr(struct input *in)
{
	static const uint16_t index[] = {0x18, 0x19, 0x1a, 0x1d, 0x20, 0x0f, 0x14,   0x15,
					 0x1c, 0x1e, 0x31, 0x33, 0x10, 0x17, 0x2002, 0x2004};
	unsigned pick = (unsigned)take64(in, 1);

	return pick & 0x80 ? (uint32_t)take64(in, 2) & 0x3fff : index[pick & 15];
}

/* The commands of a start-up in an order the input chooses; without luck it is the right one. */
static void start_up(struct box *x, struct input *in)
{
	static const struct {
		uint16_t msr;
		uint64_t clear, set;
	} step[] = {{0x1d, 0x300, 0},	   {0x1d, 0, 0x10000},	 {0x18, 0, 0x10000001},
		    {0x18, 0x10000001, 0}, {0x18, 0, 0x8000001}, {0x18, 0x8000001, 0},
		    {0x18, 0, 8},	   {0x18, 8, 0},	 {0x18, 0, 8},
		    {0x18, 8, 0},	   {0x18, 0, 1},	 {0x18, 1, 0}};
	unsigned skip = (unsigned)take64(in, 1);

	for (unsigned n = 0; n < sizeof(step) / sizeof(step[0]); n++) {
		uint64_t v = x->mem.msr_read(x->mem.opaque, step[n].msr);

		if (n != skip)
			x->mem.msr_write(x->mem.opaque, step[n].msr,
					 (v & ~step[n].clear) | step[n].set);
		x->now += 10000;
	}
}

static void act(struct box *x, struct input *in)
{
	unsigned what = (unsigned)take64(in, 1), size = 1u << (what >> 4 & 3);
	unsigned flags = what & 0x40 ? (unsigned)take64(in, 2) & 0x30f : 0;
	const struct gl_device *d = what & 0x80 ? &x->clk : &x->mem;
	struct dram_timing row;
	uint8_t *page;
	uint32_t addr;

	switch (what & 15) {
	case 0:
	case 1:
		addr = msr(in);
		d->msr_write(d->opaque, addr, take64(in, 8));
		break;
	case 2:
		addr = msr(in);
		d->msr_write(d->opaque, addr,
			     d->msr_read(d->opaque, addr) ^ UINT64_C(1) << (take64(in, 1) & 63));
		break;
	case 3: d->msr_read(d->opaque, msr(in)); break;
	case 4:
		addr = (uint32_t)take64(in, 4);
		x->mem.mem_write(x->mem.opaque, addr, size, take64(in, 8), flags);
		break;
	case 5: x->mem.mem_read(x->mem.opaque, (uint32_t)take64(in, 4), size, flags); break;
	case 6:
		addr = (uint32_t)take64(in, 4);
		page = x->mem.mem_page(x->mem.opaque, addr, what & 16, flags);
		if (page) { /* all of it must be there */
			page[0] ^= 1;
			page[4095] ^= 1;
		}
		break;
	case 7: start_up(x, in); break;
	case 8:
		x->now += take64(in, 5);
		clock_run_due(&x->clock);
		break;
	case 9: glmc_reset(&x->glmc); break;
	case 10: glcp_chip_reset(&x->glcp); break;
	case 11:
		if (what & 0x80)
			glcp_reset(&x->glcp);
		else
			glmc_power_off(&x->glmc);
		break;
	case 12:
		x->clk.io_write(x->clk.opaque, (uint16_t)take64(in, 2), size > 4 ? 4 : size,
				(uint32_t)take64(in, 4), flags);
		break;
	case 13:
		x->clk.io_read(x->clk.opaque, (uint16_t)take64(in, 2), size > 4 ? 4 : size, flags);
		break;
	case 14:
		addr = (uint32_t)take64(in, 4);
		glmc_fault_flip(&x->glmc, addr, what >> 4);
		glmc_fault_stuck(&x->glmc, addr, what >> 4, what & 0x80);
		glcp_fault_dll(&x->glcp, what & 0x10);
		glcp_fault_pll(&x->glcp, what & 0x20, what & 0x40);
		break;
	default:
		for (unsigned n = 0; glmc_timing_row(&x->glmc, n, &row); n++)
			;
		glmc_self_refresh(&x->glmc);
		glcp_wake(&x->glcp);
		break;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = {data, data + size};
	const struct glcp_config c = {.straps = (uint8_t)take64(&in, 1), .pci_hz = 33333333};
	uint8_t spd[2][SPD_BYTES];
	const uint8_t *sockets[2] = {spd[0], spd[1]};
	static struct box x;

	memset(&x, 0, sizeof(x));
	clock_init(&x.clock, 500000000, now, NULL, &x);
	trace_init(&x.trace, &x.clock);
	rules_init(&x.rules, &x.trace);
	x.env = (struct env){.clock = &x.clock, .trace = &x.trace, .rules = &x.rules};
	make_spd(&in, spd[0]);
	make_spd(&in, spd[1]);
	if (c.straps & 1)
		sockets[1] = NULL;
	glcp_init(&x.glcp, &x.env, &c);
	if (glmc_init(&x.glmc, &x.env, &x.glcp, sockets, size) == 0) {
		x.clk = glcp_device(&x.glcp);
		x.mem = glmc_device(&x.glmc);
		while (in.at < in.end)
			act(&x, &in);
		glmc_free(&x.glmc);
	}
	rules_free(&x.rules);
	return 0;
}
