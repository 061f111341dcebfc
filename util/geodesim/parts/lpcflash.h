/* SPDX-License-Identifier: GPL-2.0-or-later */
/* LPC and FWH boot flash with JEDEC commands, true times, lock bits and power loss. */
#ifndef GEODESIM_PARTS_LPCFLASH_H
#define GEODESIM_PARTS_LPCFLASH_H

#include "frame/bus.h"
#include "frame/clock.h"
#include "frame/regs.h"
#include "frame/trace.h"

enum { LPCFLASH_LPC = 1, LPCFLASH_FWH = 2 }; /* LPC memory cycles, firmware-hub cycles */

/* A chip as data. Times are the data sheets' typical or, where only those are given, maximum. */
struct lpcflash_chip {
	const char *name;
	uint32_t size;
	uint8_t maker, device;
	uint32_t sector, block; /* erase units in bytes; sector 0: none of that size */
	uint32_t program_us, sector_us, block_us, chip_us;
	bool fwh;	      /* has a register space 4 MiB below: ids and lock bits */
	bool locked_at_reset; /* FWH: blocks start write-locked */
	uint8_t buses;	      /* LPCFLASH_*: cycles it answers */
};

enum lpcflash_state {
	LPCFLASH_ARRAY, /* reads give the contents */
	LPCFLASH_ID,	/* reads give the identification */
	LPCFLASH_BUSY,	/* a program or erase runs: reads give the status toggle */
};

/* What the running operation does. */
struct lpcflash_op {
	bool erase;
	uint32_t offset, size; /* erase: the unit; program: the byte */
	uint8_t data;
	uint64_t begin, end; /* core clocks */
};

#define LPCFLASH_REGS 19

struct lpcflash {
	const struct lpcflash_chip *chip;
	struct clock *clock;
	struct trace *trace;
	uint8_t *bytes;	    /* chip->size */
	bool write_protect; /* WP#/TBL# pins: nothing can be changed */
	enum lpcflash_state state;
	unsigned step; /* place in the unlock sequence */
	struct lpcflash_op op;
	bool toggle;
	uint8_t lock[16]; /* FWH block lock registers, 64 KiB each: bits 0 write, 1 down, 2 read */
	struct reg_file regs; /* what software used, see parts/portregs.h */
	uint64_t reg_value[LPCFLASH_REGS];
	struct reg_cover reg_cover[LPCFLASH_REGS];
	struct event done;
	uint64_t operations; /* programs and erases started since power-on */
	uint64_t cut_at;     /* test face: power fails in this operation (1 = first); 0: never */
	unsigned cut_percent;
	bool dead; /* power is off */
	void (*power_lost)(void *opaque);
	void *power_opaque;
	void (*changed)(void *opaque); /* page pointers became stale */
	void *changed_opaque;
};

/** lpcflash_find - a chip by name (SST49LF004A, ...), or NULL; lpcflash_chip_at - the nth. */
const struct lpcflash_chip *lpcflash_find(const char *name);
const struct lpcflash_chip *lpcflash_chip_at(unsigned n);

/** lpcflash_answers - does it answer firmware-hub cycles (@fwh), or LPC memory cycles? */
bool lpcflash_answers(const struct lpcflash_chip *chip, bool fwh);

/** lpcflash_init - @bytes: chip->size bytes of contents, kept and changed in place. */
void lpcflash_init(struct lpcflash *f, const struct lpcflash_chip *chip, uint8_t *bytes,
		   struct clock *clock, struct trace *trace);

/** lpcflash_reset - RST#/INIT#: back to array reads; a running operation is left torn. */
void lpcflash_reset(struct lpcflash *f);

/**
 * lpcflash_cut_power - test face: the power fails during the @nth program or erase from now
 * @percent: how far into it (0..100). power_lost() is told; from then on reads give ones until
 * lpcflash_power_on(). The torn state (doc/simulator.md): a program has cleared the first
 * percent of its bits, counted from bit 7 down; an erase first programs its unit to zeros from
 * the lowest address up (first half of its time), then sets it to ones from the lowest address
 * up (second half).
 */
void lpcflash_cut_power(struct lpcflash *f, unsigned nth, unsigned percent);
void lpcflash_power_on(struct lpcflash *f);

/** lpcflash_mem - the array; addresses beyond the chip wrap. lpcflash_regs - FWH register space. */
struct mem_if lpcflash_mem(struct lpcflash *f);
struct mem_if lpcflash_regs(struct lpcflash *f);

#endif
