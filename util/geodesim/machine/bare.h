/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bare machine: a Geode processor with plain PC parts, no chipset to initialise. */
#ifndef GEODESIM_MACHINE_BARE_H
#define GEODESIM_MACHINE_BARE_H

#include "machine/machine.h"
#include "parts/bmide.h"
#include "parts/i8237.h"
#include "parts/i8254.h"
#include "parts/i8259.h"
#include "parts/lpcflash.h"
#include "parts/mc146818.h"
#include "parts/pci_pc.h"
#include "parts/pcidev.h"
#include "parts/port61.h"
#include "parts/port92.h"
#include "parts/portcf9.h"

struct bare {
	struct machine m; /* first: a struct bare is a struct machine */
	struct i8259 pic;
	struct i8254 pit;
	struct mc146818 rtc;
	struct i8237 dma;
	struct kbc kbc;
	struct port61 port61;
	struct port92 port92;
	struct portcf9 portcf9;
	struct post post;
	struct uart16550 uart[2];
	struct ata_channel ata[2];
	struct bmide bmide[2];
	struct pci_bus pci;
	struct pci_host host;
	struct pci_isa isa;
	struct pci_ide ide;
	struct pcidev test_device;
	struct lpcflash flash;
	struct ram rom_memory, rom_low; /* the ROM's contents, owned by the caller */
	bool has_flash;
	bool ferr;

	struct io_range io_pic[2], io_elcr, io_pit, io_rtc, io_kbc, io_61, io_92, io_cf9, io_post;
	struct io_range io_dma[2], io_page, io_uart[2], io_ata[2], io_ata_control[2], io_pci;
	struct io_range io_bm[2], io_fpu;
	struct mem_range mem_low, mem_high, mem_rom, mem_rom_low, mem_rom_regs;
	struct signal_link link[10];
	struct signal_hook hook[12];
};

struct bare_config {
	enum cpu_model model;
	uint64_t core_hz;
	uint64_t ram_bytes;
	int64_t rtc_time;   /* Unix time at power-on */
	uint16_t post_port; /* 80h */
	uint8_t *rom;	    /* contents, changed in place by flash commands; NULL: none */
	uint32_t rom_size;  /* a multiple of 4 KiB up to 16 MiB */
	const struct lpcflash_chip *chip; /* flash commands; NULL: the ROM cannot be written */
	const uint8_t *cmos;		  /* battery file contents or NULL */
	size_t cmos_size;
	struct disk_if disk[4]; /* channel 0 drive 0, 0-1, 1-0, 1-1; sectors 0: not there */
};

/** bare_new - build it, powered on at the reset vector. NULL with the reason in @err. */
struct bare *bare_new(const struct bare_config *cfg, char *err, size_t err_size);

/** bare_free - release everything but what the config pointed to. */
void bare_free(struct bare *b);

#endif
