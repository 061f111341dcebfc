/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Debug registers, single step, and the debugger's breakpoints and watchpoints. */
#ifndef GEODESIM_CPU_DEBUG_H
#define GEODESIM_CPU_DEBUG_H

#include <stdbool.h>
#include <stdint.h>

struct cpu;

struct debugger *debug_new(void);
void debug_free(struct debugger *d);

/** debug_update - DR0-3, DR7, CR4.DE or the debugger's points changed. */
void debug_update(struct cpu *cpu);
/** debug_page_watched - must data accesses to the linear page take the slow way? */
bool debug_page_watched(const struct cpu *cpu, uint32_t page);
/** debug_data - a data access was made: note matching data breakpoints and watchpoints. */
void debug_data(struct cpu *cpu, uint32_t lin, unsigned size, bool write);
/** debug_io - a port access was made (DR7 type 2 with CR4.DE). */
void debug_io(struct cpu *cpu, uint16_t port, unsigned size);
/** debug_stepping - must the main loop look at each instruction? */
bool debug_stepping(const struct cpu *cpu);
/**
 * debug_before - called before each instruction while debug_stepping(): instruction breakpoints
 * (raises #DB as a fault), the debugger's breakpoints. true: stop cpu_run() here.
 */
bool debug_before(struct cpu *cpu);

#endif
