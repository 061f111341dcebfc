/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ATA: one channel with up to two disks. PIO here; DMA through the functions at the end. */
#ifndef GEODESIM_PARTS_ATA_H
#define GEODESIM_PARTS_ATA_H

#include "frame/bus.h"
#include "frame/clock.h"
#include "frame/signal.h"
#include "frame/trace.h"
#include "parts/diskimage.h"

#define ATA_MULTIPLE_MAX 16 /* sectors in one block of READ/WRITE MULTIPLE */

enum { ATA_BSY = 0x80, ATA_DRDY = 0x40, ATA_DF = 0x20, ATA_DSC = 0x10, ATA_DRQ = 8, ATA_ERR = 1 };
enum { ATA_ERROR_ABORT = 4, ATA_ERROR_NOT_FOUND = 0x10, ATA_ERROR_UNC = 0x40 };

/* What the selected drive is doing. */
enum ata_phase {
	ATA_IDLE,
	ATA_EXECUTE,  /* the command's own time passes */
	ATA_PIO_IN,   /* the host reads `buffer` */
	ATA_PIO_OUT,  /* the host fills `buffer` */
	ATA_NEXT_IN,  /* fetching the next block */
	ATA_NEXT_OUT, /* storing a block */
	ATA_DMA_IN,   /* waits for the bus master: drive to memory */
	ATA_DMA_OUT,
};

struct ata_drive {
	bool present;
	struct disk_if disk;
	char model[41], serial[21];
	unsigned multiple; /* sectors a block, 0: not set */
	uint8_t dma_mode;  /* as set by SET FEATURES: 20h + n multiword, 40h + n ultra */
	int8_t pio_max, mwdma_max, udma_max; /* fastest modes it can do; -1: none of that kind */
	bool write_cache;
	bool standby;
	unsigned heads, sectors_per_track; /* CHS geometry in force */
	/* Test face. */
	uint64_t bad_lba; /* this sector cannot be read; UINT64_MAX: none */
	bool fail_writes;
};

/* A two-deep register (LBA48 uses the previous contents too). */
struct ata_fifo_reg {
	uint8_t now, before;
};

struct ata_channel {
	const char *name;
	struct clock *clock;
	struct trace *trace;
	struct ata_drive drive[2];
	struct ata_fifo_reg feature, count, low, mid, high;
	uint8_t device, status, error, control;
	uint8_t command;
	uint8_t active; /* the drive the command runs on, whatever is selected meanwhile */
	enum ata_phase phase;
	bool ext, write; /* the running transfer: 48-bit command, direction */
	uint64_t lba;
	uint32_t left;	/* sectors still to move */
	unsigned block; /* sectors a DRQ block */
	uint8_t buffer[ATA_MULTIPLE_MAX * DISK_SECTOR];
	unsigned at, fill; /* bytes moved of, and in, the buffer */
	struct event done;
	struct signal irq;   /* INTRQ, gated by nIEN */
	struct signal dmarq; /* the drive wants DMA */
	bool pending_irq;
};

/** ata_init - a channel without drives. */
void ata_init(struct ata_channel *c, struct clock *clock, struct trace *trace, const char *name);

/** ata_attach - drive @n (0, 1) with @disk's sectors; @serial at most 20 characters. */
void ata_attach(struct ata_channel *c, unsigned n, struct disk_if disk, const char *serial);

/** ata_reset - RESET#. */
void ata_reset(struct ata_channel *c);

/** ata_command_io - the eight registers (1F0h-1F7h); ata_control_io - 3F6h (one port). */
struct io_if ata_command_io(struct ata_channel *c);
struct io_if ata_control_io(struct ata_channel *c);

/*
 * The DMA side, for a bus-master engine. dmarq tells when a transfer waits.
 * ata_dma_is_write - does the waiting transfer go from memory to the drive?
 * ata_dma_left - sectors still to move; ata_dma_ns - how long @sectors take in the mode set.
 * ata_dma_give - next sector from the drive; ata_dma_given - all of it was stored, go on to the
 * one after it. ata_dma_take - next sector to the drive. They return 0, or -1 when the command
 * ended (with an error, or nothing waits). ata_dma_abort - the engine gave up: the command ends
 * with an error.
 */
bool ata_dma_is_write(const struct ata_channel *c);
uint32_t ata_dma_left(const struct ata_channel *c);
uint64_t ata_dma_ns(const struct ata_channel *c, uint32_t sectors);
int ata_dma_give(struct ata_channel *c, uint8_t *sector);
void ata_dma_given(struct ata_channel *c);
int ata_dma_take(struct ata_channel *c, const uint8_t *sector);
void ata_dma_abort(struct ata_channel *c);

/* Between ata.c and ata_command.c. */
struct ata_drive *ata_active(struct ata_channel *c);
void ata_finish(struct ata_channel *c, uint8_t error);
void ata_begin_pio_in(struct ata_channel *c);
void ata_begin_pio_out(struct ata_channel *c);
void ata_begin_dma(struct ata_channel *c);
void ata_identify(const struct ata_drive *d, uint16_t words[256]);
/** ata_execute - act on c->command when its time is over. */
void ata_execute(struct ata_channel *c);
/** ata_command_ns - how long a command takes before data or the result is there. */
uint64_t ata_command_ns(uint8_t command);

#endif
