/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The inside of the processor: its state and what its parts offer each other. */
#ifndef GEODESIM_CPU_INTERNAL_H
#define GEODESIM_CPU_INTERNAL_H

#include <setjmp.h>

#include "cpu/cpu.h"
#include "cpu/insn.h"
#include "fpu/fpu.h"
#include "frame/regs.h"

#define likely(x)   __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)

enum cpu_gpr { EAX, ECX, EDX, EBX, ESP, EBP, ESI, EDI };
enum cpu_seg { ES, CS, SS, DS, FS, GS, LDTR, TR, SEG_COUNT };

enum cpu_vector {
	EXC_DE = 0,
	EXC_DB = 1,
	EXC_NMI = 2,
	EXC_BP = 3,
	EXC_OF = 4,
	EXC_BR = 5,
	EXC_UD = 6,
	EXC_NM = 7,
	EXC_DF = 8,
	EXC_TS = 10,
	EXC_NP = 11,
	EXC_SS = 12,
	EXC_GP = 13,
	EXC_PF = 14,
	EXC_MF = 16,
	EXC_AC = 17,
};

enum {
	FLAG_CF = 0x0001,
	FLAG_PF = 0x0004,
	FLAG_AF = 0x0010,
	FLAG_ZF = 0x0040,
	FLAG_SF = 0x0080,
	FLAG_TF = 0x0100,
	FLAG_IF = 0x0200,
	FLAG_DF = 0x0400,
	FLAG_OF = 0x0800,
	FLAG_IOPL = 0x3000,
	FLAG_NT = 0x4000,
	FLAG_RF = 0x10000,
	FLAG_VM = 0x20000,
	FLAG_AC = 0x40000,
	FLAG_ID = 0x200000,
	FLAGS_ARITH = FLAG_CF | FLAG_PF | FLAG_AF | FLAG_ZF | FLAG_SF | FLAG_OF,
	/* Everything this processor has (no VME: VIF and VIP do not exist). */
	FLAGS_ALL = FLAGS_ARITH | FLAG_TF | FLAG_IF | FLAG_DF | FLAG_IOPL | FLAG_NT | FLAG_RF |
		    FLAG_VM | FLAG_AC | FLAG_ID,
};

#define CR0_PE	0x00000001u
#define CR0_MP	0x00000002u
#define CR0_EM	0x00000004u
#define CR0_TS	0x00000008u
#define CR0_ET	0x00000010u
#define CR0_NE	0x00000020u
#define CR0_WP	0x00010000u
#define CR0_AM	0x00040000u
#define CR0_NW	0x20000000u
#define CR0_CD	0x40000000u
#define CR0_PG	0x80000000u
#define CR4_TSD 0x004u
#define CR4_DE	0x008u
#define CR4_PSE 0x010u
#define CR4_PGE 0x080u
#define CR4_PCE 0x100u

/* Segment attributes: descriptor bits 47:40 in 7:0, bits 55:52 in 15:12. */
enum {
	SEG_ACCESSED = 0x0001,
	SEG_RW = 0x0002, /* data: writable, code: readable */
	SEG_DC = 0x0004, /* data: expand down, code: conforming */
	SEG_CODE = 0x0008,
	SEG_S = 0x0010, /* code or data, not system */
	SEG_DPL = 0x0060,
	SEG_P = 0x0080,
	SEG_DB = 0x4000,
	SEG_G = 0x8000,
};

struct segment {
	uint32_t base;
	uint32_t limit; /* last byte, granularity applied */
	/* Last offset that a simple read or write may touch, -1: take the slow way. */
	int64_t rd_last, wr_last;
	uint16_t sel;
	uint16_t attr; /* SEG_*; no SEG_P: unusable (null) */
};

struct table_reg {
	uint32_t base;
	uint16_t limit;
	uint16_t shown; /* the limit as 133x shows it: 132x writes that in force and leaves this */
};

#define PAGE_MASK 0xfffff000u
#define TLB_SIZE  512
#define TLB_NONE  0xfffu /* a tag that no page address equals */

/* One page of a software TLB. rtag/wtag equal the linear page when host may be used directly. */
struct tlb_entry {
	uint32_t rtag, wtag;
	uint8_t *host;
	uint32_t page; /* linear page, or TLB_NONE: what the rest is about */
	uint32_t phys; /* physical page */
	uint8_t prop;  /* region properties, page's PCD and PWT merged in (RCONF_*) */
	uint8_t flags; /* TLB_* */
};

enum {
	TLB_WRITE = 1, /* writes are allowed and the dirty bit is set */
	TLB_GLOBAL = 2,
};

/* Bits of cpu->attention: reasons to leave the inner loop. */
enum {
	ATT_STOP = 0x001,
	ATT_INTR = 0x002, /* INTR is high and IF is set */
	ATT_NMI = 0x004,
	ATT_SMI = 0x008,
	ATT_SSMI = 0x010,   /* the instruction in progress ends in a synchronous SMI */
	ATT_TRAP = 0x020,   /* debug traps wait in cpu->trap */
	ATT_SHADOW = 0x040, /* interrupts blocked for one instruction */
	ATT_STEP = 0x080,   /* one instruction at a time: TF, breakpoints, hooks */
	ATT_HALT = 0x100,   /* halted, waiting, or shut down */
	ATT_CODE = 0x200,   /* decoded code vanished under us */
	ATT_INIT = 0x400,
};

enum cpu_state {
	CPU_RUNNING,
	CPU_HALTED,
	CPU_SHUTDOWN,
	CPU_FPU_WAIT, /* x87 error with NE = 0: waits for an interrupt */
};

struct block;
struct code_cache;
struct cache;
struct debugger;
struct coverage;

struct cpu {
	uint32_t r[9]; /* GPRs; r[8] is always 0 */
	uint32_t eip;  /* valid at instruction boundaries; see cpu_insn_eip() */

	/*
	 * Arithmetic flags, lazily: ZF is z == 0; SF is sp bit 31; PF is the parity of sp's low
	 * byte; CF is cf (0 or 1); AF is x bit 4; OF is x bit 31 xor cf.
	 */
	uint32_t z, sp, cf, x;
	uint32_t eflags; /* the other flags, bit 1 set, arithmetic bits clear */

	uint32_t attention; /* ATT_* */
	const struct insn *cur;
	const struct insn *block_first; /* of the block being run */
	uint32_t eip_base;		/* EIP of the first instruction of the block being run */
	uint32_t mode;			/* MODE_*: what decoded code depends on */
	struct tlb_entry *tlb;
	uint64_t clock; /* without the part of the running block */
	uint64_t limit; /* cpu_run() ends at this clock */
	uint64_t insns;
	uint32_t sp_mask; /* FFFF or FFFFFFFF */
	uint8_t cpl;
	uint8_t state; /* enum cpu_state */

	struct segment seg[SEG_COUNT];
	struct table_reg gdtr, idtr;
	uint32_t cr0, cr2, cr3, cr4;
	uint32_t dr[8];
	uint32_t a20_mask; /* FFFFFFFF or FFEFFFFF */

	struct fpu_state fpu;
	bool ferr, ignne;

	/* Pins and pending events. */
	bool intr, nmi_line, nmi_latch, nmi_blocked, smi_line;
	bool shadow; /* no interrupts or debug traps before the next instruction */
	bool stop;
	bool reset_wanted; /* ATT_INIT is a RESET */
	bool running;	   /* inside cpu_run() */
	bool single;	   /* inside cpu_step() */
	bool tf_armed;	   /* TF was set when the instruction began */
	uint32_t trap;	   /* DR6 bits to report after the instruction */

	/* The fault being delivered. */
	jmp_buf jmp;
	uint8_t exc_vector;
	bool exc_has_error, exc_ext;
	uint32_t exc_error;
	int exc_first; /* vector of the exception whose delivery is under way, -1: none */

	/* Read-modify-write access under way that misses the fast path. */
	uint32_t rmw_lin, rmw_phys[2];
	uint8_t rmw_prop[2];

	/* I/O access under way, for SMM headers. */
	uint32_t io_data;
	uint16_t io_port;
	uint8_t io_size;
	bool io_write, io_rep, io_valid;
	uint8_t ssmi; /* 0, 1 internal, 2 external */
	bool ssmi_io; /* it answered a port access */

	/* System management and debug management. */
	bool smm, dmm;
	uint32_t insn_eip; /* CURRENT_IP for SMM headers: EIP of the last instruction begun */

	struct reg_file msr;
	uint64_t *msr_value;
	struct reg_cover *msr_cover;
	uint16_t *msr_index; /* by MSR number: index in the table + 1, or 0 */
	uint64_t tsc_base;   /* TSC = clock + tsc_base */

	struct code_cache *code;
	struct cache *cache;
	bool cache_on;	  /* the cache model holds lines or takes part in every access */
	bool cache_exact; /* it takes part in every access: no host pointers for data */
	struct debugger *dbg;
	struct coverage *cov;
	struct cpu_hooks hooks;
	struct cpu_bus bus;
	enum cpu_model model;
	struct insn idle;     /* cur between instructions */
	struct insn alone[2]; /* an instruction that is run by itself, and what ends it */

	struct tlb_entry tlbs[3][TLB_SIZE]; /* supervisor; user; user with alignment check */
	bool tlb_large;			    /* a 4 MiB page may be among them */
};

/* cpu->mode */
enum {
	MODE_CS32 = 0x01,
	MODE_SS32 = 0x02,
	MODE_USER = 0x04,
	MODE_SMM = 0x08,
	MODE_PROT = 0x10, /* protected mode, not virtual-8086 */
	MODE_V86 = 0x20,
	MODE_FLAT = 0x40, /* DS, ES and SS are flat, writable 4 GiB segments */
};

/*
 * Faults. They leave the handler by longjmp to cpu_run(): nothing of the instruction has been
 * done (see cpu_handler). Never called from bus callbacks.
 */
/** cpu_fault - raise an exception without error code. */
_Noreturn void cpu_fault(struct cpu *cpu, enum cpu_vector vector);
/** cpu_fault_error - raise an exception with error code. */
_Noreturn void cpu_fault_error(struct cpu *cpu, enum cpu_vector vector, uint32_t error);
static inline _Noreturn void cpu_gp(struct cpu *cpu, uint32_t error)
{
	cpu_fault_error(cpu, EXC_GP, error);
}
static inline _Noreturn void cpu_ud(struct cpu *cpu)
{
	cpu_fault(cpu, EXC_UD);
}

static inline bool cpu_protected(const struct cpu *cpu)
{
	return cpu->cr0 & CR0_PE;
}
static inline bool cpu_v86(const struct cpu *cpu)
{
	return cpu->eflags & FLAG_VM;
}
/* EIP of the instruction i, and of the one behind it. Only for the instruction being executed. */
static inline uint32_t cpu_insn_eip(const struct cpu *cpu, const struct insn *i)
{
	return cpu->eip_base + i->off;
}
static inline uint32_t cpu_next_eip(const struct cpu *cpu, const struct insn *i)
{
	return cpu->eip_base + i->end;
}
/* Address of the memory operand within its segment. */
static inline uint32_t cpu_ea(const struct cpu *cpu, const struct insn *i)
{
	return (cpu->r[i->base] + (cpu->r[i->index] << i->scale) + i->disp) & i->ea_mask;
}

/* Registers. Byte registers are addressed by their byte offset (the decoder works it out). */
static inline uint8_t reg8(const struct cpu *cpu, unsigned off)
{
	return ((const uint8_t *)cpu->r)[off];
}
static inline void set_reg8(struct cpu *cpu, unsigned off, uint8_t v)
{
	((uint8_t *)cpu->r)[off] = v;
}
static inline uint16_t reg16(const struct cpu *cpu, unsigned n)
{
	return (uint16_t)cpu->r[n];
}
static inline void set_reg16(struct cpu *cpu, unsigned n, uint16_t v)
{
	__builtin_memcpy(&cpu->r[n], &v, 2);
}

/*
 * x87 errors. cpu_fpu_error(): a waiting x87 instruction found an unmasked error pending: #MF,
 * or with CR0.NE = 0 wait for the interrupt that FERR# causes; returns only under IGNNE#.
 * cpu_fpu_ferr(): the fpu calls it whenever its ES bit changes.
 */
void cpu_fpu_error(struct cpu *cpu);
void cpu_fpu_ferr(struct cpu *cpu, bool es);

#include "cpu/access.h"
#include "cpu/flags.h"

#endif
