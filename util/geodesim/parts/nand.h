/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A NAND flash chip of 128 MiB, 8 bits, large pages (Samsung K9F1G08U0B data sheet). */
#ifndef GEODESIM_PARTS_NAND_H
#define GEODESIM_PARTS_NAND_H

#include "frame/clock.h"
#include "frame/trace.h"

#define NAND_PAGE	2112 /* 2048 bytes and 64 spare ones */
#define NAND_PAGES	64   /* of a block */
#define NAND_BLOCKS	1024
#define NAND_READ_NS	25000
#define NAND_PROGRAM_NS 200000
#define NAND_ERASE_NS	1500000
#define NAND_RESET_NS	5000

/* What the last command made of the next cycles. */
enum nand_mode {
	NAND_NOTHING,
	NAND_ID,
	NAND_STATUS,
	NAND_READ,    /* address, then 30h */
	NAND_OUT,     /* data leaves the page register */
	NAND_OUT_AT,  /* 05h: a new column, then E0h */
	NAND_PROGRAM, /* address and data, then 10h */
	NAND_IN_AT,   /* 85h: a new column, then data */
	NAND_ERASE,   /* row, then D0h */
};

/*
 * The chip: commands, addresses and data come as the cycles of its bus. Contents last as long as
 * the struct; it is erased at the beginning. Programming clears bits, erasing a block sets them.
 * Not modelled: copy-back, cache and two-plane commands, the limit of four programs a page, bad
 * blocks.
 */
struct nand {
	struct clock *clock;
	struct trace *trace;
	uint8_t *block[NAND_BLOCKS]; /* NULL: erased */
	uint8_t page[NAND_PAGE];     /* the page register */
	enum nand_mode mode;
	uint8_t address[4];
	unsigned cycles, wanted; /* address cycles: come, and how many the command takes */
	unsigned column;
	uint32_t row;
	bool failed; /* the last program or erase did not work */
	uint64_t busy_until;
	struct event done;
	void (*changed)(void *opaque); /* RDY/BUSY# may have moved; may be NULL */
	void *opaque;
};

/** nand_init - an erased chip. nand_free - and its memory. */
void nand_init(struct nand *n, struct clock *clock, struct trace *trace);
void nand_free(struct nand *n);

/** nand_command, nand_address, nand_write - a cycle with CLE, with ALE, with neither. */
void nand_command(struct nand *n, uint8_t val);
void nand_address(struct nand *n, uint8_t val);
void nand_write(struct nand *n, uint8_t val);

/** nand_read - a byte of data, status or identity; FFh when there is none. */
uint8_t nand_read(struct nand *n);

/** nand_ready - RDY/BUSY#. */
bool nand_ready(const struct nand *n);

#endif
