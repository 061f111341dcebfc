/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A VT6105M on a bench: registers behind a base address, memory for its rings, a cable. */
#ifndef TESTS_GEODESIM_NET_NIC_BENCH_H
#define TESTS_GEODESIM_NET_NIC_BENCH_H

#include <stdlib.h>

#include "../parts/bench.h"
#include "parts/vt6105m.h"
#include "strict/rules.h"

#define MEM_SIZE    0x10000u
#define MMIO	    UINT32_C(0xe0000000)
#define IO	    0x1000
#define DEVFN	    (9 << 3)

/* Where the tests put things in memory. */
#define RX_RING	    0x1000u
#define TX_RING	    0x2000u
#define RX_BUFFERS  0x4000u
#define TX_BUFFERS  0x8000u
#define RX_COUNT    4u
#define BUFFER_SIZE 0x600u

/* Registers (byte addresses). */
enum {
	PAR = 0x00,
	RCR = 0x06,
	TCR = 0x07,
	CR0 = 0x08,
	CR1 = 0x09,
	ISR = 0x0c,
	IMR = 0x0e,
	MAR = 0x10,
	RDA = 0x18,
	TDA = 0x1c,
	MIIAD = 0x6c,
	MIISR = 0x6d,
	BCR1 = 0x6f,
	MIICR = 0x70,
	MIIADR = 0x71,
	MIIDATA = 0x72,
	EECSR = 0x74,
	CFGD = 0x7b,
	MPAC = 0x7c,
	CRCC = 0x7e,
	MISC1 = 0x81,
	STICKHW = 0x83,
	CAMMASK = 0x88,
	CAMC = 0x92,
	CAMADDR = 0x93,
	WOLCR = 0xa0,
	WOLCG = 0xa3,
	PWRCSR = 0xa8,
};

static const uint8_t own[6] = {0x00, 0x0d, 0xb9, 0x12, 0x34, 0x56};
static const uint8_t everyone[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

struct nic {
	struct bench b;
	struct rules rules;
	struct trace trace;
	struct env env;
	struct io_map io;
	struct mem_map mem;
	struct pci_bus bus;
	struct vt6105m v;
	struct net_if net;
	uint8_t ram[MEM_SIZE];
	unsigned sent;
	size_t size; /* of the last frame sent */
	uint8_t frame[2048];
};

static inline bool ram_read(void *o, uint32_t addr, void *buf, uint32_t len)
{
	struct nic *n = o;

	if (addr >= MEM_SIZE || len > MEM_SIZE - addr)
		return false;
	memcpy(buf, n->ram + addr, len);
	return true;
}

static inline bool ram_write(void *o, uint32_t addr, const void *buf, uint32_t len)
{
	struct nic *n = o;

	if (addr >= MEM_SIZE || len > MEM_SIZE - addr)
		return false;
	memcpy(n->ram + addr, buf, len);
	return true;
}

static inline void on_cable(void *o, const uint8_t *frame, size_t size)
{
	struct nic *n = o;

	n->sent++;
	n->size = size;
	memcpy(n->frame, frame, size);
}

static inline uint32_t r(struct nic *n, uint16_t at, unsigned size)
{
	return (uint32_t)mem_map_read(&n->mem, MMIO + at, size);
}

static inline void w(struct nic *n, uint16_t at, unsigned size, uint32_t val)
{
	mem_map_write(&n->mem, MMIO + at, size, val);
}

static inline uint32_t word(const struct nic *n, uint32_t addr)
{
	return (uint32_t)n->ram[addr] | (uint32_t)n->ram[addr + 1] << 8 |
	       (uint32_t)n->ram[addr + 2] << 16 | (uint32_t)n->ram[addr + 3] << 24;
}

static inline void put_word(struct nic *n, uint32_t addr, uint32_t val)
{
	for (unsigned k = 0; k < 4; k++)
		n->ram[addr + k] = (uint8_t)(val >> (8 * k));
}

static inline void desc(struct nic *n, uint32_t addr, uint32_t status, uint32_t control,
			uint32_t buffer, uint32_t next)
{
	put_word(n, addr, status);
	put_word(n, addr + 4, control);
	put_word(n, addr + 8, buffer);
	put_word(n, addr + 12, next);
}

/* Base addresses, memory decoding, bus mastering: what firmware does. */
static inline void nic_enable(struct nic *n)
{
	pci_config_write(&n->bus, DEVFN, 0x10, 4, IO);
	pci_config_write(&n->bus, DEVFN, 0x14, 4, MMIO);
	pci_config_write(&n->bus, DEVFN, 0x04, 2, 7);
	io_map_write(&n->io, IO + CFGD, 1, 0x80);
}

static inline void nic_plug(struct nic *n)
{
	n->net = (struct net_if){.send = on_cable, .opaque = n, .up = true};
	vt6105m_plug(&n->v, &n->net);
	bench_run_ns(&n->b, 3000000000); /* autonegotiation */
}

/* A power-on chip on an unplugged cable, nothing configured. */
static inline struct nic *nic_new(void)
{
	struct nic *n = calloc(1, sizeof(*n));
	struct dma_if dma = {.opaque = n, .read = ram_read, .write = ram_write};

	assert_non_null(n);
	bench_init(&n->b);
	trace_init(&n->trace, &n->b.clock);
	rules_init(&n->rules, &n->trace);
	io_map_init(&n->io);
	mem_map_init(&n->mem, NULL, NULL);
	pci_bus_init(&n->bus, &n->trace);
	n->env = (struct env){.clock = &n->b.clock, .trace = &n->trace, .rules = &n->rules};
	vt6105m_init(&n->v, "eth0", &n->env, own, dma, &n->io, &n->mem);
	pci_bus_add(&n->bus, &n->v.fn, DEVFN >> 3, 0);
	vt6105m_reset(&n->v);
	return n;
}

static inline void nic_free(struct nic *n)
{
	rules_free(&n->rules);
	free(n);
}

/* Rings as a driver sets them up: RX_COUNT receive buffers, an empty transmit ring. */
static inline void nic_start(struct nic *n)
{
	for (unsigned k = 0; k < RX_COUNT; k++)
		desc(n, RX_RING + 16 * k, 0x80000000, BUFFER_SIZE, RX_BUFFERS + BUFFER_SIZE * k,
		     RX_RING + 16 * ((k + 1) % RX_COUNT));
	desc(n, TX_RING, 0, 0, 0, TX_RING + 16);
	w(n, RDA, 4, RX_RING);
	w(n, TDA, 4, TX_RING);
	w(n, IMR, 2, 0xffff);
	w(n, CR0, 1, 0x1a); /* start, receive, transmit */
	w(n, CR1, 1, 0x08); /* no polling */
}

/* A frame of @size bytes for @to from 02:00:00:00:00:01 whose payload counts. */
static inline void make_frame(uint8_t *frame, const uint8_t *to, size_t size)
{
	static const uint8_t from[6] = {2, 0, 0, 0, 0, 1};

	memcpy(frame, to, 6);
	memcpy(frame + 6, from, 6);
	frame[12] = 0x08;
	frame[13] = 0x00;
	for (size_t k = 14; k < size; k++)
		frame[k] = (uint8_t)k;
}

static inline void arrive(struct nic *n, const uint8_t *to, size_t size, uint16_t errors)
{
	uint8_t frame[VT6105M_FRAME_MAX];

	make_frame(frame, to, size);
	assert_true(vt6105m_wire(&n->v, frame, size, errors));
	bench_run_ns(&n->b, 1000000);
}

#endif
