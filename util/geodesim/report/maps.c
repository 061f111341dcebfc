/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The report's maps of memory and ports: who answers, at each step of the way. */
#include <inttypes.h>
#include <stdlib.h>

#include "cpu/rconf.h"
#include "cs5536/divil_msr.h"
#include "cs5536/lbar.h"
#include "report/html.h"
#include "report/map.h"
#include "report/report.h"

#define GIB4	   (UINT64_C(1) << 32)
#define PORTS	   0x10000
#define PAGE_SHIFT 12
#define PAGE_LAST  UINT32_C(0xfff)
#define CHUNK	   UINT32_C(0x4000)
#define FIXED	   UINT32_C(0xa0000)
#define FIXED_END  UINT32_C(0x100000)
#define EDGES	   96

enum { RCONF_DEFAULT = 0x1808, RCONF_SMM = 0x180e, RCONF_0 = 0x1810, RCONF_7 = 0x1817 };
enum { GLPCI_R0 = 0x2018, GLPCI_R5 = 0x201d };

/* Places where something may change. */
struct edges {
	uint64_t at[EDGES];
	unsigned count;
};

static void edge(struct edges *e, uint64_t at)
{
	if (e->count < EDGES && at <= GIB4)
		e->at[e->count++] = at;
}

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static void sort(struct edges *e)
{
	unsigned kept = 0;

	qsort(e->at, e->count, sizeof(e->at[0]), by_value);
	for (unsigned n = 0; n < e->count; n++) {
		if (!kept || e->at[n] != e->at[kept - 1])
			e->at[kept++] = e->at[n];
	}
	e->count = kept;
}

/* Regions hold their first and last page in 31:12 and 63:44. */
static void region_edges(struct edges *e, uint64_t msr)
{
	if (!(msr & 0x100))
		return;
	edge(e, msr & 0xfffff000);
	edge(e, (msr >> 32 & 0xfffff000) + 0x1000);
}

static void fixed_edges(struct edges *e)
{
	edge(e, 0);
	edge(e, GIB4);
	for (uint32_t at = FIXED; at <= FIXED_END; at += CHUNK)
		edge(e, at);
}

static uint64_t cpu_msr(const struct geode *g, uint32_t msr)
{
	uint64_t val = 0;

	cpu_msr_read(g->m.cpu, msr, &val);
	return val;
}

static void property_name(uint8_t p, char *text, size_t size)
{
	snprintf(text, size, "%s%s%s%s%s%s", p & RCONF_CD ? "uncached" : "cached",
		 p & RCONF_WP ? " WP" : "", p & RCONF_WS ? " WS" : "", p & RCONF_WC ? " WC" : "",
		 p & RCONF_WT ? " WT" : "", p & RCONF_WA ? " WA" : "");
}

/* What the processor takes each address for. */
static void add_properties(struct map *m, unsigned column, const struct geode *g)
{
	uint64_t base = cpu_msr(g, RCONF_DEFAULT);
	struct edges e = {.count = 0};
	struct map_box *b = NULL;
	int before = -1;

	fixed_edges(&e);
	edge(&e, ((base >> 8 & 0xfffff) + 1) << PAGE_SHIFT);
	edge(&e, (base >> 36 & 0xfffff) << PAGE_SHIFT);
	for (uint32_t n = RCONF_SMM; n <= RCONF_7; n++)
		region_edges(&e, cpu_msr(g, n));
	sort(&e);
	for (unsigned n = 0; n + 1 < e.count; n++) {
		uint8_t p = rconf_properties(g->m.cpu, (uint32_t)e.at[n]);

		if (p != before) {
			b = map_add(m, column,
				    p & RCONF_CD   ? (p & RCONF_WP ? "#f3d2cf" : "#e1e6ed")
				    : p & RCONF_WP ? "#f6e3b4"
						   : "#cfe3c4");
			b->everywhere = true;
			property_name(p, b->label, sizeof(b->label));
			snprintf(b->detail, sizeof(b->detail), "RCONF properties %02X: %s", p,
				 b->label);
		}
		map_range(b, (uint32_t)e.at[n], (uint32_t)(e.at[n + 1] - 1));
		before = p;
	}
}

/* What bus masters on PCI reach. */
static void add_inbound(struct map *m, unsigned column, const struct geode *g)
{
	struct edges e = {.count = 0};
	struct map_box *b = NULL;

	fixed_edges(&e);
	for (uint32_t n = GLPCI_R0; n <= GLPCI_R5; n++)
		region_edges(&e, gld_get(&g->glpci.gld, n));
	sort(&e);
	for (unsigned n = 0; n + 1 < e.count; n++) {
		if (!glpci_claims(&g->glpci, (uint32_t)e.at[n])) {
			b = NULL;
			continue;
		}
		if (!b) {
			b = map_add(m, column, "#d8c9ee");
			snprintf(b->label, sizeof(b->label), "to GLIU1");
			snprintf(b->detail, sizeof(b->detail),
				 "GLPCI answers bus masters on PCI here");
		}
		map_range(b, (uint32_t)e.at[n], (uint32_t)(e.at[n + 1] - 1));
	}
}

static void add_pci_memory(struct map *m, unsigned column, const struct mem_map *map)
{
	for (const struct mem_range *r = map->ranges; r; r = r->next) {
		struct map_box *b;

		if (!r->enabled || !r->size || r->base + r->size > GIB4)
			continue;
		b = map_add(m, column, "#f0d9b5");
		snprintf(b->label, sizeof(b->label), "%.60s", r->name);
		snprintf(b->detail, sizeof(b->detail), "%.60s: base address register", r->name);
		map_range(b, r->base, (uint32_t)(r->base + r->size - 1));
	}
}

static void add_window(struct map *m, unsigned column, const char *name, unsigned n, uint32_t base,
		       uint32_t last, uint64_t msr)
{
	struct map_box *b = map_add(m, column, "#c9e8e4");

	snprintf(b->label, sizeof(b->label), "%s%.0u", name, n);
	snprintf(b->detail, sizeof(b->detail), "DIVIL %s = %016" PRIX64, name, msr);
	map_range(b, base, last);
}

/* The boot flash where every CS5536 has it. */
static void add_boot_flash(struct map *m, unsigned column, const struct geode *g)
{
	const struct lpcflash_chip *chip = g->cfg.flash;
	struct map_box *b;

	if (!chip || !chip->size)
		return;
	b = map_add(m, column, "#f6d7b0");
	snprintf(b->label, sizeof(b->label), "LPC: boot flash");
	snprintf(b->detail, sizeof(b->detail), "boot flash %s behind LPC", chip->name);
	map_range(b, UINT32_MAX - chip->size + 1, UINT32_MAX);
}

/* Flash windows, and the keyboard emulation's view of OHCI. */
static void add_divil_memory(struct map *m, unsigned column, const struct divil *d, bool io)
{
	uint32_t all = io ? 0xffff : UINT32_MAX;

	for (unsigned n = 0; n < DIVIL_FLASH_SELECTS; n++) {
		uint64_t msr = divil_msr(d, DIVIL_LBAR_FLSH0 + n);
		struct lbar_flash l = lbar_flash(msr);
		uint32_t base = l.base & l.mask & all;

		if (l.enabled && l.memory == !io)
			add_window(m, column, "LBAR_FLSH", n, base, base | (~l.mask & all), msr);
	}
	for (unsigned n = 0; n < 2 && !io; n++) {
		uint64_t msr = divil_msr(d, DIVIL_LBAR_KEL1 + n);
		uint32_t base = (uint32_t)msr & ~PAGE_LAST;

		if (lbar_kel_hit(msr, base))
			add_window(m, column, "LBAR_KEL", n + 1, base, base | PAGE_LAST, msr);
	}
}

static void add_divil_ports(struct map *m, unsigned column, const struct divil *d)
{
	static const char *const name[DIVIL_BLOCKS] = {"LBAR_SMB", "LBAR_GPIO", "LBAR_MFGPT",
						       "LBAR_ACPI", "LBAR_PMS"};
	static const uint16_t size[DIVIL_BLOCKS] = {8, 256, 64, 64, 128};
	uint64_t irq = divil_msr(d, DIVIL_LBAR_IRQ);
	uint16_t offset;

	for (unsigned n = 0; n < DIVIL_BLOCKS; n++) {
		uint64_t msr = divil_msr(d, DIVIL_LBAR_SMB + n);
		uint16_t base = (uint16_t)(msr & ~(size[n] - 1u));

		if (lbar_io_hit(msr, size[n], base, &offset))
			add_window(m, column, name[n], 0, base, base + size[n] - 1u, msr);
	}
	if (lbar_io_hit(irq, 32, (uint16_t)(irq & ~UINT64_C(31)), &offset))
		add_window(m, column, "LBAR_IRQ", 0, irq & 0xffe0, (irq & 0xffe0) + 31, irq);
	for (unsigned n = 0; n < 2; n++) {
		static const uint16_t base[] = {0x3f8, 0x2f8, 0x3e8, 0x2e8};

		for (unsigned i = 0; i < 4; i++) {
			if (uart_sb_hit(&d->uart[n], base[i]))
				add_window(m, column, "UART", n + 1, base[i], base[i] + 7u,
					   divil_msr(d, DIVIL_LEG_IO));
		}
	}
}

static void add_pci_ports(struct map *m, unsigned column, const struct io_map *map)
{
	for (const struct io_range *r = map->ranges; r; r = r->next) {
		struct map_box *b;

		if (!r->enabled || !r->count || r->base + r->count > PORTS)
			continue;
		b = map_add(m, column, "#f0d9b5");
		snprintf(b->label, sizeof(b->label), "%.60s", r->name);
		snprintf(b->detail, sizeof(b->detail), "%.60s", r->name);
		map_range(b, r->base, r->base + r->count - 1);
	}
}

static void list_descriptors(const struct geode *g, FILE *f, bool io)
{
	fprintf(f,
		"<details><summary>The descriptors as a table</summary>\n<table><tr><th>unit</th>"
		"<th>MSR</th><th>kind</th><th>value</th><th>%s</th><th>to port</th></tr>\n",
		io ? "ports" : "addresses");
	report_descriptor_rows(f, &g->gliu0, io);
	report_descriptor_rows(f, &g->gliu1, io);
	report_descriptor_rows(f, &g->gliu_sb, io);
	fprintf(f, "</table></details>\n");
}

void report_memory_map(const struct report *r, FILE *f)
{
	const struct geode *g = r->collect->g;
	struct map *m = g ? malloc(sizeof(*m)) : NULL;
	unsigned divil;

	if (!m)
		return;
	map_init(m, GIB4, 8);
	add_properties(m, map_column(m, "Processor: RCONF"), g);
	report_descriptors(m, map_column(m, "GLIU0"), &g->gliu0, false);
	report_descriptors(m, map_column(m, "GLIU1"), &g->gliu1, false);
	add_pci_memory(m, map_column(m, "PCI devices"), &g->m.mem);
	report_descriptors(m, map_column(m, "GLIU_SB"), &g->gliu_sb, false);
	divil = map_column(m, "DIVIL and LPC");
	add_divil_memory(m, divil, &g->divil, false);
	add_boot_flash(m, divil, g);
	add_inbound(m, map_column(m, "Bus masters: GLPCI"), g);
	fprintf(f,
		"<section id=\"memory-map\">\n<h2>Memory map at the end of the run</h2>\n"
		"<p class=\"dim\">From left to right an access of the processor: its properties, then who "
		"takes it. What hits no descriptor goes from GLIU0 to GLIU1 to PCI, and what no PCI device "
		"takes to the companion, there to DIVIL and LPC. The last column is the way in. Heights "
		"are not to scale; hatched: nobody. Boxes tell more when pointed at. RCONF: WP writes are "
		"discarded, WS writes keep their order, WC writes are combined, WT written through, WA write "
		"misses allocate. P2D and IOD are kinds of descriptors for memory and ports: BM base and "
		"mask, R range, SC swiss cheese, O with an offset.</p>\n");
	map_draw(m, f, "memory-map-picture");
	free(m);
	list_descriptors(g, f, false);
	fprintf(f, "</section>\n");
}

void report_port_map(const struct report *r, FILE *f)
{
	const struct geode *g = r->collect->g;
	struct map *m = g ? malloc(sizeof(*m)) : NULL;
	unsigned divil;

	if (!m)
		return;
	map_init(m, PORTS, 4);
	report_descriptors(m, map_column(m, "GLIU0"), &g->gliu0, true);
	report_descriptors(m, map_column(m, "GLIU1"), &g->gliu1, true);
	add_pci_ports(m, map_column(m, "PCI devices"), &g->m.io);
	report_descriptors(m, map_column(m, "GLIU_SB"), &g->gliu_sb, true);
	divil = map_column(m, "DIVIL: LBARs, UARTs");
	add_divil_ports(m, divil, &g->divil);
	add_divil_memory(m, divil, &g->divil, true);
	fprintf(f,
		"<section id=\"port-map\">\n<h2>Port map at the end of the run</h2>\n"
		"<p class=\"dim\">Programmed places only: the PC's fixed ports are DIVIL's, the rest is "
		"LPC's.</p>\n");
	map_draw(m, f, "port-map-picture");
	free(m);
	list_descriptors(g, f, true);
	fprintf(f, "</section>\n");
}
