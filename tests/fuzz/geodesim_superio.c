/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fuzzing the super I/O chips: any bytes at any of their ports, and time. */
#include <stdlib.h>
#include <string.h>

#include "parts/it8712f.h"
#include "parts/w83627hf.h"
#include "strict/rules.h"
#include "geodesim_bench.h"

#define OPS_MAX	 400u
#define STEP_MAX 50000000u /* core clocks: 100 ms */

struct bench {
	struct clock clock;
	uint64_t now;
	struct rules rules;
	struct env env;
	struct io_map lpc;
	struct w83627hf winbond;
	struct it8712f ite;
};

struct input {
	const uint8_t *at, *end;
};

static uint8_t take(struct input *in)
{
	return in->at < in->end ? *in->at++ : 0;
}

static uint64_t now(void *o)
{
	return ((struct bench *)o)->now;
}

static void pass_time(struct bench *b, uint64_t clocks)
{
	run_until(&b->clock, &b->now, b->now + clocks);
}

static void configure(struct bench *b, uint16_t port, uint8_t device, uint8_t index, uint8_t val)
{
	io_map_write(&b->lpc, port, 1, 0x07);
	io_map_write(&b->lpc, port + 1, 1, device);
	io_map_write(&b->lpc, port, 1, index);
	io_map_write(&b->lpc, port + 1, 1, val);
	io_map_read(&b->lpc, port + 1, 1);
}

static void open_both(struct bench *b)
{
	static const uint8_t ite[4] = {0x87, 0x01, 0x55, 0xaa};

	for (unsigned n = 0; n < 2; n++)
		io_map_write(&b->lpc, 0x2e, 1, 0x87);
	for (unsigned n = 0; n < sizeof(ite); n++)
		io_map_write(&b->lpc, 0x4e, 1, ite[n]);
}

static void act(struct bench *b, struct input *in)
{
	uint8_t what = take(in), device = what >> 4;
	uint16_t port = (uint16_t)(take(in) | (what & 0x30) << 4);

	switch (what & 7) {
	case 0: open_both(b); break;
	case 1: configure(b, 0x2e, device, (uint8_t)port, take(in)); break;
	case 2: configure(b, 0x4e, device, (uint8_t)port, take(in)); break;
	case 3: io_map_read(&b->lpc, port, 1u << device % 3); break;
	case 4: pass_time(b, (uint64_t)port * STEP_MAX / 1024); break;
	default: io_map_write(&b->lpc, port, 1u << device % 3, take(in)); break;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bench *b = calloc(1, sizeof(*b));
	struct input in = {data, data + size};

	if (!b)
		return 0;
	clock_init(&b->clock, 500000000, now, NULL, b);
	rules_init(&b->rules, NULL);
	b->env = (struct env){.clock = &b->clock, .rules = &b->rules};
	io_map_init(&b->lpc);
	w83627hf_init(&b->winbond, &b->env, &b->lpc, 0x2e, 48, 24);
	it8712f_init(&b->ite, &b->env, &b->lpc, 0x4e, 56);
	open_both(b);
	for (unsigned n = 0; n < OPS_MAX && in.at < in.end; n++)
		act(b, &in);
	pass_time(b, STEP_MAX);
	rules_free(&b->rules);
	free(b);
	return 0;
}
