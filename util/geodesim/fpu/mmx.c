/* SPDX-License-Identifier: GPL-2.0-or-later */
/* MMX arithmetic, logic, comparison, packing and shifts, AMD's extensions included. */
#include <emmintrin.h>

#include "fpu/mmx_exec.h"
#include "fpu/mmx_handlers.h"

/*
 * Every operation on 64 bits is the low half of the host's one on 128 bits: same lanes, same
 * saturation.
 */
static inline __m128i vec(uint64_t v)
{
	return _mm_cvtsi64_si128((long long)v);
}

static inline uint64_t low(__m128i v)
{
	return (uint64_t)_mm_cvtsi128_si64(v);
}

static inline uint64_t high(__m128i v)
{
	return low(_mm_srli_si128(v, 8));
}

#define SIMD(name, intrinsic) MMX_TWO(name, low(intrinsic(vec(a), vec(b))))
/* Packing takes eight bytes from each operand: both side by side in one 128-bit operand. */
#define PACK(name, intrinsic) \
	MMX_TWO(name, low(intrinsic(_mm_unpacklo_epi64(vec(a), vec(b)), _mm_setzero_si128())))
/* Unpacking of low halves reads four bytes of memory. */
#define UNPACK_LOW(name, expr)	     MMX_FROM(name, mmx_source_low, expr)
#define UNPACK_HIGH(name, intrinsic) MMX_TWO(name, high(intrinsic(vec(a), vec(b))))

UNPACK_LOW(punpcklbw, low(_mm_unpacklo_epi8(vec(a), vec(b))))
UNPACK_LOW(punpcklwd, low(_mm_unpacklo_epi16(vec(a), vec(b))))
UNPACK_LOW(punpckldq, (a & 0xffffffff) | b << 32)
UNPACK_HIGH(punpckhbw, _mm_unpacklo_epi8)
UNPACK_HIGH(punpckhwd, _mm_unpacklo_epi16)
MMX_TWO(punpckhdq, a >> 32 | (b & 0xffffffff00000000ull))
PACK(packsswb, _mm_packs_epi16)
PACK(packuswb, _mm_packus_epi16)
PACK(packssdw, _mm_packs_epi32)
SIMD(pcmpgtb, _mm_cmpgt_epi8)
SIMD(pcmpgtw, _mm_cmpgt_epi16)
SIMD(pcmpgtd, _mm_cmpgt_epi32)
SIMD(pcmpeqb, _mm_cmpeq_epi8)
SIMD(pcmpeqw, _mm_cmpeq_epi16)
SIMD(pcmpeqd, _mm_cmpeq_epi32)
SIMD(paddb, _mm_add_epi8)
SIMD(paddw, _mm_add_epi16)
SIMD(paddd, _mm_add_epi32)
SIMD(paddsb, _mm_adds_epi8)
SIMD(paddsw, _mm_adds_epi16)
SIMD(paddusb, _mm_adds_epu8)
SIMD(paddusw, _mm_adds_epu16)
SIMD(psubb, _mm_sub_epi8)
SIMD(psubw, _mm_sub_epi16)
SIMD(psubd, _mm_sub_epi32)
SIMD(psubsb, _mm_subs_epi8)
SIMD(psubsw, _mm_subs_epi16)
SIMD(psubusb, _mm_subs_epu8)
SIMD(psubusw, _mm_subs_epu16)
SIMD(pmullw, _mm_mullo_epi16)
SIMD(pmulhw, _mm_mulhi_epi16)
SIMD(pmulhuw, _mm_mulhi_epu16)
SIMD(pmaddwd, _mm_madd_epi16)
SIMD(pminub, _mm_min_epu8)
SIMD(pmaxub, _mm_max_epu8)
SIMD(pminsw, _mm_min_epi16)
SIMD(pmaxsw, _mm_max_epi16)
SIMD(pavgb, _mm_avg_epu8)
SIMD(pavgw, _mm_avg_epu16)
SIMD(psadbw, _mm_sad_epu8)
MMX_TWO(pand, a &b)
MMX_TWO(pandn, ~a &b)
MMX_TWO(por, a | b)
MMX_TWO(pxor, a ^ b)

/* Shifts by a 64-bit count: too large a count clears, or fills with the sign. */
SIMD(psllw, _mm_sll_epi16)
SIMD(pslld, _mm_sll_epi32)
SIMD(psrlw, _mm_srl_epi16)
SIMD(psrld, _mm_srl_epi32)
SIMD(psraw, _mm_sra_epi16)
SIMD(psrad, _mm_sra_epi32)
MMX_TWO(psllq, b > 63 ? 0 : a << b)
MMX_TWO(psrlq, b > 63 ? 0 : a >> b)

/* The same by an immediate: group 71..73, register operands only. */
#define SHIFT_IMM(name, expr)                                   \
	static void name(struct cpu *cpu, const struct insn *i) \
	{                                                       \
		uint64_t a, b;                                  \
                                                                \
		mmx_enter(cpu);                                 \
		b = i->imm & 0xff;                              \
		a = cpu->fpu.r[i->rm].m;                        \
		mmx_use(cpu);                                   \
		mmx_write(cpu, i->rm, expr);                    \
	}
SHIFT_IMM(psllw_i, low(_mm_sll_epi16(vec(a), vec(b))))
SHIFT_IMM(pslld_i, low(_mm_sll_epi32(vec(a), vec(b))))
SHIFT_IMM(psrlw_i, low(_mm_srl_epi16(vec(a), vec(b))))
SHIFT_IMM(psrld_i, low(_mm_srl_epi32(vec(a), vec(b))))
SHIFT_IMM(psraw_i, low(_mm_sra_epi16(vec(a), vec(b))))
SHIFT_IMM(psrad_i, low(_mm_sra_epi32(vec(a), vec(b))))
SHIFT_IMM(psllq_i, b > 63 ? 0 : a << b)
SHIFT_IMM(psrlq_i, b > 63 ? 0 : a >> b)

#define OP(handler)                         \
	{                                   \
		handler, #handler, COST_MMX \
	}

/* mm, mm/m64 by the byte behind 0F. */
static const struct fpu_op two_operand[256] = {
	[0x60] = OP(punpcklbw), [0x61] = OP(punpcklwd), [0x62] = OP(punpckldq),
	[0x63] = OP(packsswb),	[0x64] = OP(pcmpgtb),	[0x65] = OP(pcmpgtw),
	[0x66] = OP(pcmpgtd),	[0x67] = OP(packuswb),	[0x68] = OP(punpckhbw),
	[0x69] = OP(punpckhwd), [0x6a] = OP(punpckhdq), [0x6b] = OP(packssdw),
	[0x74] = OP(pcmpeqb),	[0x75] = OP(pcmpeqw),	[0x76] = OP(pcmpeqd),
	[0xd1] = OP(psrlw),	[0xd2] = OP(psrld),	[0xd3] = OP(psrlq),
	[0xd5] = OP(pmullw),	[0xd8] = OP(psubusb),	[0xd9] = OP(psubusw),
	[0xda] = OP(pminub),	[0xdb] = OP(pand),	[0xdc] = OP(paddusb),
	[0xdd] = OP(paddusw),	[0xde] = OP(pmaxub),	[0xdf] = OP(pandn),
	[0xe0] = OP(pavgb),	[0xe1] = OP(psraw),	[0xe2] = OP(psrad),
	[0xe3] = OP(pavgw),	[0xe4] = OP(pmulhuw),	[0xe5] = OP(pmulhw),
	[0xe8] = OP(psubsb),	[0xe9] = OP(psubsw),	[0xea] = OP(pminsw),
	[0xeb] = OP(por),	[0xec] = OP(paddsb),	[0xed] = OP(paddsw),
	[0xee] = OP(pmaxsw),	[0xef] = OP(pxor),	[0xf1] = OP(psllw),
	[0xf2] = OP(pslld),	[0xf3] = OP(psllq),	[0xf5] = OP(pmaddwd),
	[0xf6] = OP(psadbw),	[0xf8] = OP(psubb),	[0xf9] = OP(psubw),
	[0xfa] = OP(psubd),	[0xfc] = OP(paddb),	[0xfd] = OP(paddw),
	[0xfe] = OP(paddd),
};

/* Shifts by an immediate: opcodes 71..73 by ModRM reg. */
static const struct fpu_op shift_imm[3][8] = {
	{[2] = OP(psrlw_i), [4] = OP(psraw_i), [6] = OP(psllw_i)},
	{[2] = OP(psrld_i), [4] = OP(psrad_i), [6] = OP(pslld_i)},
	{[2] = OP(psrlq_i), [6] = OP(psllq_i)},
};

const struct fpu_op *mmx_op(const struct insn *i)
{
	/* With these prefixes the opcodes are SSE2's, which this processor does not have. */
	if (i->flags & (INSN_REP | INSN_REPNE) && i->opcode >= 0x60)
		return NULL;
	if (two_operand[i->opcode].fn)
		return &two_operand[i->opcode];
	if (i->opcode >= 0x71 && i->opcode <= 0x73)
		return i->flags & INSN_MEM ? NULL : &shift_imm[i->opcode - 0x71][i->reg];
	return mmx_move_op(i);
}
