/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The operations the handlers use: in integers when the case is simple, else by the host. */
#ifndef GEODESIM_FPU_OPERATE_H
#define GEODESIM_FPU_OPERATE_H

#include "fpu/native.h"
#include "fpu/soft.h"

/* *r = a op b; r must not be a or b. Returns flags and C1 as a status word (native.h). */
#define OPERATE_MEMORY(op, format, type)                                                           \
	static inline unsigned operate_##op##_##format(const struct fpu_state *f, struct ext80 *r, \
						       const struct ext80 *a, const type *b)       \
	{                                                                                          \
		struct ext80 wide;                                                                 \
		unsigned sw = SOFT_DECLINED;                                                       \
                                                                                                   \
		if (__builtin_expect(soft_mode(f), 1) && soft_from_##format(&wide, b))             \
			sw = soft_##op(r, a, &wide);                                               \
		return sw == SOFT_DECLINED ? native_##op##_##format(f, r, a, b) : sw;              \
	}
#define OPERATE(op)                                                                       \
	static inline unsigned operate_##op(const struct fpu_state *f, struct ext80 *r,   \
					    const struct ext80 *a, const struct ext80 *b) \
	{                                                                                 \
		unsigned sw = SOFT_DECLINED;                                              \
                                                                                          \
		if (__builtin_expect(soft_mode(f), 1))                                    \
			sw = soft_##op(r, a, b);                                          \
		return sw == SOFT_DECLINED ? native_##op(f, r, a, b) : sw;                \
	}                                                                                 \
	OPERATE_MEMORY(op, f32, uint32_t)                                                 \
	OPERATE_MEMORY(op, f64, uint64_t)                                                 \
	OPERATE_MEMORY(op, i16, int16_t)                                                  \
	OPERATE_MEMORY(op, i32, int32_t)

OPERATE(add)
OPERATE(sub)
OPERATE(subr)
OPERATE(mul)
OPERATE(div)
OPERATE(divr)

/* Comparisons: flags and C3, C2, C0. */
static inline unsigned operate_com(const struct fpu_state *f, const struct ext80 *a,
				   const struct ext80 *b)
{
	unsigned sw = soft_com(a, b);

	return sw == SOFT_DECLINED ? native_com(f, a, b) : sw;
}

static inline unsigned operate_ucom(const struct fpu_state *f, const struct ext80 *a,
				    const struct ext80 *b)
{
	unsigned sw = soft_com(a, b);

	return sw == SOFT_DECLINED ? native_ucom(f, a, b) : sw;
}

#define OPERATE_COMPARE(format, type)                                                     \
	static inline unsigned operate_com_##format(const struct fpu_state *f,            \
						    const struct ext80 *a, const type *b) \
	{                                                                                 \
		struct ext80 wide;                                                        \
		unsigned sw = SOFT_DECLINED;                                              \
                                                                                          \
		if (soft_from_##format(&wide, b))                                         \
			sw = soft_com(a, &wide);                                          \
		return sw == SOFT_DECLINED ? native_com_##format(f, a, b) : sw;           \
	}
OPERATE_COMPARE(f32, uint32_t)
OPERATE_COMPARE(f64, uint64_t)
OPERATE_COMPARE(i16, int16_t)
OPERATE_COMPARE(i32, int32_t)

/* Stores that convert: flags and C1. */
static inline unsigned operate_store_f32(const struct fpu_state *f, uint32_t *r,
					 const struct ext80 *a)
{
	unsigned sw = (f->cw & X87_CW_RC) == X87_RC_NEAR ? soft_to_f32(r, a) : SOFT_DECLINED;

	return sw == SOFT_DECLINED ? native_store_f32(f, r, a) : sw;
}

static inline unsigned operate_store_f64(const struct fpu_state *f, uint64_t *r,
					 const struct ext80 *a)
{
	unsigned sw = (f->cw & X87_CW_RC) == X87_RC_NEAR ? soft_to_f64(r, a) : SOFT_DECLINED;

	return sw == SOFT_DECLINED ? native_store_f64(f, r, a) : sw;
}

#define OPERATE_INTEGER(format, type)                                                     \
	static inline unsigned operate_store_##format(const struct fpu_state *f, type *r, \
						      const struct ext80 *a)              \
	{                                                                                 \
		unsigned rc = f->cw & X87_CW_RC, sw = SOFT_DECLINED;                      \
		int64_t v = 0;                                                            \
                                                                                          \
		if (rc == X87_RC_NEAR || rc == X87_RC_ZERO)                               \
			sw = soft_to_int(&v, a, rc == X87_RC_ZERO);                       \
		if (sw == SOFT_DECLINED || v != (type)v)                                  \
			return native_store_##format(f, r, a);                            \
		*r = (type)v;                                                             \
		return sw;                                                                \
	}
OPERATE_INTEGER(i16, int16_t)
OPERATE_INTEGER(i32, int32_t)
OPERATE_INTEGER(i64, int64_t)

#endif
