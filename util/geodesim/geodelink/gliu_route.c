/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Descriptors: which port a memory or port request goes to (LX data book 4.1.3, 4.2.4-4.2.6). */
#include "geodelink/gliu_internal.h"

#include <inttypes.h>

#include "cpu/cpu.h"
#include "strict/rules.h"

#define PAGES UINT32_C(0xfffff)

static uint32_t field(uint64_t val, unsigned low, unsigned bits)
{
	return (uint32_t)(val >> low & ((UINT64_C(1) << bits) - 1));
}

static bool is_io(enum gliu_kind kind)
{
	return kind == GLIU_IOD_BM || kind == GLIU_IOD_SC;
}

/* Can a descriptor of this value ever hit? Those at their defaults cannot. */
static bool can_hit(const struct gliu_desc *d)
{
	switch (d->kind) {
	case GLIU_P2D_R:
	case GLIU_P2D_RO: return d->base <= d->mask;
	case GLIU_P2D_SC:
	case GLIU_IOD_SC: return d->readable || d->writable;
	default: return !(d->base & ~d->mask); /* the base is compared unmasked (p.80) */
	}
}

static struct gliu_desc decode(enum gliu_kind kind, uint16_t index, unsigned n, uint64_t val)
{
	struct gliu_desc d = {
		.kind = kind,
		.n = (uint8_t)n,
		.port = (uint8_t)(val >> 61),
		.biz = val >> 60 & 1,
		.index = index,
	};

	switch (kind) {
	case GLIU_P2D_BMO:
		d.offset = field(val, 40, 20);
		/* fall through */
	case GLIU_P2D_BM:
	case GLIU_P2D_BMK:
	case GLIU_IOD_BM:
		d.base = field(val, 20, 20);
		d.mask = field(val, 0, 20);
		break;
	case GLIU_P2D_RO:
		d.offset = field(val, 40, 20);
		/* fall through */
	case GLIU_P2D_R:
		d.base = field(val, 0, 20);
		d.mask = field(val, 20, 20);
		break;
	case GLIU_P2D_SC:
		d.base = field(val, 0, 14);
		d.readable = (uint16_t)field(val, 16, 16);
		d.writable = (uint16_t)field(val, 32, 16);
		break;
	case GLIU_IOD_SC:
		d.base = field(val, 3, 15);
		d.readable = val >> 20 & 1 ? (uint16_t)field(val, 24, 8) : 0;
		d.writable = val >> 21 & 1 ? (uint16_t)field(val, 24, 8) : 0;
		break;
	case GLIU_NONE: break;
	}
	return d;
}

void gliu_rebuild(struct gliu *g)
{
	unsigned n[2] = {0, 0}; /* memory, port */

	g->p2ds = g->iods = 0;
	for (const struct gliu_run *run = g->shape->runs; run->kind != GLIU_NONE; run++) {
		for (unsigned i = 0; i < run->count; i++) {
			bool io = is_io(run->kind);
			uint16_t index = (uint16_t)(run->first + i);
			struct gliu_desc d =
				decode(run->kind, index, n[io]++, gld_get(&g->gld, index));

			if (!can_hit(&d))
				continue;
			if (io)
				g->iod[g->iods++] = d;
			else
				g->p2d[g->p2ds++] = d;
		}
	}
}

static bool hits_page(const struct gliu_desc *d, uint32_t page, bool write)
{
	switch (d->kind) {
	case GLIU_P2D_R:
	case GLIU_P2D_RO: return page >= d->base && page <= d->mask;
	case GLIU_P2D_SC:
		return page >> 6 == d->base &&
		       (write ? d->writable : d->readable) >> (page >> 2 & 15) & 1;
	default: return (page & d->mask) == d->base;
	}
}

/* Both address parts are bytes; a request lies within one aligned dword, so that the descriptor of
 * its first byte decides. */
static bool hits_port(const struct gliu_desc *d, uint16_t port, bool write)
{
	if (d->kind == GLIU_IOD_BM)
		return (port & d->mask) == d->base;
	return (uint32_t)port >> 3 == d->base &&
	       (write ? d->writable : d->readable) >> (port & 7) & 1;
}

static void overlap(struct gliu *g, const struct gliu_desc *a, const struct gliu_desc *b,
		    uint32_t addr)
{
	rule_broken(g->env->rules, RULE_DESCRIPTOR_OVERLAP,
		    "%s: %s (%08" PRIX32 ") and %s (%08" PRIX32 ") both hit %08" PRIX32,
		    g->shape->name, gliu_kind_name(a->kind), g->shape->base | a->index,
		    gliu_kind_name(b->kind), g->shape->base | b->index, addr);
}

static unsigned no_hit(const struct gliu *g, unsigned from)
{
	if (g->shape->uplink >= 0 && from != (unsigned)g->shape->uplink)
		return (unsigned)g->shape->uplink;
	return gld_get(&g->gld, gliu_std(g, GLIU_CONFIG)) & 7;
}

unsigned gliu_route_mem(struct gliu *g, unsigned from, uint32_t *addr, bool write, unsigned flags)
{
	uint32_t page = *addr >> 12;
	bool biz = flags & GL_BIZARRO;
	const struct gliu_desc *hit = NULL;

	for (unsigned i = 0; i < g->p2ds; i++) {
		const struct gliu_desc *d = &g->p2d[i];

		if (d->biz != biz || !hits_page(d, page, write))
			continue;
		if (hit) { /* the result is indeterminate (p.47); here the lowest wins */
			if (!(flags & CPU_MEM_DEBUG))
				overlap(g, hit, d, *addr & ~UINT32_C(4095));
			break;
		}
		hit = d;
	}
	if (!hit)
		return no_hit(g, from);
	if (g->counted_p2d >> hit->n & 1)
		gliu_count_hit(g, false, hit->n);
	*addr = (*addr & 4095) | ((page + hit->offset) & PAGES) << 12;
	return hit->port;
}

unsigned gliu_route_io(struct gliu *g, unsigned from, uint16_t port, bool write, unsigned flags)
{
	bool biz = flags & GL_BIZARRO;
	const struct gliu_desc *hit = NULL;

	for (unsigned i = 0; i < g->iods; i++) {
		const struct gliu_desc *d = &g->iod[i];

		if (d->biz != biz || !hits_port(d, port, write))
			continue;
		if (hit) {
			overlap(g, hit, d, port);
			break;
		}
		hit = d;
	}
	if (!hit)
		return no_hit(g, from);
	if (g->counted_iod >> hit->n & 1)
		gliu_count_hit(g, true, hit->n);
	return hit->port;
}

const struct gliu_desc *gliu_descriptor(const struct gliu *g, unsigned n)
{
	if (n < g->p2ds)
		return &g->p2d[n];
	n -= g->p2ds;
	return n < g->iods ? &g->iod[n] : NULL;
}

const char *gliu_kind_name(enum gliu_kind kind)
{
	static const char *const name[] = {
		[GLIU_NONE] = "none",	    [GLIU_P2D_BM] = "P2D_BM", [GLIU_P2D_BMO] = "P2D_BMO",
		[GLIU_P2D_R] = "P2D_R",	    [GLIU_P2D_RO] = "P2D_RO", [GLIU_P2D_SC] = "P2D_SC",
		[GLIU_P2D_BMK] = "P2D_BMK", [GLIU_IOD_BM] = "IOD_BM", [GLIU_IOD_SC] = "IOD_SC",
	};

	return name[kind];
}
