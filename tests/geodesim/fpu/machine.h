/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A processor with some memory that runs a few instructions and says how they ended. */
#ifndef TESTS_GEODESIM_FPU_MACHINE_H
#define TESTS_GEODESIM_FPU_MACHINE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cpu/cpu.h"
#include "fpu/fpu.h"

#define MACHINE_RAM   0x100000u
#define MACHINE_CODE  0x1000u
#define MACHINE_DATA  0x2000u
#define MACHINE_IDT   0x3000u
#define MACHINE_STUBS 0x4000u
#define MACHINE_STACK 0x8000u
#define MACHINE_CS    0x0008
#define MACHINE_DS    0x0010
#define MACHINE_END   0xff /* vector: the code ran to its end */

struct machine {
	struct cpu *cpu;
	uint8_t *ram;
	int ended; /* the vector, -1: still running */
	int ferr;  /* level of FERR# */
};

static inline uint8_t *machine_page(void *o, uint32_t paddr, bool write, unsigned flags)
{
	struct machine *m = o;

	(void)write;
	(void)flags;
	return paddr < MACHINE_RAM ? m->ram + paddr : NULL;
}

static inline uint64_t machine_read(void *o, uint32_t paddr, unsigned size, unsigned flags)
{
	(void)o;
	(void)paddr;
	(void)size;
	(void)flags;
	return UINT64_MAX;
}

static inline void machine_write(void *o, uint32_t paddr, unsigned size, uint64_t val,
				 unsigned flags)
{
	(void)o;
	(void)paddr;
	(void)size;
	(void)val;
	(void)flags;
}

static inline uint32_t machine_in(void *o, uint16_t port, unsigned size)
{
	(void)o;
	(void)port;
	(void)size;
	return UINT32_MAX;
}

static inline void machine_out(void *o, uint16_t port, unsigned size, uint32_t val)
{
	struct machine *m = o;

	(void)size;
	(void)val;
	m->ended = port;
	cpu_stop(m->cpu);
}

static inline bool machine_rdmsr(void *o, uint32_t msr, uint64_t *val)
{
	(void)o;
	(void)msr;
	(void)val;
	return false;
}

static inline bool machine_wrmsr(void *o, uint32_t msr, uint64_t val)
{
	(void)o;
	(void)msr;
	(void)val;
	return false;
}

static inline uint8_t machine_ack(void *o)
{
	(void)o;
	return 0x20;
}

static inline void machine_signal(void *o, enum cpu_signal signal, uint64_t arg)
{
	struct machine *m = o;

	if (signal == CPU_SIGNAL_FERR)
		m->ferr = (int)arg;
}

static inline struct machine *machine_new(void)
{
	struct machine *m = calloc(1, sizeof(*m));
	struct cpu_bus bus = {
		.opaque = m,
		.mem_page = machine_page,
		.mem_read = machine_read,
		.mem_write = machine_write,
		.io_read = machine_in,
		.io_write = machine_out,
		.msr_read = machine_rdmsr,
		.msr_write = machine_wrmsr,
		.intr_ack = machine_ack,
		.signal = machine_signal,
	};

	assert_non_null(m);
	m->ram = calloc(1, MACHINE_RAM);
	assert_non_null(m->ram);
	m->cpu = cpu_new(CPU_GEODE_LX, &bus);
	assert_non_null(m->cpu);
	/* Every vector's gate leads to OUT vector, AL. */
	for (uint32_t v = 0; v < 256; v++) {
		uint32_t stub = MACHINE_STUBS + 4 * v, words[3];

		words[0] = (stub & 0xffff) | MACHINE_CS << 16;
		words[1] = (stub & 0xffff0000) | 0x8e00;
		words[2] = 0xf4f400e6 | v << 8;
		memcpy(m->ram + MACHINE_IDT + 8 * v, words, 8);
		memcpy(m->ram + stub, &words[2], 4);
	}
	return m;
}

static inline void machine_free(struct machine *m)
{
	cpu_free(m->cpu);
	free(m->ram);
	free(m);
}

static inline void machine_segment(struct machine *m, enum cpu_reg seg, uint32_t sel, uint32_t attr)
{
	unsigned n = seg - CPU_REG_ES;

	cpu_set_reg(m->cpu, seg, sel);
	cpu_set_reg(m->cpu, CPU_REG_ES_BASE + n, 0);
	cpu_set_reg(m->cpu, CPU_REG_ES_LIMIT + n, 0xffffffff);
	cpu_set_reg(m->cpu, CPU_REG_ES_ATTR + n, attr);
}

/* Flat 32-bit protected mode at privilege 0, without paging; cr0 beside PE and ET. */
static inline void machine_protected(struct machine *m, uint32_t cr0)
{
	static const uint32_t gdt[6] = {0, 0, 0xffff, 0xcf9b00, 0xffff, 0xcf9300};

	memcpy(m->ram + 0x800, gdt, sizeof(gdt));
	cpu_set_reg(m->cpu, CPU_REG_GDTR_BASE, 0x800);
	cpu_set_reg(m->cpu, CPU_REG_GDTR_LIMIT, sizeof(gdt) - 1);
	cpu_set_reg(m->cpu, CPU_REG_IDTR_BASE, MACHINE_IDT);
	cpu_set_reg(m->cpu, CPU_REG_IDTR_LIMIT, 0x7ff);
	cpu_set_reg(m->cpu, CPU_REG_CR0, 0x11 | cr0);
	cpu_set_reg(m->cpu, CPU_REG_CPL, 0);
	machine_segment(m, CPU_REG_CS, MACHINE_CS, 0xc09b);
	machine_segment(m, CPU_REG_SS, MACHINE_DS, 0xc093);
	machine_segment(m, CPU_REG_DS, MACHINE_DS, 0xc093);
	machine_segment(m, CPU_REG_ES, MACHINE_DS, 0xc093);
}

/*
 * Run code (at MACHINE_CODE) until it ends, faults, or has used far too many clocks. Returns the
 * vector, MACHINE_END at its end, -1 when it waits for ever.
 */
static inline int machine_run(struct machine *m, const uint8_t *code, size_t len)
{
	static const uint8_t end[] = {0xe6, MACHINE_END, 0xf4};
	uint64_t until = cpu_clock(m->cpu) + 100000;

	memcpy(m->ram + MACHINE_CODE, code, len);
	memcpy(m->ram + MACHINE_CODE + len, end, sizeof(end));
	cpu_memory_written(m->cpu, MACHINE_CODE, (uint32_t)(len + sizeof(end)));
	cpu_set_reg(m->cpu, CPU_REG_EIP, MACHINE_CODE);
	cpu_set_reg(m->cpu, CPU_REG_ESP, MACHINE_STACK);
	cpu_set_reg(m->cpu, CPU_REG_EFLAGS, 2);
	m->ended = -1;
	while (m->ended < 0 && cpu_clock(m->cpu) < until)
		cpu_run(m->cpu, until);
	return m->ended;
}

#define MACHINE_RUN(m, ...) \
	machine_run(m, (const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__}))

/* EIP in the frame of the exception that ended the code (no error code). */
static inline uint32_t machine_fault_eip(const struct machine *m)
{
	uint32_t v;

	memcpy(&v, m->ram + MACHINE_STACK - 12, 4);
	return v;
}

#endif
