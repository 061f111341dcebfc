/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Port instructions: permission, IN, OUT, and what SMM wants to know about them. */

#include "cpu/io.h"
#include "cpu/debug.h"
#include "cpu/internal.h"
#include "cpu/ops.h"

/* With too little IOPL (always in virtual-8086 mode) the 32-bit TSS's bitmap decides. */
void cpu_io_check(struct cpu *cpu, uint16_t port, unsigned size)
{
	const struct segment *tss = &cpu->seg[TR];
	uint32_t map, bits;

	if (!cpu_protected(cpu))
		return;
	if (!cpu_v86(cpu) && cpu->cpl <= (cpu->eflags & FLAG_IOPL) >> 12)
		return;
	if (!(tss->attr & SEG_P) || !(tss->attr & 8) || tss->limit < 0x67)
		cpu_gp(cpu, 0);
	map = (uint32_t)cpu_sys_load(cpu, tss->base + 0x66, 2);
	/* Two bytes are read whatever the width, so both must lie within the limit. */
	if (map + port / 8 + 1 > tss->limit)
		cpu_gp(cpu, 0);
	bits = (uint32_t)cpu_sys_load(cpu, tss->base + map + port / 8, 2) >> (port & 7);
	if (bits & ((1u << size) - 1))
		cpu_gp(cpu, 0);
}

static void note(struct cpu *cpu, uint16_t port, unsigned size, bool write, uint32_t data)
{
	cpu->io_port = port;
	cpu->io_size = (uint8_t)size;
	cpu->io_write = write;
	cpu->io_data = data;
	cpu->io_valid = true;
}

uint32_t cpu_io_in(struct cpu *cpu, uint16_t port, unsigned size)
{
	uint32_t v;

	note(cpu, port, size, false, 0);
	v = cpu->bus.io_read(cpu->bus.opaque, port, size);
	cpu->io_valid = false;
	debug_io(cpu, port, size);
	return v;
}
void cpu_io_out(struct cpu *cpu, uint16_t port, unsigned size, uint32_t val)
{
	note(cpu, port, size, true, val);
	cpu->bus.io_write(cpu->bus.opaque, port, size, val);
	cpu->io_valid = false;
	debug_io(cpu, port, size);
}

static uint32_t in(struct cpu *cpu, uint16_t port, unsigned size)
{
	cpu_io_check(cpu, port, size);
	cpu->io_rep = false;
	return cpu_io_in(cpu, port, size);
}
static void out(struct cpu *cpu, uint16_t port, unsigned size, uint32_t val)
{
	cpu_io_check(cpu, port, size);
	cpu->io_rep = false;
	cpu_io_out(cpu, port, size, val);
}

void op_in_i8(struct cpu *cpu, const struct insn *i)
{
	set_reg8(cpu, 0, (uint8_t)in(cpu, (uint16_t)i->imm, 1));
}
void op_in_i16(struct cpu *cpu, const struct insn *i)
{
	set_reg16(cpu, EAX, (uint16_t)in(cpu, (uint16_t)i->imm, 2));
}
void op_in_i32(struct cpu *cpu, const struct insn *i)
{
	cpu->r[EAX] = in(cpu, (uint16_t)i->imm, 4);
}
void op_in_d8(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	set_reg8(cpu, 0, (uint8_t)in(cpu, reg16(cpu, EDX), 1));
}
void op_in_d16(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	set_reg16(cpu, EAX, (uint16_t)in(cpu, reg16(cpu, EDX), 2));
}
void op_in_d32(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	cpu->r[EAX] = in(cpu, reg16(cpu, EDX), 4);
}
void op_out_i8(struct cpu *cpu, const struct insn *i)
{
	out(cpu, (uint16_t)i->imm, 1, reg8(cpu, 0));
}
void op_out_i16(struct cpu *cpu, const struct insn *i)
{
	out(cpu, (uint16_t)i->imm, 2, reg16(cpu, EAX));
}
void op_out_i32(struct cpu *cpu, const struct insn *i)
{
	out(cpu, (uint16_t)i->imm, 4, cpu->r[EAX]);
}
void op_out_d8(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	out(cpu, reg16(cpu, EDX), 1, reg8(cpu, 0));
}
void op_out_d16(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	out(cpu, reg16(cpu, EDX), 2, reg16(cpu, EAX));
}
void op_out_d32(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	out(cpu, reg16(cpu, EDX), 4, cpu->r[EAX]);
}
