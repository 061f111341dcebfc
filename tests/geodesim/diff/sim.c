/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The simulator's side: geodesim's processor in flat 32-bit user mode. */
#include <stdlib.h>
#include <string.h>

#include "cpu/cpu.h"
#include "fpu/fpu.h"
#include "sim.h"

/* Supervisor structures, all beyond the segments of a case. */
#define RAM_BYTES  0x200000u
#define PAGE_DIR   0x100000u
#define PAGE_TABLE 0x101000u
#define GDT	   0x102000u
#define IDT	   0x103000u
#define LDT	   0x104000u
#define TSS	   0x105000u
#define STUBS	   0x106000u
#define STACK_TOP  0x109000u

#define SYS_CODE   0x08 /* selectors in the GDT */
#define SYS_DATA   0x10
#define SYS_LDT	   0x18
#define SYS_TSS	   0x20

#define END_VECTOR 0x81 /* INT 81h ends a sequence */
#define MAX_CLOCKS 2000000

struct sim {
	struct cpu *cpu;
	uint8_t *ram;
	int vector; /* port that a stub wrote to, -1: none yet */
};

static uint8_t *mem_page(void *o, uint32_t paddr, bool write, unsigned flags)
{
	struct sim *s = o;

	(void)write;
	(void)flags;
	return paddr < RAM_BYTES ? s->ram + paddr : NULL;
}

static uint64_t mem_read(void *o, uint32_t paddr, unsigned size, unsigned flags)
{
	struct sim *s = o;
	uint64_t v = ~0ull;

	(void)flags;
	if (paddr <= RAM_BYTES - size)
		memcpy(&v, s->ram + paddr, size);
	return v;
}

static void mem_write(void *o, uint32_t paddr, unsigned size, uint64_t val, unsigned flags)
{
	struct sim *s = o;

	(void)flags;
	if (paddr <= RAM_BYTES - size)
		memcpy(s->ram + paddr, &val, size);
}

static uint32_t io_read(void *o, uint16_t port, unsigned size)
{
	(void)o;
	(void)port;
	(void)size;
	return ~0u;
}

/* Every exception ends in a stub that writes to the port of its vector. */
static void io_write(void *o, uint16_t port, unsigned size, uint32_t val)
{
	struct sim *s = o;

	(void)size;
	(void)val;
	s->vector = port;
	cpu_stop(s->cpu);
}

static bool msr_read(void *o, uint32_t msr, uint64_t *val)
{
	(void)o;
	(void)msr;
	(void)val;
	return false;
}

static bool msr_write(void *o, uint32_t msr, uint64_t val)
{
	(void)o;
	(void)msr;
	(void)val;
	return false;
}

static uint8_t intr_ack(void *o)
{
	(void)o;
	return 0;
}

static void on_signal(void *o, enum cpu_signal signal, uint64_t arg)
{
	struct sim *s = o;

	(void)arg;
	if (signal == CPU_SIGNAL_SHUTDOWN)
		cpu_stop(s->cpu);
}

static void put32(struct sim *s, uint32_t at, uint32_t v)
{
	memcpy(s->ram + at, &v, 4);
}

static uint32_t get32(const struct sim *s, uint32_t at)
{
	uint32_t v;

	memcpy(&v, s->ram + at, 4);
	return v;
}

static void descriptor(struct sim *s, uint32_t at, uint32_t base, uint32_t limit, uint32_t access)
{
	put32(s, at, (limit & 0xffff) | base << 16);
	put32(s, at + 4,
	      (base >> 16 & 0xff) | access << 8 | (limit & 0xf0000) | (base & 0xff000000));
}

/* access: descriptor bits 8..15 in 7:0, G D L AVL in 15:12, as descriptor() shifts them */
#define CODE32_USER 0x40fb
#define DATA32_USER 0x40f3
#define CODE32_SYS  0xc09b
#define DATA32_SYS  0xc093
#define LDT_ACCESS  0x0082
#define TSS_ACCESS  0x008b

static void build_tables(struct sim *s)
{
	put32(s, PAGE_DIR, PAGE_TABLE | 7);
	/* Supervisor pages for the structures; code and data are the user's, code read-only. */
	for (uint32_t page = PAGE_DIR; page < STACK_TOP; page += 4096)
		put32(s, PAGE_TABLE + (page >> 10), page | 3);
	put32(s, PAGE_TABLE + (DIFF_CODE >> 10), DIFF_CODE | 5);
	put32(s, PAGE_TABLE + (DIFF_DATA >> 10), DIFF_DATA | 7);
	put32(s, PAGE_TABLE + (DIFF_EXIT >> 10), DIFF_EXIT | 5);
	s->ram[DIFF_EXIT] = 0xcd; /* INT END_VECTOR */
	s->ram[DIFF_EXIT + 1] = END_VECTOR;
	descriptor(s, GDT + SYS_CODE, 0, 0xfffff, CODE32_SYS);
	descriptor(s, GDT + SYS_DATA, 0, 0xfffff, DATA32_SYS);
	descriptor(s, GDT + SYS_LDT, LDT, 23, LDT_ACCESS);
	descriptor(s, GDT + SYS_TSS, TSS, 103, TSS_ACCESS);
	descriptor(s, LDT + 0, 0, DIFF_CS_LIMIT, CODE32_USER);
	descriptor(s, LDT + 8, 0, DIFF_LIMIT, DATA32_USER);
	descriptor(s, LDT + 16, DIFF_ES_BASE, DIFF_ES_LIMIT, DATA32_USER);
	put32(s, TSS + 4, STACK_TOP);
	put32(s, TSS + 8, SYS_DATA);
	put32(s, TSS + 100, 104u << 16); /* I/O map beyond the limit: none */
	for (unsigned v = 0; v < 256; v++) {
		/* Linux lets user mode raise INT3 and INTO, no other. */
		unsigned dpl = v == 3 || v == 4 || v == END_VECTOR ? 3 : 0;
		uint32_t stub = STUBS + 4 * v;

		put32(s, IDT + 8 * v, (stub & 0xffff) | SYS_CODE << 16);
		put32(s, IDT + 8 * v + 4, (stub & 0xffff0000) | 0x8e00 | dpl << 13);
		put32(s, stub, 0xf4f400e6 | v << 8); /* OUT v, AL; HLT */
	}
}

static void segment(struct cpu *cpu, enum cpu_reg seg, uint32_t sel, uint32_t base, uint32_t limit,
		    uint32_t attr)
{
	/* The registers of each segment follow each other in four groups of eight. */
	unsigned n = seg - CPU_REG_ES;

	cpu_set_reg(cpu, seg, sel);
	cpu_set_reg(cpu, CPU_REG_ES_BASE + n, base);
	cpu_set_reg(cpu, CPU_REG_ES_LIMIT + n, limit);
	cpu_set_reg(cpu, CPU_REG_ES_ATTR + n, attr);
}

static void system_state(struct cpu *cpu)
{
	/* PE, MP, ET, NE, WP, AM, PG as a Linux kernel has them. */
	cpu_set_reg(cpu, CPU_REG_CR3, PAGE_DIR);
	cpu_set_reg(cpu, CPU_REG_CR0, 0x80050033);
	cpu_set_reg(cpu, CPU_REG_CR4, 0);
	cpu_set_reg(cpu, CPU_REG_GDTR_BASE, GDT);
	cpu_set_reg(cpu, CPU_REG_GDTR_LIMIT, 0x27);
	cpu_set_reg(cpu, CPU_REG_IDTR_BASE, IDT);
	cpu_set_reg(cpu, CPU_REG_IDTR_LIMIT, 0x7ff);
	segment(cpu, CPU_REG_LDTR, SYS_LDT, LDT, 23, LDT_ACCESS);
	segment(cpu, CPU_REG_TR, SYS_TSS, TSS, 103, TSS_ACCESS);
}

struct sim *sim_new(void)
{
	struct sim *s = calloc(1, sizeof(*s));
	struct cpu_bus bus = {
		.opaque = s,
		.mem_page = mem_page,
		.mem_read = mem_read,
		.mem_write = mem_write,
		.io_read = io_read,
		.io_write = io_write,
		.msr_read = msr_read,
		.msr_write = msr_write,
		.intr_ack = intr_ack,
		.signal = on_signal,
	};

	if (!s)
		return NULL;
	s->ram = calloc(1, RAM_BYTES);
	s->cpu = s->ram ? cpu_new(CPU_GEODE_LX, &bus) : NULL;
	if (!s->cpu) {
		sim_free(s);
		return NULL;
	}
	build_tables(s);
	system_state(s->cpu);
	memset(s->ram + DIFF_CODE, 0xf4, DIFF_PAGE);
	if (cpu_enable_coverage(s->cpu)) {
		sim_free(s);
		return NULL;
	}
	return s;
}

void sim_free(struct sim *s)
{
	if (!s)
		return;
	if (s->cpu)
		cpu_free(s->cpu);
	free(s->ram);
	free(s);
}

static uint32_t le(const uint8_t *p, unsigned bytes)
{
	uint32_t v = 0;

	while (bytes--)
		v = v << 8 | p[bytes];
	return v;
}

static void load_fpu(struct fpu_state *f, const uint8_t *image)
{
	fpu_load_words(f, (uint16_t)le(image, 2), (uint16_t)le(image + 4, 2),
		       (uint16_t)le(image + 8, 2));
	for (unsigned n = 0; n < 8; n++) {
		struct ext80 *r = &f->r[(f->top + n) & 7];

		memcpy(&r->m, image + 28 + 10 * n, 8);
		r->se = (uint16_t)le(image + 36 + 10 * n, 2);
	}
}

static void save_fpu(const struct fpu_state *f, uint8_t *image)
{
	uint16_t words[3] = {f->cw, fpu_status_word(f), fpu_tag_word(f)};

	memset(image, 0, DIFF_FPU_BYTES);
	for (unsigned n = 0; n < 3; n++)
		memcpy(image + 4 * n, &words[n], 2);
	for (unsigned n = 0; n < 8; n++) {
		const struct ext80 *r = &f->r[(f->top + n) & 7];

		memcpy(image + 28 + 10 * n, &r->m, 8);
		memcpy(image + 36 + 10 * n, &r->se, 2);
	}
}

static void start(struct sim *s, const struct diff_case *c)
{
	struct cpu *cpu = s->cpu;

	diff_place_code(c, s->ram + DIFF_CODE);
	memcpy(s->ram + DIFF_DATA, c->data, DIFF_PAGE);
	cpu_memory_written(cpu, DIFF_CODE, DIFF_CODE_CLEAR);
	cpu_memory_written(cpu, DIFF_DATA, DIFF_PAGE);
	cpu_set_reg(cpu, CPU_REG_CPL, 3);
	cpu_set_reg(cpu, CPU_REG_EFLAGS, c->in.eflags);
	segment(cpu, CPU_REG_CS, DIFF_CS_SEL, 0, DIFF_CS_LIMIT, CODE32_USER);
	segment(cpu, CPU_REG_SS, DIFF_DS_SEL, 0, DIFF_LIMIT, DATA32_USER);
	segment(cpu, CPU_REG_DS, DIFF_DS_SEL, 0, DIFF_LIMIT, DATA32_USER);
	segment(cpu, CPU_REG_ES, DIFF_ES_SEL, DIFF_ES_BASE, DIFF_ES_LIMIT, DATA32_USER);
	for (unsigned n = 0; n < 8; n++)
		cpu_set_reg(cpu, CPU_REG_EAX + n, c->in.gpr[n]);
	cpu_set_reg(cpu, CPU_REG_EIP, c->in.eip);
	cpu_set_reg(cpu, CPU_REG_CR2, 0);
	load_fpu(cpu_fpu(cpu), c->in.fpu);
	s->vector = -1;
}

static bool has_error_code(int vector)
{
	return vector == 8 || (vector >= 10 && vector <= 14) || vector == 17;
}

void sim_run(struct sim *s, const struct diff_case *c, struct diff_result *r)
{
	struct cpu *cpu = s->cpu;
	uint64_t end;
	uint32_t frame = STACK_TOP - 20; /* EIP CS EFLAGS ESP SS */

	start(s, c);
	end = cpu_clock(cpu) + MAX_CLOCKS;
	while (s->vector < 0 && cpu_clock(cpu) < end && !cpu_in_shutdown(cpu))
		cpu_run(cpu, end);
	memset(r, 0, sizeof(*r));
	r->vector = s->vector < 0 ? DIFF_HANG : (uint32_t)s->vector;
	for (unsigned n = 0; n < 8; n++)
		r->state.gpr[n] = (uint32_t)cpu_get_reg(cpu, CPU_REG_EAX + n);
	if (s->vector >= 0) {
		if (has_error_code(s->vector))
			r->error = get32(s, frame - 4);
		r->state.eip = get32(s, frame);
		r->state.eflags = get32(s, frame + 8);
		r->state.gpr[4] = get32(s, frame + 12);
	}
	if (r->vector == END_VECTOR)
		r->vector = DIFF_END;
	if (r->vector == 14)
		r->cr2 = (uint32_t)cpu_get_reg(cpu, CPU_REG_CR2);
	save_fpu(cpu_fpu(cpu), r->state.fpu);
	memcpy(r->data, s->ram + DIFF_DATA, DIFF_PAGE);
}

void sim_coverage(struct sim *s, FILE *out)
{
	cpu_coverage(s->cpu, out);
}
