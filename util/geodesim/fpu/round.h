/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rounding a wide software result to the 80-bit format. */
#ifndef GEODESIM_FPU_ROUND_H
#define GEODESIM_FPU_ROUND_H

#include "fpu/x87.h"

/**
 * fpu_round - the 80-bit number nearest to a wide one, as the control word's rounding says
 * @r:    the result
 * @sign: true for negative
 * @exp:  the number is m / 2^127 * 2^exp (unbiased)
 * @m:    significand, bit 127 set; set bit 0 when digits were cut off below it
 * @cw:   control word: rounding control, and the masks of overflow and underflow, which decide
 *        between the ordinary response and the result with its exponent wrapped by 24576.
 *        Precision control does not apply, as for every instruction that uses this.
 * Returns exception flags (X87_OE, X87_UE, X87_PE) and X87_C1 when the magnitude was rounded up.
 */
unsigned fpu_round(struct ext80 *r, bool sign, int exp, unsigned __int128 m, unsigned cw);

#endif
