/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GLPCI_SB: the companion's bridge between PCI and its GeodeLink, and its line to the processor. */
#ifndef GEODESIM_CS5536_GLPCI_SB_H
#define GEODESIM_CS5536_GLPCI_SB_H

#include "frame/bus.h"
#include "geodelink/gl.h"
#include "geodelink/gld.h"
#include "geodelink/gliu.h"
#include "parts/pci.h"

#define GLPCI_SB_REGS_MAX   40
#define GLPCI_SB_HEADER_MAX (PCI_HEADER_COUNT + 4)

struct glpci_sb {
	const struct env *env;
	struct gld gld;
	uint64_t value[GLPCI_SB_REGS_MAX];
	struct reg_cover cover[GLPCI_SB_REGS_MAX];
	struct pci_bus *bus;
	struct pci_function fn; /* the header that exists in hardware */
	uint64_t header[GLPCI_SB_HEADER_MAX];
	struct reg_cover header_cover[GLPCI_SB_HEADER_MAX];
	struct gliu *gliu; /* GLIU_SB; this is its port 1 */
	bool idsel_written;
	uint64_t window; /* data of the MSR window F0h-FCh */
	/* Outbound: the PCI bus as the companion's masters see it. */
	struct dma_if out;
	uint8_t *(*out_page)(void *opaque, uint32_t addr, bool write);
	void *out_opaque;
	/* The companion's inputs to the serial packets. */
	struct signal intr, nmi; /* drive these: 8259 output, NMI sources */
	struct signal_hook hook[4];
	/* What the last packet told the processor. Asserted only in mode C (CTRL.CISM). */
	struct signal cis_intr, cis_nmi, cis_smi;
};

/**
 * glpci_sb_init - @gliu: GLIU_SB (attach glpci_sb_device() to its port 1); @bus: where the header
 * answers, at device 15 until a write to port 0 moves it.
 */
void glpci_sb_init(struct glpci_sb *p, const struct env *env, struct gliu *gliu,
		   struct pci_bus *bus);
void glpci_sb_reset(struct glpci_sb *p);

/** glpci_sb_device - for GLIU_SB: its MSRs; memory and ports routed to it go out to PCI. */
struct gl_device glpci_sb_device(struct glpci_sb *p);
const struct reg_file *glpci_sb_regs(const struct glpci_sb *p, unsigned n);

/** glpci_sb_io, glpci_sb_mem - the subtractive agent of the PCI bus. */
struct io_if glpci_sb_io(struct glpci_sb *p);
struct mem_if glpci_sb_mem(struct glpci_sb *p);

/** glpci_sb_msr_read, _write - an MSR access from PCI; @msr: routing fields left. */
uint64_t glpci_sb_msr_read(void *p, uint32_t msr);
void glpci_sb_msr_write(void *p, uint32_t msr, uint64_t val);
/** glpci_sb_idsel - PCI device number it answers at. */
unsigned glpci_sb_idsel(void *p);

/**
 * glpci_sb_ssmi - the access in progress got a synchronous SMI from inside the companion
 * Noted in SMI[18]; sent to the processor while SMI[2] allows it. Returns whether it was sent.
 */
bool glpci_sb_ssmi(struct glpci_sb *p);

/** glpci_sb_mode_c - do packets reach an LX processor? */
bool glpci_sb_mode_c(const struct glpci_sb *p);

#endif
