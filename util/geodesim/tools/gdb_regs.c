/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gdb's register numbers to the processor's registers. */
#include "tools/gdb_regs.h"

#include <string.h>

#include "cpu/cpu.h"
#include "fpu/fpu.h"

#define INTEGER 16 /* registers before st0 */
#define ST_END	24

enum { FCTRL = ST_END, FSTAT, FTAG, FISEG, FIOFF, FOSEG, FOOFF, FOP };

static const enum cpu_reg reg_of[INTEGER] = {
	CPU_REG_EAX, CPU_REG_ECX, CPU_REG_EDX, CPU_REG_EBX,    CPU_REG_ESP, CPU_REG_EBP,
	CPU_REG_ESI, CPU_REG_EDI, CPU_REG_EIP, CPU_REG_EFLAGS, CPU_REG_CS,  CPU_REG_SS,
	CPU_REG_DS,  CPU_REG_ES,  CPU_REG_FS,  CPU_REG_GS,
};

size_t gdb_reg_size(unsigned n)
{
	return n >= INTEGER && n < ST_END ? 10 : 4;
}

static uint32_t get_integer(const struct cpu *cpu, unsigned n)
{
	uint32_t val = (uint32_t)cpu_get_reg(cpu, reg_of[n]);

	if (n == GDB_REG_PC)
		val += (uint32_t)cpu_get_reg(cpu, CPU_REG_CS_BASE);
	return val;
}

static uint32_t get_x87(const struct fpu_state *f, unsigned n)
{
	switch (n) {
	case FCTRL: return f->cw;
	case FSTAT: return fpu_status_word(f);
	case FTAG: return fpu_tag_word(f);
	case FISEG: return f->fcs;
	case FIOFF: return f->fip;
	case FOSEG: return f->fds;
	case FOOFF: return f->fdp;
	default: return f->fop;
	}
}

static struct ext80 *st(struct fpu_state *f, unsigned n)
{
	return &f->r[(f->top + n - INTEGER) & 7];
}

size_t gdb_reg_get(const struct cpu *cpu, unsigned n, uint8_t *bytes)
{
	struct fpu_state *f = cpu_fpu((struct cpu *)cpu);
	uint32_t val;

	if (n >= INTEGER && n < ST_END) {
		memcpy(bytes, st(f, n), 10);
		return 10;
	}
	val = n < INTEGER ? get_integer(cpu, n) : get_x87(f, n);
	memcpy(bytes, &val, 4);
	return 4;
}

static void set_integer(struct cpu *cpu, unsigned n, uint32_t val)
{
	/* Selectors are only written when they change: a write loads base and limit in real mode. */
	if (get_integer(cpu, n) == val && n != GDB_REG_PC)
		return;
	if (n == GDB_REG_PC)
		val -= (uint32_t)cpu_get_reg(cpu, CPU_REG_CS_BASE);
	cpu_set_reg(cpu, reg_of[n], val);
}

static void set_x87(struct fpu_state *f, unsigned n, uint32_t val)
{
	uint16_t cw = f->cw, sw = fpu_status_word(f), tag = fpu_tag_word(f);

	switch (n) {
	case FCTRL: cw = (uint16_t)val; break;
	case FSTAT: sw = (uint16_t)val; break;
	case FTAG: tag = (uint16_t)val; break;
	case FISEG: f->fcs = (uint16_t)val; return;
	case FIOFF: f->fip = val; return;
	case FOSEG: f->fds = (uint16_t)val; return;
	case FOOFF: f->fdp = val; return;
	default: f->fop = val & 0x7ff; return;
	}
	fpu_load_words(f, cw, sw, tag);
}

void gdb_reg_set(struct cpu *cpu, unsigned n, const uint8_t *bytes)
{
	uint32_t val;

	if (n >= INTEGER && n < ST_END) {
		memcpy(st(cpu_fpu(cpu), n), bytes, 10);
		return;
	}
	memcpy(&val, bytes, 4);
	if (n < INTEGER)
		set_integer(cpu, n, val);
	else
		set_x87(cpu_fpu(cpu), n, val);
}
