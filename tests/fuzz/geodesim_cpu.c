/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any instruction stream in any state: the processor must stay within its memory and terminate. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cpu/cpu.h"

#define RAM   (1u << 19)
#define STATE 64 /* bytes of input that choose the starting state */

struct board {
	struct cpu *cpu;
	uint8_t *ram;
	uint32_t noise;
};

static uint8_t *mem_page(void *o, uint32_t paddr, bool write, unsigned flags)
{
	struct board *b = o;

	(void)write;
	(void)flags;
	return paddr < RAM ? b->ram + paddr : NULL;
}
static uint32_t noise(struct board *b)
{
	b->noise = b->noise * 1664525 + 1013904223;
	return b->noise;
}
static uint64_t mem_read(void *o, uint32_t paddr, unsigned size, unsigned flags)
{
	(void)paddr;
	(void)size;
	(void)flags;
	return noise(o) * 0x100000001ull;
}
static void mem_write(void *o, uint32_t paddr, unsigned size, uint64_t val, unsigned flags)
{
	struct board *b = o;

	(void)size;
	(void)flags;
	/* Some device writes change routing or A20, as boards do in the middle of an instruction. */
	if ((paddr & 0xff) == 0x10)
		cpu_set_a20(b->cpu, val & 1);
	if ((paddr & 0xff) == 0x20)
		cpu_flush_mappings(b->cpu);
	if ((paddr & 0xff) == 0x30)
		cpu_memory_written(b->cpu, (uint32_t)val % RAM, 64);
}
static uint32_t io_read(void *o, uint16_t port, unsigned size)
{
	struct board *b = o;

	(void)size;
	if ((port & 7) == 1)
		cpu_sync_smi(b->cpu, port & 8);
	return noise(b);
}
static void io_write(void *o, uint16_t port, unsigned size, uint32_t val)
{
	struct board *b = o;

	(void)size;
	switch (port & 15) {
	case 1: cpu_sync_smi(b->cpu, val & 1); break;
	case 2: cpu_set_intr(b->cpu, val & 1); break;
	case 3: cpu_set_nmi(b->cpu, val & 1); break;
	case 4: cpu_set_smi(b->cpu, val & 1); break;
	case 5: cpu_set_a20(b->cpu, val & 1); break;
	case 6: cpu_init_signal(b->cpu); break;
	case 7: cpu_flush_mappings(b->cpu); break;
	case 8: cpu_set_ignne(b->cpu, val & 1); break;
	case 9: cpu_reset(b->cpu); break;
	default: break;
	}
}
static bool msr_read(void *o, uint32_t msr, uint64_t *val)
{
	*val = noise(o);
	return msr & 1;
}
static bool msr_write(void *o, uint32_t msr, uint64_t val)
{
	(void)o;
	(void)val;
	return msr & 1;
}
static uint8_t intr_ack(void *o)
{
	struct board *b = o;

	cpu_set_intr(b->cpu, false);
	return (uint8_t)noise(b);
}
static void on_signal(void *o, enum cpu_signal s, uint64_t arg)
{
	(void)o;
	(void)s;
	(void)arg;
}

static uint32_t word(const uint8_t *data, unsigned n)
{
	uint32_t v;

	memcpy(&v, data + n * 4, 4);
	return v;
}

/* Descriptor tables and page tables that mostly make sense, so that deep paths are reached. */
static void furnish(struct board *b, const uint8_t *data)
{
	static const uint64_t gdt[] = {
		0,
		0x00cf9b000000ffff,
		0x00cf93000000ffff,
		0x00cffb000000ffff,
		0x00cff3000000ffff,
		0x00009b000000ffff,
		0x0000930000000fff,
		0x0000e9003000ffff,
		0x000089003000ffff,
		0x0000ec0000081000,
		0x0000e50000400000,
		0x00008200200000ff,
		0x0000970000000fff,
		0x0000810031000fff,
		0x00009f000000ffff,
		0x0000e40000281000,
	};

	memcpy(b->ram + 0x2000, gdt, sizeof(gdt));
	for (unsigned n = 0; n < 256; n++) {
		uint64_t gate = 0x0000ee0000081000ull + ((uint64_t)(n & 15) << 4);

		if (n % 7 == 3)
			gate = 0x0000e50000400000ull;
		memcpy(b->ram + 0x4000 + n * 8, &gate, 8);
	}
	for (unsigned n = 0; n < 1024; n++) {
		uint32_t pte = n << 12 | ((n & 31) == 31 ? 0 : 7);

		memcpy(b->ram + 0x6000 + n * 4, &pte, 4);
	}
	memcpy(b->ram + 0x5000, "\x07\x60\x00\x00\x87\x00\x00\x00", 8);
	for (unsigned n = 0; n < 26; n++)
		memcpy(b->ram + 0x3000 + n * 4, "\x08\x00\x07\x00", 4);
	(void)data;
}

static void set_state(struct board *b, const uint8_t *data)
{
	uint8_t kind = data[0];

	for (unsigned n = 0; n < 8; n++)
		cpu_set_reg(b->cpu, CPU_REG_EAX + n, word(data, n + 1));
	if (kind & 8) {
		cpu_msr_write(b->cpu, 0x1301, 0x3f);
		cpu_msr_write(b->cpu, 0x132b, 0x8000);
		cpu_msr_write(b->cpu, 0x133b, 0xffff00001000ull);
		cpu_msr_write(b->cpu, 0x1302, 0x9);
		cpu_msr_write(b->cpu, 0x132c, 0x8800);
		cpu_msr_write(b->cpu, 0x133c, 0xffff00001000ull);
	}
	cpu_msr_write(b->cpu, 0x1800, kind & 16 ? 0 : 0x20);
	cpu_set_reg(b->cpu, CPU_REG_GDTR_BASE, 0x2000);
	cpu_set_reg(b->cpu, CPU_REG_GDTR_LIMIT, 127);
	cpu_set_reg(b->cpu, CPU_REG_IDTR_BASE, kind & 1 ? 0x4000 : 0);
	cpu_set_reg(b->cpu, CPU_REG_IDTR_LIMIT, 0x7ff);
	cpu_set_reg(b->cpu, CPU_REG_CR3, 0x5000);
	cpu_set_reg(b->cpu, CPU_REG_CR4, word(data, 9) & 0x19c);
	cpu_set_reg(b->cpu, CPU_REG_TR, 0x40);
	cpu_set_reg(b->cpu, CPU_REG_TR_BASE, 0x3000);
	cpu_set_reg(b->cpu, CPU_REG_DR0, word(data, 10) % RAM);
	cpu_set_reg(b->cpu, CPU_REG_DR7, word(data, 11));
	cpu_set_reg(b->cpu, CPU_REG_CR0,
		    0x10 | (word(data, 12) & 0x60050030) | (kind & 1) |
			    ((kind & 3) == 3 ? 0x80000000u : 0));
	cpu_set_reg(b->cpu, CPU_REG_EFLAGS, word(data, 13) & (kind & 4 ? ~0u : ~0x20000u));
	for (unsigned n = 0; n < 6; n++)
		cpu_set_reg(b->cpu, CPU_REG_ES + n, n == 1 ? 0x08 : 0x10);
	if ((kind & 1) && !(kind & 4)) {
		for (unsigned n = 0; n < 6; n++) {
			cpu_set_reg(b->cpu, CPU_REG_ES_BASE + n, 0);
			cpu_set_reg(b->cpu, CPU_REG_ES_LIMIT + n, 0xffffffff);
			cpu_set_reg(b->cpu, CPU_REG_ES_ATTR + n, n == 1 ? 0xc09b : 0xc093);
		}
		if (kind & 32) {
			cpu_set_reg(b->cpu, CPU_REG_CS, 0x1b);
			cpu_set_reg(b->cpu, CPU_REG_SS, 0x23);
			cpu_set_reg(b->cpu, CPU_REG_CS_ATTR, 0xc0fb);
			cpu_set_reg(b->cpu, CPU_REG_SS_ATTR, 0xc0f3);
			cpu_set_reg(b->cpu, CPU_REG_CPL, 3);
		}
	} else if (kind & 4 && kind & 1) {
		cpu_set_reg(b->cpu, CPU_REG_CPL, 3);
	}
	cpu_set_reg(b->cpu, CPU_REG_EIP, 0x1000);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct board b; /* made once: the fuzzer calls us many thousand times */
	struct cpu_bus bus = {
		.opaque = &b,
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
	uint64_t start;

	if (size <= STATE || size > STATE + 0x800)
		return 0;
	if (!b.cpu) {
		b.ram = malloc(RAM);
		b.cpu = cpu_new(CPU_GEODE_LX, &bus);
		if (!b.cpu || !b.ram)
			abort();
	}
	memset(b.ram, 0, RAM);
	b.noise = 1;
	cpu_set_intr(b.cpu, false);
	cpu_set_nmi(b.cpu, false);
	cpu_set_smi(b.cpu, false);
	cpu_set_a20(b.cpu, true);
	cpu_set_ignne(b.cpu, false);
	cpu_reset(b.cpu);
	furnish(&b, data);
	memcpy(b.ram + 0x1000, data + STATE, size - STATE);
	set_state(&b, data);
	start = cpu_clock(b.cpu);
	while (cpu_clock(b.cpu) - start < 3000 && !cpu_halted(b.cpu) && !cpu_in_shutdown(b.cpu))
		cpu_run(b.cpu, cpu_clock(b.cpu) + 1000);
	return 0;
}
