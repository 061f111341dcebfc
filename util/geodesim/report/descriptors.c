/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GeodeLink descriptors as boxes of a map and as rows of a table. */
#include <inttypes.h>
#include <string.h>

#include "report/html.h"
#include "report/map.h"
#include "report/report.h"

#define PAGE_SHIFT 12
#define PAGE_LAST  UINT32_C(0xfff)

/* Colours by where a request goes; MEMORY last. */
static const char *const port_colour[GLIU_PORTS] = {
	"#f4c7c3", "#cfe3c4", "#c7d7ef", "#d8c9ee", "#e8edb0", "#f0d9b5", "#f1c8d8", "#c9e8e4",
};

static bool is_io(const struct gliu_desc *d)
{
	return d->kind == GLIU_IOD_BM || d->kind == GLIU_IOD_SC;
}

static const char *port_name(const struct gliu *u, const struct gliu_desc *d)
{
	const char *name = u->port[d->port].name;

	return d->port == 0 ? "SMI trap" : name ? name : "nobody";
}

static void chunks(struct map_box *b, const struct gliu_desc *d, uint32_t base, uint32_t size,
		   unsigned count)
{
	uint16_t bits = d->readable | d->writable;

	for (unsigned n = 0; n < count; n++) {
		if (bits >> n & 1)
			map_range(b, base + n * size, base + (n + 1) * size - 1);
	}
}

/* Base and mask: a run when the mask's low zeros are one; else its lowest run stands for all. */
static uint32_t run_last(uint32_t base, uint32_t mask, uint32_t all)
{
	uint32_t low = ~mask & all;

	return base | (low & ~(low + 1));
}

static void ranges(struct map_box *b, const struct gliu_desc *d)
{
	switch (d->kind) {
	case GLIU_NONE: break;
	case GLIU_P2D_R:
	case GLIU_P2D_RO:
		map_range(b, d->base << PAGE_SHIFT, d->mask << PAGE_SHIFT | PAGE_LAST);
		break;
	case GLIU_P2D_SC: chunks(b, d, d->base << 18, UINT32_C(16) << 10, 16); break;
	case GLIU_IOD_SC: chunks(b, d, d->base << 3, 1, 8); break;
	case GLIU_IOD_BM:
		if (d->base <= 0xffff)
			map_range(b, d->base, run_last(d->base, d->mask, 0xffff));
		break;
	default:
		map_range(b, d->base << PAGE_SHIFT,
			  run_last(d->base, d->mask, 0xfffff) << PAGE_SHIFT | PAGE_LAST);
	}
}

static void describe(const struct gliu *u, const struct gliu_desc *d, char *text, size_t size)
{
	uint32_t msr = u->shape->base | d->index;

	snprintf(text, size, "%s %s, MSR %08" PRIX32 " = %016" PRIX64 ", to port %u %s%s",
		 u->shape->name, gliu_kind_name(d->kind), msr, gld_get(&u->gld, d->index), d->port,
		 port_name(u, d), d->biz ? ", bizarro cycles" : "");
}

void report_descriptors(struct map *m, unsigned column, const struct gliu *u, bool io)
{
	const struct gliu_desc *d;

	for (unsigned n = 0; (d = gliu_descriptor(u, n)) != NULL; n++) {
		struct map_box *b;

		if (is_io(d) != io)
			continue;
		b = map_add(m, column, port_colour[d->port]);
		b->descriptor = true;
		snprintf(b->label, sizeof(b->label), "%s%s > %s", gliu_kind_name(d->kind),
			 d->biz ? " biz" : "", port_name(u, d));
		describe(u, d, b->detail, sizeof(b->detail));
		ranges(b, d);
	}
}

void report_descriptor_rows(FILE *f, const struct gliu *u, bool io)
{
	const struct gliu_desc *d;

	for (unsigned n = 0; (d = gliu_descriptor(u, n)) != NULL; n++) {
		struct map_box b = {0};
		unsigned digits = io ? 4 : 8;

		if (is_io(d) != io)
			continue;
		ranges(&b, d);
		fprintf(f,
			"<tr><td>%s</td><td class=\"m\">%08" PRIX32
			"</td><td>%s</td><td class=\"m\">"
			"%016" PRIX64 "</td><td class=\"m\">",
			u->shape->name, u->shape->base | d->index, gliu_kind_name(d->kind),
			gld_get(&u->gld, d->index));
		for (unsigned i = 0; i < b.ranges; i++)
			fprintf(f, "%s%0*" PRIX32 "-%0*" PRIX32, i ? ", " : "", (int)digits,
				b.range[i].first, (int)digits, b.range[i].last);
		if (d->offset)
			fprintf(f, " at %08" PRIX32,
				((b.range[0].first >> PAGE_SHIFT) + d->offset) << PAGE_SHIFT);
		fprintf(f, "</td><td>%u %s%s</td></tr>\n", d->port, port_name(u, d),
			d->biz ? " (bizarro)" : "");
	}
}
