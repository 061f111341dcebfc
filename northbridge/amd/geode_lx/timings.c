/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Geode LX memory timings from SPD (data book 33234H, 6.2; JEDEC 21-C annex D; JESD79). fields.def has the formulas.
 */
#include <string.h>
#include <lib/errors.h>
#include "timings.h"

#define MAX_MODULE_MIB	  1024
#define MIN_COLUMNS	  7
#define SIZE_8_MIB	  1
#define NO_MODULE	  7 /* page size code */
#define DDR200_MULTIPLIER 6
#define DDR400_MULTIPLIER 12
#define TWR_PS		  15000 /* JESD79 table 11, all grades */
#define MAX_DPL		  3
#define REFRESH_UNIT	  16
#define SDCLK_DIS	  (1ull << 55)

static const struct field {
	uint8_t reg, shift, bits;
} fields[GEODE_LX_FIELDS] = {
#define FIELD(name, reg, shift, bits, source, formula) \
	[GEODE_LX_##name] = {GEODE_LX_##reg, shift, bits},
#include "fields.def"
#undef FIELD
};

struct planner {
	const struct geode_lx_memory *memory;
	struct geode_lx_plan *plan;
	struct geode_lx_refusal *refusal;
	int err;
};

static void refuse(struct planner *p, unsigned slot, uint8_t byte, const char *reason)
{
	if (p->err)
		return;
	p->err = ERR_UNSUPPORTED;
	*p->refusal = (struct geode_lx_refusal){(uint8_t)slot, byte, reason};
}

uint8_t geode_lx_multiplier_for(uint32_t cycle_ps)
{
	uint32_t multiplier = cycle_ps ? GEODE_LX_PERIOD_PS / cycle_ps & ~1u : DDR200_MULTIPLIER;

	if (multiplier > DDR400_MULTIPLIER)
		return DDR400_MULTIPLIER;
	return (uint8_t)(multiplier < DDR200_MULTIPLIER ? DDR200_MULTIPLIER : multiplier);
}

static uint32_t clocks(const struct planner *p, uint32_t ps)
{
	return (ps * p->memory->multiplier + GEODE_LX_PERIOD_PS - 1) / GEODE_LX_PERIOD_PS;
}

static void geometry(struct planner *p, unsigned slot, enum geode_lx_field first)
{
	const struct ddr_module *m = &p->memory->module[slot];
	const uint32_t mib = (uint32_t)m->rank_mib * m->ranks;
	uint16_t *field = &p->plan->field[first];
	uint16_t size = 0;

	/* In the order of fields.def: size, module banks, component banks, page size. */
	field[0] = SIZE_8_MIB; /* as after reset */
	field[3] = NO_MODULE;
	if (!p->memory->present[slot])
		return;
	if (mib > MAX_MODULE_MIB)
		refuse(p, slot, SPD_RANK_SIZE, "larger than 1 GiB");
	while (mib >> (size + 3))
		size++;
	field[0] = size;
	field[1] = m->ranks - 1;
	field[2] = m->banks == 4;
	field[3] = m->columns - MIN_COLUMNS;
	p->plan->total_mib += mib;
}

/* The longest of a time over all modules in clocks, into a field. */
static void timing(struct planner *p, enum geode_lx_field field, uint8_t byte, size_t member)
{
	for (unsigned slot = 0; slot < GEODE_LX_SLOTS; slot++) {
		uint32_t ps, count;

		if (!p->memory->present[slot])
			continue;
		memcpy(&ps, (const uint8_t *)&p->memory->module[slot] + member, sizeof(ps));
		count = clocks(p, ps);
		if (count >> fields[field].bits) {
			refuse(p, slot, byte, "too slow: more clocks than the controller can wait");
			return;
		}
		if (count >= p->plan->field[field]) {
			p->plan->field[field] = (uint16_t)count;
			p->plan->need_ps[field] = ps;
		}
	}
}

#define TIMING(p, field, byte, member) \
	timing(p, GEODE_LX_##field, byte, offsetof(struct ddr_module, member))

/* Whether a module works with a CAS latency (half clocks) at this clock. */
static bool cas_works(const struct planner *p, const struct ddr_module *m, unsigned cas)
{
	const uint32_t cycle = m->cycle_ps[cas];

	return cycle && cycle * p->memory->multiplier <= GEODE_LX_PERIOD_PS;
}

/* The slot whose module cannot do it, or GEODE_LX_SLOTS. */
static unsigned who_cannot(const struct planner *p, unsigned cas)
{
	unsigned slot;

	for (slot = 0; slot < GEODE_LX_SLOTS; slot++) {
		if (p->memory->present[slot] && !cas_works(p, &p->memory->module[slot], cas))
			break;
	}
	return slot;
}

static void cas_latency(struct planner *p)
{
	/* 1 is not in the controller's repertoire. */
	static const uint8_t codes[CAS_MAX + 1] = {
		[3] = 5, [4] = 2, [5] = 6, [6] = 3, [7] = 7, [8] = 4};
	unsigned last = 0;

	for (unsigned cas = CAS_MIN; cas <= CAS_MAX; cas++) {
		const unsigned slot = who_cannot(p, cas);

		if (!codes[cas])
			continue;
		if (slot == GEODE_LX_SLOTS) {
			p->plan->cas = (uint8_t)cas;
			p->plan->field[GEODE_LX_CAS_LAT] = codes[cas];
			return;
		}
		last = slot;
	}
	for (unsigned slot = 0; slot < GEODE_LX_SLOTS; slot++) {
		bool any = false;

		for (unsigned cas = CAS_MIN; cas <= CAS_MAX; cas++)
			any |= codes[cas] && cas_works(p, &p->memory->module[slot], cas);
		if (p->memory->present[slot] && !any)
			refuse(p, slot, SPD_CYCLE_CL_MAX, "too slow for the memory clock");
	}
	refuse(p, last, SPD_CAS_LATENCIES, "no CAS latency that both modules have at this clock");
}

static void refresh(struct planner *p)
{
	uint32_t shortest = 0;

	for (unsigned slot = 0; slot < GEODE_LX_SLOTS; slot++) {
		const struct ddr_module *m = &p->memory->module[slot];

		if (!p->memory->present[slot])
			continue;
		if (!shortest || m->trefi_ps < shortest)
			shortest = m->trefi_ps;
		/* Without a clock that is fast enough the DLL of the chips loses its lock. */
		if (m->longest_cycle_ps &&
		    m->longest_cycle_ps * p->memory->multiplier < GEODE_LX_PERIOD_PS)
			refuse(p, slot, SPD_CYCLE_MAX, "the memory clock is too slow for it");
	}
	p->plan->field[GEODE_LX_REF_INT] =
		(uint16_t)(shortest / REFRESH_UNIT * p->memory->multiplier / GEODE_LX_PERIOD_PS);
	p->plan->need_ps[GEODE_LX_REF_INT] = shortest;
}

/* What does not come from the modules' times. */
static void fixed_fields(struct planner *p)
{
	const bool fast = p->memory->multiplier * 100 / 3 >= 334;
	const bool above_198_mhz = p->memory->multiplier * 50 / 3 > 198;
	uint16_t *field = p->plan->field;
	const uint32_t recovery = clocks(p, TWR_PS);
	bool weak = true, qfc = true;

	for (unsigned slot = 0; slot < GEODE_LX_SLOTS; slot++) {
		if (p->memory->present[slot]) {
			weak &= p->memory->module[slot].weak_driver;
			qfc &= p->memory->module[slot].qfc;
		}
	}
	field[GEODE_LX_EMR_DRV] = weak;
	field[GEODE_LX_EMR_QFC] = qfc;
	field[GEODE_LX_REF_STAG] = 4;
	field[GEODE_LX_REORDER_DIS] = 1;
	field[GEODE_LX_HOI_LOI] = 0;
	field[GEODE_LX_DPLWR] = (uint16_t)(recovery > MAX_DPL ? MAX_DPL : recovery);
	p->plan->need_ps[GEODE_LX_DPLWR] = TWR_PS;
	field[GEODE_LX_DPLRD] = 2;
	field[GEODE_LX_WR_TO_RD] = above_198_mhz ? 2 : 1;
	field[GEODE_LX_RD_TMG_CTL] = fast ? 4 : 3;
	field[GEODE_LX_PM1_UP_DLY] = 0xd1;
	field[GEODE_LX_WR2DAT] = 1;
}

/*
 * Delays and drive strengths of the pads by load: modules, chips on them, and speed (porting guide 40680B; the high
 * halves of GLCP_DELAY_CONTROLS).
 */
static const struct load {
	uint8_t modules, chips;
	uint32_t slow, fast; /* GeodeLink below 334 MHz, and from there on */
} loads[] = {
	{1, 4, 0x837100ff, 0x827100ff},	 {1, 8, 0x837100aa, 0x827100aa},
	{1, 16, 0x837100aa, 0x82710055}, {2, 8, 0x837100a5, 0x82710000},
	{2, 16, 0x937100a5, 0xc27100a5}, {2, 24, 0xb37100a5, 0xb27100a5},
	{2, 32, 0xb37100a5, 0xb2710000},
};

#define LOADS		  (sizeof(loads) / sizeof(loads[0]))
#define DELAYS_LO	  0x56960004u
#define DELAYS_TERMINATED 0xf2f100ffu /* one module on a bus with termination resistors */

static void delays(struct planner *p)
{
	const bool fast = p->memory->multiplier * 100 / 3 >= 334;
	unsigned modules = 0, chips = 0;
	uint32_t hi = 0;

	for (unsigned slot = 0; slot < GEODE_LX_SLOTS; slot++) {
		/* A module that is not used is a load all the same. */
		if (p->memory->module[slot].chips) {
			modules++;
			chips += p->memory->module[slot].chips;
		}
	}
	for (unsigned i = 0; i < LOADS; i++) {
		if (loads[i].modules != modules)
			continue;
		hi = fast ? loads[i].fast : loads[i].slow;
		if (chips <= loads[i].chips)
			break;
	}
	if (modules == 1 && p->memory->terminated)
		hi = DELAYS_TERMINATED;
	p->plan->delay_controls = (uint64_t)hi << 32 | DELAYS_LO;
	if (p->memory->present[1])
		p->plan->delay_controls &= ~SDCLK_DIS;
	else
		p->plan->delay_controls |= SDCLK_DIS;
}

int geode_lx_plan(const struct geode_lx_memory *memory, struct geode_lx_plan *plan,
		  struct geode_lx_refusal *refusal)
{
	struct planner p = {memory, plan, refusal, 0};
	uint16_t *field = plan->field;

	memset(plan, 0, sizeof(*plan));
	if (!memory->present[0] && !memory->present[1])
		return ERR_NO_DEVICE;
	geometry(&p, 0, GEODE_LX_D0_SZ);
	geometry(&p, 1, GEODE_LX_D1_SZ);
	cas_latency(&p);
	TIMING(&p, ACT2PRE, SPD_TRAS, tras_ps);
	TIMING(&p, PRE2ACT, SPD_TRP, trp_ps);
	TIMING(&p, ACT2CMD, SPD_TRCD, trcd_ps);
	TIMING(&p, ACT2ACT, SPD_TRRD, trrd_ps);
	TIMING(&p, ACT2ACTREF, SPD_TRC, trc_ps);
	TIMING(&p, REF2ACT, SPD_TRFC, trfc_ps);
	if (field[GEODE_LX_ACT2ACTREF] < field[GEODE_LX_ACT2PRE] + field[GEODE_LX_PRE2ACT])
		field[GEODE_LX_ACT2ACTREF] = field[GEODE_LX_ACT2PRE] + field[GEODE_LX_PRE2ACT];
	if (field[GEODE_LX_ACT2ACTREF] >> fields[GEODE_LX_ACT2ACTREF].bits)
		refuse(&p, memory->present[0] ? 0 : 1, SPD_TRC,
		       "too slow: more clocks than the controller can wait");
	refresh(&p);
	fixed_fields(&p);
	delays(&p);
	return p.err;
}

uint64_t geode_lx_register(const struct geode_lx_plan *plan, enum geode_lx_mc_register reg,
			   uint64_t now)
{
	for (unsigned i = 0; i < GEODE_LX_FIELDS; i++) {
		const struct field *f = &fields[i];

		if (f->reg != reg)
			continue;
		now &= ~((uint64_t)((1u << f->bits) - 1) << f->shift);
		now |= (uint64_t)plan->field[i] << f->shift;
	}
	return now;
}
