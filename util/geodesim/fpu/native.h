/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Exactly rounded x87 arithmetic, done by the x87 unit of the host. */
#ifndef GEODESIM_FPU_NATIVE_H
#define GEODESIM_FPU_NATIVE_H

#include "fpu/fpu.h"

/*
 * Only operations whose result, flags and C1 the architecture fixes completely run here, so the
 * answer is the same on every host. The x86-64 ABI has the control word 37Fh and an empty register
 * stack between functions; every sequence below relies on that and restores it.
 *
 * Each operation comes in three forms that differ in what surrounds it:
 *   PLAIN  the guest rounds as the host does (64 bits, to nearest): nothing to load;
 *   CW     with the guest's precision and rounding, exceptions masked;
 *   EXACT  with the guest's whole control word and clean flags. An unmasked exception then makes
 *          the host produce the architectural response (operands kept, or the biased result); no
 *          host fault comes of it, since FNSTSW and FNCLEX follow and neither of them waits.
 *
 * The host's sticky flags are not cleared before PLAIN and CW, which would be slow. They may
 * therefore claim too much, never too little: if they show nothing the guest has not already (masked), the
 * operation raised nothing new; else EXACT finds out what it raised.
 */
#define NATIVE_PLAIN_PRE  ""
#define NATIVE_PLAIN_POST ""
#define NATIVE_CW_PRE	  "fldcw %[cw]\n\t"
#define NATIVE_CW_POST	  "fldcw %[host]\n\t"
#define NATIVE_EXACT_PRE  "fnclex\n\tfldcw %[cw]\n\t"
#define NATIVE_EXACT_POST "fnclex\n\tfldcw %[host]\n\t"

#define NATIVE_FLAGS \
	0x3f /* the exception flags in the status word, the masks in the control word */

static const uint16_t native_host_cw = 0x37f;

/*
 * Runs ASM(form, ...) in the right form; sw ends as the host's status word after the operation.
 * An unmasked underflow needs EXACT at once: masked, a tiny but exact result raises no flag.
 */
#define NATIVE_UNDERFLOW 0x10
#define NATIVE_RUN(ASM, ...)                                                                 \
	do {                                                                                 \
		bool known = true;                                                           \
		if (__builtin_expect((f->cw & (0xf00 | NATIVE_UNDERFLOW)) == 0x310, 1)) {    \
			ASM(PLAIN, __VA_ARGS__);                                             \
		} else if (f->cw & NATIVE_UNDERFLOW) {                                       \
			cw = f->cw | NATIVE_FLAGS;                                           \
			ASM(CW, __VA_ARGS__);                                                \
		} else {                                                                     \
			known = false;                                                       \
			sw = 0;                                                              \
		}                                                                            \
		if (__builtin_expect((sw & ~(f->sw & f->cw) & NATIVE_FLAGS) || !known, 0)) { \
			cw = f->cw;                                                          \
			ASM(EXACT, __VA_ARGS__);                                             \
		}                                                                            \
	} while (0)

#define NATIVE_INPUTS [a] "m"(*a), [b] "m"(*b), [cw] "m"(cw), [host] "m"(native_host_cw)

/*
 * Two operands: *r = a op b. a plays ST(0); b plays ST(1), or is a number in memory in one of the
 * formats of the instruction set. r must not be a or b. Returns the host's status word: the
 * exception flags, and C1. With an unmasked invalid, denormal or zero-divide flag *r is a.
 */
#define NATIVE_ASM_REG(form, insn)                                                       \
	__asm__ volatile(NATIVE_##form##_PRE "fldt %[b]\n\tfldt %[a]\n\t" insn           \
					     "\n\tfnstsw %[sw]\n\t" NATIVE_##form##_POST \
			 "fstpt %[r]\n\tfstp %%st(0)"                                    \
			 : [r] "=m"(*r), [sw] "=a"(sw)                                   \
			 : NATIVE_INPUTS                                                 \
			 : "st", "st(1)")
#define NATIVE_ASM_MEM(form, insn)                                                            \
	__asm__ volatile(NATIVE_##form##_PRE "fldt %[a]\n\t" insn                             \
					     " %[b]\n\tfnstsw %[sw]\n\t" NATIVE_##form##_POST \
			 "fstpt %[r]"                                                         \
			 : [r] "=m"(*r), [sw] "=a"(sw)                                        \
			 : NATIVE_INPUTS                                                      \
			 : "st")
#define NATIVE_TWO(name, type, kind, insn)                                               \
	static inline unsigned native_##name(const struct fpu_state *f, struct ext80 *r, \
					     const struct ext80 *a, const type *b)       \
	{                                                                                \
		uint16_t sw, cw = 0;                                                     \
		NATIVE_RUN(NATIVE_ASM_##kind, insn);                                     \
		return sw;                                                               \
	}
/* The six basic operations, each with its four memory formats: float, double, int16, int32. */
#define NATIVE_BASIC(op)                                            \
	NATIVE_TWO(op, struct ext80, REG, "f" #op " %%st(1), %%st") \
	NATIVE_TWO(op##_f32, uint32_t, MEM, "f" #op "s")            \
	NATIVE_TWO(op##_f64, uint64_t, MEM, "f" #op "l")            \
	NATIVE_TWO(op##_i16, int16_t, MEM, "fi" #op "s")            \
	NATIVE_TWO(op##_i32, int32_t, MEM, "fi" #op "l")

NATIVE_BASIC(add)
NATIVE_BASIC(sub)
NATIVE_BASIC(subr)
NATIVE_BASIC(mul)
NATIVE_BASIC(div)
NATIVE_BASIC(divr)
NATIVE_TWO(scale, struct ext80, REG, "fscale")

/* Comparisons: a with b. Returns the host's status word: flags and C3, C2, C0. */
#define NATIVE_ASM_COMREG(form, insn)                                                    \
	__asm__ volatile(NATIVE_##form##_PRE "fldt %[b]\n\tfldt %[a]\n\t" insn           \
					     "\n\tfnstsw %[sw]\n\t" NATIVE_##form##_POST \
			 "fstp %%st(0)\n\tfstp %%st(0)"                                  \
			 : [sw] "=a"(sw)                                                 \
			 : NATIVE_INPUTS                                                 \
			 : "st", "st(1)")
#define NATIVE_ASM_COMMEM(form, insn)                                                         \
	__asm__ volatile(NATIVE_##form##_PRE "fldt %[a]\n\t" insn                             \
					     " %[b]\n\tfnstsw %[sw]\n\t" NATIVE_##form##_POST \
			 "fstp %%st(0)"                                                       \
			 : [sw] "=a"(sw)                                                      \
			 : NATIVE_INPUTS                                                      \
			 : "st")
#define NATIVE_COMPARE(name, type, kind, insn)                                                 \
	static inline unsigned native_##name(const struct fpu_state *f, const struct ext80 *a, \
					     const type *b)                                    \
	{                                                                                      \
		uint16_t sw, cw = 0;                                                           \
		NATIVE_RUN(NATIVE_ASM_COM##kind, insn);                                        \
		return sw;                                                                     \
	}

NATIVE_COMPARE(com, struct ext80, REG, "fcom")
NATIVE_COMPARE(ucom, struct ext80, REG, "fucom")
NATIVE_COMPARE(com_f32, uint32_t, MEM, "fcoms")
NATIVE_COMPARE(com_f64, uint64_t, MEM, "fcoml")
NATIVE_COMPARE(com_i16, int16_t, MEM, "ficoms")
NATIVE_COMPARE(com_i32, int32_t, MEM, "ficoml")

/* One operand: *r = op a. Returns as NATIVE_TWO does. r must not be a. */
#define NATIVE_ASM_ONE(form, insn)                                                       \
	__asm__ volatile(NATIVE_##form##_PRE "fldt %[a]\n\t" insn                        \
					     "\n\tfnstsw %[sw]\n\t" NATIVE_##form##_POST \
			 "fstpt %[r]"                                                    \
			 : [r] "=m"(*r), [sw] "=a"(sw)                                   \
			 : [a] "m"(*a), [cw] "m"(cw), [host] "m"(native_host_cw)         \
			 : "st")
#define NATIVE_ONE(name, insn)                                                           \
	static inline unsigned native_##name(const struct fpu_state *f, struct ext80 *r, \
					     const struct ext80 *a)                      \
	{                                                                                \
		uint16_t sw, cw = 0;                                                     \
		NATIVE_RUN(NATIVE_ASM_ONE, insn);                                        \
		return sw;                                                               \
	}

NATIVE_ONE(sqrt, "fsqrt")
NATIVE_ONE(rndint, "frndint")

/*
 * Loads that convert: *r = *a, whatever the masks: even an unmasked denormal is loaded, and what an
 * unmasked signalling NaN leaves in *r the caller must not use.
 */
#define NATIVE_LOAD(name, type, insn)                                                    \
	static inline unsigned native_##name(struct ext80 *r, const type *a)             \
	{                                                                                \
		uint16_t sw;                                                             \
                                                                                         \
		__asm__ volatile("fnclex\n\t" insn " %[a]\n\tfnstsw %[sw]\n\tfstpt %[r]" \
				 : [r] "=m"(*r), [sw] "=a"(sw)                           \
				 : [a] "m"(*a)                                           \
				 : "st");                                                \
		return sw;                                                               \
	}

NATIVE_LOAD(load_f32, uint32_t, "flds")
NATIVE_LOAD(load_f64, uint64_t, "fldl")

/*
 * Stores that convert: *r = a, rounded. With an unmasked invalid, overflow or underflow flag *r is
 * unspecified. The forms that only exist with a pop are followed by FNINIT in EXACT, where the pop
 * may not happen.
 */
#define NATIVE_ASM_STORE(form, insn)                                                          \
	__asm__ volatile(NATIVE_##form##_PRE "fldt %[a]\n\t" insn                             \
					     " %[r]\n\tfnstsw %[sw]\n\t" NATIVE_##form##_POST \
			 "fstp %%st(0)"                                                       \
			 : [r] "+m"(*r), [sw] "=a"(sw)                                        \
			 : [a] "m"(*a), [cw] "m"(cw), [host] "m"(native_host_cw)              \
			 : "st")
#define NATIVE_POPPED_PLAIN ""
#define NATIVE_POPPED_CW    ""
#define NATIVE_POPPED_EXACT "fninit"
#define NATIVE_ASM_STOREPOP(form, insn)                                                        \
	__asm__ volatile(NATIVE_##form##_PRE                                                   \
			 "fldt %[a]\n\t" insn                                                  \
			 " %[r]\n\tfnstsw %[sw]\n\t" NATIVE_##form##_POST NATIVE_POPPED_##form \
			 : [r] "+m"(*r), [sw] "=a"(sw)                                         \
			 : [a] "m"(*a), [cw] "m"(cw), [host] "m"(native_host_cw)               \
			 : "st")
#define NATIVE_STORE(name, type, kind, insn)                                     \
	static inline unsigned native_##name(const struct fpu_state *f, type *r, \
					     const struct ext80 *a)              \
	{                                                                        \
		uint16_t sw, cw = 0;                                             \
		NATIVE_RUN(NATIVE_ASM_STORE##kind, insn);                        \
		return sw;                                                       \
	}

/* Packed decimal: 18 digits and a sign in the low 10 bytes. */
struct bcd80 {
	uint8_t byte[10];
};

NATIVE_STORE(store_f32, uint32_t, , "fsts")
NATIVE_STORE(store_f64, uint64_t, , "fstl")
NATIVE_STORE(store_i16, int16_t, , "fists")
NATIVE_STORE(store_i32, int32_t, , "fistl")
NATIVE_STORE(store_i64, int64_t, POP, "fistpll")
NATIVE_STORE(store_bcd, struct bcd80, POP, "fbstp")

#endif
