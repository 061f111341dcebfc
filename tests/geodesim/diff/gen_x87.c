/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Random x87 instructions. */
#include "gen.h"

/* Memory forms that are left out: unassigned ones, and FISTTP, which only the host has. */
static bool memory_form_exists(unsigned opcode, unsigned reg)
{
	switch (opcode) {
	case 0xd9: return reg != 1;
	case 0xdb: return reg != 1 && reg != 4 && reg != 6;
	case 0xdd: return reg != 1 && reg != 5;
	case 0xdf: return reg != 1;
	default: return true;
	}
}

static bool memory_form_wanted(struct gen *g, unsigned opcode, unsigned reg)
{
	if (!memory_form_exists(opcode, reg))
		return false;
	/* FNSTENV and FNSAVE write pointers that hosts treat differently: only at the end. */
	if ((opcode == 0xd9 || opcode == 0xdd) && reg == 6)
		return g->last;
	/* FLDENV, FLDCW, FRSTOR would soon unmask everything: less often. */
	if ((opcode == 0xd9 && (reg == 4 || reg == 5)) || (opcode == 0xdd && reg == 4))
		return gen_one_in(g, 8);
	return true;
}

static void memory_form(struct gen *g)
{
	unsigned opcode, reg;
	struct gen_operand o;

	do {
		opcode = 0xd8 + gen_below(g, 8);
		reg = gen_below(g, 8);
	} while (!memory_form_wanted(g, opcode, reg));
	o = gen_pick_operand(g, false, true);
	gen_byte(g, opcode);
	gen_operand(g, &o, reg);
}

/* Register forms: every assigned encoding but the transcendental ones. */
static const struct {
	uint8_t opcode, first, count;
} register_forms[] = {
	{0xd8, 0xc0, 64}, {0xd9, 0xc0, 16}, {0xd9, 0xd0, 1},  {0xd9, 0xd8, 8}, {0xd9, 0xe0, 2},
	{0xd9, 0xe4, 2},  {0xd9, 0xe8, 7},  {0xd9, 0xf4, 5},  {0xd9, 0xfa, 1}, {0xd9, 0xfc, 2},
	{0xda, 0xc0, 32}, {0xda, 0xe9, 1},  {0xdb, 0xc0, 32}, {0xdb, 0xe2, 2}, {0xdb, 0xe8, 16},
	{0xdc, 0xc0, 64}, {0xdd, 0xc0, 48}, {0xde, 0xc0, 24}, {0xde, 0xd9, 1}, {0xde, 0xe0, 32},
	{0xdf, 0xc0, 32}, {0xdf, 0xe0, 1},  {0xdf, 0xe8, 16}, {0x9b, 0, 0},
};

static void register_form(struct gen *g)
{
	unsigned n = gen_below(g, sizeof(register_forms) / sizeof(register_forms[0]));
	unsigned opcode = register_forms[n].opcode;
	unsigned modrm = register_forms[n].first + gen_below(g, register_forms[n].count);

	/* FCMOVcc read, FCOMI and kin write flags. */
	if ((opcode == 0xda || opcode == 0xdb) && modrm < 0xe0)
		g->u->reads = CF | PF | ZF;
	else if ((opcode == 0xdb || opcode == 0xdf) && modrm >= 0xe8)
		g->u->reads = 0;
	gen_byte(g, opcode);
	if (register_forms[n].count)
		gen_byte(g, modrm);
}

void gen_x87(struct gen *g)
{
	if (gen_one_in(g, 2))
		memory_form(g);
	else
		register_form(g);
}

/* Bring the exponent of ST(n) in an FNSAVE image to at most last, if the register is a number. */
static void bound_exponent(struct gen *g, uint8_t *fpu, unsigned n, unsigned last)
{
	uint8_t *p = fpu + 28 + 10 * n + 8;
	unsigned exp = (p[0] | p[1] << 8) & 0x7fff;

	if (exp == 0x7fff || exp <= last)
		return;
	exp = last - (gen_one_in(g, 4) ? gen_below(g, 60) : gen_below(g, 4));
	p[0] = (uint8_t)exp;
	p[1] = (uint8_t)((p[1] & 0x80) | exp >> 8);
}

/*
 * Operands are kept where hosts agree to the last digit or so: below pi/4 there is no reduction
 * by a pi of unknown precision, and F2XM1 and FYL2XP1 have limits of their own.
 */
void gen_transcendental(struct gen *g, uint8_t fpu[DIFF_FPU_BYTES])
{
	static const struct {
		uint8_t modrm;
		uint16_t last_exponent;
	} forms[] = {
		{0xf0, 0x3ffe}, {0xf1, 0x7ffe}, {0xf2, 0x3ffd}, {0xf3, 0x7ffe},
		{0xf9, 0x3ffc}, {0xfb, 0x3ffd}, {0xfe, 0x3ffd}, {0xff, 0x3ffd},
	};
	unsigned n = gen_below(g, sizeof(forms) / sizeof(forms[0]));

	bound_exponent(g, fpu, 0, forms[n].last_exponent);
	gen_byte(g, 0xd9);
	gen_byte(g, forms[n].modrm);
}
