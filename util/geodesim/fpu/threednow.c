/* SPDX-License-Identifier: GPL-2.0-or-later */
/* 3DNow! instructions: 0F 0F, operands, then a byte that names the operation. */
#include "fpu/mmx_exec.h"
#include "fpu/threednow_float.h"

static inline uint64_t pair(uint32_t low, uint32_t high)
{
	return low | (uint64_t)high << 32;
}

static inline uint32_t lo(uint64_t v)
{
	return (uint32_t)v;
}

static inline uint32_t hi(uint64_t v)
{
	return (uint32_t)(v >> 32);
}

static uint32_t all_ones(bool condition)
{
	return condition ? UINT32_MAX : 0;
}

#define BOTH(name, f)		    MMX_TWO(name, pair(f(lo(a), lo(b)), f(hi(a), hi(b))))
#define COMPARE(name, f)	    MMX_TWO(name, pair(all_ones(f(lo(a), lo(b))), all_ones(f(hi(a), hi(b)))))
/* Operations on the source alone; the old destination plays no part. */
#define CONVERT(name, lower, upper) MMX_TWO(name, ((void)a, pair(lower, upper)))

BOTH(pfadd, pf_add)
BOTH(pfsub, pf_sub)
MMX_TWO(pfsubr, pair(pf_sub(lo(b), lo(a)), pf_sub(hi(b), hi(a))))
BOTH(pfmul, pf_mul)
BOTH(pfmax, pf_max)
BOTH(pfmin, pf_min)
COMPARE(pfcmpeq, pf_eq)
COMPARE(pfcmpgt, pf_gt)
COMPARE(pfcmpge, pf_ge)
MMX_TWO(pfacc, pair(pf_add(lo(a), hi(a)), pf_add(lo(b), hi(b))))
MMX_TWO(pfnacc, pair(pf_sub(lo(a), hi(a)), pf_sub(lo(b), hi(b))))
MMX_TWO(pfpnacc, pair(pf_sub(lo(a), hi(a)), pf_add(lo(b), hi(b))))
BOTH(pfrcpit1, pf_rcp_step)
BOTH(pfrcpit2, pf_mul)
BOTH(pfrsqit1, pf_rsqrt_step)
CONVERT(pfrcp, pf_rcp(lo(b)), pf_rcp(lo(b)))
CONVERT(pfrcpv, pf_rcp(lo(b)), pf_rcp(hi(b)))
CONVERT(pfrsqrt, pf_rsqrt(lo(b)), pf_rsqrt(lo(b)))
CONVERT(pfrsqrtv, pf_rsqrt(lo(b)), pf_rsqrt(hi(b)))
CONVERT(pf2id, (uint32_t)pf_to_int32(lo(b)), (uint32_t)pf_to_int32(hi(b)))
CONVERT(pf2iw, (uint32_t)pf_to_int16(lo(b)), (uint32_t)pf_to_int16(hi(b)))
CONVERT(pi2fd, pf_from_int((int32_t)lo(b)), pf_from_int((int32_t)hi(b)))
CONVERT(pi2fw, pf_from_int((int16_t)lo(b)), pf_from_int((int16_t)hi(b)))
CONVERT(pswapd, hi(b), lo(b))

/* Bytes: average rounded up. */
static uint64_t average_bytes(uint64_t a, uint64_t b)
{
	/* a + b + 1 over 2 without a carry between bytes: (a | b) - (a ^ b) / 2 */
	return (a | b) - ((a ^ b) >> 1 & 0x7f7f7f7f7f7f7f7full);
}

/* Signed words: high half of the product, rounded. */
static uint64_t multiply_high_rounded(uint64_t a, uint64_t b)
{
	uint64_t v = 0;

	for (unsigned n = 0; n < 64; n += 16) {
		int32_t product = (int16_t)(a >> n) * (int16_t)(b >> n);

		v |= (uint64_t)((uint32_t)(product + 0x8000) >> 16) << n;
	}
	return v;
}

MMX_TWO(pavgusb, average_bytes(a, b))
MMX_TWO(pmulhrw, multiply_high_rounded(a, b))

#define OP(handler)                         \
	{                                   \
		handler, #handler, COST_MMX \
	}

/* By suffix. PFRCPV and PFRSQRTV exist on the Geode only. */
static const struct fpu_op operations[256] = {
	[0x0c] = OP(pi2fw),    [0x0d] = OP(pi2fd),    [0x1c] = OP(pf2iw),    [0x1d] = OP(pf2id),
	[0x86] = OP(pfrcpv),   [0x87] = OP(pfrsqrtv), [0x8a] = OP(pfnacc),   [0x8e] = OP(pfpnacc),
	[0x90] = OP(pfcmpge),  [0x94] = OP(pfmin),    [0x96] = OP(pfrcp),    [0x97] = OP(pfrsqrt),
	[0x9a] = OP(pfsub),    [0x9e] = OP(pfadd),    [0xa0] = OP(pfcmpgt),  [0xa4] = OP(pfmax),
	[0xa6] = OP(pfrcpit1), [0xa7] = OP(pfrsqit1), [0xaa] = OP(pfsubr),   [0xae] = OP(pfacc),
	[0xb0] = OP(pfcmpeq),  [0xb4] = OP(pfmul),    [0xb6] = OP(pfrcpit2), [0xb7] = OP(pmulhrw),
	[0xbb] = OP(pswapd),   [0xbf] = OP(pavgusb),
};

const struct fpu_op *threednow_op(unsigned suffix)
{
	return &operations[suffix & 0xff];
}
