/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Port accesses of instructions. */
#ifndef GEODESIM_CPU_IO_H
#define GEODESIM_CPU_IO_H

#include <stdint.h>

struct cpu;

/** cpu_io_check - fault (#GP) unless IOPL or the TSS bitmap allow the ports. size 1, 2, 4. */
void cpu_io_check(struct cpu *cpu, uint16_t port, unsigned size);
/** cpu_io_in / cpu_io_out - the access itself, after cpu_io_check(); details kept for SMM. */
uint32_t cpu_io_in(struct cpu *cpu, uint16_t port, unsigned size);
void cpu_io_out(struct cpu *cpu, uint16_t port, unsigned size, uint32_t val);

#endif
