/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The cache model: L1 data and L2, consulted only while firmware could notice (see cache.c). */
#ifndef GEODESIM_CPU_CACHE_H
#define GEODESIM_CPU_CACHE_H

#include <stdbool.h>
#include <stdint.h>

struct cpu;

struct cache *cache_new(bool has_l2, unsigned ways);
void cache_free(struct cache *c);
/* RESET#: every line invalid, nothing written back. */
void cache_reset(struct cpu *cpu);
/** cache_reconsider - CR0, DM_CONFIG0 or a region register changed: is the model needed? */
void cache_reconsider(struct cpu *cpu);

/* An access within one page while cpu->cache_on. size 1, 2, 4, 8. */
uint64_t cache_load(struct cpu *cpu, uint32_t phys, uint8_t prop, unsigned size, unsigned flags);
void cache_store(struct cpu *cpu, uint32_t phys, uint8_t prop, unsigned size, uint64_t val,
		 unsigned flags);
/** cache_covers_page - does the model hold any line of the physical page? */
bool cache_covers_page(const struct cpu *cpu, uint32_t phys);
/** cache_page_differs - does it hold dirty lines of the page? */
bool cache_page_differs(const struct cpu *cpu, uint32_t phys);

/* INVD drops, WBINVD writes back and drops, CLFLUSH does that for one line. */
void cache_invd(struct cpu *cpu);
void cache_wbinvd(struct cpu *cpu);
void cache_flush_line(struct cpu *cpu, uint32_t phys);
/* Snoops for bus masters. */
void cache_snoop_read(struct cpu *cpu, uint32_t phys, uint32_t len);
void cache_snoop_write(struct cpu *cpu, uint32_t phys, uint32_t len);

/* The array access MSRs 1890-1893 and the L2's 1920-1925. */
void cache_write_data(struct cpu *cpu, uint64_t val);
uint64_t cache_read_data(struct cpu *cpu);
void cache_write_tag(struct cpu *cpu, uint64_t val, bool next);
uint64_t cache_read_tag(struct cpu *cpu, bool next);
void cache_l2_config(struct cpu *cpu, uint64_t val);

#endif
