/* SPDX-License-Identifier: GPL-2.0-or-later */
/* DIVIL's flash interface on the IDE pins: NAND registers, NOR chip selects. */
#ifndef GEODESIM_CS5536_DIVIL_FLASH_H
#define GEODESIM_CS5536_DIVIL_FLASH_H

#include "frame/env.h"
#include "frame/regs.h"
#include "frame/signal.h"

#define DIVIL_FLASH_SELECTS 4
#define DIVIL_FLASH_REGS    8

/* A NAND chip on a chip select. Bytes as the bus carries them. */
struct nand_if {
	void *opaque;
	void (*command)(void *opaque, uint8_t val); /* CLE cycle */
	void (*address)(void *opaque, uint8_t val); /* ALE cycle */
	uint8_t (*read)(void *opaque);
	void (*write)(void *opaque, uint8_t val);
	bool (*ready)(void *opaque); /* RDY/BUSY# */
};

/* Indexes of the registers. */
enum {
	DIVIL_NAND_CTL,
	DIVIL_NAND_IO,
	DIVIL_NAND_STS,
	DIVIL_NAND_ECC_LSB,
	DIVIL_NAND_ECC_MSB,
	DIVIL_NAND_ECC_COL,
	DIVIL_NAND_LAC,
	DIVIL_NAND_ECC_CTL,
};

struct divil_flash {
	const struct env *env;
	struct reg_file regs;
	uint64_t value[DIVIL_FLASH_REGS];
	struct reg_cover cover[DIVIL_FLASH_REGS];
	struct nand_if nand[DIVIL_FLASH_SELECTS];
	bool present[DIVIL_FLASH_SELECTS];
	unsigned select;	/* chip select of the access in progress */
	uint16_t line_parity;	/* LP0-LP15, even */
	uint8_t column_parity;	/* CP0-CP5, even */
	struct signal ready;	/* Y6 */
	struct signal distract; /* Y7 */
};

/** divil_flash_init - no chips. divil_flash_reset - hard reset. */
void divil_flash_init(struct divil_flash *f, const struct env *env);
void divil_flash_reset(struct divil_flash *f);

/** divil_flash_attach - a NAND chip on chip select @n (0..3). */
void divil_flash_attach(struct divil_flash *f, unsigned n, struct nand_if nand);

/** divil_flash_poll - the chip's RDY/BUSY# may have changed. */
void divil_flash_poll(struct divil_flash *f);

/** divil_flash_mem_read, _write - NAND's 4 KiB memory window of chip select @n. */
uint8_t divil_flash_mem_read(struct divil_flash *f, unsigned n, uint32_t offset);
void divil_flash_mem_write(struct divil_flash *f, unsigned n, uint32_t offset, uint8_t val);

/** divil_flash_io_read, _write - NAND's 16 ports. */
uint8_t divil_flash_io_read(struct divil_flash *f, unsigned n, unsigned offset);
void divil_flash_io_write(struct divil_flash *f, unsigned n, unsigned offset, uint8_t val);

#endif
