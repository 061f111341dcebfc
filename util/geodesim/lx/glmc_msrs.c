/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The memory controller's MSRs. */
#include "lx/glmc_internal.h"

#define ALL UINT64_MAX

/* The row open in a pair of banks: an observation of the controller's scheduling, which has no
 * model here. */
#define BANK_STATUS(ADDR, BANKS)                                                                   \
	{                                                                                          \
		.name = "MC_CF_BANK" BANKS, .addr = (ADDR), .width = 64, .ro = ALL, .probed = true \
	}

/* Sources: LX data book 6.2; reset values and bits as in the fact sheet 4.1. */
static const struct reg glmc_reg[] = {
	BANK_STATUS(0x10, "01"),
	BANK_STATUS(0x11, "23"),
	BANK_STATUS(0x12, "45"),
	BANK_STATUS(0x13, "67"),
	BANK_STATUS(0x14, "89"),
	BANK_STATUS(0x15, "AB"),
	BANK_STATUS(0x16, "CD"),
	BANK_STATUS(0x17, "EF"),
	{.name = "MC_CF07_DATA",
	 .addr = MC_CF07,
	 .width = 64,
	 .reset = UINT64_C(0x1007100700000040),
	 .reserved = UINT64_C(0x0ee80ee8c0000004),
	 /* QFC is a pin few modules have; staggering and the soft reset are timing inside. */
	 .unmodelled = 0x040000f2,
	 .post_write = glmc_cf07_written},
	{.name = "MC_CF8F_DATA",
	 .addr = MC_CF8F,
	 .width = 64,
	 .reset = UINT64_C(0x18000008287337a3),
	 .reserved = UINT64_C(0x00e0fcf500088000),
	 /* Stale limit, burst truncation, bit 35 and the low fields: scheduling. */
	 .unmodelled = UINT64_C(0xff00020880000033),
	 .post_write = glmc_timing_written},
	{.name = "MC_CF1017_DATA",
	 .addr = MC_CF1017,
	 .width = 64,
	 .reset = 0x11080001,
	 .reserved = UINT64_C(0xffffffffc8e000f8),
	 .post_write = glmc_timing_written},
	/* Performance counters count requests of the controller's queues, which are not modelled. */
	{.name = "MC_CFPERF_CNT1", .addr = 0x1b, .width = 64, .ro = ALL, .probed = true},
	{.name = "MC_PERFCNT2",
	 .addr = 0x1c,
	 .width = 64,
	 .reset = 0xff00ff,
	 .reserved = UINT64_C(0xfffffff000000000),
	 .unmodelled = ALL},
	{.name = "MC_CFCLK_DBUG",
	 .addr = MC_CFCLK,
	 .width = 64,
	 .reset = 0x1300,
	 .reserved = UINT64_C(0xfffffff8fffe0000),
	 .unmodelled = UINT64_C(0x70000fcff), /* debug and pad control */
	 .post_write = glmc_cfclk_written},
	/* Which pages are open: see the bank registers. */
	{.name = "MC_CFPG_OPEN", .addr = 0x1e, .width = 64, .ro = ALL, .probed = true},
	/* Read strobe tuning: no bits on record, no firmware writes it. */
	{.name = "MC_CF_RDSYNC", .addr = 0x1f, .width = 64, .unmodelled = ALL},
	/* Idle clocks before a power mode: power, not behaviour. */
	{.name = "MC_CF_PMCTR", .addr = 0x20, .width = 64, .unmodelled = ALL},
	{.name = "GLD_MSR_CAP", .addr = 0x2000, .width = 64, .reset = 0x20400, .ro = ALL},
	{.name = "GLD_MSR_CONFIG",
	 .addr = 0x2001,
	 .width = 64,
	 .reserved = ~UINT64_C(0xfff),
	 .unmodelled = 0xfff}, /* a memory has no requests to prioritise */
	/* The controller raises no SMI; its errors (address beyond the modules) are rules here. */
	{.name = "GLD_MSR_SMI", .addr = 0x2002, .width = 64, .unmodelled = ALL},
	{.name = "GLD_MSR_ERROR", .addr = 0x2003, .width = 64, .unmodelled = ALL},
	{.name = "GLD_MSR_PM",
	 .addr = MC_PM,
	 .width = 64,
	 .unmodelled = 0x3, /* PMode0: power alone */
	 .post_write = glmc_timing_written},
	{.name = "GLD_MSR_DIAG", .addr = 0x2005, .width = 64, .unmodelled = ALL},
};

static const struct reg_why glmc_why[] = {
	GLD_WHY_CONFIG(0x2000),
	GLD_WHY_PM(0x2000),
	GLD_WHY_DIAG(0x2000),
	{0x18, 0x18,
	 "QFC is a pin few modules have; staggering and the soft reset are timing inside"},
	{0x19, 0x19,
	 "stale limit, burst truncation and thresholds schedule requests: one at a time here"},
	{0x1c, 0x1c, "what is counted depends on scheduling"},
	{0x1d, 0x1d, "debug and pad control"},
	{0x1f, 0x1f, "read strobe tuning: no bits on record, no firmware writes it"},
	{0x20, 0x20, "idle clocks before a power mode: power, not behaviour"},
	{0x2002, 0x2002, "the controller raises no SMI"},
	{0x2003, 0x2003, "an address beyond the modules is a broken rule here, not an error"},
};
const struct reg_table glmc_table = REG_TABLE_WHY("GLMC", "msr", glmc_reg, glmc_why);
