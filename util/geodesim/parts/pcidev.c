/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A generic PCI device with configurable ids and base addresses. */
#include "parts/pcidev.h"

#include <stdlib.h>
#include <string.h>

static const struct reg pcidev_regs[] = {
	PCI_HEADER_REGS(0, 0, 0x0147, 0, 0),
};

static const struct reg_table pcidev_table = REG_TABLE("generic device", "pci", pcidev_regs);

static uint64_t bar_get(const struct pcidev_bar *bar, uint32_t offset, unsigned size)
{
	uint64_t val = UINT64_MAX;

	if ((uint64_t)offset + size <= bar->size) {
		val = 0;
		memcpy(&val, bar->bytes + offset, size);
	}
	return val;
}

static void bar_put(struct pcidev_bar *bar, uint32_t offset, unsigned size, uint64_t val)
{
	if ((uint64_t)offset + size <= bar->size)
		memcpy(bar->bytes + offset, &val, size);
}

static uint32_t io_read(void *opaque, uint16_t offset, unsigned size)
{
	return (uint32_t)bar_get(opaque, offset, size);
}

static void io_write(void *opaque, uint16_t offset, unsigned size, uint32_t val)
{
	bar_put(opaque, offset, size, val);
}

static uint64_t mem_read(void *opaque, uint32_t offset, unsigned size)
{
	return bar_get(opaque, offset, size);
}

static void mem_write(void *opaque, uint32_t offset, unsigned size, uint64_t val)
{
	bar_put(opaque, offset, size, val);
}

static void map(void *opaque, unsigned n, bool enabled, uint32_t base)
{
	struct pcidev *d = opaque;

	if (d->fn.bar[n].kind == PCI_BAR_IO)
		io_range_move(&d->bar[n].io, enabled, (uint16_t)base);
	else
		mem_range_move(&d->bar[n].mem, enabled, base);
}

static bool size_ok(const struct pci_bar *bar)
{
	uint32_t low = bar->kind == PCI_BAR_IO ? 4 : 4096;
	uint32_t high = bar->kind == PCI_BAR_IO ? 256 : UINT32_C(16) << 20;

	return bar->size >= low && bar->size <= high && !(bar->size & (bar->size - 1));
}

static int add_bar(struct pcidev *d, unsigned n, const struct pci_bar *bar, struct io_map *io,
		   struct mem_map *mem)
{
	struct pcidev_bar *b = &d->bar[n];

	if (bar->kind == PCI_BAR_NONE)
		return 0;
	if (!size_ok(bar))
		return -1;
	b->bytes = calloc(1, bar->size);
	if (!b->bytes)
		return -1;
	b->size = bar->size;
	d->fn.bar[n] = *bar;
	if (bar->kind == PCI_BAR_IO) {
		io_map_add(io, &b->io, d->fn.name, 0, bar->size, 4,
			   (struct io_if){.opaque = b, .read = io_read, .write = io_write});
		io_range_move(&b->io, false, 0);
	} else {
		mem_map_add(mem, &b->mem, d->fn.name, 0, bar->size,
			    (struct mem_if){.opaque = b, .read = mem_read, .write = mem_write});
		mem_range_move(&b->mem, false, 0);
	}
	return 0;
}

int pcidev_init(struct pcidev *d, const char *name, const struct pcidev_config *cfg,
		struct io_map *io, struct mem_map *mem, struct trace *trace)
{
	memset(d, 0, sizeof(*d));
	pci_function_init(&d->fn, name, &pcidev_table, d->value, d->cover, trace);
	d->fn.opaque = d;
	d->fn.map = map;
	for (unsigned n = 0; n < PCI_BARS; n++) {
		if (add_bar(d, n, &cfg->bar[n], io, mem)) {
			pcidev_free(d);
			return -1;
		}
	}
	d->fn.id = (uint32_t)cfg->device << 16 | cfg->vendor;
	d->fn.class_rev = cfg->class_code << 8 | cfg->revision;
	d->fn.pin = cfg->pin;
	return 0;
}

void pcidev_free(struct pcidev *d)
{
	for (unsigned n = 0; n < PCI_BARS; n++) {
		free(d->bar[n].bytes);
		d->bar[n].bytes = NULL;
	}
}
