/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An Ethernet transceiver: management registers, link, autonegotiation (IEEE 802.3, 22.2.4, 28). */
#include "parts/miiphy.h"

#include <string.h>

/* Clause 28 timers add up to between one and three seconds. */
#define NEGOTIATION_NS UINT64_C(1000000000)
/* Without negotiation the receiver only has to find the signal. */
#define SIGNAL_NS      UINT64_C(10000000)

enum {
	BMCR_RESET = 0x8000,
	BMCR_SPEED = 0x2000,
	BMCR_NEGOTIATE = 0x1000,
	BMCR_POWER_DOWN = 0x0800,
	BMCR_RESTART = 0x0200,
	BMCR_DUPLEX = 0x0100,
	BMSR_COMPLETE = 0x0020,
	BMSR_LINK = 0x0004,
	BMSR_ABILITIES = 0x7849, /* 10, 100, half, full; no preamble needed; negotiates; extended */
	ANER_PARTNER = 0x0001,
	ANER_PAGE = 0x0002,
	ANLPAR_ACK = 0x4000,
};

static void bmcr_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);
static uint64_t bmsr_read(struct reg_file *f, unsigned i, uint64_t val);
static uint64_t aner_read(struct reg_file *f, unsigned i, uint64_t val);

/* Register n is at address 2n. Loop-back, isolation and the collision test are not modelled. */
static const struct reg miiphy_table_regs[MIIPHY_REGS] = {
	[MIIPHY_BMCR] = {.name = "BMCR",
			 .addr = 0,
			 .width = 16,
			 .reset = BMCR_NEGOTIATE | BMCR_SPEED | BMCR_DUPLEX,
			 .reserved = 0x007f,
			 .unmodelled = 0x4480,
			 .post_write = bmcr_written},
	[MIIPHY_BMSR] = {.name = "BMSR",
			 .addr = 2,
			 .width = 16,
			 .reset = BMSR_ABILITIES,
			 .ro = 0xffff,
			 .side_effect = true,
			 .read = bmsr_read},
	[MIIPHY_ID1] = {.name = "PHYID1", .addr = 4, .width = 16, .ro = 0xffff},
	[MIIPHY_ID2] = {.name = "PHYID2", .addr = 6, .width = 16, .ro = 0xffff},
	[MIIPHY_ANAR] = {.name = "ANAR", .addr = 8, .width = 16, .reset = 0x01e1, .ro = 0x401f},
	[MIIPHY_ANLPAR] = {.name = "ANLPAR", .addr = 10, .width = 16, .ro = 0xffff},
	[MIIPHY_ANER] = {.name = "ANER",
			 .addr = 12,
			 .width = 16,
			 .ro = 0xffff,
			 .side_effect = true,
			 .read = aner_read},
};

static const struct reg_why miiphy_why[] = {
	{0x0, 0x0, "loop-back, isolation and the collision test: nothing on the board uses them"},
};
static const struct reg_table miiphy_table =
	REG_TABLE_WHY("MII PHY", "mii", miiphy_table_regs, miiphy_why);

static void set_bits(struct miiphy *p, unsigned i, uint16_t clear, uint16_t set)
{
	reg_poke(&p->regs, i, (reg_peek(&p->regs, i) & ~(uint64_t)clear) | set);
}

static void set_link(struct miiphy *p, bool link)
{
	/* A lost link stays visible in BMSR until that is read: the bit is set there. */
	if (!link)
		set_bits(p, MIIPHY_BMSR, BMSR_LINK, 0);
	if (p->link == link)
		return;
	p->link = link;
	if (p->changed)
		p->changed(p->opaque, link);
}

/* Start over: with the partner, or by what BMCR says. */
static void start_link(struct miiphy *p)
{
	uint16_t bmcr = (uint16_t)reg_peek(&p->regs, MIIPHY_BMCR);

	event_cancel(p->clock, &p->negotiated);
	set_bits(p, MIIPHY_BMSR, BMSR_COMPLETE, 0);
	set_bits(p, MIIPHY_ANER, ANER_PARTNER | ANER_PAGE, 0);
	reg_poke(&p->regs, MIIPHY_ANLPAR, 0);
	set_link(p, false);
	if (p->cable && !(bmcr & BMCR_POWER_DOWN))
		event_schedule(p->clock, &p->negotiated,
			       clock_after_ns(p->clock,
					      bmcr & BMCR_NEGOTIATE ? NEGOTIATION_NS : SIGNAL_NS));
}

static void negotiated(void *o, uint64_t due)
{
	struct miiphy *p = o;
	uint16_t bmcr = (uint16_t)reg_peek(&p->regs, MIIPHY_BMCR);
	uint16_t common = (uint16_t)reg_peek(&p->regs, MIIPHY_ANAR) & p->partner;

	(void)due;
	if (bmcr & BMCR_NEGOTIATE) {
		set_bits(p, MIIPHY_BMSR, 0, BMSR_COMPLETE);
		set_bits(p, MIIPHY_ANER, 0, ANER_PARTNER | ANER_PAGE);
		reg_poke(&p->regs, MIIPHY_ANLPAR, p->partner | ANLPAR_ACK);
		if (!(common & (MII_10_HALF | MII_10_FULL | MII_100_HALF | MII_100_FULL)))
			return;
		p->fast = common & (MII_100_HALF | MII_100_FULL);
		p->full = common & (p->fast ? MII_100_FULL : MII_10_FULL);
	} else {
		p->fast = bmcr & BMCR_SPEED;
		p->full = bmcr & BMCR_DUPLEX;
	}
	set_link(p, true);
}

static void bmcr_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct miiphy *p = f->owner;
	bool restart = (val & BMCR_RESTART) && (val & BMCR_NEGOTIATE);

	if (val & BMCR_RESET) {
		miiphy_reset(p);
		return;
	}
	reg_poke(f, i, val & ~(uint64_t)BMCR_RESTART);
	if (restart ||
	    ((old ^ val) & (BMCR_NEGOTIATE | BMCR_SPEED | BMCR_DUPLEX | BMCR_POWER_DOWN)))
		start_link(p);
}

static uint64_t bmsr_read(struct reg_file *f, unsigned i, uint64_t val)
{
	struct miiphy *p = f->owner;

	(void)i;
	if (p->link)
		set_bits(p, MIIPHY_BMSR, 0, BMSR_LINK);
	return val;
}

static uint64_t aner_read(struct reg_file *f, unsigned i, uint64_t val)
{
	(void)i;
	set_bits(f->owner, MIIPHY_ANER, ANER_PAGE, 0);
	return val;
}

void miiphy_init(struct miiphy *p, struct clock *clock, struct trace *trace, uint32_t id)
{
	memset(p, 0, sizeof(*p));
	p->clock = clock;
	p->partner = MII_10_HALF | MII_10_FULL | MII_100_HALF | MII_100_FULL | 1;
	reg_file_init(&p->regs, &miiphy_table, p, p->value, p->cover);
	p->regs.note = trace_reg_note;
	p->regs.note_opaque = trace;
	event_init(&p->negotiated, "phy", negotiated, p);
	reg_poke(&p->regs, MIIPHY_ID1, id >> 16);
	reg_poke(&p->regs, MIIPHY_ID2, id & 0xffff);
}

void miiphy_reset(struct miiphy *p)
{
	uint64_t id1 = reg_peek(&p->regs, MIIPHY_ID1), id2 = reg_peek(&p->regs, MIIPHY_ID2);

	reg_file_reset(&p->regs);
	reg_poke(&p->regs, MIIPHY_ID1, id1);
	reg_poke(&p->regs, MIIPHY_ID2, id2);
	start_link(p);
}

uint16_t miiphy_read(struct miiphy *p, unsigned reg)
{
	return reg < MIIPHY_REGS ? (uint16_t)reg_read(&p->regs, reg) : 0;
}

void miiphy_write(struct miiphy *p, unsigned reg, uint16_t val)
{
	if (reg < MIIPHY_REGS)
		reg_write(&p->regs, reg, val, UINT64_MAX);
}

void miiphy_cable(struct miiphy *p, bool plugged)
{
	if (p->cable == plugged)
		return;
	p->cable = plugged;
	start_link(p);
}
