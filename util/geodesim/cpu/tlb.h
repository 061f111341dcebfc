/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Translation of linear addresses and the physical accesses behind it. */
#ifndef GEODESIM_CPU_TLB_H
#define GEODESIM_CPU_TLB_H

#include <stdbool.h>
#include <stdint.h>

struct cpu;

/* Forget translations: all, all but global pages, or one linear page. */
void tlb_flush(struct cpu *cpu);
void tlb_flush_local(struct cpu *cpu);
void tlb_flush_page(struct cpu *cpu, uint32_t lin);
/** tlb_forget_writes - stores to physical page phys take the slow way from now on. */
void tlb_forget_writes(struct cpu *cpu, uint32_t phys);

/** tlb_fetch - physical address of an instruction byte at lin; faults (#PF) like a fetch. */
uint32_t tlb_fetch(struct cpu *cpu, uint32_t lin);
/** tlb_probe - translate without side effects; false: not present. */
bool tlb_probe(struct cpu *cpu, uint32_t lin, uint32_t *phys);

/* Physical accesses of 1..8 bytes within one page. prop: region properties (rconf.h). */
uint64_t phys_load(struct cpu *cpu, uint32_t phys, uint8_t prop, unsigned size, unsigned flags);
void phys_store(struct cpu *cpu, uint32_t phys, uint8_t prop, unsigned size, uint64_t val,
		unsigned flags);
/* The same straight to memory or the bus, past the cache model. */
uint64_t bus_load(struct cpu *cpu, uint32_t phys, unsigned size, unsigned flags);
void bus_store(struct cpu *cpu, uint32_t phys, unsigned size, uint64_t val, unsigned flags);

#endif
