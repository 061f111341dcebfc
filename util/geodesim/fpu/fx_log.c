/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Base-2 exponential and logarithm. */
#include "fpu/fx.h"

static const struct fx one = {(u128)1 << 127, 0, false};
static const struct fx ln2 = {U128(0xb17217f7d1cf79ab, 0xc9e3b39803f2f6af), -1, false};
static const struct fx log2e = {U128(0xb8aa3b295c17f0bb, 0xbe87fed0691d3e89), 0, false};

#define R(n)	  U128_RECIPROCAL(n)

/* 1 / n for n from 0: the exponential's series. */
#define EXP_TERMS 25
static const u128 reciprocals[EXP_TERMS + 1] = {
	0,     0,     R(2),  R(3),  R(4),  R(5),  R(6),	 R(7),	R(8),  R(9),  R(10), R(11), R(12),
	R(13), R(14), R(15), R(16), R(17), R(18), R(19), R(20), R(21), R(22), R(23), R(24), R(25),
};

/* 1 / 3, 1 / 5, ...: the logarithm's. */
#define LOG_TERMS 19
static const u128 odd_reciprocals[LOG_TERMS] = {
	R(3),  R(5),  R(7),  R(9),  R(11), R(13), R(15), R(17), R(19), R(21),
	R(23), R(25), R(27), R(29), R(31), R(33), R(35), R(37), R(39),
};

/* e^y - 1 for |y| <= ln 2, as y (1 + y/2! + y^2/3! + ...). */
static struct fx exp_minus_1(struct fx y)
{
	u128 f = fx_fraction(y), s = (u128)1 << 127;

	/* From the inside: s = 1 +- f s / n, with 1 as 2^127. */
	for (unsigned n = EXP_TERMS; n >= 2; n--) {
		u128 t = u128_mulhi(u128_mulhi(f, s), reciprocals[n]);

		s = y.sign ? ((u128)1 << 127) - t : ((u128)1 << 127) + t;
	}
	return fx_mul(y, fx_normal(false, 0, s));
}

struct fx fx_exp2m1(struct fx a)
{
	struct fx r, n;
	int whole;

	if (a.exp < 0)
		return exp_minus_1(fx_mul(a, ln2));
	if (a.exp == 0 && a.m == one.m)
		return a.sign ? (struct fx){one.m, -1, true} : one;
	/* Beyond the instruction's range: 2^whole 2^rest - 1, bounded where every exponent ends. */
	if (a.exp > 14)
		return a.sign ? fx_neg(one) : (struct fx){one.m, 1 << 15, false};
	whole = (int)(a.m >> (127 - a.exp));
	n = fx_from_int(whole);
	if (a.sign)
		whole = -whole;
	n.sign = a.sign;
	r = fx_add(a, fx_neg(n));
	r = r.m ? fx_add(one, exp_minus_1(fx_mul(r, ln2))) : one;
	r.exp += whole;
	return fx_add(r, fx_neg(one));
}

/* log2((1 + z) / (1 - z)) for |z| <= 0.172, as 2 log2(e) z (1 + z^2/3 + z^4/5 + ...). */
static struct fx log2_ratio(struct fx z)
{
	u128 q = fx_fraction(fx_mul(z, z)), s = 0;

	if (!z.m)
		return z;
	for (unsigned n = LOG_TERMS; n-- > 0;)
		s = u128_mulhi(q, odd_reciprocals[n] + s);
	/* s < 0.01; 1 + s with 1 as 2^127 */
	z = fx_mul(fx_mul(z, log2e), fx_normal(false, 0, (u128)1 << 127 | s >> 1));
	z.exp++;
	return z;
}

struct fx fx_log2(struct fx a)
{
	/* sqrt(2) as a significand */
	const u128 root2 = U128(0xb504f333f9de6484, 0x597d89b3754abe9f);
	int exp = a.exp;

	a.exp = 0;
	if (a.m > root2) {
		a.exp--;
		exp++;
	}
	a = log2_ratio(fx_div(fx_add(a, fx_neg(one)), fx_add(a, one)));
	return fx_add(fx_from_int(exp), a);
}

struct fx fx_log2p1(struct fx a)
{
	/* Within +-1/4 the quotient a / (a + 2) is small enough and keeps all digits of a. */
	if (a.exp <= -3)
		return log2_ratio(fx_div(a, fx_add(a, fx_from_int(2))));
	return fx_log2(fx_add(one, a));
}
