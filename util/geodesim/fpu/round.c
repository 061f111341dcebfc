/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rounding a wide software result to the 80-bit format. */
#include "fpu/round.h"

typedef unsigned __int128 u128;

#define WRAP 24576 /* exponent adjustment of an unmasked overflow or underflow */

/* Whether the magnitude with the digits rest / 2^64 below it goes up. */
static bool goes_up(uint64_t m, uint64_t rest, bool sign, unsigned rc)
{
	switch (rc) {
	case X87_RC_NEAR: return rest > X87_INTEGER_BIT || (rest == X87_INTEGER_BIT && (m & 1));
	case X87_RC_UP: return rest && !sign;
	case X87_RC_DOWN: return rest && sign;
	default: return false;
	}
}

static unsigned overflow(struct ext80 *r, bool sign, unsigned rc)
{
	unsigned se = sign ? X87_SIGN : 0;

	if (rc == X87_RC_ZERO || rc == (sign ? X87_RC_UP : X87_RC_DOWN)) {
		*r = x87_make(se | (X87_EXP - 1), UINT64_MAX);
		return X87_OE | X87_PE;
	}
	*r = x87_make(se | X87_EXP, X87_INTEGER_BIT);
	return X87_OE | X87_PE | X87_C1;
}

/* Shift right by n >= 1 with the lost digits collected in bit 0. */
static u128 shift_sticky(u128 m, unsigned n)
{
	if (n > 127)
		return m != 0;
	return m >> n | ((m & (((u128)1 << n) - 1)) != 0);
}

/* A number below the normal range, underflow masked: a denormal, zero, or the least normal. */
static unsigned denormal(struct ext80 *r, bool sign, int biased, u128 m, unsigned rc)
{
	uint64_t hi, rest;
	bool up;

	m = shift_sticky(m, (unsigned)(1 - biased));
	hi = (uint64_t)(m >> 64);
	rest = (uint64_t)m;
	up = goes_up(hi, rest, sign, rc);
	hi += up;
	*r = x87_make((sign ? X87_SIGN : 0) | (hi >> 63 ? 1 : 0), hi);
	return rest ? X87_UE | X87_PE | (up ? X87_C1 : 0) : 0;
}

unsigned fpu_round(struct ext80 *r, bool sign, int exp, u128 m, unsigned cw)
{
	unsigned rc = cw & X87_CW_RC;
	uint64_t hi = (uint64_t)(m >> 64), rest = (uint64_t)m;
	bool up = goes_up(hi, rest, sign, rc);
	unsigned flags = rest ? X87_PE : 0;
	int biased = exp + X87_BIAS;
	int rounded = biased; /* the exponent when its range is unbounded */

	hi += up;
	if (up && !hi) {
		hi = X87_INTEGER_BIT;
		rounded++;
	}
	if (up)
		flags |= X87_C1;
	if (rounded >= X87_EXP) {
		if (cw & X87_OE)
			return overflow(r, sign, rc);
		flags |= X87_OE;
		rounded -= WRAP;
	} else if (rounded < 1) {
		/* Tiny after rounding; masked, it counts only when digits are lost as well. */
		if (cw & X87_UE)
			return denormal(r, sign, biased, m, rc);
		flags |= X87_UE;
		rounded += WRAP;
	}
	*r = x87_make((sign ? X87_SIGN : 0) | (unsigned)rounded, hi);
	return flags;
}
