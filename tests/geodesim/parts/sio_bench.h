/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A bench for super I/O chips: an LPC bus, its ports, a judge. */
#ifndef TESTS_GEODESIM_PARTS_SIO_BENCH_H
#define TESTS_GEODESIM_PARTS_SIO_BENCH_H

#include "bench.h"
#include "frame/env.h"
#include "parts/superio.h"
#include "strict/rules.h"

struct sio_bench {
	struct bench b;
	struct rules rules;
	struct env env;
	struct io_map lpc;
	uint16_t port;
	unsigned sent[2];
	uint8_t last[2];
};

static inline void sio_bench_init(struct sio_bench *s, uint16_t port)
{
	memset(s, 0, sizeof(*s));
	bench_init(&s->b);
	rules_init(&s->rules, NULL);
	io_map_init(&s->lpc);
	s->env = (struct env){.clock = &s->b.clock, .rules = &s->rules};
	s->port = port;
}

static inline uint8_t inb(struct sio_bench *s, uint16_t port)
{
	return (uint8_t)io_map_read(&s->lpc, port, 1);
}

static inline void outb(struct sio_bench *s, uint16_t port, uint8_t val)
{
	io_map_write(&s->lpc, port, 1, val);
}

static inline void index_bytes(struct sio_bench *s, const char *bytes, unsigned count)
{
	for (unsigned n = 0; n < count; n++)
		outb(s, s->port, (uint8_t)bytes[n]);
}

static inline uint8_t config_get(struct sio_bench *s, uint8_t device, uint8_t index)
{
	outb(s, s->port, SUPERIO_DEVICE);
	outb(s, s->port + 1, device);
	outb(s, s->port, index);
	return inb(s, s->port + 1);
}

static inline void config_set(struct sio_bench *s, uint8_t device, uint8_t index, uint8_t val)
{
	outb(s, s->port, SUPERIO_DEVICE);
	outb(s, s->port + 1, device);
	outb(s, s->port, index);
	outb(s, s->port + 1, val);
}

static inline void config_base(struct sio_bench *s, uint8_t device, uint8_t index, uint16_t base)
{
	config_set(s, device, index, (uint8_t)(base >> 8));
	config_set(s, device, index + 1, (uint8_t)base);
}

/* Is anybody at a port whose register can be written? The scratch register of a UART is. */
static inline bool scratch_at(struct sio_bench *s, uint16_t base)
{
	outb(s, base + 7, 0x5a);
	return inb(s, base + 7) == 0x5a;
}

#endif
