/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decimal adjustment: DAA DAS AAA AAS AAM AAD. */

#include "cpu/internal.h"
#include "cpu/ops.h"

/* SF, ZF, PF from al, CF and AF as given, OF 0 (undefined in the manuals). */
static void adjust_flags(struct cpu *cpu, uint8_t al, bool cf, bool af)
{
	cpu->z = al;
	cpu->sp = (uint32_t)(int8_t)al;
	cpu->cf = cf;
	cpu->x = (uint32_t)cf << 31 | (af ? FLAG_AF : 0);
}

void op_daa(struct cpu *cpu, const struct insn *i)
{
	uint8_t old = reg8(cpu, 0), al = old;
	bool old_cf = cpu->cf, cf = false, af = false;

	(void)i;
	if ((al & 0xf) > 9 || flag_af(cpu)) {
		cf = old_cf || al > 0xf9;
		al += 6;
		af = true;
	}
	if (old > 0x99 || old_cf) {
		al += 0x60;
		cf = true;
	} else {
		cf = false;
	}
	set_reg8(cpu, 0, al);
	adjust_flags(cpu, al, cf, af);
}

void op_das(struct cpu *cpu, const struct insn *i)
{
	uint8_t old = reg8(cpu, 0), al = old;
	bool old_cf = cpu->cf, cf = false, af = false;

	(void)i;
	if ((al & 0xf) > 9 || flag_af(cpu)) {
		cf = old_cf || al < 6;
		al -= 6;
		af = true;
	}
	if (old > 0x99 || old_cf) {
		al -= 0x60;
		cf = true;
	}
	set_reg8(cpu, 0, al);
	adjust_flags(cpu, al, cf, af);
}

/* AAA and AAS add to AX as a whole since the 386: a carry out of AL + 6 reaches AH. */
static void ascii_adjust(struct cpu *cpu, int by)
{
	uint16_t ax = reg16(cpu, EAX);
	bool adjust = (ax & 0xf) > 9 || flag_af(cpu);

	if (adjust)
		ax = (uint16_t)(ax + by);
	ax &= 0xff0f;
	set_reg16(cpu, EAX, ax);
	adjust_flags(cpu, (uint8_t)ax, adjust, adjust);
}
void op_aaa(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	ascii_adjust(cpu, 0x106);
}
void op_aas(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	ascii_adjust(cpu, -0x106);
}

void op_aam(struct cpu *cpu, const struct insn *i)
{
	uint8_t al = reg8(cpu, 0), base = (uint8_t)i->imm;

	if (base == 0)
		cpu_fault(cpu, EXC_DE);
	set_reg16(cpu, EAX, (uint16_t)((al / base) << 8 | al % base));
	adjust_flags(cpu, al % base, false, false);
}

void op_aad(struct cpu *cpu, const struct insn *i)
{
	uint16_t ax = reg16(cpu, EAX);
	uint8_t al = (uint8_t)((ax & 0xff) + (ax >> 8) * i->imm);

	set_reg16(cpu, EAX, al);
	adjust_flags(cpu, al, false, false);
}
