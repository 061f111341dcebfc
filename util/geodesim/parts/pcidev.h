/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A generic PCI device: any ids, any base addresses, each backed by plain bytes. */
#ifndef GEODESIM_PARTS_PCIDEV_H
#define GEODESIM_PARTS_PCIDEV_H

#include "parts/pci.h"

struct pcidev_config {
	uint16_t vendor, device;
	uint32_t class_code; /* 24 bits */
	uint8_t revision, pin;
	struct pci_bar bar[PCI_BARS];
};

struct pcidev {
	struct pci_function fn;
	uint64_t value[PCI_HEADER_COUNT];
	struct reg_cover cover[PCI_HEADER_COUNT];
	struct pcidev_bar {
		uint8_t *bytes;
		uint32_t size;
		struct io_range io;
		struct mem_range mem;
	} bar[PCI_BARS];
};

/**
 * pcidev_init - build the device and add its (not yet placed) ranges to the maps
 * Returns 0, or -1: out of memory, or a size that is no power of two or out of bounds (ports:
 * 4..256 bytes, memory: 4 KiB..16 MiB).
 */
int pcidev_init(struct pcidev *d, const char *name, const struct pcidev_config *cfg,
		struct io_map *io, struct mem_map *mem, struct trace *trace);

/** pcidev_free - release the backing bytes. */
void pcidev_free(struct pcidev *d);

#endif
