/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A memory controller with modules, and the start-up as right firmware does it, step by step. */
#ifndef TESTS_GEODESIM_LX_GLMC_BENCH_H
#define TESTS_GEODESIM_LX_GLMC_BENCH_H

#include "board/spd.h"
#include "lx/glmc.h"
#include "lx_bench.h"

#define MC_CF07	   0x18
#define MC_CF8F	   0x19
#define MC_CF1017  0x1a
#define MC_CFCLK   0x1d
#define MC_PM	   0x2004
#define DELAY	   0x0f
#define SYS_RSTPLL 0x14

struct mem_box {
	struct lx_bench b;
	struct glcp glcp;
	struct glmc glmc;
	struct gl_device clk, mem;
	uint8_t spd[2][SPD_BYTES];
	bool fitted[2];
	uint32_t multipliers; /* RSTPLL[43:32] */
};

/* The steps of a start-up, in the right order. Tests leave some out or swap them. */
enum step {
	STEP_PLL,      /* set, reset */
	STEP_DELAYS,   /* delay controls by load */
	STEP_GEOMETRY, /* and refresh interval */
	STEP_TIMINGS,
	STEP_WAIT_CKE, /* 200 us */
	STEP_CKE,
	STEP_PRECHARGE,
	STEP_EMRS,
	STEP_MRS_DLL_RESET,
	STEP_WAIT_DLL,
	STEP_PRECHARGE_2,
	STEP_REFRESH_1,
	STEP_REFRESH_2,
	STEP_MRS,
	STEP_COUNT
};

static inline uint64_t mc_rd(struct mem_box *x, uint32_t msr)
{
	return x->mem.msr_read(x->mem.opaque, msr);
}

static inline void mc_wr(struct mem_box *x, uint32_t msr, uint64_t val)
{
	x->mem.msr_write(x->mem.opaque, msr, val);
}

/* Clear bits, set bits; time passes as it does between MSR accesses. */
static inline void mc_change(struct mem_box *x, uint32_t msr, uint64_t clear, uint64_t set)
{
	mc_wr(x, msr, (mc_rd(x, msr) & ~clear) | set);
	bench_run_ns(&x->b.bench, 40);
}

static inline uint64_t mem_rd(struct mem_box *x, uint32_t addr, unsigned size)
{
	return x->mem.mem_read(x->mem.opaque, addr, size, 0);
}

static inline void mem_wr(struct mem_box *x, uint32_t addr, unsigned size, uint64_t val)
{
	x->mem.mem_write(x->mem.opaque, addr, size, val, 0);
}

/* @spd: bytes per socket or NULL. */
static inline void mem_box_init(struct mem_box *x, const uint8_t *spd0, const uint8_t *spd1,
				uint32_t multipliers)
{
	const uint8_t *const given[2] = {spd0, spd1};
	const uint8_t *use[2] = {NULL, NULL};
	struct glcp_config c = {.straps = 0x2e, .pci_hz = 33333333};

	memset(x, 0, sizeof(*x));
	lx_bench_init(&x->b);
	x->multipliers = multipliers;
	for (unsigned n = 0; n < 2; n++) {
		x->fitted[n] = given[n];
		if (given[n]) {
			memcpy(x->spd[n], given[n], SPD_BYTES);
			use[n] = x->spd[n];
		}
	}
	glcp_init(&x->glcp, &x->b.env, &c);
	assert_int_equal(glmc_init(&x->glmc, &x->b.env, &x->glcp, use, 1), 0);
	x->clk = glcp_device(&x->glcp);
	x->mem = glmc_device(&x->glmc);
}

static inline void mem_box_done(struct mem_box *x)
{
	glmc_free(&x->glmc);
	lx_bench_done(&x->b);
}

static inline unsigned log2u(unsigned n)
{
	unsigned b = 0;

	while (n > 1) {
		n >>= 1;
		b++;
	}
	return b;
}

/* The geometry word of MC_CF07_DATA from SPD bytes 3, 4, 5, 17. */
static inline uint16_t geometry_word(const uint8_t *spd)
{
	unsigned size = 3u + spd[4] + spd[3] + log2u(spd[17]) + log2u(spd[5]);

	return (uint16_t)((size - 22) << 12 | (spd[5] - 1u) << 8 | (spd[17] == 4) << 4 |
			  (spd[4] - 7u));
}

static inline unsigned clocks_of(unsigned ps, unsigned khz)
{
	return (unsigned)(((uint64_t)ps * khz + 999999999) / 1000000000);
}

static inline unsigned worst(const struct mem_box *x, unsigned byte)
{
	unsigned a = x->fitted[0] ? x->spd[0][byte] : 0, b = x->fitted[1] ? x->spd[1][byte] : 0;

	return a > b ? a : b;
}

/* Right values of MC_CF8F_DATA[31:8] and MC_CF1017_DATA for what is fitted. */
static inline void right_timings(const struct mem_box *x, uint32_t *cf8f, uint32_t *cf1017)
{
	unsigned khz = (unsigned)(((x->multipliers >> 7 & 31) + 1) * UINT64_C(100000) / 6);
	unsigned tras = worst(x, 30) * 1000, trp = worst(x, 27) * 250, trc = worst(x, 41) * 1000;
	/* Modules of the tests have CL 3 at DDR400, 2.5 at DDR333 and below. */
	unsigned cas = khz > 170000 ? 3 : 6;

	*cf8f = cas << 28 | clocks_of(trc, khz) << 24 | clocks_of(tras, khz) << 20 |
		clocks_of(trp, khz) << 16 | clocks_of(worst(x, 29) * 250, khz) << 12 |
		clocks_of(worst(x, 28) * 250, khz) << 8 | 0xe3;
	*cf1017 = (khz > 198000 ? 2u : 1u) << 28 | (khz * 2 < 334000 ? 3u : 4u) << 24 |
		  clocks_of(worst(x, 42) * 1000, khz) << 16 | 0xd101;
}

/* The delay table of record; with DIMM1 empty its clocks are off. */
static inline uint64_t right_delays(const struct mem_box *x)
{
	static const struct {
		unsigned dimms, chips;
		uint32_t hi[2]; /* GeodeLink below 334 MHz, faster */
	} table[] = {{1, 4, {0x837100ff, 0x827100ff}},	{1, 8, {0x837100aa, 0x827100aa}},
		     {1, 16, {0x837100aa, 0x82710055}}, {2, 8, {0x837100a5, 0x82710000}},
		     {2, 16, {0x937100a5, 0xc27100a5}}, {2, 20, {0xb37100a5, 0xb27100a5}},
		     {2, 24, {0xb37100a5, 0xb27100a5}}, {2, 32, {0xb37100a5, 0xb2710000}}};
	unsigned chips = 0, dimms = 0, n;
	uint64_t hi;

	for (n = 0; n < 2; n++) {
		if (x->fitted[n]) {
			chips += 64u / x->spd[n][13] * x->spd[n][5];
			dimms++;
		}
	}
	/* More chips than the table knows: the last of its rows. */
	for (n = 0; table[n].dimms != dimms || table[n].chips < chips; n++) {
		if (n == 7 || (table[n].dimms == dimms && table[n + 1].dimms != dimms))
			break;
	}
	hi = table[n].hi[(x->multipliers >> 7 & 31) >= 10];
	if (!x->fitted[1])
		hi |= 1 << 23;
	return hi << 32 | 0x56960004;
}

static inline void do_step(struct mem_box *x, enum step s)
{
	uint64_t hi = 0;
	uint32_t cf8f, cf1017;

	switch (s) {
	case STEP_PLL:
		x->clk.msr_write(x->clk.opaque, SYS_RSTPLL,
				 (uint64_t)x->multipliers << 32 | 0x04de602f);
		glcp_chip_reset(&x->glcp);
		glmc_reset(&x->glmc);
		bench_run_ns(&x->b.bench, glcp_reset_hold_ns(&x->glcp));
		break;
	case STEP_DELAYS: x->clk.msr_write(x->clk.opaque, DELAY, right_delays(x)); break;
	case STEP_GEOMETRY:
		for (unsigned n = 0; n < 2; n++)
			hi |= (uint64_t)(x->fitted[n] ? geometry_word(x->spd[n]) : 7) << 16 * n;
		/* 7.8 us, rounded down, by the DRAM clock; stagger 4. */
		mc_wr(x, MC_CF07,
		      hi << 32 |
			      (7812 * (((x->multipliers >> 7 & 31) + 1) * 100 / 6) / 16000) << 8 |
			      0x40);
		break;
	case STEP_TIMINGS:
		right_timings(x, &cf8f, &cf1017);
		mc_wr(x, MC_CF8F, UINT64_C(0x1800010800000000) | cf8f);
		mc_wr(x, MC_CF1017, cf1017);
		break;
	case STEP_WAIT_CKE: bench_run_ns(&x->b.bench, 200000); break;
	case STEP_CKE: mc_change(x, MC_CFCLK, 0x300, 0); break;
	case STEP_PRECHARGE:
	case STEP_PRECHARGE_2: mc_change(x, MC_CFCLK, 0, 0x10000); break;
	case STEP_EMRS:
		mc_change(x, MC_CF07, 0, 0x10000001);
		mc_change(x, MC_CF07, 0x10000001, 0);
		mc_change(x, MC_CFCLK, 0x10000, 0);
		break;
	case STEP_MRS_DLL_RESET:
		mc_change(x, MC_CF07, 0, 0x08000001);
		mc_change(x, MC_CF07, 0x08000001, 0);
		break;
	case STEP_WAIT_DLL: bench_run_ns(&x->b.bench, 15000); break;
	case STEP_REFRESH_1:
	case STEP_REFRESH_2:
		mc_change(x, MC_CF07, 0, 8);
		mc_change(x, MC_CF07, 8, 0);
		mc_change(x, MC_CFCLK, 0x10000, 0);
		break;
	case STEP_MRS:
		mc_change(x, MC_CF07, 0, 1);
		mc_change(x, MC_CF07, 1, 0);
		break;
	case STEP_COUNT: break;
	}
}

/* All steps but @without (STEP_COUNT: none). */
static inline void start_without(struct mem_box *x, enum step without)
{
	for (unsigned s = 0; s < STEP_COUNT; s++) {
		if (s != (unsigned)without)
			do_step(x, (enum step)s);
	}
}

static inline void start(struct mem_box *x)
{
	start_without(x, STEP_COUNT);
}

/* A usual module. */
static inline const uint8_t *usual(uint8_t spd[SPD_BYTES], unsigned speed)
{
	const struct spd_geometry g = {.rows = 13,
				       .columns = 10,
				       .banks = 4,
				       .ranks = 1,
				       .width = 8,
				       .speed = (uint16_t)speed};

	assert_int_equal(spd_build(&g, spd), 0);
	return spd;
}

#endif
