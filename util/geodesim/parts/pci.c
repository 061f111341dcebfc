/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PCI configuration (PCI Local Bus Specification 2.2): header hooks, bus, mechanism 1. */
#include "parts/pci.h"

#include <inttypes.h>
#include <string.h>

static uint32_t bar_flags(enum pci_bar_kind kind)
{
	return kind == PCI_BAR_IO ? 1 : kind == PCI_BAR_PREFETCHABLE ? 8 : 0;
}

/* Tell the part where BAR n is now. */
static void map_bar(struct pci_function *fn, unsigned n)
{
	uint32_t raw = (uint32_t)reg_peek(&fn->regs, PCI_BAR0 + n);
	uint16_t command = (uint16_t)reg_peek(&fn->regs, PCI_COMMAND);
	bool io = fn->bar[n].kind == PCI_BAR_IO, on;
	uint32_t base = raw & ~(io ? UINT32_C(3) : UINT32_C(15));

	if (fn->bar[n].kind == PCI_BAR_NONE || !fn->map)
		return;
	/* A base of 0 is "not placed yet": decoding there would hit ports and RAM of the PC. */
	on = (command & (io ? PCI_COMMAND_IO : PCI_COMMAND_MEMORY)) && base != 0 &&
	     !(io && base > 0xffff);
	fn->map(fn->opaque, n, on, base);
}

void pci_command_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct pci_function *fn = f->owner;

	(void)i;
	if (!((old ^ val) & (PCI_COMMAND_IO | PCI_COMMAND_MEMORY)))
		return;
	for (unsigned n = 0; n < PCI_BARS; n++)
		map_bar(fn, n);
}

int pci_bar_writing(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val)
{
	const struct pci_function *fn = f->owner;
	const struct pci_bar *bar = &fn->bar[i - PCI_BAR0];

	(void)old;
	if (bar->kind == PCI_BAR_NONE)
		*val = 0;
	else
		*val = (*val & ~(uint64_t)(bar->size - 1)) | bar_flags(bar->kind);
	return 0;
}

void pci_bar_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct pci_function *fn = f->owner;

	if (old == val)
		return;
	if (trace_on(fn->trace, TRACE_PCI))
		trace_line(fn->trace, TRACE_PCI, "%s BAR%u = %08" PRIX64, fn->name, i - PCI_BAR0,
			   val);
	map_bar(fn, i - PCI_BAR0);
}

void pci_function_init(struct pci_function *fn, const char *name, const struct reg_table *table,
		       uint64_t *values, struct reg_cover *cover, struct trace *trace)
{
	memset(fn, 0, sizeof(*fn));
	fn->name = name;
	fn->trace = trace;
	reg_file_init(&fn->regs, table, fn, values, cover);
	fn->regs.note = trace_reg_note;
	fn->regs.note_opaque = trace;
}

void pci_function_reset(struct pci_function *fn)
{
	reg_file_reset(&fn->regs);
	if (fn->id) {
		reg_poke(&fn->regs, PCI_ID, fn->id);
		reg_poke(&fn->regs, PCI_CLASS, fn->class_rev);
		reg_poke(&fn->regs, PCI_INTERRUPT_PIN, fn->pin);
	}
	for (unsigned n = 0; n < PCI_BARS; n++) {
		reg_poke(&fn->regs, PCI_BAR0 + n, bar_flags(fn->bar[n].kind));
		map_bar(fn, n);
	}
}

void pci_bus_init(struct pci_bus *b, struct trace *trace)
{
	memset(b, 0, sizeof(*b));
	b->trace = trace;
}

void pci_bus_add(struct pci_bus *b, struct pci_function *fn, unsigned device, unsigned function)
{
	fn->device = (uint8_t)(device % PCI_SLOTS);
	fn->function = (uint8_t)(function % PCI_FUNCTIONS);
	b->slot[fn->device][fn->function] = fn;
	pci_function_reset(fn);
}

static uint32_t ones(unsigned size)
{
	return size >= 4 ? UINT32_MAX : (UINT32_C(1) << (size * 8)) - 1;
}

uint32_t pci_config_read(struct pci_bus *b, uint8_t devfn, uint8_t reg, unsigned size)
{
	struct pci_function *fn = b->slot[devfn >> 3][devfn & 7];
	uint32_t val = ones(size);

	/* Registers a function does not have read as zero. */
	if (fn)
		val = (uint32_t)reg_read_bytes(&fn->regs, reg, size, 0);
	if (trace_on(b->trace, TRACE_PCI))
		trace_line(b->trace, TRACE_PCI, "config read %02X.%X reg %02X size %u = %0*" PRIX32,
			   devfn >> 3, devfn & 7, reg, size, (int)size * 2, val);
	return val;
}

void pci_config_write(struct pci_bus *b, uint8_t devfn, uint8_t reg, unsigned size, uint32_t val)
{
	struct pci_function *fn = b->slot[devfn >> 3][devfn & 7];

	if (trace_on(b->trace, TRACE_PCI))
		trace_line(b->trace, TRACE_PCI,
			   "config write %02X.%X reg %02X size %u = %0*" PRIX32, devfn >> 3,
			   devfn & 7, reg, size, (int)size * 2, val);
	if (fn)
		reg_write_bytes(&fn->regs, reg, size, val);
}

/* Is the address register set to a function of this bus (bus 0)? */
static bool selects(const struct pci_bus *b)
{
	return b->address >> 31 && (b->address >> 16 & 0xff) == 0;
}

static uint32_t mech_read(void *opaque, uint16_t offset, unsigned size)
{
	struct pci_bus *b = opaque;

	if (offset < 4)
		return size == 4 && offset == 0 ? b->address : ones(size);
	if (!selects(b))
		return ones(size);
	return pci_config_read(b, (uint8_t)(b->address >> 8),
			       (uint8_t)((b->address & 0xfc) | (offset & 3)), size);
}

static void mech_write(void *opaque, uint16_t offset, unsigned size, uint32_t val)
{
	struct pci_bus *b = opaque;

	if (offset < 4) {
		if (size == 4 && offset == 0)
			b->address = val & 0x80fffffc;
		return;
	}
	if (selects(b))
		pci_config_write(b, (uint8_t)(b->address >> 8),
				 (uint8_t)((b->address & 0xfc) | (offset & 3)), size, val);
}

struct io_if pci_mechanism1_io(struct pci_bus *b)
{
	return (struct io_if){.opaque = b, .read = mech_read, .write = mech_write};
}
