/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A test bench for DIVIL: the companion's south side without bridge and processor. */
#ifndef TESTS_GEODESIM_CS5536_DIVIL_BENCH_H
#define TESTS_GEODESIM_CS5536_DIVIL_BENCH_H

#include "../parts/bench.h"

#include <stdlib.h>

#include "cs5536/divil.h"
#include "cs5536/divil_msr.h"
#include "strict/rules.h"

#define LBAR_ON	  UINT64_C(0x0000f00100000000)
#define BASE_SMB  0x6000
#define BASE_GPIO 0x6100
#define BASE_ACPI 0x9c00

struct rig {
	struct bench b;
	struct env env;
	struct rules rules;
	struct divil d;
	struct sbio sbio;
	struct gl_device dev;
	struct lpcflash flash;
	uint8_t *rom;
	unsigned ssmis, routes, resets, inits;
	uint64_t charged_ns;
	struct signal_hook reset_hook, init_hook;
	char sent[2][64];
	unsigned sent_count[2];
	uint8_t memory[4096]; /* where the 8237 works: the first 4 KiB, repeating */
};

static void rig_ssmi(void *o, bool external)
{
	assert_true(external);
	((struct rig *)o)->ssmis++;
}

static void rig_routes(void *o)
{
	((struct rig *)o)->routes++;
}

static void rig_charge(void *o, unsigned ns)
{
	((struct rig *)o)->charged_ns += ns;
}

static void rig_reset_pulse(void *o, bool level)
{
	((struct rig *)o)->resets += level;
}

static void rig_init_pulse(void *o, bool level)
{
	((struct rig *)o)->inits += level;
}

static void rig_sent(struct rig *r, unsigned n, uint8_t byte)
{
	if (r->sent_count[n] < sizeof(r->sent[n]) - 1)
		r->sent[n][r->sent_count[n]++] = (char)byte;
}

static void rig_sent0(void *o, uint8_t byte)
{
	rig_sent(o, 0, byte);
}

static void rig_sent1(void *o, uint8_t byte)
{
	rig_sent(o, 1, byte);
}

static bool rig_dma_read(void *o, uint32_t addr, void *buf, uint32_t len)
{
	struct rig *r = o;

	for (uint32_t i = 0; i < len; i++)
		((uint8_t *)buf)[i] = r->memory[(addr + i) & 0xfff];
	return true;
}

static bool rig_dma_write(void *o, uint32_t addr, const void *buf, uint32_t len)
{
	struct rig *r = o;

	for (uint32_t i = 0; i < len; i++)
		r->memory[(addr + i) & 0xfff] = ((const uint8_t *)buf)[i];
	return true;
}

/* @chip: boot flash, or NULL; @with_sbio: the other blocks are there too. */
static inline struct rig *rig_new(const char *chip, bool with_sbio)
{
	struct rig *r = calloc(1, sizeof(*r));
	struct divil_config cfg = {.rtc_time = 1000000000};

	assert_non_null(r);
	bench_init(&r->b);
	rules_init(&r->rules, NULL);
	r->env = (struct env){.clock = &r->b.clock,
			      .rules = &r->rules,
			      .opaque = r,
			      .ssmi = rig_ssmi,
			      .routes_changed = rig_routes,
			      .charge_ns = rig_charge};
	cfg.memory = (struct dma_if){.opaque = r, .read = rig_dma_read, .write = rig_dma_write};
	if (chip) {
		const struct lpcflash_chip *c = lpcflash_find(chip);

		assert_non_null(c);
		cfg.boot = lpc_location_of(c);
		r->rom = malloc(c->size);
		assert_non_null(r->rom);
		for (uint32_t i = 0; i < c->size; i++)
			r->rom[i] = (uint8_t)(i * 31 + (i >> 12) + 7);
		lpcflash_init(&r->flash, c, r->rom, &r->b.clock, NULL);
	}
	assert_int_equal(divil_init(&r->d, &r->env, &cfg), 0);
	if (chip)
		assert_int_equal(divil_attach_flash(&r->d, &r->flash), 0);
	if (with_sbio) {
		sbio_init(&r->sbio, &r->env);
		divil_attach_sbio(&r->d, &r->sbio);
	}
	r->d.uart[0].sent = rig_sent0;
	r->d.uart[0].sent_opaque = r;
	r->d.uart[1].sent = rig_sent1;
	r->d.uart[1].sent_opaque = r;
	signal_connect(&r->d.reset, &r->reset_hook, rig_reset_pulse, r);
	signal_connect(&r->d.init, &r->init_hook, rig_init_pulse, r);
	r->dev = divil_device(&r->d);
	return r;
}

static inline void rig_free(struct rig *r)
{
	rules_free(&r->rules);
	free(r->rom);
	free(r);
}

static inline uint64_t rd(struct rig *r, uint32_t index)
{
	return r->dev.msr_read(r->dev.opaque, index);
}

static inline void wr(struct rig *r, uint32_t index, uint64_t val)
{
	r->dev.msr_write(r->dev.opaque, index, val);
}

static inline uint32_t in(struct rig *r, uint16_t port, unsigned size)
{
	return r->dev.io_read(r->dev.opaque, port, size, 0);
}

static inline void out(struct rig *r, uint16_t port, unsigned size, uint32_t val)
{
	r->dev.io_write(r->dev.opaque, port, size, val, 0);
}

static inline uint64_t mem_in(struct rig *r, uint32_t addr, unsigned size)
{
	return r->dev.mem_read(r->dev.opaque, addr, size, 0);
}

static inline void mem_out(struct rig *r, uint32_t addr, unsigned size, uint64_t val)
{
	r->dev.mem_write(r->dev.opaque, addr, size, val, 0);
}

#endif
