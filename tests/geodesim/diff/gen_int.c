/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Random integer instructions: arithmetic, moves, stack and strings. */
#include "gen.h"
#include "gen_int.h"

/* Random operand size; emits the 66 prefix for words. */
static enum size pick_size(struct gen *g)
{
	switch (gen_below(g, 4)) {
	case 0: return SIZE8;
	case 1: gen_byte(g, 0x66); return SIZE16;
	default: return SIZE32;
	}
}

static enum size pick_wide(struct gen *g)
{
	if (gen_one_in(g, 3)) {
		gen_byte(g, 0x66);
		return SIZE16;
	}
	return SIZE32;
}

void gen_immediate(struct gen *g, enum size size)
{
	uint32_t v = gen_value(g);

	if (size == SIZE8)
		gen_byte(g, v);
	else if (size == SIZE16)
		gen_word(g, v);
	else
		gen_dword(g, v);
}

/* opcode with its width bit, ModRM with a random register or the given group member */
static struct gen_operand rm_form(struct gen *g, unsigned opcode, enum size size, unsigned reg,
				  bool may_register, bool may_memory)
{
	struct gen_operand o = gen_pick_operand(g, may_register, may_memory);

	gen_byte(g, opcode | (size != SIZE8));
	gen_operand(g, &o, reg);
	return o;
}

static void flags(struct gen *g, uint32_t reads, uint32_t defines, uint32_t undefines)
{
	g->u->reads = reads;
	g->u->defines = defines;
	g->u->undefines = undefines;
}

/* Flags of the eight operations of 00..3F and group 1. */
static void alu_flags(struct gen *g, unsigned op)
{
	bool logic = op == 1 || op == 4 || op == 6;

	flags(g, op == 2 || op == 3 ? CF : 0, logic ? ARITH & ~AF : ARITH, logic ? AF : 0);
}

static void alu(struct gen *g)
{
	unsigned op = gen_below(g, 8);
	enum size size;
	struct gen_operand o;

	alu_flags(g, op);
	switch (gen_below(g, 5)) {
	case 0:
		size = pick_size(g);
		gen_byte(g, op << 3 | 4 | (size != SIZE8));
		gen_immediate(g, size);
		break;
	case 1:
		size = pick_size(g);
		rm_form(g, 0x80, size, op, true, true);
		gen_immediate(g, size);
		break;
	case 2:
		pick_wide(g);
		rm_form(g, 0x83, SIZE8, op, true, true);
		gen_immediate(g, SIZE8);
		break;
	case 3:
		if (op != 7 && gen_one_in(g, 4)) {
			gen_byte(g, 0xf0); /* LOCK needs a memory destination */
			size = pick_size(g);
			rm_form(g, op << 3, size, gen_below(g, 8), false, true);
			break;
		}
		/* fall through */
	default:
		size = pick_size(g);
		o = gen_pick_operand(g, true, true);
		gen_byte(g, op << 3 | gen_below(g, 2) << 1 | (size != SIZE8));
		gen_operand(g, &o, gen_below(g, 8));
	}
}

static void test_insn(struct gen *g)
{
	enum size size = pick_size(g);

	flags(g, 0, ARITH & ~AF, AF);
	switch (gen_below(g, 3)) {
	case 0:
		gen_byte(g, 0xa8 | (size != SIZE8));
		gen_immediate(g, size);
		break;
	case 1:
		rm_form(g, 0xf6, size, gen_below(g, 2), true, true);
		gen_immediate(g, size);
		break;
	default: rm_form(g, 0x84, size, gen_below(g, 8), true, true);
	}
}

static void incdec(struct gen *g)
{
	flags(g, 0, ARITH & ~CF, 0);
	if (gen_one_in(g, 2)) {
		pick_wide(g);
		gen_byte(g, 0x40 + gen_below(g, 16));
	} else {
		enum size size = pick_size(g);

		rm_form(g, 0xfe, size, gen_below(g, 2), true, true);
	}
}

static void notneg(struct gen *g)
{
	unsigned op = 2 + gen_below(g, 2);
	enum size size = pick_size(g);

	if (op == 3)
		flags(g, 0, ARITH, 0);
	rm_form(g, 0xf6, size, op, true, true);
}

static void multiply(struct gen *g)
{
	enum size size;

	flags(g, 0, CF | OF, SF | ZF | AF | PF);
	switch (gen_below(g, 4)) {
	case 0:
		pick_wide(g);
		{
			struct gen_operand o = gen_pick_operand(g, true, true);

			gen_byte(g, 0x0f);
			gen_byte(g, 0xaf);
			gen_operand(g, &o, gen_below(g, 8));
		}
		break;
	case 1:
		size = pick_wide(g);
		rm_form(g, 0x69, SIZE8, gen_below(g, 8), true, true);
		gen_immediate(g, size);
		break;
	case 2:
		pick_wide(g);
		rm_form(g, 0x6b, SIZE8, gen_below(g, 8), true, true);
		gen_immediate(g, SIZE8);
		break;
	default: size = pick_size(g); rm_form(g, 0xf6, size, 4 + gen_below(g, 2), true, true);
	}
}

static void divide(struct gen *g)
{
	enum size size;

	flags(g, 0, 0, ARITH);
	if (gen_one_in(g, 2)) {
		/* Give the quotient a chance to fit: XOR EDX, EDX or CDQ before. */
		if (gen_one_in(g, 2)) {
			gen_byte(g, 0x31);
			gen_byte(g, 0xd2);
		} else {
			gen_byte(g, 0x99);
		}
	}
	size = pick_size(g);
	rm_form(g, 0xf6, size, 6 + gen_below(g, 2), true, true);
}

static unsigned bits_of(enum size size)
{
	return size == SIZE8 ? 8 : size == SIZE16 ? 16 : 32;
}

/* Group 2: rotates and shifts. Which flags are defined depends on the count. */
static void shift(struct gen *g)
{
	unsigned op = gen_below(g, 8), count = 1;
	bool rotate = op < 4, by_cl = false;
	uint32_t undefined = rotate ? 0 : AF, carry_reads = op == 2 || op == 3 ? CF : 0;
	enum size size = pick_size(g);

	switch (gen_below(g, 3)) {
	case 0: rm_form(g, 0xd0, size, op, true, true); break;
	case 1:
		rm_form(g, 0xc0, size, op, true, true);
		count = gen_below(g, gen_one_in(g, 4) ? 256 : 34);
		gen_byte(g, count);
		count &= 31;
		break;
	default: rm_form(g, 0xd2, size, op, true, true); by_cl = true;
	}
	if (!by_cl && !count)
		return;
	if (by_cl || count != 1)
		undefined |= OF;
	/* SHL and SHR beyond the operand's size leave CF undefined. */
	if (!rotate && op != 7 && (by_cl ? size != SIZE32 : count >= bits_of(size)))
		undefined |= CF;
	flags(g, carry_reads, by_cl ? 0 : rotate ? (carry_reads ? 0 : CF) | OF : ARITH, undefined);
}

static void double_shift(struct gen *g)
{
	enum size size = gen_one_in(g, 3) ? SIZE16 : SIZE32;
	bool right = gen_one_in(g, 2), by_cl = size == SIZE32 && gen_one_in(g, 2);
	struct gen_operand o;
	unsigned count;

	if (size == SIZE16)
		gen_byte(g, 0x66);
	o = gen_pick_operand(g, true, true);
	gen_byte(g, 0x0f);
	gen_byte(g, (right ? 0xac : 0xa4) | by_cl);
	gen_operand(g, &o, gen_below(g, 8));
	if (by_cl) {
		flags(g, 0, 0, AF | OF);
		return;
	}
	/* A count above the operand's size gives an undefined result. */
	count = gen_below(g, bits_of(size));
	gen_byte(g, count | (gen_below(g, 8) << 5));
	if (count)
		flags(g, 0, ARITH, count == 1 ? AF : AF | OF);
}

static void bit_insn(struct gen *g)
{
	struct gen_operand o;

	switch (gen_below(g, 4)) {
	case 0: {
		/* Bit numbers in a register reach far from the operand in memory: often fault. */
		pick_wide(g);
		o = gen_pick_operand(g, true, gen_one_in(g, 4));
		gen_byte(g, 0x0f);
		gen_byte(g, 0xa3 + 8 * gen_below(g, 4));
		gen_operand(g, &o, gen_one_in(g, 2) ? 1 : gen_below(g, 8));
		flags(g, 0, CF, ARITH & ~(CF | ZF));
		break;
	}
	case 1:
		pick_wide(g);
		o = gen_pick_operand(g, true, true);
		gen_byte(g, 0x0f);
		gen_byte(g, 0xba);
		gen_operand(g, &o, 4 + gen_below(g, 4));
		gen_byte(g, gen_below(g, 256));
		flags(g, 0, CF, ARITH & ~(CF | ZF));
		break;
	case 2:
		/* Of zero the destination is undefined by Intel, unchanged by AMD. */
		pick_wide(g);
		o = gen_pick_operand(g, true, true);
		gen_byte(g, 0x0f);
		gen_byte(g, 0xbc + gen_below(g, 2));
		gen_operand(g, &o, gen_below(g, 8));
		flags(g, 0, ZF, ARITH & ~ZF);
		break;
	default: gen_byte(g, 0x0f); gen_byte(g, 0xc8 + gen_below(g, 8)); /* BSWAP of a dword */
	}
}

static void exchange(struct gen *g)
{
	struct gen_operand o;
	enum size size;

	switch (gen_below(g, 5)) {
	case 0:
		pick_wide(g);
		gen_byte(g, 0x90 + gen_below(g, 8));
		break;
	case 1:
		size = pick_size(g);
		rm_form(g, 0x86, size, gen_below(g, 8), true, true);
		break;
	case 2:
	case 3: {
		unsigned opcode = gen_one_in(g, 2) ? 0xc0 : 0xb0; /* XADD, CMPXCHG */

		size = pick_size(g);
		o = gen_pick_operand(g, true, true);
		gen_byte(g, 0x0f);
		gen_byte(g, opcode | (size != SIZE8));
		gen_operand(g, &o, gen_below(g, 8));
		flags(g, 0, ARITH, 0);
		break;
	}
	default:
		o = gen_pick_operand(g, false, true);
		gen_byte(g, 0x0f);
		gen_byte(g, 0xc7);
		gen_operand(g, &o, 1); /* CMPXCHG8B: only ZF */
		flags(g, 0, ZF, 0);
	}
}

static void decimal(struct gen *g)
{
	static const struct {
		uint8_t opcode;
		uint16_t reads, defines, undefines;
	} insns[] = {
		{0x27, AF | CF, ARITH & ~OF, OF},	{0x2f, AF | CF, ARITH & ~OF, OF},
		{0x37, AF, AF | CF, OF | SF | ZF | PF}, {0x3f, AF, AF | CF, OF | SF | ZF | PF},
		{0xd4, 0, SF | ZF | PF, OF | AF | CF},	{0xd5, 0, SF | ZF | PF, OF | AF | CF},
	};
	unsigned n = gen_below(g, 6);

	gen_byte(g, insns[n].opcode);
	if (insns[n].opcode >= 0xd4)
		gen_byte(g, gen_one_in(g, 3) ? gen_below(g, 256) : 10);
	flags(g, insns[n].reads, insns[n].defines, insns[n].undefines);
}

static void arithmetic(struct gen *g)
{
	switch (gen_below(g, 14)) {
	case 0:
	case 1:
	case 2: alu(g); break;
	case 3: test_insn(g); break;
	case 4: incdec(g); break;
	case 5: notneg(g); break;
	case 6: multiply(g); break;
	case 7: divide(g); break;
	case 8:
	case 9: shift(g); break;
	case 10: double_shift(g); break;
	case 11: bit_insn(g); break;
	case 12: exchange(g); break;
	default: decimal(g);
	}
}

void gen_integer(struct gen *g)
{
	switch (gen_below(g, 8)) {
	case 0:
	case 1:
	case 2:
	case 3: arithmetic(g); break;
	case 4:
	case 5: gen_moves(g); break;
	case 6: gen_strings(g); break;
	default: gen_branches(g);
	}
}
