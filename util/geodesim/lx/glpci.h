/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GLPCI: the processor chip's bridge between GeodeLink and PCI. */
#ifndef GEODESIM_LX_GLPCI_H
#define GEODESIM_LX_GLPCI_H

#include "frame/bus.h"
#include "geodelink/gl.h"
#include "geodelink/gld.h"
#include "parts/pci.h"

#define GLPCI_REGS_MAX 32
#define GLPCI_REGIONS  6

/* Who answers MSR accesses that leave through PCI: the companion, at its device number. */
struct glpci_msr_target {
	void *opaque;
	unsigned (*device)(void *opaque); /* PCI device number */
	/* @msr: routing fields left, the next one in 31:29. */
	uint64_t (*read)(void *opaque, uint32_t msr);
	void (*write)(void *opaque, uint32_t msr, uint64_t val);
};

struct glpci {
	const struct env *env;
	struct gld gld;
	uint64_t value[GLPCI_REGS_MAX];
	struct reg_cover cover[GLPCI_REGS_MAX];
	uint32_t config_address; /* CF8h */
	/* The PCI bus: configuration space, and what the devices decode. What no device claims
	 * goes to the maps' subtractive agent. */
	struct pci_bus *bus;
	struct io_map *io;
	struct mem_map *mem;
	struct glpci_msr_target companion;
	struct dma_if memory; /* inbound: GLIU1 */
	/* Inbound page pointer, as struct gl_device's; may be NULL. */
	uint8_t *(*memory_page)(void *opaque, uint32_t addr, bool write);
	void *memory_opaque;
	struct signal asmi, aerr;
};

/** glpci_init - @bus, @io, @mem: the PCI bus. Set companion, memory and memory_page afterwards. */
void glpci_init(struct glpci *p, const struct env *env, struct pci_bus *bus, struct io_map *io,
		struct mem_map *mem);
void glpci_reset(struct glpci *p);
struct gl_device glpci_device(struct glpci *p);
const struct reg_file *glpci_regs(const struct glpci *p, unsigned n);

/**
 * glpci_dma - the way to memory of PCI devices
 * An address in an enabled region is this bridge's; any other may be another device's on the bus.
 * What nobody claims ends in a master abort (returns false).
 */
struct dma_if glpci_dma(struct glpci *p);

/** glpci_claims - does a region answer the inbound address? */
bool glpci_claims(const struct glpci *p, uint32_t addr);

/** glpci_inbound_page - host pointer for a PCI master, or NULL. */
uint8_t *glpci_inbound_page(struct glpci *p, uint32_t addr, bool write);

/** glpci_error - test face and bus: an error of enum glpci_error is noted. */
enum glpci_error_kind {
	GLPCI_MASTER_ABORT,
	GLPCI_TARGET_ABORT,
	GLPCI_BROKEN_MASTER,
	GLPCI_SYSTEM_ERROR = 4,
	GLPCI_PARITY,
	GLPCI_TARGET_ABORT_SIGNALED,
};
void glpci_error(struct glpci *p, enum glpci_error_kind kind);

#endif
