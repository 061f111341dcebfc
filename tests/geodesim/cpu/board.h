/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A processor with memory and logged ports, for unit tests. */
#ifndef TESTS_GEODESIM_CPU_BOARD_H
#define TESTS_GEODESIM_CPU_BOARD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "cpu/cpu.h"

#define BOARD_RAM (4u << 20)

struct board {
	struct cpu *cpu;
	uint8_t *ram;
	uint32_t absent_from, absent_to; /* no memory answers here (while not equal) */
	unsigned signals[8];
	uint64_t last_arg[8];
	unsigned acks;
	uint8_t vector;
	/* Ports: the last write, and what a read gives. */
	uint16_t port;
	uint32_t written, answer;
	unsigned port_accesses;
	uint16_t smi_port; /* an access here answers with a synchronous SMI */
	bool smi_external;
	unsigned mem_accesses; /* that no page answered */
};

static inline bool board_absent(const struct board *b, uint32_t paddr)
{
	return paddr >= BOARD_RAM || (paddr >= b->absent_from && paddr < b->absent_to);
}
static inline uint8_t *board_page(void *o, uint32_t paddr, bool write, unsigned flags)
{
	struct board *b = o;

	(void)write;
	(void)flags;
	if (paddr >= 0xffff0000u)
		paddr &= 0xfffff; /* the reset vector lies in memory here */
	return board_absent(b, paddr) ? NULL : b->ram + paddr;
}
static inline uint64_t board_read(void *o, uint32_t paddr, unsigned size, unsigned flags)
{
	struct board *b = o;

	(void)paddr;
	(void)size;
	(void)flags;
	b->mem_accesses++;
	return UINT64_MAX;
}
static inline void board_write(void *o, uint32_t paddr, unsigned size, uint64_t val, unsigned flags)
{
	struct board *b = o;

	(void)paddr;
	(void)size;
	(void)val;
	(void)flags;
	b->mem_accesses++;
}
static inline void board_port(struct board *b, uint16_t port)
{
	b->port = port;
	b->port_accesses++;
	if (b->smi_port && port == b->smi_port)
		cpu_sync_smi(b->cpu, b->smi_external);
}
static inline uint32_t board_in(void *o, uint16_t port, unsigned size)
{
	struct board *b = o;

	(void)size;
	board_port(b, port);
	return b->answer;
}
static inline void board_out(void *o, uint16_t port, unsigned size, uint32_t val)
{
	struct board *b = o;

	(void)size;
	b->written = val;
	board_port(b, port);
}
static inline bool board_msr_read(void *o, uint32_t msr, uint64_t *val)
{
	(void)o;
	(void)msr;
	*val = 0;
	return true;
}
static inline bool board_msr_write(void *o, uint32_t msr, uint64_t val)
{
	(void)o;
	(void)msr;
	(void)val;
	return true;
}
static inline uint8_t board_ack(void *o)
{
	struct board *b = o;

	b->acks++;
	cpu_set_intr(b->cpu, false);
	return b->vector;
}
static inline void board_signal(void *o, enum cpu_signal s, uint64_t arg)
{
	struct board *b = o;

	b->signals[s]++;
	b->last_arg[s] = arg;
}

static inline struct board *board_new(enum cpu_model model)
{
	struct board *b = calloc(1, sizeof(*b));
	struct cpu_bus bus = {
		.opaque = b,
		.mem_page = board_page,
		.mem_read = board_read,
		.mem_write = board_write,
		.io_read = board_in,
		.io_write = board_out,
		.msr_read = board_msr_read,
		.msr_write = board_msr_write,
		.intr_ack = board_ack,
		.signal = board_signal,
	};

	assert_non_null(b);
	b->ram = calloc(1, BOARD_RAM);
	assert_non_null(b->ram);
	b->cpu = cpu_new(model, &bus);
	assert_non_null(b->cpu);
	return b;
}
static inline void board_free(struct board *b)
{
	cpu_free(b->cpu);
	free(b->ram);
	free(b);
}
static inline uint32_t board_reg(const struct board *b, enum cpu_reg reg)
{
	return (uint32_t)cpu_get_reg(b->cpu, reg);
}
/* Put code at a physical address and CS:EIP there, in real mode with cs = addr >> 4. */
static inline void board_code(struct board *b, uint32_t addr, const void *code, size_t len)
{
	memcpy(b->ram + addr, code, len);
	cpu_memory_written(b->cpu, addr, (uint32_t)len);
	cpu_set_reg(b->cpu, CPU_REG_CS, addr >> 4);
	cpu_set_reg(b->cpu, CPU_REG_EIP, addr & 15);
	cpu_set_reg(b->cpu, CPU_REG_SS, 0x3000);
	cpu_set_reg(b->cpu, CPU_REG_ESP, 0x8000);
}
static inline void board_vector(struct board *b, unsigned vector, uint32_t seg_off)
{
	memcpy(b->ram + vector * 4, &seg_off, 4);
}
static inline uint32_t board_mem32(const struct board *b, uint32_t addr)
{
	uint32_t v;

	memcpy(&v, b->ram + addr, 4);
	return v;
}
static inline void board_msr(struct board *b, uint32_t msr, uint64_t val)
{
	assert_true(cpu_msr_write(b->cpu, msr, val));
}
static inline void board_steps(struct board *b, unsigned n)
{
	while (n--)
		cpu_step(b->cpu);
}

#define BOARD_CODE(b, addr, ...)                              \
	do {                                                  \
		static const uint8_t code_[] = {__VA_ARGS__}; \
		board_code(b, addr, code_, sizeof(code_));    \
	} while (0)

#endif
