/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fuzzing the companion's DIVIL with what is behind it: MSRs, ports, memory, interrupts, time. */
#include <stdlib.h>
#include <string.h>

#include "cs5536/divil.h"
#include "strict/rules.h"
#include "input.h"

#define ROM_BYTES 524288u

struct rig {
	struct clock clock;
	uint64_t now;
	struct env env;
	struct rules rules;
	struct divil d;
	struct sbio sbio;
	struct lpcflash flash;
	uint8_t memory[65536];
};

static uint64_t now(void *o)
{
	return ((struct rig *)o)->now;
}

static bool dma_read(void *o, uint32_t addr, void *buf, uint32_t len)
{
	const struct rig *r = o;

	for (uint32_t i = 0; i < len; i++)
		((uint8_t *)buf)[i] = r->memory[(addr + i) & 0xffff];
	return true;
}

static bool dma_write(void *o, uint32_t addr, const void *buf, uint32_t len)
{
	struct rig *r = o;

	for (uint32_t i = 0; i < len; i++)
		r->memory[(addr + i) & 0xffff] = ((const uint8_t *)buf)[i];
	return true;
}

/* Ports and addresses with something behind them come more often than others. */
static uint16_t port(struct input *in)
{
	static const uint16_t base[] = {0x00, 0x20,  0x40,  0x60,   0x70,   0x80,   0x90,   0xa0,
					0xc0, 0x2f8, 0x3f8, 0x4d0,  0x3f0,  0x500,  0x6000, 0x6100,
					0x61, 0x92,  0x64,  0x6200, 0x9c00, 0x9d00, 0x1880, 0x84};
	uint8_t pick = (uint8_t)take(in, 1);

	if (pick >= 0xf0)
		return (uint16_t)take(in, 2);
	return (uint16_t)(base[pick % (sizeof(base) / sizeof(base[0]))] + (take(in, 1) & 0xff));
}

static uint32_t address(struct input *in)
{
	static const uint32_t base[] = {0xfff80000, 0xffb80000, 0x000f0000, 0xfe01a000,
					0xd0000000, 0xf00f0000, 0xffc00000, 0};

	return base[take(in, 1) & 7] + take(in, 3) % ROM_BYTES;
}

static void pass_time(struct rig *r, uint32_t clocks)
{
	uint64_t until = r->now + clocks;

	for (unsigned n = 0; n < 10000 && clock_next_event(&r->clock) <= until; n++) {
		if (clock_next_event(&r->clock) > r->now)
			r->now = clock_next_event(&r->clock);
		clock_run_due(&r->clock);
	}
	r->now = until;
}

static void act(struct rig *r, struct gl_device *dev, struct input *in)
{
	uint8_t what = (uint8_t)take(in, 1);
	unsigned size = 1u << (what >> 4 & 3), io_size = size > 4 ? 4 : size;
	uint32_t at;
	uint64_t val;

	switch (what & 15) {
	case 0:
	case 1:
	case 2:
		at = take(in, 1) & 0x7f;
		val = (uint64_t)take(in, 4) << 32;
		dev->msr_write(dev->opaque, at, val | take(in, 4));
		break;
	case 3: dev->msr_read(dev->opaque, take(in, 2)); break;
	case 4: /* a block gets a place */
		at = take(in, 1) % 6;
		dev->msr_write(dev->opaque, 0x0a + at, UINT64_C(0xf00100000000) | take(in, 2));
		break;
	case 5:
	case 6:
	case 7:
		at = port(in);
		dev->io_write(dev->opaque, (uint16_t)at, io_size, take(in, io_size), 0);
		break;
	case 8: dev->io_read(dev->opaque, port(in), io_size, 0); break;
	case 9:
	case 10:
		at = address(in);
		dev->mem_write(dev->opaque, at, size, take(in, 4), 0);
		break;
	case 11: dev->mem_read(dev->opaque, address(in), size, what & 0x80 ? GL_BIZARRO : 0); break;
	case 12: dev->mem_page(dev->opaque, address(in) & ~0xfffu, what & 0x10, 0); break;
	case 13: pass_time(r, take(in, 3)); break;
	case 14:
		at = take(in, 1);
		signal_drive(&r->d.irqmap.in[at >> 4 & 3][at & 15], 9, what & 0x80);
		i8259_ack(&r->d.pic);
		break;
	default:
		divil_dma_request(&r->d, what >> 5, take(in, 1));
		if (what == 0xff)
			divil_reset(&r->d);
		break;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = {data, data + size};
	struct divil_config cfg = {0};
	struct rig *r = calloc(1, sizeof(*r));
	uint8_t *rom = calloc(1, ROM_BYTES);
	struct gl_device dev;

	if (r && rom) {
		clock_init(&r->clock, 500000000, now, NULL, r);
		rules_init(&r->rules, NULL);
		r->env = (struct env){.clock = &r->clock, .rules = &r->rules};
		cfg.memory = (struct dma_if){.opaque = r, .read = dma_read, .write = dma_write};
		lpcflash_init(&r->flash, lpcflash_find("PM49FL004"), rom, &r->clock, NULL);
		divil_init(&r->d, &r->env, &cfg);
		divil_attach_flash(&r->d, &r->flash);
		sbio_init(&r->sbio, &r->env);
		divil_attach_sbio(&r->d, &r->sbio);
		dev = divil_device(&r->d);
		for (unsigned n = 0; n < 1000 && in.at < in.end; n++)
			act(r, &dev, &in);
		rules_free(&r->rules);
	}
	free(rom);
	free(r);
	return 0;
}
