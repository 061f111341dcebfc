/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Host bridge, ISA bridge and IDE function with the identity of i440FX and PIIX3. */
#include "parts/pci_pc.h"

#include <string.h>

static const struct reg host_regs[] = {
	PCI_HEADER_REGS(0x12378086, 0x06000002, 0x0106, 0, 0),
};
static const struct reg_table host_table = REG_TABLE("host bridge", "pci", host_regs);

void pci_host_init(struct pci_host *h, struct trace *trace)
{
	memset(h, 0, sizeof(*h));
	pci_function_init(&h->fn, "host bridge", &host_table, h->value, h->cover, trace);
}

static void isa_route(struct pci_isa *b)
{
	for (unsigned line = 0; line < 16; line++) {
		if (!b->irq[line])
			continue;
		for (unsigned n = 0; n < 4; n++) {
			uint8_t route = (uint8_t)reg_peek(&b->fn.regs, PCI_PIRQ_A + n);

			signal_drive(b->irq[line], 8 + n, b->level[n] && route == line);
		}
	}
}

static void pirq_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct pci_function *fn = f->owner;

	(void)i;
	(void)old;
	(void)val;
	isa_route(fn->opaque);
}

/* PIIX3 data sheet, PIRQRC: bit 7 set = not routed, bits 3:0 the input. */
#define PIRQ_REG(n, NAME, ADDR)  \
	[n] = {.name = NAME,     \
	       .addr = (ADDR),   \
	       .width = 8,       \
	       .reset = 0x80,    \
	       .reserved = 0x70, \
	       .post_write = pirq_written}

static const struct reg isa_regs[] = {
	PCI_HEADER_REGS(0x70008086, 0x06010000, 0x0008, 0x80, 0),
	PIRQ_REG(PCI_PIRQ_A, "PIRQRCA", 0x60),
	PIRQ_REG(PCI_PIRQ_B, "PIRQRCB", 0x61),
	PIRQ_REG(PCI_PIRQ_C, "PIRQRCC", 0x62),
	PIRQ_REG(PCI_PIRQ_D, "PIRQRCD", 0x63),
};
static const struct reg_table isa_table = REG_TABLE("ISA bridge", "pci", isa_regs);

void pci_isa_init(struct pci_isa *b, struct signal *irq, struct trace *trace)
{
	memset(b, 0, sizeof(*b));
	pci_function_init(&b->fn, "ISA bridge", &isa_table, b->value, b->cover, trace);
	b->fn.opaque = b;
	for (unsigned n = 3; irq && n < 16; n++) {
		if (n != 8 && n != 13) /* inputs a PCI interrupt may use */
			b->irq[n] = &irq[n];
	}
}

void pci_isa_intx(struct pci_isa *b, unsigned n, bool level)
{
	b->level[n & 3] = level;
	isa_route(b);
}

static void ide_timing_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct pci_function *fn = f->owner;
	struct pci_ide *d = fn->opaque;

	if (d->decode && ((old ^ val) & 0x8000))
		d->decode(d->opaque, i - PCI_IDE_TIM0, val & 0x8000);
}

/* PIIX3 data sheet, IDETIM: bit 15 lets a channel decode; the timing bits change nothing here.
 * No firmware runs before a warm start, so both channels decode at reset. */
static const struct reg ide_regs[] = {
	PCI_HEADER_REGS(0x70108086, 0x01018000, 0x0005, 0, 0),
	[PCI_IDE_TIM0] = {.name = "IDETIM0",
			  .addr = 0x40,
			  .width = 16,
			  .reset = 0x8000,
			  .post_write = ide_timing_written},
	[PCI_IDE_TIM1] = {.name = "IDETIM1",
			  .addr = 0x42,
			  .width = 16,
			  .reset = 0x8000,
			  .post_write = ide_timing_written},
	[PCI_IDE_SIDETIM] = {.name = "SIDETIM", .addr = 0x44, .width = 8},
};
static const struct reg_table ide_table = REG_TABLE("IDE", "pci", ide_regs);

static void ide_map(void *opaque, unsigned bar, bool enabled, uint32_t base)
{
	struct pci_ide *d = opaque;

	(void)bar;
	if (d->placed)
		d->placed(d->opaque, enabled, (uint16_t)base);
}

void pci_ide_init(struct pci_ide *d, struct trace *trace)
{
	memset(d, 0, sizeof(*d));
	pci_function_init(&d->fn, "IDE", &ide_table, d->value, d->cover, trace);
	d->fn.bar[4] = (struct pci_bar){.kind = PCI_BAR_IO, .size = 16};
	d->fn.opaque = d;
	d->fn.map = ide_map;
}
