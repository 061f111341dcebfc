/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The processor's registers as gdb's i386 core feature numbers and lays them out. */
#ifndef GEODESIM_TOOLS_GDB_REGS_H
#define GEODESIM_TOOLS_GDB_REGS_H

#include <stddef.h>
#include <stdint.h>

struct cpu;

/* eax ecx edx ebx esp ebp esi edi eip eflags cs ss ds es fs gs, st0-st7, and the x87 words fctrl
 * fstat ftag fiseg fioff foseg fooff fop. */
#define GDB_REGS      32
#define GDB_REG_PC    8
#define GDB_REG_BYTES 10 /* the largest */

/** gdb_reg_size - bytes of register @n (below GDB_REGS). */
size_t gdb_reg_size(unsigned n);

/**
 * gdb_reg_get, gdb_reg_set - register @n to or from @bytes (gdb_reg_size(@n), little endian)
 * get returns the size. gdb knows one flat address space: eip is CS base + EIP, so that breakpoints
 * and disassembly are right in real mode too; ESP stays as it is.
 */
size_t gdb_reg_get(const struct cpu *cpu, unsigned n, uint8_t *bytes);
void gdb_reg_set(struct cpu *cpu, unsigned n, const uint8_t *bytes);

#endif
