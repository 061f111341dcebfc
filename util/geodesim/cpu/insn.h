/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A decoded instruction, and the opcode table it comes from. */
#ifndef GEODESIM_CPU_INSN_H
#define GEODESIM_CPU_INSN_H

#include <stdbool.h>
#include <stdint.h>

struct cpu;
struct insn;

/*
 * Executes one instruction. A handler changes no architectural state before its last access or
 * check that can fault: faults leave by cpu_fault(), which does not return, and the instruction
 * then is as if it never began (REP iterations that are complete stay complete).
 * EIP moves on by itself; only handlers of rows with OP_JUMP set cpu->eip.
 */
typedef void (*cpu_handler)(struct cpu *cpu, const struct insn *i);

/* insn.flags */
enum {
	INSN_OP32 = 0x01,   /* operand size is 32 bits */
	INSN_ADDR32 = 0x02, /* address size is 32 bits */
	INSN_REP = 0x04,    /* F3 */
	INSN_REPNE = 0x08,  /* F2 (the last of F2/F3 counts) */
	INSN_LOCK = 0x10,
	INSN_MEM = 0x20,   /* ModRM names a memory operand */
	INSN_JUMP = 0x40,  /* the handler sets cpu->eip */
	INSN_SEGOV = 0x80, /* a segment override prefix was given */
};

#define INSN_NO_REG 8 /* base/index: no register (cpu->r[8] is always 0) */

struct insn {
	cpu_handler fn;
	uint32_t ea_mask; /* FFFF or FFFFFFFF: the effective address wraps there */
	uint32_t disp;
	uint32_t imm;	/* immediate, sign-extended where the opcode says so; far offset; moffs */
	uint16_t imm2;	/* far selector, ENTER's level */
	uint16_t off;	/* distance from the start of the block */
	uint16_t end;	/* off + length */
	uint16_t clk;	/* clocks of the instructions before this one in the block */
	uint8_t flags;	/* INSN_* */
	uint8_t opcode; /* last opcode byte; the suffix for 0F 0F */
	uint8_t map;	/* 0: one byte, 1: 0F xx, 2: 0F 0F (3DNow!) */
	uint8_t modrm;
	uint8_t reg; /* ModRM reg; byte registers as byte offset into cpu->r (see reg8()) */
	uint8_t rm;  /* ModRM r/m or the register in the opcode; the same for byte registers */
	uint8_t base, index, scale;
	uint8_t seg; /* segment of the memory operand, overrides applied: enum cpu_seg */
	uint16_t cost;
};

/* How an opcode is decoded. */
enum op_flags {
	OP_MODRM = 0x0001,
	OP_REG8 = 0x0002, /* ModRM reg is a byte register */
	OP_RM8 = 0x0004,  /* ModRM r/m is a byte register when not memory */
	OP_BYTE = OP_REG8 | OP_RM8,
	OP_LOCK = 0x0008,  /* LOCK allowed with a memory destination */
	OP_END = 0x0010,   /* ends a basic block */
	OP_JUMP = 0x0020,  /* sets EIP (implies OP_END) */
	OP_PLUSR = 0x0040, /* the low three opcode bits name a register: rm */
	OP_ACC = 0x0080,   /* works on AL/AX/EAX: rm = 0 */
	OP_FPU = 0x0100,   /* fpu_select() names the handler */
	OP_PREFIX = 0x0200,
	OP_MEM = 0x0400,  /* memory form only: register form is undefined */
	OP_REG = 0x0800,  /* register form whatever mod says (MOV CRn) */
	OP_NOPF = 0x1000, /* undefined with an operand-size prefix or REP (none today) */
};

enum op_imm {
	IMM_NONE,
	IMM_8,	   /* zero-extended byte */
	IMM_S8,	   /* sign-extended byte */
	IMM_16,	   /* word */
	IMM_V,	   /* word or dword by operand size */
	IMM_FAR,   /* offset by operand size, then selector */
	IMM_MOFFS, /* address by address size: becomes disp, no base or index */
	IMM_ENTER, /* word, byte */
};

struct opcode {
	const char *name;	    /* NULL: undefined */
	cpu_handler fn[2][2];	    /* [memory operand][32-bit operand size]; NULL: undefined */
	const struct opcode *group; /* eight rows chosen by ModRM reg */
	uint16_t flags;		    /* OP_* */
	uint8_t imm;		    /* IMM_* */
	uint8_t cost;		    /* enum cost_class */
};

/* Clocks per class: cost.c. */
enum cost_class {
	COST_ALU,
	COST_SHIFT,
	COST_MUL,
	COST_DIV,
	COST_STACK,
	COST_CALL,
	COST_JUMP,
	COST_STRING_LOAD,
	COST_STRING_STORE,
	COST_XCHG,
	COST_BCD,
	COST_SEGMENT,
	COST_FAR,
	COST_INT,
	COST_SYSTEM,
	COST_IO,
	COST_MSR,
	COST_CPUID,
	COST_FLUSH,
	COST_SMM_DESC,
	COST_RSM,
	COST_ICEBP,
	COST_FMOV,
	COST_FADD,
	COST_FIST,
	COST_FMUL,
	COST_FRNDINT,
	COST_FDIV,
	COST_FTRANS,
	COST_FENV,
	COST_MMX_MOVE,
	COST_MMX,
	COST_COUNT,
};

extern const uint16_t cost_clocks[COST_COUNT];
extern const struct opcode opcode_map[2][256];

/**
 * fpu_select - the handler of an x87, MMX, 3DNow!, prefetch or fence opcode (fpu/)
 * @i: all decoded fields are set but fn. @name, @cost (enum cost_class) are filled in.
 * Returns NULL for an undefined opcode.
 */
cpu_handler fpu_select(const struct insn *i, const char **name, uint8_t *cost);

#endif
