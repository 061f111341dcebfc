/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sine, cosine and arc tangent. */
#include "fpu/fx.h"

/* pi / 2, and the first 384 bits of 2 / pi. */
static const struct fx half_pi = {U128(0xc90fdaa22168c234, 0xc4c6628b80dc1cd1), 0, false};
static const uint64_t two_over_pi[6] = {
	0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041,
	0xfe5163abdebbc561, 0xb7246e3a424dd2e0, 0x06492eea09d1921c,
};

/* 1 / n! as fractions of 2^128: odd n from 3, even n from 2. */
static const u128 sine_terms[] = {
	U128(0x2aaaaaaaaaaaaaaa, 0xaaaaaaaaaaaaaaaa), U128(0x0222222222222222, 0x2222222222222222),
	U128(0x000d00d00d00d00d, 0x00d00d00d00d00d0), U128(0x00002e3bc74aad8e, 0x671f5583911ca002),
	U128(0x0000006b99159fd5, 0x138e3f9d1f92e0df), U128(0x00000000b092309d, 0x43684be51c198e91),
	U128(0x0000000000d73f9f, 0x399dc0f88ec32b58), U128(0x000000000000ca96, 0x3b81856a53593028),
	U128(0x0000000000000097, 0xa4da340a0ab92650), U128(0x0000000000000000, 0x5c6e3bdb73d5c62f),
	U128(0x0000000000000000, 0x002ec368262c7033), U128(0x0000000000000000, 0x000013f3ccdd165f),
	U128(0x0000000000000000, 0x0000000746ac70b7),
};
static const u128 cosine_terms[] = {
	U128(0x8000000000000000, 0x0000000000000000), U128(0x0aaaaaaaaaaaaaaa, 0xaaaaaaaaaaaaaaaa),
	U128(0x005b05b05b05b05b, 0x05b05b05b05b05b0), U128(0x0001a01a01a01a01, 0xa01a01a01a01a01a),
	U128(0x0000049f93edde27, 0xd71cbbc05b4fa999), U128(0x00000008f76c77fc, 0x6c4bdaa26d4c3d67),
	U128(0x000000000c9cba54, 0x603e4e905d6f8a2e), U128(0x00000000000d73f9, 0xf399dc0f88ec32b5),
	U128(0x0000000000000b41, 0x3c31dcbecbbdd802), U128(0x0000000000000007, 0x950ae900808941ea),
	U128(0x0000000000000000, 0x04338e5b6dfe14a5), U128(0x0000000000000000, 0x0001f2cf01972f57),
	U128(0x0000000000000000, 0x000000c4742fe352), U128(0x0000000000000000, 0x0000000042862898),
};

/* atan(n / 16) / 2 as fractions of 2^128. */
static const u128 atan_table[17] = {
	0,
	U128(0x07fd56edcb3f7a71, 0xb6593c96e071706a),
	U128(0x0feadd4d5617b6e3, 0x2c897989f3e888ef),
	U128(0x17b97b4bce5b0226, 0x8f6169f103938e90),
	U128(0x1f5b75f92c80dd62, 0xadb8f3debef442fc),
	U128(0x26c4ee6e0fd7979a, 0x716aed26349ebcca),
	U128(0x2dec3283c9bde11c, 0xe2a8c848b73f9120),
	U128(0x34c9dd879847f96d, 0x909f257a40079c4d),
	U128(0x3b58ce0ac3769ed1, 0x5bf9117b2f0ea340),
	U128(0x4195fa536cc33f15, 0x25b504e5b0d28ae0),
	U128(0x47802eaf7bfacfcd, 0xae41af0b32e21ba3),
	U128(0x4d17c07338deed10, 0x21137c711027f9de),
	U128(0x525e3e8c9a7b8492, 0x0cd43f9522bed64f),
	U128(0x5756261c5a6c6040, 0x0a392f179f290385),
	U128(0x5c029f15e118cf39, 0xe596d2a90852221e),
	U128(0x606742dc56293320, 0x44eeb16237497d12),
	U128(0x6487ed5110b4611a, 0x62633145c06e0e68),
};

/* 1 / 3, 1 / 5, ...: the arc tangent's series. */
#define R(n)	   U128_RECIPROCAL(n)
#define ATAN_TERMS 9
static const u128 odd_reciprocals[ATAN_TERMS] = {
	R(3), R(5), R(7), R(9), R(11), R(13), R(15), R(17), R(19),
};

struct fx fx_pi(void)
{
	struct fx pi = half_pi;

	pi.exp++;
	return pi;
}

/* z * (t[0] - z * (t[1] - z * ...)), all fractions of 2^128. */
static u128 alternating(u128 z, const u128 *t, unsigned n)
{
	u128 s = t[--n];

	while (n)
		s = t[--n] - u128_mulhi(z, s);
	return u128_mulhi(z, s);
}

/*
 * a mod pi/2, moved into -pi/4 .. pi/4; returns the number of quarter turns taken away, modulo 4.
 * a / (pi/2) is worked out to 192 bits behind the point: no 64-bit significand comes nearer than
 * about 2^-66 to a multiple of pi/2, which leaves well over 100 good bits.
 */
static unsigned reduce(struct fx a, struct fx *rest)
{
	uint64_t mant = (uint64_t)(a.m >> 64), word[4], product[5], carry = 0;
	unsigned shift, turns;
	u128 m;

	if (a.exp < -1) {
		*rest = a;
		return 0;
	}
	/* 2/pi scaled so that the product with mant has its point behind 64 bits. */
	shift = (unsigned)(63 - a.exp);
	for (unsigned i = 0; i < 4; i++) {
		uint64_t above = i ? two_over_pi[i - 1] : 0;

		word[i] =
			shift == 64 ? above : above << 1 << (63 - shift) | two_over_pi[i] >> shift;
	}
	/* product[0] is the integer part, the other words the fraction. */
	for (unsigned i = 4; i-- > 0;) {
		u128 p = (u128)mant * word[i] + carry;

		product[i + 1] = (uint64_t)p;
		carry = (uint64_t)(p >> 64);
	}
	product[0] = carry;
	turns = (unsigned)product[0];
	if (product[1] >> 63) {
		turns++;
		a.sign = !a.sign;
		for (unsigned i = 1; i < 5; i++)
			product[i] = ~product[i];
	}
	m = U128(product[1], product[2]);
	shift = m ? u128_clz(m) : 127;
	if (shift) {
		u128 below = U128(product[3], product[4]);

		m = m << shift | below >> (128 - shift);
	}
	*rest = fx_mul(fx_normal(a.sign, -1 - (int)shift, m), half_pi);
	return turns;
}

void fx_sincos(struct fx a, struct fx *sine, struct fx *cosine)
{
	bool sign = a.sign;
	struct fx r, s, c;
	unsigned turns;
	u128 z;

	a.sign = false;
	turns = reduce(a, &r);
	z = fx_fraction(fx_mul(r, r));
	/* 1 - x as a fraction is ~x: a tiny bit less, so that no result claims to be exact. */
	s = fx_mul(r, fx_from_fraction(~alternating(z, sine_terms, 13)));
	c = fx_from_fraction(~alternating(z, cosine_terms, 14));
	if (turns & 1) {
		struct fx t = s;

		s = c;
		c = fx_neg(t);
	}
	if (turns & 2) {
		s = fx_neg(s);
		c = fx_neg(c);
	}
	*sine = sign ? fx_neg(s) : s;
	*cosine = c;
}

/* atan of t, 0 < t <= 1. */
static struct fx atan_unit(struct fx t)
{
	/* atan(t) = atan(c) + atan((t - c) / (1 + c t)) with c the nearest sixteenth. */
	unsigned n = t.exp < -5 ? 0 : (unsigned)(((t.m >> (-t.exp + 122)) + 1) >> 1);
	struct fx base, s;
	u128 z, sum = 0;

	if (n) {
		struct fx c = fx_mul(fx_from_int((int)n), (struct fx){(u128)1 << 127, -4, false});

		base = fx_from_fraction(atan_table[n]);
		base.exp++;
		t = fx_div(fx_add(t, fx_neg(c)), fx_add(fx_from_int(1), fx_mul(c, t)));
		if (!t.m)
			return base;
	} else {
		base = (struct fx){0, 0, false};
	}
	/* |t| <= 1/32: nine terms of t (1 - t^2/3 + t^4/5 - ...) reach 2^-90. */
	z = fx_fraction(fx_mul(t, t));
	for (unsigned term = ATAN_TERMS; term-- > 0;)
		sum = u128_mulhi(z, odd_reciprocals[term] - sum);
	s = fx_mul(t, fx_from_fraction(~sum));
	return fx_add(base, s);
}

struct fx fx_atan2(struct fx y, struct fx x)
{
	bool sign = y.sign, left = x.sign;
	struct fx r;

	y.sign = false;
	x.sign = false;
	if (y.exp < x.exp || (y.exp == x.exp && y.m <= x.m))
		r = atan_unit(fx_div(y, x));
	else
		r = fx_add(half_pi, fx_neg(atan_unit(fx_div(x, y))));
	if (left)
		r = fx_add(fx_pi(), fx_neg(r));
	r.sign = sign;
	return r;
}
