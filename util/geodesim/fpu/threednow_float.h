/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arithmetic of 3DNow!: single precision without denormals, infinities, NaNs and exceptions. */
#ifndef GEODESIM_FPU_THREEDNOW_FLOAT_H
#define GEODESIM_FPU_THREEDNOW_FLOAT_H

#include <stdbool.h>
#include <stdint.h>

/*
 * All functions take and return the 32 bits of a number. Rules of AMD's 3DNow! manual (21928):
 * denormal operands count as zero, results below 2^-126 become zero and results from 2^128 on the
 * largest normal number, rounding is to nearest even. Operands with exponent FFh are "unsupported"
 * with undefined results; here they are numbers of the next binade, so they mostly saturate.
 */
uint32_t pf_add(uint32_t a, uint32_t b);
uint32_t pf_sub(uint32_t a, uint32_t b);
uint32_t pf_mul(uint32_t a, uint32_t b);
uint32_t pf_max(uint32_t a, uint32_t b);
uint32_t pf_min(uint32_t a, uint32_t b);
/* Comparison as signed numbers; zeros of both signs are equal. */
bool pf_eq(uint32_t a, uint32_t b);
bool pf_gt(uint32_t a, uint32_t b);
bool pf_ge(uint32_t a, uint32_t b);

/* Conversions; to integer and from 32-bit integer they cut off. Out of range saturates. */
int32_t pf_to_int32(uint32_t a);
int16_t pf_to_int16(uint32_t a);
uint32_t pf_from_int(int32_t v);

/*
 * 1/b to 15 bits and 1/sqrt(|b|) to 16 bits, never too small in magnitude, the sign of b. The
 * manual promises 14 and 15 bits; which bits the real part's tables give is not known.
 */
uint32_t pf_rcp(uint32_t b);
uint32_t pf_rsqrt(uint32_t b);
/*
 * The Newton-Raphson steps between the estimate and the full result: 2 - a b, and (3 - |a b|) / 2,
 * rounded once. pf_mul() of that and the estimate ends the iteration.
 */
uint32_t pf_rcp_step(uint32_t a, uint32_t b);
uint32_t pf_rsqrt_step(uint32_t a, uint32_t b);

#endif
