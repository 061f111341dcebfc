/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Random contents of the floating-point registers and of memory. */
#include <string.h>

#include "gen.h"

static void put80(uint8_t *p, uint64_t m, unsigned se)
{
	memcpy(p, &m, 8);
	p[8] = (uint8_t)se;
	p[9] = (uint8_t)(se >> 8);
}

/* A significand with few bits, with all bits, or any. */
static uint64_t some_significand(struct gen *g)
{
	switch (gen_below(g, 5)) {
	case 0: return 1ull << 63;
	case 1: return 1ull << 63 | 1ull << gen_below(g, 63);
	case 2: return ~0ull << gen_below(g, 64) | 1ull << 63;
	case 3: return 1ull << 63 | (gen_random(g) >> (1 + gen_below(g, 63)));
	default: return gen_random(g) | 1ull << 63;
	}
}

/* An 80-bit number of any class, mostly ordinary. */
static void number80(struct gen *g, uint8_t *p)
{
	unsigned sign = (unsigned)(gen_random(g) & 0x8000);

	switch (gen_below(g, 24)) {
	case 0: put80(p, 0, sign); break;
	case 1: put80(p, 1ull << 63, sign | 0x7fff); break;
	case 2: put80(p, 3ull << 62 | gen_random(g) >> 2, sign | 0x7fff); break;
	case 3: put80(p, 1ull << 63 | gen_random(g) >> 2 | 1, sign | 0x7fff); break;
	case 4: put80(p, gen_random(g) >> (1 + gen_below(g, 63)), sign); break;
	case 5: put80(p, gen_random(g) | 1ull << 63, sign); break; /* pseudo-denormal */
	case 6:
		/* unnormal, pseudo-infinity, pseudo-NaN */
		put80(p, gen_one_in(g, 4) ? 0 : gen_random(g) >> 1,
		      sign | (gen_one_in(g, 3) ? 0x7fff : 1 + gen_below(g, 0x7ffe)));
		break;
	case 7: put80(p, some_significand(g), sign | (1 + gen_below(g, 70))); break;
	case 8: put80(p, some_significand(g), sign | (0x7ffe - gen_below(g, 70))); break;
	case 9: put80(p, some_significand(g), sign | (1 + gen_below(g, 0x7ffe))); break;
	case 10: put80(p, some_significand(g), sign | (0x3fff + 127 - gen_below(g, 3))); break;
	case 11: put80(p, some_significand(g), sign | (0x3fff - 120 - gen_below(g, 40))); break;
	case 12: put80(p, some_significand(g), sign | (0x3fff + 1023 - gen_below(g, 3))); break;
	case 13: put80(p, some_significand(g), sign | (0x3fff - 1015 - gen_below(g, 70))); break;
	case 14:
	case 15: put80(p, 1ull << 63, sign | (0x3fff + gen_below(g, 4))); break;
	case 16: put80(p, some_significand(g), sign | (0x3fff + gen_below(g, 65))); break;
	default: put80(p, some_significand(g), sign | (0x3fff - 4 + gen_below(g, 9))); break;
	}
}

void gen_fpu_state(struct gen *g, uint8_t fpu[DIFF_FPU_BYTES], unsigned kinds)
{
	unsigned cw = 0x37f, sw = gen_below(g, 8) << 11, tag = 0xffff;

	memset(fpu, 0, DIFF_FPU_BYTES);
	if (!(kinds & (GEN_X87 | GEN_MMX)) && !gen_one_in(g, 16)) {
		/* nothing will look */
	} else {
		if (gen_one_in(g, 2))
			cw = (cw & ~0xf00u) | (unsigned)(gen_random(g) & 0xc00) |
			     (gen_one_in(g, 2)	 ? 0x300
			      : gen_one_in(g, 2) ? 0x200
						 : 0);
		if (gen_one_in(g, 3))
			cw = (cw & ~0x3fu) | (unsigned)(gen_random(g) & 0x3f);
		if (gen_one_in(g, 2))
			sw |= (unsigned)(gen_random(g) & 0x4700);
		/* Sticky flags; unmasked ones would stop nearly everything at once. */
		if (gen_one_in(g, 2))
			sw |= (unsigned)(gen_random(g) & 0x7f) &
			      (gen_one_in(g, 8) ? ~0u : cw | 0x40);
		tag = gen_one_in(g, 2) ? 0 : (unsigned)(gen_random(g) & 0xffff);
		if (gen_one_in(g, 4))
			tag = 0xffffu << gen_below(g, 17) & 0xffff;
	}
	fpu[0] = (uint8_t)cw;
	fpu[1] = (uint8_t)(cw >> 8);
	fpu[4] = (uint8_t)sw;
	fpu[5] = (uint8_t)(sw >> 8);
	fpu[8] = (uint8_t)tag;
	fpu[9] = (uint8_t)(tag >> 8);
	for (unsigned n = 0; n < 8; n++) {
		if (kinds & GEN_MMX && gen_one_in(g, 2))
			put80(fpu + 28 + 10 * n, gen_random(g) & gen_random(g), 0xffff);
		else
			number80(g, fpu + 28 + 10 * n);
	}
}

/* A number in one of the memory formats; returns its size. */
static unsigned memory_number(struct gen *g, uint8_t *p)
{
	uint64_t v = gen_random(g);

	switch (gen_below(g, 8)) {
	case 0: number80(g, p); return 10;
	case 1: {
		static const uint16_t exps[] = {0, 1, 2, 126, 127, 128, 253, 254, 255};
		uint32_t f = (uint32_t)v & 0x80000000u;

		f |= (uint32_t)exps[gen_below(g, 9)] << 23;
		f |= gen_one_in(g, 3) ? 0 : (uint32_t)(v >> 32) & 0x7fffff;
		memcpy(p, &f, 4);
		return 4;
	}
	case 2:
	case 3: {
		static const uint16_t exps[] = {0, 1, 2, 1022, 1023, 1024, 2045, 2046, 2047};
		uint64_t d = v & 1ull << 63;

		d |= (uint64_t)exps[gen_below(g, 9)] << 52;
		d |= gen_one_in(g, 3) ? 0 : gen_random(g) >> 12;
		memcpy(p, &d, 8);
		return 8;
	}
	case 4:
		/* packed decimal */
		for (unsigned n = 0; n < 9; n++)
			p[n] = (uint8_t)(gen_below(g, 10) << 4 | gen_below(g, 10));
		p[9] = (uint8_t)(v & 0x80);
		return 10;
	case 5: {
		uint32_t i = gen_value(g);

		memcpy(p, &i, 4);
		return 4;
	}
	default: memcpy(p, &v, 8); return 8;
	}
}

void gen_data(struct gen *g, uint8_t data[DIFF_PAGE])
{
	/* The middle varies from case to case; the rest of the page is a fixed pattern. */
	unsigned n = gen_below(g, 16);
	unsigned pattern = gen_below(g, 256);
	uint64_t numbers[64];
	unsigned used = 0;

	memset(numbers, 0, sizeof(numbers));
	while (used < sizeof(numbers) - 16)
		used += memory_number(g, (uint8_t *)numbers + used);
	for (unsigned at = 0; at < DIFF_PAGE; at += sizeof(numbers))
		memcpy(data + at, numbers, sizeof(numbers));
	/* Shift each copy's start a little by overwriting its head. */
	for (unsigned at = n * 16; at < DIFF_PAGE; at += sizeof(numbers))
		data[at] ^= (uint8_t)(pattern + at);
}
