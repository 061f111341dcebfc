/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A 10/100 Mbit/s Ethernet transceiver behind MII management (IEEE 802.3 clause 22, 28). */
#ifndef GEODESIM_PARTS_MIIPHY_H
#define GEODESIM_PARTS_MIIPHY_H

#include "frame/clock.h"
#include "frame/regs.h"
#include "frame/trace.h"

/* Indexes of the register table, in the order of the register numbers. */
enum miiphy_reg {
	MIIPHY_BMCR,
	MIIPHY_BMSR,
	MIIPHY_ID1,
	MIIPHY_ID2,
	MIIPHY_ANAR,
	MIIPHY_ANLPAR,
	MIIPHY_ANER,
	MIIPHY_REGS,
};

/* What a port can do, bits of ANAR and ANLPAR. */
enum {
	MII_10_HALF = 0x20,
	MII_10_FULL = 0x40,
	MII_100_HALF = 0x80,
	MII_100_FULL = 0x100,
};

struct miiphy {
	struct clock *clock;
	struct reg_file regs;
	uint64_t value[MIIPHY_REGS];
	struct reg_cover cover[MIIPHY_REGS];
	struct event negotiated;
	bool cable;	  /* somebody is at the other end */
	uint16_t partner; /* what the other end can do */
	bool link, fast, full;
	void (*changed)(void *opaque, bool link); /* may be NULL */
	void *opaque;
};

/** miiphy_init - power-on, no cable; @id: PHY identifier registers 2 and 3 as 32 bits. */
void miiphy_init(struct miiphy *p, struct clock *clock, struct trace *trace, uint32_t id);

/** miiphy_reset - its reset pin: registers to their defaults, the link is made anew. */
void miiphy_reset(struct miiphy *p);

/** miiphy_read, miiphy_write - a management frame for register @reg (0..31). */
uint16_t miiphy_read(struct miiphy *p, unsigned reg);
void miiphy_write(struct miiphy *p, unsigned reg, uint16_t val);

/** miiphy_cable - the cable is plugged or unplugged. */
void miiphy_cable(struct miiphy *p, bool plugged);

#endif
