/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Random numbers, operands, and whole cases. */
#include <string.h>

#include "gen.h"

uint64_t gen_random(struct gen *g)
{
	/* splitmix64: every seed is good, so consecutive cases may have consecutive seeds. */
	uint64_t z = g->rng += 0x9e3779b97f4a7c15ull;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ z >> 27) * 0x94d049bb133111ebull;
	return z ^ z >> 31;
}

uint32_t gen_below(struct gen *g, uint32_t n)
{
	return (uint32_t)((gen_random(g) >> 32) * n >> 32);
}

bool gen_one_in(struct gen *g, uint32_t n)
{
	return gen_below(g, n) == 0;
}

uint32_t gen_value(struct gen *g)
{
	static const uint32_t edges[] = {0,	     1,		 0x7f,	     0x80,
					 0xff,	     0x7fff,	 0x8000,     0xffff,
					 0x10000,    0x7fffffff, 0x80000000, 0xffffff80,
					 0xffff8000, 0xfffffffe, 0xffffffff};

	switch (gen_below(g, 4)) {
	case 0: return edges[gen_below(g, sizeof(edges) / sizeof(edges[0]))];
	case 1: return gen_below(g, 64);
	case 2: return 1u << gen_below(g, 32);
	default: return (uint32_t)gen_random(g);
	}
}

void gen_byte(struct gen *g, unsigned v)
{
	*g->p++ = (uint8_t)v;
}

void gen_word(struct gen *g, unsigned v)
{
	gen_byte(g, v);
	gen_byte(g, v >> 8);
}

void gen_dword(struct gen *g, uint32_t v)
{
	gen_word(g, v);
	gen_word(g, v >> 16);
}

static uint32_t data_address(struct gen *g)
{
	return DIFF_DATA + gen_below(g, DIFF_PAGE - 128);
}

struct gen_operand gen_pick_operand(struct gen *g, bool may_register, bool may_memory)
{
	struct gen_operand o = {0};

	o.rm = (uint8_t)gen_below(g, 8);
	o.mod = 3;
	o.memory = may_memory && (!may_register || gen_one_in(g, 2));
	if (!o.memory)
		return o;
	o.mod = (uint8_t)gen_below(g, 3);
	if (gen_one_in(g, 12)) {
		gen_byte(g, 0x26);
		gen_byte(g, 0x67);
		o.addr16 = true;
		/* BX holds an offset that is good with ES, SI and DI small numbers. */
		if (gen_one_in(g, 2))
			o.rm = 7;
	} else if (gen_one_in(g, 16)) {
		static const uint8_t override[] = {0x2e, 0x36, 0x3e, 0x26};

		gen_byte(g, override[gen_below(g, 4)]);
	} else if (o.rm < 3 && gen_one_in(g, 2)) {
		/* EAX, ECX, EDX seldom hold addresses. */
		o.mod = 0;
		o.rm = 5;
	}
	return o;
}

void gen_operand(struct gen *g, const struct gen_operand *o, unsigned reg)
{
	unsigned rm = o->rm;
	bool absolute = false;

	gen_byte(g, o->mod << 6 | reg << 3 | rm);
	if (!o->memory)
		return;
	if (o->addr16) {
		if (o->mod == 0 && rm == 6)
			gen_word(g, 0x8000 + gen_below(g, 0xf00));
		else if (o->mod == 1)
			gen_byte(g, gen_below(g, 256));
		else if (o->mod == 2)
			gen_word(g, gen_below(g, 256));
		return;
	}
	absolute = o->mod == 0 && rm == 5;
	if (rm == 4) {
		/* Index ECX, often small, or any; bases other than EAX, ECX, EDX are pointers. */
		unsigned base = 3 + gen_below(g, 5);
		unsigned index = gen_one_in(g, 3) ? gen_below(g, 8) : gen_one_in(g, 2) ? 4 : 1;
		unsigned scale = gen_below(g, 4);

		/* A scale without an index is undefined. */
		if (index == 4)
			scale = 0;
		gen_byte(g, scale << 6 | index << 3 | base);
		absolute = o->mod == 0 && base == 5;
	}
	if (absolute)
		gen_dword(g, data_address(g));
	else if (o->mod == 1)
		gen_byte(g, gen_below(g, 256));
	else if (o->mod == 2)
		gen_dword(g, gen_below(g, 512) - 256);
}

int64_t gen_undefined(const struct diff_case *c)
{
	uint32_t undefined = 0;

	for (uint32_t n = 0; n < c->units; n++) {
		if (c->unit[n].reads & undefined)
			return -1;
		undefined = (undefined & ~c->unit[n].defines) | c->unit[n].undefines;
	}
	return undefined;
}

static void gen_unit(struct gen *g, unsigned kinds)
{
	for (;;) {
		switch (gen_below(g, 8)) {
		case 0:
		case 1:
		case 2:
			if (!(kinds & GEN_INTEGER))
				continue;
			gen_integer(g);
			return;
		case 3:
		case 4:
		case 5:
			if (!(kinds & GEN_X87))
				continue;
			gen_x87(g);
			return;
		default:
			if (!(kinds & GEN_MMX))
				continue;
			gen_mmx(g);
			return;
		}
	}
}

static void registers(struct gen *g, struct diff_state *s)
{
	for (unsigned n = 0; n < 8; n++)
		s->gpr[n] = n < 3 ? gen_value(g) : data_address(g);
	if (gen_one_in(g, 3))
		s->gpr[1] = gen_below(g, 40);
	if (gen_one_in(g, 3)) {
		/* Offsets within ES: 16-bit addressing and string destinations. */
		s->gpr[3] = 0x8000 + gen_below(g, 0xe00);
		s->gpr[6] = gen_one_in(g, 2) ? gen_below(g, 256) : s->gpr[6];
		s->gpr[7] = gen_below(g, 256);
	}
	if (gen_one_in(g, 2))
		s->gpr[7] = data_address(g) - DIFF_ES_BASE;
	for (unsigned n = 3; n < 8; n++) {
		if (gen_one_in(g, 24))
			s->gpr[n] = gen_value(g);
	}
	s->gpr[4] = (DIFF_DATA + 1024 + gen_below(g, 2048)) & (gen_one_in(g, 4) ? ~0u : ~3u);
	s->eflags = 0x202 | (gen_random(g) & ARITH) | (gen_one_in(g, 3) ? DF : 0);
	s->eip = DIFF_CODE;
}

void gen_case(struct diff_case *c, uint64_t seed, unsigned kinds)
{
	struct gen g = {.rng = seed};
	bool transcendental;
	unsigned want;

	memset(c, 0, sizeof(*c));
	gen_random(&g);
	if (kinds & (GEN_X87 | GEN_MMX | GEN_INTEGER)) {
		/* Mostly one kind, so that its instructions meet each other. */
		unsigned only = 1u << gen_below(&g, 3);

		if ((kinds & only) && !gen_one_in(&g, 4))
			kinds = (kinds & GEN_TRANSCENDENTAL) | only;
	}
	registers(&g, &c->in);
	gen_fpu_state(&g, c->in.fpu, kinds);
	gen_data(&g, c->data);
	g.p = c->code;
	want = 1 + gen_below(&g, 5);
	/* A transcendental instruction stands alone, its result is compared with a tolerance. */
	transcendental = (kinds & GEN_TRANSCENDENTAL) && (kinds & GEN_X87) && gen_one_in(&g, 12);
	if (transcendental) {
		want = 1;
		c->tolerance = 1;
	}
	while (c->units < want) {
		g.start = g.p;
		g.address = DIFF_CODE + (uint32_t)(g.p - c->code);
		g.u = &c->unit[c->units];
		g.last = c->units == want - 1;
		memset(g.u, 0, sizeof(*g.u));
		if (transcendental)
			gen_transcendental(&g, c->in.fpu);
		else
			gen_unit(&g, kinds);
		g.u->len = (uint8_t)(g.p - g.start);
		c->units++;
		if (gen_undefined(c) < 0) {
			c->units--;
			g.p = g.start;
		}
	}
	c->code_len = (uint32_t)(g.p - c->code);
}
