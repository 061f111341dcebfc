/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The processor's path to memory and ports: GLIU0, with the cost of ROM and
 * uncached memory. */
#include "machine/geode_internal.h"

#include <string.h>

#include "cpu/rconf.h"

#define PAGE_BYTES     UINT32_C(4096)
#define CPU_PORT       3
#define CR0_CD	       (UINT64_C(1) << 30)

/* A DRAM access that no cache answers: row activation and column latency of
 * DDR333 and the way through GLIU0, one 64-bit word (doc/simulator.md). */
#define DRAM_NS	       60

#define QUIET_ACCESSES 20000

/* May the processor fill cache lines from @addr now? */
static bool cacheable(struct geode *g, uint32_t addr)
{
	return !(cpu_get_reg(g->m.cpu, CPU_REG_CR0) & CR0_CD) &&
	       !(rconf_properties(g->m.cpu, addr) & RCONF_CD);
}

static bool in_rom(const struct geode *g, const uint8_t *page)
{
	return page >= g->rom.bytes && page < g->rom.bytes + g->rom.size;
}

static bool line_held(const struct geode_rom *r, uint32_t offset)
{
	uint32_t n = offset / GEODE_ROM_LINE;

	return r->line[n / 8] >> n % 8 & 1;
}

static bool page_held(const struct geode_rom *r, uint32_t offset)
{
	const uint8_t *bits = r->line + offset / GEODE_ROM_LINE / 8;

	for (unsigned n = 0; n < PAGE_BYTES / GEODE_ROM_LINE / 8; n++) {
		if (bits[n] != 0xff)
			return false;
	}
	return true;
}

/* gliu_mem_page(), remembered: routing changes are told (geode_routes_changed()). */
static uint8_t *lookup(struct geode *g, uint32_t addr, bool write, unsigned flags)
{
	uint32_t page = addr & ~(PAGE_BYTES - 1);
	uint32_t tag = page | 1 | (write ? 2 : 0) | (flags & CPU_MEM_SMM ? 4 : 0);
	struct geode_route *r = &g->rom.route[(page / PAGE_BYTES * 2 + write) % GEODE_ROUTES];

	if (flags & CPU_MEM_DEBUG)
		return gliu_mem_page(&g->gliu0, CPU_PORT, page, write, flags);
	if (r->tag != tag) {
		r->page = gliu_mem_page(&g->gliu0, CPU_PORT, page, write, flags);
		r->tag = tag;
	}
	return r->page;
}

void geode_routes_changed(void *o)
{
	struct geode *g = o;

	memset(g->rom.route, 0, sizeof(g->rom.route));
	g->rom.fetched = 1;
	if (g->m.cpu)
		cpu_flush_mappings(g->m.cpu);
}

uint8_t *geode_route_page(struct machine *m, uint32_t addr, bool write, unsigned flags)
{
	struct geode *g = (struct geode *)m;
	uint8_t *page = lookup(g, addr, write, flags);

	if (!page || flags & CPU_MEM_DEBUG)
		return page;
	if (in_rom(g, page))
		return cacheable(g, addr) && page_held(&g->rom, (uint32_t)(page - g->rom.bytes))
			       ? page
			       : NULL;
	/* With caches off every access goes to the memory controller and is paid. */
	return cpu_get_reg(m->cpu, CPU_REG_CR0) & CR0_CD ? NULL : page;
}

static uint64_t of_bytes(const uint8_t *p, unsigned size)
{
	uint64_t val = 0;

	memcpy(&val, p, size);
	return val;
}

/* Fill one line: four quadwords over PCI and LPC, each paid on its way. */
static void fill_line(struct geode *g, uint32_t addr, uint32_t offset)
{
	uint32_t n = offset / GEODE_ROM_LINE;

	for (unsigned i = 0; i < GEODE_ROM_LINE; i += 8)
		gliu_mem_read(&g->gliu0, CPU_PORT, (addr & ~(GEODE_ROM_LINE - 1u)) + i, 8, 0);
	g->rom.line[n / 8] |= (uint8_t)(1 << n % 8);
	g->rom.fills++;
	if (page_held(&g->rom, offset & ~(PAGE_BYTES - 1)))
		cpu_flush_mappings(g->m.cpu); /* from now on by pointer */
}

/*
 * A loop that stays within lines already held runs by pointer after a while;
 * what else is on its pages then counts as read. Costs up to 127 lines a page,
 * saves most of the simulation's time.
 */
static void hold_page(struct geode *g, uint32_t offset)
{
	uint32_t first = (offset & ~(PAGE_BYTES - 1)) / GEODE_ROM_LINE;

	memset(g->rom.line + first / 8, 0xff, PAGE_BYTES / GEODE_ROM_LINE / 8);
	g->rom.quiet = 0;
	cpu_flush_mappings(g->m.cpu);
}

static uint64_t read_cached(struct geode *g, uint32_t addr, uint32_t offset, unsigned size)
{
	if (!line_held(&g->rom, offset)) {
		fill_line(g, addr, offset);
		g->rom.quiet = 0;
	} else if (++g->rom.quiet == QUIET_ACCESSES) {
		hold_page(g, offset);
	}
	return of_bytes(g->rom.bytes + offset, size);
}

/* Uncached instruction fetch goes by aligned quadwords; the last one is kept.
 */
static uint64_t fetch(struct geode *g, uint32_t addr, unsigned flags)
{
	uint32_t quad = addr & ~UINT32_C(7);

	g->rom.quad = gliu_mem_read(&g->gliu0, CPU_PORT, quad, 8, flags);
	g->rom.fetched = quad;
	g->rom.uncached++;
	return g->rom.quad >> (addr & 7) * 8;
}

/* Memory by its page while the caches are off: fetches pay once a quadword. */
static uint64_t read_uncached(struct geode *g, const uint8_t *page, uint32_t addr, unsigned size,
			      unsigned flags)
{
	uint32_t quad = addr & ~UINT32_C(7);

	machine_charge_ns(&g->m, DRAM_NS);
	if (flags & CPU_MEM_FETCH) {
		g->rom.quad = of_bytes(page + quad % PAGE_BYTES, 8);
		g->rom.fetched = quad;
	}
	return of_bytes(page + addr % PAGE_BYTES, size);
}

uint64_t geode_route_read(struct machine *m, uint32_t addr, unsigned size, unsigned flags)
{
	struct geode *g = (struct geode *)m;
	uint8_t *page;

	if (flags & CPU_MEM_FETCH && g->rom.fetched == (addr & ~UINT32_C(7)))
		return g->rom.quad >> (addr & 7) * 8;
	page = lookup(g, addr, false, flags);
	if (page && in_rom(g, page)) {
		if (cacheable(g, addr))
			return read_cached(
				g, addr, (uint32_t)(page - g->rom.bytes) + addr % PAGE_BYTES, size);
	} else if (page) {
		return read_uncached(g, page, addr, size, flags);
	}
	if (flags & CPU_MEM_FETCH)
		return fetch(g, addr, flags);
	return gliu_mem_read(&g->gliu0, CPU_PORT, addr, size, flags);
}

void geode_route_write(struct machine *m, uint32_t addr, unsigned size, uint64_t val,
		       unsigned flags)
{
	struct geode *g = (struct geode *)m;
	uint8_t *page = lookup(g, addr, true, flags);

	g->rom.fetched = 1;
	if (page) {
		machine_charge_ns(m, DRAM_NS);
		memcpy(page + addr % PAGE_BYTES, &val, size);
		return;
	}
	gliu_mem_write(&g->gliu0, CPU_PORT, addr, size, val, flags);
}

/* Ports: a request stays within an aligned dword. */
uint32_t geode_route_in(struct machine *m, uint16_t port, unsigned size)
{
	struct geode *g = (struct geode *)m;
	uint32_t val = 0;

	if (port % 4 + size <= 4)
		return gliu_io_read(&g->gliu0, CPU_PORT, port, size, 0);
	for (unsigned i = 0; i < size; i++)
		val |= (gliu_io_read(&g->gliu0, CPU_PORT, (uint16_t)(port + i), 1, 0) & 0xff)
		       << 8 * i;
	return val;
}

void geode_route_out(struct machine *m, uint16_t port, unsigned size, uint32_t val)
{
	struct geode *g = (struct geode *)m;

	if (port % 4 + size <= 4) {
		gliu_io_write(&g->gliu0, CPU_PORT, port, size, val, 0);
		return;
	}
	for (unsigned i = 0; i < size; i++)
		gliu_io_write(&g->gliu0, CPU_PORT, (uint16_t)(port + i), 1, val >> 8 * i & 0xff, 0);
}

bool geode_msr_read(void *o, uint32_t msr, uint64_t *val)
{
	*val = gliu_msr_read(&((struct geode *)o)->gliu0, CPU_PORT, msr);
	return true;
}

bool geode_msr_write(void *o, uint32_t msr, uint64_t val)
{
	gliu_msr_write(&((struct geode *)o)->gliu0, CPU_PORT, msr, val);
	return true;
}

void geode_rom_init(struct geode *g)
{
	memset(&g->rom, 0, sizeof(g->rom));
	g->rom.bytes = g->cfg.rom;
	g->rom.size = g->cfg.flash ? g->cfg.flash->size : 0;
	if (g->rom.size > GEODE_ROM_LINES * GEODE_ROM_LINE)
		g->rom.size = 0; /* larger than the model's bookkeeping: never by pointer */
	g->rom.fetched = 1;
}

void geode_rom_reset(struct geode *g)
{
	memset(g->rom.line, 0, sizeof(g->rom.line));
	g->rom.fetched = 1;
	g->rom.quiet = 0;
}
