/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Paging: page walks, the software TLB, and the slow way of every memory access. */

#include <string.h>

#include "cpu/internal.h"
#include "cpu/block.h"
#include "cpu/cache.h"
#include "cpu/debug.h"
#include "cpu/rconf.h"
#include "cpu/seg.h"
#include "cpu/tlb.h"

enum {
	PTE_P = 0x001,
	PTE_W = 0x002,
	PTE_U = 0x004,
	PTE_PWT = 0x008,
	PTE_PCD = 0x010,
	PTE_A = 0x020,
	PTE_D = 0x040,
	PTE_PS = 0x080,
	PTE_G = 0x100,
};

/* Kinds of access, as in the page-fault error code. */
enum {
	ACC_WRITE = 2,
	ACC_USER = 4,
};

static void drop_entry(struct tlb_entry *e)
{
	e->rtag = TLB_NONE;
	e->wtag = TLB_NONE;
	e->page = TLB_NONE;
}

void tlb_flush(struct cpu *cpu)
{
	for (unsigned t = 0; t < 3; t++)
		for (unsigned n = 0; n < TLB_SIZE; n++)
			drop_entry(&cpu->tlbs[t][n]);
	cpu->tlb_large = false;
	code_forget_lookups(cpu);
}
void tlb_flush_local(struct cpu *cpu)
{
	for (unsigned t = 0; t < 3; t++)
		for (unsigned n = 0; n < TLB_SIZE; n++)
			if (!(cpu->tlbs[t][n].flags & TLB_GLOBAL))
				drop_entry(&cpu->tlbs[t][n]);
	code_forget_lookups(cpu);
}
void tlb_flush_page(struct cpu *cpu, uint32_t lin)
{
	if (cpu->tlb_large) {
		tlb_flush(cpu);
		return;
	}
	for (unsigned t = 0; t < 3; t++) {
		struct tlb_entry *e = &cpu->tlbs[t][(lin >> 12) % TLB_SIZE];

		if (e->page == (lin & PAGE_MASK))
			drop_entry(e);
	}
	code_forget_lookups(cpu);
}
void tlb_forget_writes(struct cpu *cpu, uint32_t phys)
{
	for (unsigned t = 0; t < 3; t++)
		for (unsigned n = 0; n < TLB_SIZE; n++)
			if (cpu->tlbs[t][n].phys == (phys & PAGE_MASK))
				cpu->tlbs[t][n].wtag = TLB_NONE;
}

static _Noreturn void page_fault(struct cpu *cpu, uint32_t lin, uint32_t error)
{
	cpu->cr2 = lin;
	cpu_fault_error(cpu, EXC_PF, error);
}

static uint32_t walk_load(struct cpu *cpu, uint32_t phys)
{
	phys &= cpu->a20_mask;
	return (uint32_t)phys_load(cpu, phys, rconf_walk_properties(cpu), 4, CPU_MEM_WALK);
}
static void walk_store(struct cpu *cpu, uint32_t phys, uint32_t v)
{
	phys &= cpu->a20_mask;
	phys_store(cpu, phys, rconf_walk_properties(cpu), 4, v, CPU_MEM_WALK);
}

struct translation {
	uint32_t phys; /* page */
	uint8_t prop;
	uint8_t flags; /* TLB_* */
	bool large;
};

/*
 * Walk the tables. access: ACC_*; faults unless the access is allowed, else sets the accessed
 * and dirty bits it calls for.
 */
static void walk(struct cpu *cpu, uint32_t lin, unsigned access, struct translation *t)
{
	uint32_t pde_at = (cpu->cr3 & PAGE_MASK) | (lin >> 20 & 0xffc);
	uint32_t pde = walk_load(cpu, pde_at), pte = 0, pte_at = 0, last, rights;
	bool write = access & ACC_WRITE, large, allowed;

	if (!(pde & PTE_P))
		page_fault(cpu, lin, access);
	large = (pde & PTE_PS) && (cpu->cr4 & CR4_PSE);
	rights = pde;
	last = pde;
	if (!large) {
		pte_at = (pde & PAGE_MASK) | (lin >> 10 & 0xffc);
		pte = walk_load(cpu, pte_at);
		if (!(pte & PTE_P))
			page_fault(cpu, lin, access);
		rights &= pte;
		last = pte;
	}
	allowed = true;
	if ((access & ACC_USER) && !(rights & PTE_U))
		allowed = false;
	if (write && !(rights & PTE_W) && ((access & ACC_USER) || (cpu->cr0 & CR0_WP)))
		allowed = false;
	if (!allowed)
		page_fault(cpu, lin, access | 1);

	if (large) {
		uint32_t want = pde | PTE_A | (write ? PTE_D : 0);

		if (want != pde)
			walk_store(cpu, pde_at, want);
		last = want;
		t->phys = (pde & 0xffc00000u) | (lin & 0x3ff000);
	} else {
		uint32_t want = pte | PTE_A | (write ? PTE_D : 0);

		if (!(pde & PTE_A))
			walk_store(cpu, pde_at, pde | PTE_A);
		if (want != pte)
			walk_store(cpu, pte_at, want);
		last = want;
		t->phys = pte & PAGE_MASK;
	}
	t->large = large;
	t->flags = 0;
	if ((last & PTE_D) && ((rights & PTE_W) || !((access & ACC_USER) || (cpu->cr0 & CR0_WP))))
		t->flags |= TLB_WRITE;
	if ((last & PTE_G) && (cpu->cr4 & CR4_PGE))
		t->flags |= TLB_GLOBAL;
	t->prop = (last & PTE_PCD ? RCONF_CD : 0) | (last & PTE_PWT ? RCONF_WT : 0);
}

static unsigned mem_flags(const struct cpu *cpu)
{
	return cpu->smm ? CPU_MEM_SMM : 0;
}

/* Fill the entry for lin; write: the access is a write (it has been allowed). */
static void fill(struct cpu *cpu, struct tlb_entry *table, uint32_t lin, bool write,
		 const struct translation *t)
{
	struct tlb_entry *e = &table[(lin >> 12) % TLB_SIZE];
	uint8_t *host = NULL;
	bool direct;

	e->page = lin & PAGE_MASK;
	e->phys = t->phys & cpu->a20_mask;
	e->flags = t->flags;
	e->prop = t->prop | rconf_properties(cpu, e->phys);
	e->rtag = TLB_NONE;
	e->wtag = TLB_NONE;
	if (t->large)
		cpu->tlb_large = true;

	direct = table != cpu->tlbs[2] && !cpu->cache_exact &&
		 !(cpu->cache_on && cache_covers_page(cpu, e->phys)) &&
		 !debug_page_watched(cpu, e->page);
	if (!direct)
		return;
	host = cpu->bus.mem_page(cpu->bus.opaque, e->phys, false, mem_flags(cpu));
	if (host)
		e->rtag = e->page;
	if (write && (t->flags & TLB_WRITE) && !(e->prop & RCONF_WP) &&
	    !code_in_page(cpu, e->phys)) {
		uint8_t *whost = cpu->bus.mem_page(cpu->bus.opaque, e->phys, true, mem_flags(cpu));

		/* One pointer serves both ways only if it is the same memory. */
		if (whost && (!host || whost == host)) {
			host = whost;
			e->wtag = e->page;
		}
	}
	e->host = host;
}

/* The entry for lin in table, walked and filled if need be. */
static const struct tlb_entry *lookup(struct cpu *cpu, struct tlb_entry *table, uint32_t lin,
				      bool write)
{
	struct tlb_entry *e = &table[(lin >> 12) % TLB_SIZE];
	struct translation t;

	if (e->page == (lin & PAGE_MASK) && (!write || (e->flags & TLB_WRITE))) {
		/* A page whose code has gone, or that was only read so far. */
		if (write && e->wtag == TLB_NONE && !code_in_page(cpu, e->phys)) {
			t.phys = e->phys;
			t.flags = e->flags;
			t.prop = e->prop;
			t.large = false;
			fill(cpu, table, lin, true, &t);
		}
		return e;
	}
	if (cpu->cr0 & CR0_PG) {
		walk(cpu, lin, (write ? ACC_WRITE : 0) | (table != cpu->tlbs[0] ? ACC_USER : 0),
		     &t);
	} else {
		t.phys = lin & PAGE_MASK;
		t.flags = TLB_WRITE;
		t.prop = 0;
		t.large = false;
	}
	fill(cpu, table, lin, write, &t);
	return e;
}

uint64_t bus_load(struct cpu *cpu, uint32_t phys, unsigned size, unsigned flags)
{
	uint8_t *host;
	uint64_t v = 0;

	flags |= mem_flags(cpu);
	host = cpu->bus.mem_page(cpu->bus.opaque, phys & PAGE_MASK, false, flags);
	if (host) {
		memcpy(&v, host + (phys & 0xfff), size);
		return v;
	}
	/* Devices see the accesses a 64-bit bus would make. */
	if ((phys & 7) + size > 8) {
		for (unsigned n = 0; n < size; n++) {
			uint64_t b = cpu->bus.mem_read(cpu->bus.opaque, phys + n, 1, flags);

			v |= (b & 0xff) << 8 * n;
		}
		return v;
	}
	return cpu->bus.mem_read(cpu->bus.opaque, phys, size, flags);
}
void bus_store(struct cpu *cpu, uint32_t phys, unsigned size, uint64_t val, unsigned flags)
{
	uint8_t *host;

	flags |= mem_flags(cpu);
	if (code_in_page(cpu, phys))
		code_written(cpu, phys, size);
	host = cpu->bus.mem_page(cpu->bus.opaque, phys & PAGE_MASK, true, flags);
	if (host) {
		memcpy(host + (phys & 0xfff), &val, size);
	} else if ((phys & 7) + size > 8) {
		for (unsigned n = 0; n < size; n++)
			cpu->bus.mem_write(cpu->bus.opaque, phys + n, 1, val >> 8 * n & 0xff,
					   flags);
	} else {
		cpu->bus.mem_write(cpu->bus.opaque, phys, size, val, flags);
	}
}

uint64_t phys_load(struct cpu *cpu, uint32_t phys, uint8_t prop, unsigned size, unsigned flags)
{
	if (unlikely(cpu->cache_on))
		return cache_load(cpu, phys, prop, size, flags);
	return bus_load(cpu, phys, size, flags);
}
void phys_store(struct cpu *cpu, uint32_t phys, uint8_t prop, unsigned size, uint64_t val,
		unsigned flags)
{
	if (prop & RCONF_WP)
		return;
	if (unlikely(cpu->cache_on))
		cache_store(cpu, phys, prop, size, val, flags);
	else
		bus_store(cpu, phys, size, val, flags);
}

uint32_t tlb_fetch(struct cpu *cpu, uint32_t lin)
{
	struct tlb_entry *table = cpu->tlbs[cpu->cpl == 3];

	return lookup(cpu, table, lin, false)->phys | (lin & 0xfff);
}

bool tlb_probe(struct cpu *cpu, uint32_t lin, uint32_t *phys)
{
	uint32_t e;

	if (!(cpu->cr0 & CR0_PG)) {
		*phys = lin & cpu->a20_mask;
		return true;
	}
	e = (uint32_t)bus_load(cpu, ((cpu->cr3 & PAGE_MASK) | (lin >> 20 & 0xffc)) & cpu->a20_mask,
			       4, CPU_MEM_DEBUG);
	if (!(e & PTE_P))
		return false;
	if ((e & PTE_PS) && (cpu->cr4 & CR4_PSE)) {
		*phys = ((e & 0xffc00000u) | (lin & 0x3fffff)) & cpu->a20_mask;
		return true;
	}
	e = (uint32_t)bus_load(cpu, ((e & PAGE_MASK) | (lin >> 10 & 0xffc)) & cpu->a20_mask, 4,
			       CPU_MEM_DEBUG);
	if (!(e & PTE_P))
		return false;
	*phys = ((e & PAGE_MASK) | (lin & 0xfff)) & cpu->a20_mask;
	return true;
}

/* A linear access translated: one or two physical pieces. */
struct pieces {
	uint32_t phys[2];
	uint8_t prop[2];
	unsigned first; /* bytes in the first piece */
};

static void translate(struct cpu *cpu, struct tlb_entry *table, uint32_t lin, unsigned size,
		      bool write, struct pieces *p)
{
	unsigned room = 0x1000 - (lin & 0xfff);
	const struct tlb_entry *e = lookup(cpu, table, lin, write);

	p->phys[0] = e->phys | (lin & 0xfff);
	p->prop[0] = e->prop;
	p->first = size;
	if (unlikely(room < size)) {
		e = lookup(cpu, table, lin + room, write);
		p->phys[1] = e->phys;
		p->prop[1] = e->prop;
		p->first = room;
	}
}
static uint64_t load_pieces(struct cpu *cpu, const struct pieces *p, unsigned size)
{
	uint64_t v = 0;

	if (likely(p->first == size))
		return phys_load(cpu, p->phys[0], p->prop[0], size, 0);
	for (unsigned n = 0; n < size; n++) {
		unsigned second = n >= p->first;
		uint32_t at = second ? p->phys[1] + n - p->first : p->phys[0] + n;

		v |= phys_load(cpu, at, p->prop[second], 1, 0) << 8 * n;
	}
	return v;
}
static void store_pieces(struct cpu *cpu, const struct pieces *p, unsigned size, uint64_t val)
{
	if (likely(p->first == size)) {
		phys_store(cpu, p->phys[0], p->prop[0], size, val, 0);
		return;
	}
	for (unsigned n = 0; n < size; n++) {
		unsigned second = n >= p->first;
		uint32_t at = second ? p->phys[1] + n - p->first : p->phys[0] + n;

		phys_store(cpu, at, p->prop[second], 1, val >> 8 * n & 0xff, 0);
	}
}

/* #AC: user mode, CR0.AM and EFLAGS.AC, operand not at a multiple of its size. */
static void check_alignment(struct cpu *cpu, uint32_t lin, unsigned size)
{
	if (unlikely(cpu->tlb == cpu->tlbs[2]) && (lin & (size - 1)))
		cpu_fault_error(cpu, EXC_AC, 0);
}

uint64_t cpu_load_slow(struct cpu *cpu, unsigned seg, uint32_t off, unsigned size)
{
	uint32_t lin = seg_check(cpu, seg, off, size, false);
	struct pieces p;
	uint64_t v;

	check_alignment(cpu, lin, size);
	translate(cpu, cpu->tlb, lin, size, false, &p);
	v = load_pieces(cpu, &p, size);
	if (unlikely(debug_page_watched(cpu, lin & PAGE_MASK)))
		debug_data(cpu, lin, size, false);
	return v;
}
void cpu_store_slow(struct cpu *cpu, unsigned seg, uint32_t off, unsigned size, uint64_t val)
{
	uint32_t lin = seg_check(cpu, seg, off, size, true);
	struct pieces p;

	check_alignment(cpu, lin, size);
	translate(cpu, cpu->tlb, lin, size, true, &p);
	store_pieces(cpu, &p, size, val);
	if (unlikely(debug_page_watched(cpu, lin & PAGE_MASK)))
		debug_data(cpu, lin, size, true);
}
uint64_t cpu_rmw_slow(struct cpu *cpu, unsigned seg, uint32_t off, unsigned size)
{
	uint32_t lin = seg_check(cpu, seg, off, size, true);
	struct pieces p;

	check_alignment(cpu, lin, size);
	translate(cpu, cpu->tlb, lin, size, true, &p);
	cpu->rmw_lin = lin;
	memcpy(cpu->rmw_phys, p.phys, sizeof(p.phys));
	memcpy(cpu->rmw_prop, p.prop, sizeof(p.prop));
	return load_pieces(cpu, &p, size);
}
void cpu_rmw_end_slow(struct cpu *cpu, unsigned size, uint64_t val)
{
	uint32_t lin = cpu->rmw_lin;
	unsigned room = 0x1000 - (lin & 0xfff);
	struct pieces p = {
		.phys = {cpu->rmw_phys[0], cpu->rmw_phys[1]},
		.prop = {cpu->rmw_prop[0], cpu->rmw_prop[1]},
		.first = room < size ? room : size,
	};

	store_pieces(cpu, &p, size, val);
	if (unlikely(debug_page_watched(cpu, lin & PAGE_MASK)))
		debug_data(cpu, lin, size, true);
}

void cpu_check_range(struct cpu *cpu, unsigned seg, uint32_t off, unsigned len, bool write)
{
	uint32_t lin = seg_check(cpu, seg, off, len, write);

	lookup(cpu, cpu->tlb, lin, write);
	if ((lin & 0xfff) + len > 0x1000)
		lookup(cpu, cpu->tlb, lin + len - 1, write);
}

uint64_t cpu_sys_load(struct cpu *cpu, uint32_t lin, unsigned size)
{
	struct pieces p;

	translate(cpu, cpu->tlbs[0], lin, size, false, &p);
	return load_pieces(cpu, &p, size);
}
void cpu_sys_store(struct cpu *cpu, uint32_t lin, unsigned size, uint64_t val)
{
	struct pieces p;

	translate(cpu, cpu->tlbs[0], lin, size, true, &p);
	store_pieces(cpu, &p, size, val);
}
void cpu_sys_check(struct cpu *cpu, uint32_t lin, unsigned len, bool write)
{
	cpu_linear_check(cpu, lin, len, write, false);
}
void cpu_linear_check(struct cpu *cpu, uint32_t lin, unsigned len, bool write, bool user)
{
	struct tlb_entry *table = cpu->tlbs[user];

	lookup(cpu, table, lin, write);
	if ((lin & 0xfff) + len > 0x1000)
		lookup(cpu, table, lin + len - 1, write);
}
void cpu_linear_store(struct cpu *cpu, uint32_t lin, unsigned size, uint64_t val, bool user)
{
	struct pieces p;

	translate(cpu, cpu->tlbs[user], lin, size, true, &p);
	store_pieces(cpu, &p, size, val);
	if (unlikely(debug_page_watched(cpu, lin & PAGE_MASK)))
		debug_data(cpu, lin, size, true);
}
