/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fuzzing geodesim's video blocks: registers, VGA, MSRs, drawing commands, screenshots, AES. */
#include <stdlib.h>
#include <string.h>

#include "lx/aes.h"
#include "lx/dc_screen.h"
#include "lx/gp.h"
#include "lx/vip.h"
#include "strict/rules.h"
#include "input.h"

#define MEM_SIZE 0x100000u
#define STEPS	 600
#define EVENTS	 40 /* for one passing of time */
#define SHOTS	 2

struct bench {
	struct clock clock;
	uint64_t now;
	uint8_t *mem;
	uint64_t dot_hz;
	struct env env;
	struct rules rules;
	struct trace trace;
	struct dc dc;
	struct vp vp;
	struct gp gp;
	struct vip vip;
	struct aes aes;
	struct gl_device dev[5];
	unsigned shots;
};

static uint64_t now(void *o)
{
	return ((struct bench *)o)->now;
}

static uint64_t dot(void *o)
{
	return ((struct bench *)o)->dot_hz;
}

/* Memory is a megabyte that repeats: every address reaches something. */
static bool mem_read(void *o, uint32_t addr, void *buf, uint32_t len)
{
	for (uint32_t n = 0; n < len; n++)
		((uint8_t *)buf)[n] = ((struct bench *)o)->mem[(addr + n) & (MEM_SIZE - 1)];
	return true;
}

static bool mem_write(void *o, uint32_t addr, const void *buf, uint32_t len)
{
	for (uint32_t n = 0; n < len; n++)
		((struct bench *)o)->mem[(addr + n) & (MEM_SIZE - 1)] = ((const uint8_t *)buf)[n];
	return true;
}

static void pass_time(struct bench *b, uint64_t clocks)
{
	uint64_t until = b->now + clocks;

	for (unsigned n = 0; n < EVENTS && clock_next_event(&b->clock) <= until; n++) {
		if (clock_next_event(&b->clock) > b->now)
			b->now = clock_next_event(&b->clock);
		clock_run_due(&b->clock);
	}
	if (until > b->now)
		b->now = until;
}

static void look(struct bench *b)
{
	struct picture p;
	char why[120];

	/* Large pictures are only slow. */
	if (b->shots++ >= SHOTS || (uint64_t)b->dc.timing.h_active * b->dc.timing.v_active > 400000)
		return;
	dc_screen(&b->dc, &b->vp, &p, why, sizeof(why));
	picture_free(&p);
}

/* Addresses that have something behind them come more often than the others. */
static uint32_t address(struct input *in, uint8_t what)
{
	uint32_t addr = (uint32_t)take64(in, 2);

	if (what & 0x40)
		return 0xa0000 + (addr << 1 & 0x1ffff);
	return what & 0x80 ? addr : addr & 0x1fc;
}

static void act(struct bench *b, struct input *in)
{
	uint8_t what = (uint8_t)take64(in, 1), which = (uint8_t)take64(in, 1);
	struct gl_device *d = &b->dev[which % 5];
	unsigned size = 1u << (which >> 4 & 3);
	uint32_t addr;

	switch (what & 15) {
	case 0:
	case 1:
	case 2:
		addr = address(in, what);
		d->mem_write(d->opaque, addr, 4, take64(in, 4), 0);
		break;
	case 3:
		addr = address(in, what);
		d->mem_write(d->opaque, addr, size, take64(in, 8), 0);
		break;
	case 4: d->mem_read(d->opaque, address(in, what), size, 0); break;
	case 5: d->msr_write(d->opaque, 0x2000 | (which & 0x1f), take64(in, 8)); break;
	case 6: d->msr_read(d->opaque, (uint32_t)take64(in, 2)); break;
	case 7:
	case 8:
		d = &b->dev[0];
		d->io_write(d->opaque, 0x3b0 + (which & 0x3f), 1u << (which >> 6 & 1),
			    (uint32_t)take64(in, 2), 0);
		break;
	case 9: b->dev[0].io_read(b->dev[0].opaque, 0x3b0 + (which & 0x3f), 1, 0); break;
	case 10:
	case 11: pass_time(b, take64(in, 3)); break;
	case 12: look(b); break;
	case 13:
		b->dot_hz = take64(in, 1) << 20;
		dc_dot_clock_changed(&b->dc);
		break;
	case 14: b->mem[take64(in, 3) & (MEM_SIZE - 1)] = which; break;
	default:
		if (which == 0xff) {
			dc_reset(&b->dc);
			gp_reset(&b->gp);
			aes_reset(&b->aes);
		}
		break;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = {data, data + size};
	struct bench *b = calloc(1, sizeof(*b));
	struct dma_if mem = {.opaque = b, .read = mem_read, .write = mem_write};

	if (!b)
		return 0;
	b->mem = calloc(1, MEM_SIZE);
	if (!b->mem) {
		free(b);
		return 0;
	}
	clock_init(&b->clock, 500000000, now, NULL, b);
	trace_init(&b->trace, &b->clock);
	rules_init(&b->rules, &b->trace);
	b->env = (struct env){.clock = &b->clock, .trace = &b->trace, .rules = &b->rules};
	b->dot_hz = 25175000;
	dc_init(&b->dc, &b->env, mem, (struct dot_clock){.opaque = b, .hz = dot});
	vp_init(&b->vp, &b->env);
	gp_init(&b->gp, &b->env, mem, &b->dc.vblank);
	vip_init(&b->vip, &b->env);
	aes_init(&b->aes, &b->env, mem, 1, NULL);
	b->dev[0] = dc_device(&b->dc);
	b->dev[1] = vp_device(&b->vp);
	b->dev[2] = gp_device(&b->gp);
	b->dev[3] = vip_device(&b->vip);
	b->dev[4] = aes_device(&b->aes);
	b->dev[0].mem_write(b->dev[0].opaque, 0, 4, DC_UNLOCKED, 0);
	for (unsigned n = 0; n < STEPS && in.at < in.end; n++)
		act(b, &in);
	look(b);
	rules_free(&b->rules);
	free(b->mem);
	free(b);
	return 0;
}
