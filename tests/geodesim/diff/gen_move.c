/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Random integer instructions that move: data, addresses, stack, strings, control. */
#include "gen_int.h"

static enum size opsize(struct gen *g)
{
	if (gen_one_in(g, 3)) {
		gen_byte(g, 0x66);
		return SIZE16;
	}
	return SIZE32;
}

static void two_byte(struct gen *g, unsigned opcode)
{
	struct gen_operand o = gen_pick_operand(g, true, true);

	gen_byte(g, 0x0f);
	gen_byte(g, opcode);
	gen_operand(g, &o, gen_below(g, 8));
}

static void one_byte(struct gen *g, unsigned opcode, unsigned reg, bool may_register)
{
	struct gen_operand o = gen_pick_operand(g, may_register, true);

	gen_byte(g, opcode);
	gen_operand(g, &o, reg);
}

/* The flags that condition code n (as in Jcc) depends on. */
static uint32_t condition_reads(unsigned n)
{
	static const uint16_t reads[8] = {OF, CF, ZF, CF | ZF, SF, PF, SF | OF, SF | OF | ZF};

	return reads[n >> 1 & 7];
}

static void plain_move(struct gen *g)
{
	enum size size = gen_one_in(g, 3) ? SIZE8 : opsize(g);

	switch (gen_below(g, 4)) {
	case 0:
		one_byte(g, 0xc6 | (size != SIZE8), 0, true);
		gen_immediate(g, size);
		break;
	case 1:
		gen_byte(g, (size == SIZE8 ? 0xb0 : 0xb8) + gen_below(g, 8));
		gen_immediate(g, size);
		break;
	case 2:
		gen_byte(g, 0xa0 | gen_below(g, 2) << 1 | (size != SIZE8));
		gen_dword(g, DIFF_DATA + gen_below(g, DIFF_PAGE + 8));
		break;
	default: one_byte(g, 0x88 | gen_below(g, 2) << 1 | (size != SIZE8), gen_below(g, 8), true);
	}
}

/* Stack instructions, with words and dwords. */
static void stack(struct gen *g)
{
	enum size size = opsize(g);
	unsigned n = gen_below(g, 10);

	switch (n) {
	case 0:
	case 1: gen_byte(g, 0x50 + gen_below(g, 16)); break;
	case 2:
		gen_byte(g, 0x68);
		gen_immediate(g, size);
		break;
	case 3:
		gen_byte(g, 0x6a);
		gen_immediate(g, SIZE8);
		break;
	case 4: one_byte(g, 0xff, 6, true); break;
	case 5: one_byte(g, 0x8f, 0, true); break;
	case 6: gen_byte(g, 0x60 + gen_below(g, 2)); break;
	case 7:
		gen_byte(g, 0xc8);
		gen_word(g, 4 * gen_below(g, 32));
		gen_byte(g, gen_one_in(g, 2) ? 0 : gen_below(g, 6));
		break;
	case 8: gen_byte(g, 0xc9); break;
	default: gen_byte(g, 0x9c); g->u->reads = ARITH;
	}
}

/*
 * Segment registers hold the selectors of diff.h on both sides. They are pushed as words: a dword
 * push may or may not write its upper half.
 */
static void segments(struct gen *g)
{
	static const uint8_t push_pop[] = {0x0e, 0x16, 0x1e, 0x06};

	switch (gen_below(g, 4)) {
	case 0:
		/* PUSH of one, POP into ES: DS and ES exchange roles, or CS is readable data */
		gen_byte(g, 0x66);
		gen_byte(g, push_pop[gen_below(g, 4)]);
		gen_byte(g, 0x66);
		gen_byte(g, 0x07);
		break;
	case 1:
		/* MOV from CS, SS, DS, ES */
		opsize(g);
		one_byte(g, 0x8c, gen_below(g, 4), true);
		break;
	case 2:
		/* MOV r, selector; MOV ES or DS, r: good, null or faulting */
		{
			static const uint16_t selectors[] = {DIFF_CS_SEL, DIFF_DS_SEL, DIFF_ES_SEL,
							     0,		  3,	       0x1f};
			unsigned r = gen_below(g, 8);

			gen_byte(g, 0xb8 + r);
			gen_dword(g, selectors[gen_below(g, 6)]);
			gen_byte(g, 0x8e);
			gen_byte(g, 0xc0 | (gen_one_in(g, 2) ? 0 : 3) << 3 | r);
		}
		break;
	default:
		gen_byte(g, 0x66);
		gen_byte(g, 0x16); /* PUSH SS, POP SS */
		gen_byte(g, 0x66);
		gen_byte(g, 0x17);
	}
}

void gen_moves(struct gen *g)
{
	unsigned n;

	switch (gen_below(g, 12)) {
	case 0:
	case 1: plain_move(g); break;
	case 2:
	case 3: stack(g); break;
	case 4:
		opsize(g);
		two_byte(g, (gen_one_in(g, 2) ? 0xb6 : 0xbe) | gen_below(g, 2));
		break;
	case 5:
		opsize(g);
		n = gen_below(g, 16);
		two_byte(g, 0x40 + n);
		g->u->reads = condition_reads(n);
		break;
	case 6:
		n = gen_below(g, 16);
		two_byte(g, 0x90 + n);
		g->u->reads = condition_reads(n);
		break;
	case 7:
		opsize(g);
		one_byte(g, 0x8d, gen_below(g, 8), false);
		break;
	case 8:
		opsize(g);
		gen_byte(g, 0x98 + gen_below(g, 2));
		break;
	case 9: gen_byte(g, 0xd7); break;
	case 10:
		if (gen_one_in(g, 2)) {
			/* BOUND, or ARPL, which changes ZF only */
			opsize(g);
			one_byte(g, 0x62, gen_below(g, 8), false);
		} else {
			/* whether it writes memory that it need not change is open: no faults,
			   so address the data by SS */
			gen_byte(g, 0x36);
			gen_byte(g, 0x63);
			gen_byte(g, gen_below(g, 8) << 3 | 5);
			gen_dword(g, DIFF_DATA + gen_below(g, DIFF_PAGE - 1));
			g->u->defines = ZF;
		}
		break;
	default: segments(g);
	}
}

void gen_strings(struct gen *g)
{
	static const uint8_t opcodes[] = {0xa4, 0xa6, 0xaa, 0xac, 0xae};
	unsigned opcode = opcodes[gen_below(g, 5)], rep = gen_below(g, 4);
	bool compare = opcode == 0xa6 || opcode == 0xae;
	bool repeated = rep < 2;

	if (gen_one_in(g, 10))
		gen_byte(g, 0x67);
	if (opcode != 0xaa && opcode != 0xae && gen_one_in(g, 6))
		gen_byte(g, 0x26);
	if (rep == 0)
		gen_byte(g, 0xf3);
	else if (rep == 1 && compare)
		gen_byte(g, 0xf2);
	if (gen_one_in(g, 3)) {
		gen_byte(g, opcode);
	} else {
		opsize(g);
		gen_byte(g, opcode + 1);
	}
	/* With a count of zero the flags stay; ZF ends the repetition but what was there is not used. */
	if (compare)
		g->u->defines = repeated ? 0 : ARITH;
}

/* A branch forward over a filler of three bytes. */
static void branch(struct gen *g)
{
	unsigned n = gen_below(g, 16);

	switch (gen_below(g, 6)) {
	case 0:
	case 1:
		gen_byte(g, 0x70 + n);
		gen_byte(g, 3);
		g->u->reads = condition_reads(n);
		break;
	case 2:
		gen_byte(g, 0x0f);
		gen_byte(g, 0x80 + n);
		gen_dword(g, 3);
		g->u->reads = condition_reads(n);
		break;
	case 3:
		n = gen_below(g, 4);
		if (gen_one_in(g, 4))
			gen_byte(g, 0x67);
		gen_byte(g, 0xe0 + n);
		gen_byte(g, 3);
		g->u->reads = n < 2 ? ZF : 0;
		break;
	case 4:
		gen_byte(g, 0xeb);
		gen_byte(g, 3);
		break;
	default: gen_byte(g, 0xe9); gen_dword(g, 3);
	}
	/* Skipped or not: LEA reg, [reg + disp8] */
	gen_byte(g, 0x8d);
	gen_byte(g, 0x40 | gen_below(g, 8) << 3 | gen_below(g, 4));
	gen_byte(g, gen_below(g, 256));
}

static uint32_t here(const struct gen *g)
{
	return g->address + (uint32_t)(g->p - g->start);
}

/* Calls and returns whose targets are the next instruction. */
static void call(struct gen *g)
{
	unsigned r = gen_below(g, 8);

	switch (gen_below(g, 5)) {
	case 0:
		gen_byte(g, 0xe8);
		gen_dword(g, 0);
		break;
	case 1:
		/* MOV r, next; CALL or JMP r */
		gen_byte(g, 0xb8 + r);
		gen_dword(g, here(g) + 6);
		gen_byte(g, 0xff);
		gen_byte(g, 0xc0 | (2 + 2 * gen_below(g, 2)) << 3 | r);
		break;
	case 2:
		/* PUSH next; RET */
		gen_byte(g, 0x68);
		gen_dword(g, here(g) + 5);
		gen_byte(g, 0xc3);
		break;
	case 3:
		/* PUSH next; RET n */
		gen_byte(g, 0x68);
		gen_dword(g, here(g) + 7);
		gen_byte(g, 0xc2);
		gen_word(g, gen_below(g, 64));
		break;
	default:
		/* PUSH selector of CS; PUSH next; RETF */
		gen_byte(g, 0x6a);
		gen_byte(g, DIFF_CS_SEL);
		gen_byte(g, 0x68);
		gen_dword(g, here(g) + 5);
		gen_byte(g, 0xcb);
	}
}

static void flag_insn(struct gen *g)
{
	switch (gen_below(g, 8)) {
	case 0:
	case 1:
		/* CLC, STC, CMC */
		{
			static const uint8_t insns[] = {0xf8, 0xf9, 0xf5};
			unsigned n = gen_below(g, 3);

			gen_byte(g, insns[n]);
			g->u->reads = n == 2 ? CF : 0;
			g->u->defines = CF;
		}
		break;
	case 2: gen_byte(g, 0xfc + gen_below(g, 2)); break;
	case 3:
		gen_byte(g, 0x9e);
		g->u->defines = ARITH & ~OF;
		break;
	case 4:
		gen_byte(g, 0x9f);
		g->u->reads = ARITH & ~OF;
		break;
	case 5:
		gen_byte(g, 0xd6); /* SALC */
		g->u->reads = CF;
		break;
	case 6:
		/* INTO; a trap goes on behind it, so does a case's end */
		gen_byte(g, 0xce);
		g->u->reads = OF;
		break;
	default:
		/* PUSH flags; POPF: no TF, no NT, sometimes ID or AC */
		gen_byte(g, 0x68);
		gen_dword(g, (gen_random(g) & (ARITH | DF | 0x3200)) |
				     (gen_one_in(g, 8) ? 0x200000 : 0) |
				     (gen_one_in(g, 16) ? 0x40000 : 0));
		gen_byte(g, 0x9d);
		g->u->defines = ARITH;
	}
}

void gen_branches(struct gen *g)
{
	switch (gen_below(g, 12)) {
	case 0:
	case 1:
	case 2:
	case 3:
	case 4: branch(g); break;
	case 5:
	case 6: call(g); break;
	case 7:
		/* Undefined or not for this privilege: #UD, #GP */
		{
			static const uint8_t insns[][2] = {
				{0x0f, 0x0b}, {0xf4, 0x90}, {0xfa, 0x90}, {0xfb, 0x90},
				{0x0f, 0x09}, {0x0f, 0x06}, {0xcc, 0x90}, {0xec, 0x90},
				{0xcd, 0x05}, {0xcd, 0x0d}, {0x8e, 0xc8}, {0x0f, 0x30},
			};
			unsigned n = gen_below(g, 12);

			gen_byte(g, insns[n][0]);
			gen_byte(g, insns[n][1]);
		}
		break;
	default: flag_insn(g);
	}
}
