/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The PCI functions of a plain PC that stock kernels know: host bridge, ISA bridge, IDE. */
#ifndef GEODESIM_PARTS_PCI_PC_H
#define GEODESIM_PARTS_PCI_PC_H

#include "parts/pci.h"

/* Own registers after the header. */
enum { PCI_PIRQ_A = PCI_HEADER_COUNT, PCI_PIRQ_B, PCI_PIRQ_C, PCI_PIRQ_D, PCI_ISA_COUNT };
enum {
	PCI_IDE_TIM0 = PCI_HEADER_COUNT,
	PCI_IDE_TIM1,
	PCI_IDE_SIDETIM,
	PCI_IDE_COUNT,
};

/* Host bridge 8086:1237 (i440FX): identity only. */
struct pci_host {
	struct pci_function fn;
	uint64_t value[PCI_HEADER_COUNT];
	struct reg_cover cover[PCI_HEADER_COUNT];
};

/* ISA bridge 8086:7000 (PIIX3): interrupt routing of the four PCI interrupt lines. */
struct pci_isa {
	struct pci_function fn;
	uint64_t value[PCI_ISA_COUNT];
	struct reg_cover cover[PCI_ISA_COUNT];
	struct signal *irq[16]; /* lines of the interrupt controller, NULL: not there */
	bool level[4];		/* PCI interrupt lines A..D */
};

/* IDE 8086:7010 (PIIX3): legacy ports, bus master at BAR 4, decode enables in 40h-43h. */
struct pci_ide {
	struct pci_function fn;
	uint64_t value[PCI_IDE_COUNT];
	struct reg_cover cover[PCI_IDE_COUNT];
	/* Where the bus master ports are now; which legacy channels decode. */
	void (*placed)(void *opaque, bool enabled, uint16_t base);
	void (*decode)(void *opaque, unsigned channel, bool enabled);
	void *opaque;
};

void pci_host_init(struct pci_host *h, struct trace *trace);

/** pci_isa_init - @irq: 16 lines to drive; driver number 8 + n of a line is PCI line n. */
void pci_isa_init(struct pci_isa *b, struct signal *irq, struct trace *trace);

/** pci_isa_intx - PCI interrupt line @n (0..3 = A..D) changed. */
void pci_isa_intx(struct pci_isa *b, unsigned n, bool level);

void pci_ide_init(struct pci_ide *d, struct trace *trace);

#endif
