/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The memory controller's timings against what the modules need at this clock. */
#include "lx/dram.h"

#define TWR_PS	   15000  /* JESD79: 15 ns in all speed bins */
#define FAST_KHZ   334000 /* from here firmware of record reads later (fact sheet 4.1) */
#define DDR400_KHZ 198000 /* above it tWTR is 2 clocks, up to DDR333 1 (JESD79) */
#define PM1_CLOCKS 200	  /* self-refresh exit to the next access (LX data book p.218) */

/* What all modules together need. */
struct needs {
	uint32_t trp, trrd, trcd, tras, trc, trfc, refresh, cycle;
	uint8_t cas_mask; /* latencies that are fast enough in every module */
	bool cas_known;
};

static uint32_t larger(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

static void collect(struct needs *n, const struct dram_spd spd[2], uint32_t period)
{
	*n = (struct needs){.cas_mask = 0x7f};
	for (unsigned i = 0; i < 2; i++) {
		const struct dram_spd *s = &spd[i];
		uint32_t best = 0;

		if (!s->usable)
			continue;
		n->trp = larger(n->trp, s->trp);
		n->trrd = larger(n->trrd, s->trrd);
		n->trcd = larger(n->trcd, s->trcd);
		n->tras = larger(n->tras, s->tras);
		n->trc = larger(n->trc, s->trc);
		n->trfc = larger(n->trfc, s->trfc);
		if (s->refresh && (!n->refresh || s->refresh < n->refresh))
			n->refresh = s->refresh;
		for (unsigned bit = 0; bit < 7; bit++) {
			uint32_t cycle = s->cycle_ps[bit];

			if (s->cas && (!(s->cas >> bit & 1) || cycle > period))
				n->cas_mask &= (uint8_t) ~(1u << bit);
			if (cycle && (!best || cycle < best))
				best = cycle;
		}
		n->cas_known = n->cas_known || s->cas;
		n->cycle = larger(n->cycle, best);
	}
}

static unsigned clocks(uint32_t ps, unsigned khz)
{
	return (unsigned)(((uint64_t)ps * khz + 999999999) / 1000000000);
}

struct list {
	struct dram_timing *row;
	unsigned count;
};

/* More is slower and safe; a requirement of 0 is none. */
static void at_least(struct list *l, const char *name, const char *unit, unsigned programmed,
		     unsigned required, uint8_t spd_byte, enum rule rule)
{
	l->row[l->count++] = (struct dram_timing){.name = name,
						  .programmed = programmed,
						  .required = required,
						  .unit = unit,
						  .margin = (int)programmed - (int)required,
						  .spd_byte = spd_byte,
						  .violated = programmed < required,
						  .rule = rule};
}

/* CAS latency codes of MC_CF8F_DATA[30:28] in half clocks; 0: reserved. */
static unsigned cas_halves(uint64_t cf8f)
{
	static const uint8_t halves[8] = {0, 0, 4, 6, 8, 3, 5, 7};

	return halves[cf8f >> 28 & 7];
}

/* The latency must be one of those the modules have; the lowest of them is the fastest. */
static void cas_row(struct list *l, const struct needs *n, uint64_t cf8f)
{
	unsigned halves = cas_halves(cf8f), lowest = 0;
	struct dram_timing *row = &l->row[l->count];

	for (unsigned bit = 7; bit-- > 0;) {
		if (n->cas_known && (n->cas_mask >> bit & 1))
			lowest = bit + 2;
	}
	at_least(l, "CAS latency", "tenths of a clock", halves * 5, lowest * 5, 18, RULE_DRAM_CAS);
	if (n->cas_known && (halves < 2 || !(n->cas_mask >> (halves - 2) & 1)))
		row->violated = true;
}

/* Here less is slower. A module whose SPD has none of JEDEC's codes asks for nothing but some. */
static void refresh_row(struct list *l, const struct needs *n, uint64_t cf07, unsigned khz)
{
	uint64_t programmed = (cf07 >> 8 & 0xffff) * 16 * UINT64_C(1000000) / (khz ? khz : 1);
	uint32_t required = n->refresh / 1000;

	l->row[l->count++] =
		(struct dram_timing){.name = "refresh interval",
				     .programmed = (unsigned)programmed,
				     .required = required,
				     .unit = "ns",
				     .margin = required ? (int)required - (int)programmed : 0,
				     .spd_byte = 12,
				     .violated = !programmed || (required && programmed > required),
				     .rule = RULE_DRAM_REFRESH};
}

unsigned dram_timings(struct dram_timing t[DRAM_TIMINGS], const struct dram_spd spd[2],
		      uint64_t cf07, uint64_t cf8f, uint64_t cf1017, uint64_t pm, unsigned khz)
{
	uint32_t period = khz ? 1000000000u / khz : 0;
	struct list l = {t, 0};
	struct needs n;

	collect(&n, spd, period);
	at_least(&l, "clock period", "ps", period, n.cycle, 9, RULE_DRAM_CLOCK);
	cas_row(&l, &n, cf8f);
	at_least(&l, "tRAS", "clocks", cf8f >> 20 & 15, clocks(n.tras, khz), 30, RULE_DRAM_TIMING);
	at_least(&l, "tRP", "clocks", cf8f >> 16 & 7, clocks(n.trp, khz), 27, RULE_DRAM_TIMING);
	at_least(&l, "tRCD", "clocks", cf8f >> 12 & 7, clocks(n.trcd, khz), 29, RULE_DRAM_TIMING);
	at_least(&l, "tRRD", "clocks", cf8f >> 8 & 15, clocks(n.trrd, khz), 28, RULE_DRAM_TIMING);
	at_least(&l, "tRC", "clocks", cf8f >> 24 & 15, clocks(n.trc, khz), 41, RULE_DRAM_TIMING);
	at_least(&l, "tRFC", "clocks", cf1017 >> 16 & 31, clocks(n.trfc, khz), 42,
		 RULE_DRAM_TIMING);
	at_least(&l, "tWTR", "clocks", cf1017 >> 28 & 3, khz > DDR400_KHZ ? 2 : 1, 0,
		 RULE_DRAM_TIMING);
	at_least(&l, "write to data", "clocks", cf1017 & 7, 1, 0, RULE_DRAM_TIMING);
	t[l.count - 1].violated = (cf1017 & 7) != 1; /* unbuffered modules: exactly */
	at_least(&l, "tWR", "clocks", cf8f >> 6 & 3, clocks(TWR_PS, khz), 0,
		 RULE_DRAM_WRITE_RECOVERY);
	at_least(&l, "read timing control", "steps", cf1017 >> 24 & 7, khz * 2 < FAST_KHZ ? 3 : 4,
		 0, RULE_DRAM_READ_DELAY);
	at_least(&l, "self-refresh exit", "clocks", cf1017 >> 8 & 0xff, pm & 0xc ? PM1_CLOCKS : 0,
		 0, RULE_DRAM_TIMING);
	refresh_row(&l, &n, cf07, khz);
	return l.count;
}
