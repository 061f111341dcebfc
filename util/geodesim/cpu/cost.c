/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Clocks per instruction class. */

#include "cpu/insn.h"

/*
 * Classes and figures come from AMD's instruction tables where known (SVTS 8: LX data book p.657,
 * RSM 36: p.652, ICEBP 29: p.647), from the compiler's description of the Geode pipeline (ALU 1,
 * shifts 2, string load 4 and store 2, x87), and from measurements on a 500 MHz part (MUL 4,
 * DIV 40, XCHG 2). The others (system, segment, far) are sized like their parts: a descriptor
 * load is two loads and a check.
 */
const uint16_t cost_clocks[COST_COUNT] = {
	[COST_ALU] = 1,		 [COST_SHIFT] = 2,  [COST_MUL] = 4,	 [COST_DIV] = 40,
	[COST_STACK] = 1,	 [COST_CALL] = 2,   [COST_JUMP] = 1,	 [COST_STRING_LOAD] = 4,
	[COST_STRING_STORE] = 2, [COST_XCHG] = 2,   [COST_BCD] = 3,	 [COST_SEGMENT] = 8,
	[COST_FAR] = 20,	 [COST_INT] = 30,   [COST_SYSTEM] = 8,	 [COST_IO] = 8,
	[COST_MSR] = 10,	 [COST_CPUID] = 12, [COST_FLUSH] = 2000, [COST_SMM_DESC] = 8,
	[COST_RSM] = 36,	 [COST_ICEBP] = 29, [COST_FMOV] = 1,	 [COST_FADD] = 6,
	[COST_FIST] = 4,	 [COST_FMUL] = 10,  [COST_FRNDINT] = 12, [COST_FDIV] = 47,
	[COST_FTRANS] = 54,	 [COST_FENV] = 30,  [COST_MMX_MOVE] = 1, [COST_MMX] = 2,
};
