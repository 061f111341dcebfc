/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The Geode processor as its board sees it: pins, bus, registers, debugging. */
#ifndef GEODESIM_CPU_CPU_H
#define GEODESIM_CPU_CPU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct cpu;
struct reg_file;

enum cpu_model {
	CPU_GEODE_LX,
	CPU_GEODE_GX2,
};

/* What the processor tells its board through cpu_bus.signal. */
enum cpu_signal {
	CPU_SIGNAL_SHUTDOWN,   /* triple fault: the core stops until RESET, INIT or NMI */
	CPU_SIGNAL_HALTED,     /* arg 1: entered HLT, arg 0: left it */
	CPU_SIGNAL_FERR,       /* arg: level of FERR# (x87 error with CR0.NE = 0) */
	CPU_SIGNAL_SMI_ACTIVE, /* arg 1: in SMM, 0: left it */
	CPU_SIGNAL_DEBUG_STOP, /* breakpoint or watchpoint; arg: linear address. cpu_run() returns */
	CPU_SIGNAL_DMM_ACTIVE, /* arg 1: in debug management mode, 0: left it */
	CPU_SIGNAL_STRICT,     /* firmware did something wrong; arg: enum cpu_strict */
};

/* Mistakes of firmware that the processor notices. */
enum cpu_strict {
	CPU_STRICT_LOST_LINE,	 /* a dirty cache line was dropped (INVD, or its tag overwritten) */
	CPU_STRICT_UNKNOWN_MSR,	 /* RDMSR or WRMSR of a core MSR that does not exist */
	CPU_STRICT_RESERVED_MSR, /* reserved or read-only bits of a core MSR changed by a write */
	CPU_STRICT_L2_RULES,	 /* L2 enabled while 1700.EBE or 1800.EVCTONRPL is 0 */
};

/* Flags of a memory access. */
enum {
	CPU_MEM_SMM = 1,   /* made from system management mode */
	CPU_MEM_FETCH = 2, /* instruction fetch */
	CPU_MEM_WALK = 4,  /* page-table walk */
	CPU_MEM_DEBUG = 8, /* by a debugger: must have no side effects */
};

struct cpu_bus {
	void *opaque;
	/*
	 * Host pointer to the 4 KiB page of plain memory at physical page address paddr (writable
	 * when write), or NULL when accesses must go through mem_read/mem_write (devices, flash,
	 * nothing there). Kept until cpu_flush_mappings(). With flags CPU_MEM_SMM, CPU_MEM_FETCH.
	 */
	uint8_t *(*mem_page)(void *o, uint32_t paddr, bool write, unsigned flags);
	/* size 1, 2, 4 or 8; never crosses an 8-byte boundary. */
	uint64_t (*mem_read)(void *o, uint32_t paddr, unsigned size, unsigned flags);
	void (*mem_write)(void *o, uint32_t paddr, unsigned size, uint64_t val, unsigned flags);
	/* size 1, 2 or 4; unaligned ports are passed on as they are. */
	uint32_t (*io_read)(void *o, uint16_t port, unsigned size);
	void (*io_write)(void *o, uint16_t port, unsigned size, uint32_t val);
	/* MSRs that are not the core's. false: no such MSR (#GP). */
	bool (*msr_read)(void *o, uint32_t msr, uint64_t *val);
	bool (*msr_write)(void *o, uint32_t msr, uint64_t val);
	/* Interrupt acknowledge: returns the vector. */
	uint8_t (*intr_ack)(void *o);
	void (*signal)(void *o, enum cpu_signal s, uint64_t arg);
};

/*
 * Observers. Any member may be NULL. insn makes the processor step one instruction at a time
 * (slow); the others cost nothing until their event happens. Observers must not change state.
 */
struct cpu_hooks {
	void *opaque;
	/* Before an instruction executes. */
	void (*insn)(void *o, uint32_t linear);
	/* An exception (error: -1 when it has no code) or interrupt is about to be delivered. */
	void (*event)(void *o, uint8_t vector, int32_t error, bool external);
	/* A core or GeodeLink MSR access; ok false: it faulted. */
	void (*msr)(void *o, uint32_t msr, uint64_t val, bool write, bool ok);
	/* SMM or DMM entered (header flags) or left (enter false). */
	void (*smi)(void *o, bool enter, uint32_t flags, uint32_t header);
};

/** cpu_new - a processor in its power-on state; bus is copied. NULL when out of memory. */
struct cpu *cpu_new(enum cpu_model model, const struct cpu_bus *bus);
void cpu_free(struct cpu *cpu);

/** cpu_reset - RESET#: everything to its power-on value except the clock, which runs on. */
void cpu_reset(struct cpu *cpu);

/** cpu_init_signal - INIT: architectural registers reset; caches, MSRs and x87 state stay. */
void cpu_init_signal(struct cpu *cpu);

/* Pins. INTR is a level, NMI an edge, SMI (asynchronous) a level seen at instruction ends. */
void cpu_set_intr(struct cpu *cpu, bool level);
void cpu_set_nmi(struct cpu *cpu, bool level);
void cpu_set_smi(struct cpu *cpu, bool level);
void cpu_set_a20(struct cpu *cpu, bool enabled);
/* IGNNE#: true lets x87 instructions go on while an error is pending (port F0 write). */
void cpu_set_ignne(struct cpu *cpu, bool level);

/**
 * cpu_sync_smi - called from within a bus callback: the access in progress answers with a
 * synchronous SMI. The instruction completes, then SMM is entered with its I/O details.
 * @external: the companion chip raised it (header flag M), else the processor's own chip (V).
 */
void cpu_sync_smi(struct cpu *cpu, bool external);

/** cpu_clock - core clocks since power-on; exact inside bus callbacks. */
uint64_t cpu_clock(const struct cpu *cpu);
/** cpu_instructions - instructions completed since power-on (a REP iteration run counts once). */
uint64_t cpu_instructions(const struct cpu *cpu);
/** cpu_add_clocks - bus callbacks charge what an access costs, in core clocks. */
void cpu_add_clocks(struct cpu *cpu, unsigned n);

/**
 * cpu_run - run until the clock reaches until_clock, a deadline passes, or cpu_stop()
 * A halted processor moves the clock to until_clock (or the deadline). Returns at instruction
 * boundaries only, up to one basic block late.
 */
void cpu_run(struct cpu *cpu, uint64_t until_clock);
/** cpu_set_deadline - cpu_run() returns at this clock if it is before the current end. */
void cpu_set_deadline(struct cpu *cpu, uint64_t clock);
void cpu_stop(struct cpu *cpu);
/** cpu_step - execute one instruction, or deliver one interrupt (then no instruction). */
void cpu_step(struct cpu *cpu);

bool cpu_halted(const struct cpu *cpu);
bool cpu_in_shutdown(const struct cpu *cpu);
bool cpu_in_smm(const struct cpu *cpu);

/** cpu_flush_mappings - memory routing changed: forget all host pointers and decoded code. */
void cpu_flush_mappings(struct cpu *cpu);
/**
 * cpu_memory_written - a bus master wrote len bytes of memory at paddr: snoop.
 * Decoded code there is dropped, and modelled cache lines there are invalidated.
 */
void cpu_memory_written(struct cpu *cpu, uint32_t paddr, uint32_t len);
/**
 * cpu_memory_snoop_read - a bus master is about to read: modelled dirty lines are written back.
 */
void cpu_memory_snoop_read(struct cpu *cpu, uint32_t paddr, uint32_t len);

/* Registers for debuggers, --bare and tests. */
enum cpu_reg {
	CPU_REG_EAX,
	CPU_REG_ECX,
	CPU_REG_EDX,
	CPU_REG_EBX,
	CPU_REG_ESP,
	CPU_REG_EBP,
	CPU_REG_ESI,
	CPU_REG_EDI,
	CPU_REG_EIP,
	CPU_REG_EFLAGS,
	/*
	 * Setting a selector in real or virtual-8086 mode sets base = selector * 16 (limit and
	 * attributes as the mode says); in protected mode only the selector changes: then set
	 * base, limit (in bytes) and attributes (descriptor bits 8..15 in 7:0, G D L AVL in 15:12).
	 */
	CPU_REG_ES,
	CPU_REG_CS,
	CPU_REG_SS,
	CPU_REG_DS,
	CPU_REG_FS,
	CPU_REG_GS,
	CPU_REG_LDTR,
	CPU_REG_TR,
	CPU_REG_ES_BASE,
	CPU_REG_CS_BASE,
	CPU_REG_SS_BASE,
	CPU_REG_DS_BASE,
	CPU_REG_FS_BASE,
	CPU_REG_GS_BASE,
	CPU_REG_LDTR_BASE,
	CPU_REG_TR_BASE,
	CPU_REG_ES_LIMIT,
	CPU_REG_CS_LIMIT,
	CPU_REG_SS_LIMIT,
	CPU_REG_DS_LIMIT,
	CPU_REG_FS_LIMIT,
	CPU_REG_GS_LIMIT,
	CPU_REG_LDTR_LIMIT,
	CPU_REG_TR_LIMIT,
	CPU_REG_ES_ATTR,
	CPU_REG_CS_ATTR,
	CPU_REG_SS_ATTR,
	CPU_REG_DS_ATTR,
	CPU_REG_FS_ATTR,
	CPU_REG_GS_ATTR,
	CPU_REG_LDTR_ATTR,
	CPU_REG_TR_ATTR,
	CPU_REG_GDTR_BASE,
	CPU_REG_GDTR_LIMIT,
	CPU_REG_IDTR_BASE,
	CPU_REG_IDTR_LIMIT,
	CPU_REG_CR0,
	CPU_REG_CR2,
	CPU_REG_CR3,
	CPU_REG_CR4,
	CPU_REG_DR0,
	CPU_REG_DR1,
	CPU_REG_DR2,
	CPU_REG_DR3,
	CPU_REG_DR6,
	CPU_REG_DR7,
	CPU_REG_CPL,
	CPU_REG_COUNT,
};

const char *cpu_reg_name(enum cpu_reg reg);
uint64_t cpu_get_reg(const struct cpu *cpu, enum cpu_reg reg);
void cpu_set_reg(struct cpu *cpu, enum cpu_reg reg, uint64_t val);

struct fpu_state;
/** cpu_fpu - the x87/MMX registers, for debuggers and tests. */
struct fpu_state *cpu_fpu(struct cpu *cpu);

/** cpu_msr_read / cpu_msr_write - as RDMSR/WRMSR of core MSRs would, without faults: false. */
bool cpu_msr_read(struct cpu *cpu, uint32_t msr, uint64_t *val);
bool cpu_msr_write(struct cpu *cpu, uint32_t msr, uint64_t val);
/** cpu_msr_file - the core MSRs as a register file, for documents and coverage. */
const struct reg_file *cpu_msr_file(const struct cpu *cpu);

/**
 * cpu_linear_to_physical - translate with the current paging state, no access or dirty bits set
 * Returns false when the page is not present.
 */
bool cpu_linear_to_physical(struct cpu *cpu, uint32_t linear, uint32_t *phys);
/** cpu_read_linear / cpu_write_linear - debugger access; the number of bytes done. */
size_t cpu_read_linear(struct cpu *cpu, uint32_t linear, void *buf, size_t len);
size_t cpu_write_linear(struct cpu *cpu, uint32_t linear, const void *buf, size_t len);

/* Debugger's breakpoints (linear addresses); -1: none free. They stop before the instruction. */
int cpu_add_breakpoint(struct cpu *cpu, uint32_t linear);
void cpu_remove_breakpoint(struct cpu *cpu, uint32_t linear);
/* Watchpoints stop after the instruction that accessed; read and/or write. -1: none free. */
int cpu_add_watchpoint(struct cpu *cpu, uint32_t linear, uint32_t len, bool read, bool write);
void cpu_remove_watchpoint(struct cpu *cpu, uint32_t linear, uint32_t len);

void cpu_set_hooks(struct cpu *cpu, const struct cpu_hooks *hooks);

/** cpu_coverage - print which opcode-table rows were executed, and those which never were. */
void cpu_coverage(const struct cpu *cpu, FILE *out);
/** cpu_enable_coverage - start counting (costs a little time per decoded instruction). */
int cpu_enable_coverage(struct cpu *cpu);

#endif
