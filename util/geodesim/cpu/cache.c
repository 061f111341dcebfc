/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The L1 data cache and the L2, as far as software can see them. */

#include <stdlib.h>
#include <string.h>

#include "cpu/cache.h"
#include "cpu/block.h"
#include "cpu/internal.h"
#include "cpu/msr.h"
#include "cpu/rconf.h"
#include "cpu/tlb.h"

/*
 * In ordinary write-back operation nobody can tell whether a byte is in a cache or in memory, and
 * nothing here runs. Software can tell
 *  - while lines are valid that memory does not back: planted through DC_TAG (cache-as-RAM), or
 *    filled before memory worked. Pages with such lines take the slow way (cpu->cache_on).
 *  - while INVD would drop dirty lines, that is, caching is on and DM_CONFIG0.WBINVD is 0. Then
 *    every access goes through the model (cpu->cache_exact).
 */
#define LINE	      32u
#define SETS	      128u
#define MAX_WAYS      16u
#define L2_SETS	      1024u
#define L2_WAYS	      4u
#define L2_ENABLE     0x01u
#define L2_ALLOC      0x02u
#define L2_DM_ALLOC   0x04u
#define L2_INVALIDATE 0x10u

struct line {
	uint32_t phys; /* of its first byte */
	bool valid, dirty;
	uint32_t used; /* age for replacement */
	uint8_t data[LINE];
};

struct cache {
	unsigned ways;
	bool has_l2;
	uint32_t now;	     /* advances with each use */
	uint32_t lines;	     /* valid lines in both levels */
	unsigned quad;	     /* next quadword that DC_DATA accesses */
	uint32_t quad_index; /* DC_INDEX it belongs to */
	struct line l1[SETS][MAX_WAYS];
	struct line l2[L2_SETS][L2_WAYS];
	/* Lines of each physical page: valid ones, and dirty ones. */
	uint8_t *page_lines, *page_dirty;
};

struct cache *cache_new(bool has_l2, unsigned ways)
{
	struct cache *c = calloc(1, sizeof(*c));

	if (!c)
		return NULL;
	c->ways = ways;
	c->has_l2 = has_l2;
	c->page_lines = calloc(1u << 20, 1);
	c->page_dirty = calloc(1u << 20, 1);
	if (!c->page_lines || !c->page_dirty) {
		cache_free(c);
		return NULL;
	}
	return c;
}
void cache_free(struct cache *c)
{
	if (!c)
		return;
	free(c->page_lines);
	free(c->page_dirty);
	free(c);
}

bool cache_covers_page(const struct cpu *cpu, uint32_t phys)
{
	return cpu->cache->page_lines[phys >> 12];
}
bool cache_page_differs(const struct cpu *cpu, uint32_t phys)
{
	return cpu->cache->page_dirty[phys >> 12];
}

/* All changes of a line's state go through these three. */
static void set_dirty(struct cache *c, struct line *l, bool dirty)
{
	if (l->dirty == dirty)
		return;
	l->dirty = dirty;
	c->page_dirty[l->phys >> 12] += dirty ? 1 : -1;
}
static void drop(struct cache *c, struct line *l)
{
	if (!l->valid)
		return;
	set_dirty(c, l, false);
	l->valid = false;
	c->page_lines[l->phys >> 12]--;
	c->lines--;
}
static void take(struct cache *c, struct line *l, uint32_t phys)
{
	drop(c, l);
	l->phys = phys & ~(LINE - 1);
	l->valid = true;
	l->used = ++c->now;
	c->page_lines[phys >> 12]++;
	c->lines++;
}

static struct line *find_l1(struct cache *c, uint32_t phys)
{
	struct line *set = c->l1[phys / LINE % SETS];

	for (unsigned w = 0; w < c->ways; w++)
		if (set[w].valid && set[w].phys == (phys & ~(LINE - 1)))
			return &set[w];
	return NULL;
}
static struct line *find_l2(struct cache *c, uint32_t phys)
{
	struct line *set = c->l2[phys / LINE % L2_SETS];

	for (unsigned w = 0; w < L2_WAYS; w++)
		if (set[w].valid && set[w].phys == (phys & ~(LINE - 1)))
			return &set[w];
	return NULL;
}

/* Did memory take the line just written? */
static bool kept(const struct cpu *cpu, const struct line *l)
{
	const struct cpu_bus *bus = &cpu->bus;
	bool same = true;

	if (bus->mem_page(bus->opaque, l->phys & ~0xfffu, true, CPU_MEM_DEBUG))
		return true;
	for (unsigned n = 0; n < LINE; n += 8) {
		uint64_t v = bus->mem_read(bus->opaque, l->phys + n, 8, CPU_MEM_DEBUG);

		same = same && memcmp(&v, l->data + n, 8) == 0;
	}
	return same;
}

static void write_back(struct cpu *cpu, struct line *l)
{
	if (!l->dirty)
		return;
	set_dirty(cpu->cache, l, false);
	if (rconf_properties(cpu, l->phys) & RCONF_WP)
		return;
	for (unsigned n = 0; n < LINE; n += 8) {
		uint64_t v;

		memcpy(&v, l->data + n, 8);
		bus_store(cpu, l->phys + n, 8, v, 0);
	}
	/* Cache-as-RAM that ends where no memory works is lost. */
	if (cpu->cr0 & CR0_CD && !kept(cpu, l))
		cpu->bus.signal(cpu->bus.opaque, CPU_SIGNAL_STRICT, CPU_STRICT_LOST_LINE);
}

static struct line *oldest(struct line *set, unsigned ways)
{
	struct line *best = &set[0];

	for (unsigned w = 0; w < ways; w++) {
		if (!set[w].valid)
			return &set[w];
		if (set[w].used < best->used)
			best = &set[w];
	}
	return best;
}

/* A line leaves L1: into the L2, which is a victim cache, or to memory. */
static void evict(struct cpu *cpu, struct line *l)
{
	struct cache *c = cpu->cache;
	uint64_t config = c->has_l2 ? msr_get(cpu, MSR_L2_CONFIG) : 0;

	if (!l->valid)
		return;
	if ((config & (L2_ENABLE | L2_ALLOC | L2_DM_ALLOC)) ==
	    (L2_ENABLE | L2_ALLOC | L2_DM_ALLOC)) {
		struct line *v = oldest(c->l2[l->phys / LINE % L2_SETS], L2_WAYS);

		write_back(cpu, v);
		take(c, v, l->phys);
		memcpy(v->data, l->data, LINE);
		set_dirty(c, v, l->dirty);
		drop(c, l);
		return;
	}
	write_back(cpu, l);
	drop(c, l);
}

static struct line *fill(struct cpu *cpu, uint32_t phys)
{
	struct cache *c = cpu->cache;
	struct line *l = oldest(c->l1[phys / LINE % SETS], c->ways);
	struct line *victim = c->has_l2 ? find_l2(c, phys) : NULL;
	uint32_t first = phys & ~(LINE - 1);
	uint8_t data[LINE];
	bool dirty = false;

	if (victim) {
		memcpy(data, victim->data, LINE);
		dirty = victim->dirty;
		drop(c, victim);
	} else {
		for (unsigned n = 0; n < LINE; n += 8) {
			uint64_t v = bus_load(cpu, first + n, 8, 0);

			memcpy(data + n, &v, 8);
		}
		cpu_add_clocks(cpu, 25);
	}
	evict(cpu, l);
	take(c, l, phys);
	memcpy(l->data, data, LINE);
	set_dirty(c, l, dirty);
	return l;
}

static bool enabled(const struct cpu *cpu)
{
	return !(msr_get(cpu, MSR_DM_CONFIG0) & DM_DCDIS);
}

/* Fetches see dirty lines while the caches are on; in cache-as-RAM they go to memory. */
static struct line *lookup(struct cpu *cpu, uint32_t phys, unsigned flags)
{
	if (!enabled(cpu) || ((flags & CPU_MEM_FETCH) && (cpu->cr0 & CR0_CD)))
		return NULL;
	return find_l1(cpu->cache, phys);
}

static bool fills(const struct cpu *cpu, uint8_t prop)
{
	return cpu->cache_exact && !(prop & RCONF_CD);
}

uint64_t cache_load(struct cpu *cpu, uint32_t phys, uint8_t prop, unsigned size, unsigned flags)
{
	struct line *l;
	uint64_t v = 0;

	if (phys % LINE + size > LINE) {
		for (unsigned n = 0; n < size; n++)
			v |= cache_load(cpu, phys + n, prop, 1, flags) << 8 * n;
		return v;
	}
	l = lookup(cpu, phys, flags);
	if (!l && fills(cpu, prop) && !(flags & (CPU_MEM_FETCH | CPU_MEM_DEBUG)))
		l = fill(cpu, phys);
	/* Who does not fill still sees what the L2 holds. */
	if (!l && cpu->cache->has_l2 && !((flags & CPU_MEM_FETCH) && (cpu->cr0 & CR0_CD)))
		l = find_l2(cpu->cache, phys);
	if (!l)
		return bus_load(cpu, phys, size, flags);
	l->used = ++cpu->cache->now;
	memcpy(&v, l->data + phys % LINE, size);
	return v;
}

void cache_store(struct cpu *cpu, uint32_t phys, uint8_t prop, unsigned size, uint64_t val,
		 unsigned flags)
{
	bool frozen = (cpu->cr0 & (CR0_CD | CR0_NW)) == (CR0_CD | CR0_NW);
	struct line *l;

	if (phys % LINE + size > LINE) {
		for (unsigned n = 0; n < size; n++)
			cache_store(cpu, phys + n, prop, 1, val >> 8 * n & 0xff, flags);
		return;
	}
	l = lookup(cpu, phys, flags);
	if (!l && fills(cpu, prop) && (prop & (RCONF_WA | RCONF_WT)) == RCONF_WA &&
	    !(flags & CPU_MEM_DEBUG))
		l = fill(cpu, phys);
	if (!l && cpu->cache->has_l2)
		l = find_l2(cpu->cache, phys);
	if (!l) {
		bus_store(cpu, phys, size, val, flags);
		return;
	}
	l->used = ++cpu->cache->now;
	memcpy(l->data + phys % LINE, &val, size);
	if (code_in_page(cpu, phys))
		code_written(cpu, phys, size);
	/* Uncached and write-through regions write to memory as well. */
	if (!frozen && (prop & (RCONF_CD | RCONF_WT)))
		bus_store(cpu, phys, size, val, flags);
	else
		set_dirty(cpu->cache, l, true);
}

/* Contents of memory, as seen by loads and fetches, may have changed wholesale. */
static void view_changed(struct cpu *cpu)
{
	tlb_flush(cpu);
	code_flush(cpu);
}

static void for_all(struct cpu *cpu, void (*what)(struct cpu *, struct line *))
{
	struct cache *c = cpu->cache;

	for (unsigned s = 0; s < SETS; s++)
		for (unsigned w = 0; w < c->ways; w++)
			if (c->l1[s][w].valid)
				what(cpu, &c->l1[s][w]);
	for (unsigned s = 0; c->has_l2 && s < L2_SETS; s++)
		for (unsigned w = 0; w < L2_WAYS; w++)
			if (c->l2[s][w].valid)
				what(cpu, &c->l2[s][w]);
}

static void lose(struct cpu *cpu, struct line *l)
{
	if (l->dirty)
		cpu->bus.signal(cpu->bus.opaque, CPU_SIGNAL_STRICT, CPU_STRICT_LOST_LINE);
	drop(cpu->cache, l);
}
static void flush(struct cpu *cpu, struct line *l)
{
	write_back(cpu, l);
	drop(cpu->cache, l);
}
/* Where memory stands behind it, a line need not be modelled any more. */
static void flush_if_backed(struct cpu *cpu, struct line *l)
{
	if (cpu->bus.mem_page(cpu->bus.opaque, l->phys & PAGE_MASK, true,
			      cpu->smm ? CPU_MEM_SMM : 0))
		flush(cpu, l);
}

static void update_on(struct cpu *cpu)
{
	cpu->cache_on = cpu->cache_exact || cpu->cache->lines;
}

void cache_reset(struct cpu *cpu)
{
	struct cache *c = cpu->cache;

	for (unsigned s = 0; s < SETS; s++)
		for (unsigned w = 0; w < c->ways; w++)
			drop(c, &c->l1[s][w]);
	for (unsigned s = 0; s < L2_SETS; s++)
		for (unsigned w = 0; w < L2_WAYS; w++)
			drop(c, &c->l2[s][w]);
	c->now = 0;
	c->quad = 0;
	cpu->cache_exact = false;
	update_on(cpu);
}

void cache_reconsider(struct cpu *cpu)
{
	bool on = !(cpu->cr0 & CR0_CD) && enabled(cpu);
	bool exact = on && !(msr_get(cpu, MSR_DM_CONFIG0) & DM_WBINVD);
	bool was = cpu->cache_on;

	if (on && !exact && cpu->cache->lines)
		for_all(cpu, flush_if_backed);
	cpu->cache_exact = exact;
	update_on(cpu);
	if (was || cpu->cache_on)
		view_changed(cpu);
}

void cache_wbinvd(struct cpu *cpu)
{
	if (!cpu->cache->lines)
		return;
	for_all(cpu, flush);
	update_on(cpu);
	view_changed(cpu);
}
void cache_invd(struct cpu *cpu)
{
	if (!cpu->cache->lines)
		return;
	if (msr_get(cpu, MSR_DM_CONFIG0) & DM_WBINVD)
		for_all(cpu, flush);
	else
		for_all(cpu, lose);
	update_on(cpu);
	view_changed(cpu);
}
void cache_flush_line(struct cpu *cpu, uint32_t phys)
{
	struct line *l;

	if (!cpu->cache_on)
		return;
	l = find_l1(cpu->cache, phys);
	if (!l && cpu->cache->has_l2)
		l = find_l2(cpu->cache, phys);
	if (!l)
		return;
	flush(cpu, l);
	update_on(cpu);
}

static void snoop(struct cpu *cpu, uint32_t phys, uint32_t len, bool write)
{
	struct cache *c = cpu->cache;

	if (!c->lines || !len)
		return;
	for (uint32_t at = phys & ~(LINE - 1); at - phys < len || at < phys; at += LINE) {
		struct line *l = c->page_lines[at >> 12] ? find_l1(c, at) : NULL;

		if (!l && c->page_lines[at >> 12] && c->has_l2)
			l = find_l2(c, at);
		if (!l)
			continue;
		/* A partly overwritten line reaches memory first. */
		write_back(cpu, l);
		if (write)
			drop(c, l);
	}
	update_on(cpu);
}
void cache_snoop_read(struct cpu *cpu, uint32_t phys, uint32_t len)
{
	snoop(cpu, phys, len, false);
}
void cache_snoop_write(struct cpu *cpu, uint32_t phys, uint32_t len)
{
	snoop(cpu, phys, len, true);
}

/* DC_INDEX: line and way; the GX2 has fewer ways and so narrower fields. */
static struct line *indexed(struct cpu *cpu, unsigned *set)
{
	uint32_t v = (uint32_t)msr_get(cpu, MSR_DC_INDEX);
	unsigned bits = cpu->cache->ways == 4 ? 2 : 4;

	*set = v >> bits & (SETS - 1);
	return &cpu->cache->l1[*set][v & ((1u << bits) - 1)];
}
/* The quadword whose turn it is; a new index starts over. */
static unsigned next_quad(struct cpu *cpu)
{
	struct cache *c = cpu->cache;
	uint32_t index = (uint32_t)msr_get(cpu, MSR_DC_INDEX);
	unsigned q;

	if (index != c->quad_index) {
		c->quad_index = index;
		c->quad = 0;
	}
	q = c->quad;
	c->quad = (q + 1) % 4;
	return q;
}
void cache_write_data(struct cpu *cpu, uint64_t val)
{
	unsigned set;
	struct line *l = indexed(cpu, &set);

	memcpy(l->data + next_quad(cpu) * 8, &val, 8);
}
uint64_t cache_read_data(struct cpu *cpu)
{
	unsigned set;
	struct line *l = indexed(cpu, &set);
	uint64_t v;

	memcpy(&v, l->data + next_quad(cpu) * 8, 8);
	return v;
}
static void next_line(struct cpu *cpu)
{
	unsigned bits = cpu->cache->ways == 4 ? 2 : 4;
	int i = cpu->msr_index[MSR_DC_INDEX] - 1;

	reg_poke(&cpu->msr, (unsigned)i, msr_get(cpu, MSR_DC_INDEX) + (1u << bits));
}
void cache_write_tag(struct cpu *cpu, uint64_t val, bool next)
{
	struct cache *c = cpu->cache;
	unsigned set;
	struct line *l = indexed(cpu, &set);

	if (l->valid)
		lose(cpu, l);
	if (val & 1)
		take(c, l, ((uint32_t)val & PAGE_MASK) | set * LINE);
	c->quad = 0;
	if (next)
		next_line(cpu);
	update_on(cpu);
	/* Pages with lines are no longer for direct access. */
	tlb_flush(cpu);
}
uint64_t cache_read_tag(struct cpu *cpu, bool next)
{
	unsigned set;
	struct line *l = indexed(cpu, &set);
	uint64_t v = l->valid ? (l->phys & PAGE_MASK) | (l->dirty ? 2 : 0) | 1 : 0;

	if (next)
		next_line(cpu);
	return v;
}

void cache_l2_config(struct cpu *cpu, uint64_t val)
{
	struct cache *c = cpu->cache;

	if ((val & L2_ENABLE) && (!(msr_get(cpu, MSR_IM_CONFIG) & IM_EBE) ||
				  !(msr_get(cpu, MSR_DM_CONFIG0) & DM_EVCTONRPL)))
		cpu->bus.signal(cpu->bus.opaque, CPU_SIGNAL_STRICT, CPU_STRICT_L2_RULES);
	if (!(val & L2_INVALIDATE) || !c->has_l2)
		return;
	for (unsigned s = 0; s < L2_SETS; s++)
		for (unsigned w = 0; w < L2_WAYS; w++)
			if (c->l2[s][w].valid)
				lose(cpu, &c->l2[s][w]);
	update_on(cpu);
	code_flush(cpu);
}
