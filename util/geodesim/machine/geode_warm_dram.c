/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Warm start: the memory controller from SPD bytes (fact sheet geode-lx 4.4 to 4.6, 5.4). */
#include "machine/geode_warm.h"

#include <stdio.h>

enum {
	MC_CF07 = 0x20000018,
	MC_CF8F = 0x20000019,
	MC_CF1017 = 0x2000001a,
	MC_CFCLK_DBUG = 0x2000001d,
	MC_CF_PMCTR = 0x20000020,
	GLCP_DELAY = 0x4c00000f,
};

/* MC_CF07_DATA, MC_CFCLK_DBUG. */
#define PROG_DRAM    UINT64_C(1)
#define REF_TST	     UINT64_C(8)
#define RST_DLL	     (UINT64_C(1) << 27)
#define MSR_BA_EMR   (UINT64_C(1) << 28)
#define MASK_CKE     UINT64_C(0x300)
#define TRISTATE_DIS (UINT64_C(1) << 12)
#define FORCE_PRE    (UINT64_C(1) << 16)

/* SPD bytes (JEDEC 21-C, annex D). */
enum {
	SPD_COLUMNS = 4,
	SPD_RANKS = 5,
	SPD_REFRESH = 12,
	SPD_WIDTH = 13,
	SPD_BANKS = 17,
	SPD_CAS = 18,
	SPD_TRP = 27,
	SPD_TRRD = 28,
	SPD_TRCD = 29,
	SPD_TRAS = 30,
	SPD_DENSITY = 31,
	SPD_TRC = 41,
	SPD_TRFC = 42,
};

static unsigned clocks(unsigned ns_times_4, unsigned khz)
{
	return (unsigned)(((uint64_t)ns_times_4 * khz + 3999999) / 4000000);
}

/* The largest value of a byte among the modules. */
static unsigned most(const struct geode *g, unsigned byte)
{
	unsigned val = 0;

	for (unsigned n = 0; n < GEODE_DIMMS; n++) {
		if (g->cfg.dimm[n].spd && g->cfg.dimm[n].spd[byte] > val)
			val = g->cfg.dimm[n].spd[byte];
	}
	return val;
}

/* One module's half of CF07: size, module banks, component banks, page size. */
static unsigned geometry(const uint8_t *spd)
{
	unsigned density, size = 0;

	if (!spd)
		return 7; /* not installed */
	density = (spd[SPD_DENSITY] | spd[SPD_DENSITY] << 8) & 0x1fc;
	if (spd[SPD_RANKS] > 1)
		density <<= 1;
	while (size < 8 && !(density >> size & 1))
		size++;
	return size << 12 | (spd[SPD_RANKS] > 1) << 8 | (spd[SPD_BANKS] > 2) << 4 |
	       ((spd[SPD_COLUMNS] - 7u) & 7);
}

/* The slowest latency all modules know is right for every clock they can take. */
static unsigned cas_code(const struct geode *g)
{
	static const uint8_t code[7] = {5, 5, 2, 6, 3, 7, 4};
	unsigned mask = 0x7f, n = 6;

	for (unsigned i = 0; i < GEODE_DIMMS; i++) {
		if (g->cfg.dimm[i].spd)
			mask &= g->cfg.dimm[i].spd[SPD_CAS];
	}
	while (n && !(mask >> n & 1))
		n--;
	return code[n];
}

/* The shortest refresh interval of the modules, in units of 16 clocks. */
static unsigned refresh(const struct geode *g, unsigned khz)
{
	static const unsigned ns[6] = {15625, 3906, 7812, 31250, 62500, 125000};
	unsigned least = 125000;

	for (unsigned i = 0; i < GEODE_DIMMS; i++) {
		unsigned n;

		if (!g->cfg.dimm[i].spd)
			continue;
		n = g->cfg.dimm[i].spd[SPD_REFRESH] & 7;
		if (ns[n > 5 ? 5 : n] < least)
			least = ns[n > 5 ? 5 : n];
	}
	return (unsigned)((uint64_t)least * khz / 16000000);
}

static void delays(struct geode *g, unsigned gliu_khz)
{
	static const struct {
		unsigned devices;
		uint32_t slow, fast;
	} two[] = {
		{8, 0x837100a5, 0x82710000},
		{16, 0x937100a5, 0xc27100a5},
		{24, 0xb37100a5, 0xb27100a5},
		{UINT32_MAX, 0xb37100a5, 0xb2710000},
	};
	uint32_t hi = 0xf2f100ff; /* one module on a terminated bus */

	if (g->cfg.dimm[0].spd && g->cfg.dimm[1].spd) {
		unsigned devices = 0, n = 0;

		for (unsigned i = 0; i < GEODE_DIMMS; i++) {
			const uint8_t *spd = g->cfg.dimm[i].spd;

			devices += 64u / (spd[SPD_WIDTH] ? spd[SPD_WIDTH] : 8) * spd[SPD_RANKS];
		}
		while (devices > two[n].devices)
			n++;
		hi = gliu_khz < 334000 ? two[n].slow : two[n].fast;
	}
	warm_write(g, GLCP_DELAY, (uint64_t)hi << 32 | 0x56960004);
}

static void timings(struct geode *g, unsigned khz)
{
	unsigned tras = clocks(4 * most(g, SPD_TRAS), khz), trp = clocks(most(g, SPD_TRP), khz);
	unsigned trc = clocks(4 * most(g, SPD_TRC), khz), trfc = clocks(4 * most(g, SPD_TRFC), khz);
	uint64_t cf07 = refresh(g, khz) << 8 | 0x40;

	if (trc < tras + trp)
		trc = tras + trp;
	if (!trfc)
		trfc = trc + 1;
	cf07 |= (uint64_t)geometry(g->cfg.dimm[0].spd) << 32;
	cf07 |= (uint64_t)geometry(g->cfg.dimm[1].spd) << 48;
	warm_change(g, MC_CF07, ~(uint64_t)0, cf07);
	/* REORDER_DIS; three clocks from write data to precharge. */
	warm_change(g, MC_CF8F, UINT32_MAX,
		    UINT64_C(1) << 40 | (uint64_t)cas_code(g) << 28 | trc << 24 | tras << 20 |
			    trp << 16 | clocks(most(g, SPD_TRCD), khz) << 12 |
			    clocks(most(g, SPD_TRRD), khz) << 8 | 0xe3);
	warm_change(g, MC_CF1017, 0x371f0000,
		    (khz > 198000 ? 2u : 1u) << 28 | (khz < 167000 ? 3u : 4u) << 24 | trfc << 16);
}

static void strobe(struct geode *g, uint64_t bits)
{
	warm_change(g, MC_CF07, 0, bits);
	warm_change(g, MC_CF07, bits, 0);
}

int warm_memory(struct geode *g, char *err, size_t err_size)
{
	unsigned gliu_khz = glcp_gliu_khz(&g->glcp);

	if (!g->cfg.dimm[0].spd && !g->cfg.dimm[1].spd) {
		snprintf(err, err_size, "the board has no memory");
		return -1;
	}
	delays(g, gliu_khz);
	timings(g, glcp_ddr_khz(&g->glcp));
	warm_wait(g, 250);
	warm_change(g, MC_CFCLK_DBUG, MASK_CKE, 0);
	warm_wait(g, 1);
	warm_change(g, MC_CFCLK_DBUG, 0, FORCE_PRE);
	strobe(g, MSR_BA_EMR | PROG_DRAM);
	warm_change(g, MC_CFCLK_DBUG, FORCE_PRE, 0);
	strobe(g, RST_DLL | PROG_DRAM);
	warm_wait(g, 20);
	warm_change(g, MC_CFCLK_DBUG, 0, FORCE_PRE);
	strobe(g, REF_TST);
	warm_change(g, MC_CFCLK_DBUG, FORCE_PRE, 0);
	strobe(g, REF_TST);
	strobe(g, PROG_DRAM);
	warm_change(g, MC_CFCLK_DBUG, TRISTATE_DIS, 0);
	warm_write(g, MC_CF_PMCTR, UINT64_C(0x200) << 32);
	warm_change(g, MC_CF1017, 0, 0xd100);
	return 0;
}
