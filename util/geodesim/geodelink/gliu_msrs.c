/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The MSRs of the three GeodeLink interface units (LX data book 4.2; CS5536 sheet 1.4). */
#include "geodelink/gliu_internal.h"

/*
 * Unmodelled, for all three units: PM (clock gating changes no behaviour), ARB, ARB2 and DEBUG
 * (the order of requests: one at a time here), NOUT (nothing is ever outstanding), DIAG (left to
 * AMD), RQ and DA compares (the layout of request packets is not published).
 */
#define BITS(hi, lo) ((UINT64_MAX >> (63 - (hi))) & (UINT64_MAX << (lo)))

#define BM_RESET     UINT64_C(0x000000fffff00000)
#define R_RESET	     UINT64_C(0x00000000000fffff)
#define IOD_SC_OFF   0

#define CAP(index, id)                                                                          \
	{                                                                                       \
		.name = "GLD_MSR_CAP", .addr = (index), .width = 64, .reset = (id), .ro = ~0ULL \
	}
#define CONFIG(index, port)                                                              \
	{                                                                                \
		.name = "GLD_MSR_CONFIG", .addr = (index), .width = 64, .reset = (port), \
		.reserved = BITS(63, 3), .post_write = gliu_routes_written               \
	}
#define SMI(index, flags)                                                        \
	{                                                                        \
		.name = "GLD_MSR_SMI", .addr = (index), .width = 64, .reset = 1, \
		.w1c = BITS(31 + (flags), 32),                                   \
		.reserved = BITS(63, 32 + (flags)) | BITS(31, (flags)),          \
		.post_write = gliu_status_written                                \
	}
#define ERR(index)                                                                          \
	{                                                                                   \
		.name = "GLD_MSR_ERROR", .addr = (index), .width = 64, .w1c = BITS(47, 32), \
		.reserved = BITS(63, 48) | BITS(31, 16), .post_write = gliu_status_written  \
	}
#define PM(index)                                                                       \
	{                                                                               \
		.name = "GLD_MSR_PM", .addr = (index), .width = 64, .unmodelled = ~0ULL \
	}
#define DIAG(index)                                                                       \
	{                                                                                 \
		.name = "GLD_MSR_DIAG", .addr = (index), .width = 64, .unmodelled = ~0ULL \
	}

#define DESCRIPTOR(label, index, value, rsvd)                                    \
	{                                                                        \
		.name = (label), .addr = (index), .width = 64, .reset = (value), \
		.reserved = (rsvd), .post_write = gliu_routes_written            \
	}
#define P2D_BM(n, index)  DESCRIPTOR("P2D_BM" #n, index, BM_RESET, BITS(59, 40))
#define P2D_BMO(n, index) DESCRIPTOR("P2D_BMO" #n, index, BM_RESET, 0)
#define P2D_BMK(n, index) DESCRIPTOR("P2D_BMK" #n, index, BM_RESET, BITS(59, 40))
#define P2D_R(n, index)	  DESCRIPTOR("P2D_R" #n, index, R_RESET, BITS(59, 40))
#define P2D_RO(n, index)  DESCRIPTOR("P2D_RO" #n, index, R_RESET, 0)
#define P2D_SC(n, index)  DESCRIPTOR("P2D_SC" #n, index, 0, BITS(59, 48) | BITS(15, 14))
#define IOD_BM(n, index)  DESCRIPTOR("IOD_BM" #n, index, BM_RESET, BITS(59, 40))
#define IOD_SC(n, index, value)               \
	DESCRIPTOR("IOD_SC" #n, index, value, \
		   BITS(59, 32) | BITS(23, 22) | BITS(19, 18) | BITS(2, 0))

#define COMMON(phy_cap, whoami)                                                                    \
	{.name = "COH",                                                                            \
	 .addr = 0x80,                                                                             \
	 .width = 64,                                                                              \
	 .reserved = BITS(63, 3),                                                                  \
	 .post_write = gliu_routes_written},                                                       \
		{.name = "PAE",                                                                    \
		 .addr = 0x81,                                                                     \
		 .width = 64,                                                                      \
		 .reset = 0xffff,                                                                  \
		 .reserved = BITS(63, 16)},                                                        \
		{.name = "ARB",                                                                    \
		 .addr = 0x82,                                                                     \
		 .width = 64,                                                                      \
		 .reset = BITS(60, 60),                                                            \
		 .unmodelled = BITS(63, 60),                                                       \
		 .reserved = BITS(59, 0)},                                                         \
		{.name = "ASMI",                                                                   \
		 .addr = 0x83,                                                                     \
		 .width = 64,                                                                      \
		 .ro = BITS(7, 0),                                                                 \
		 .reserved = BITS(63, 16),                                                         \
		 .probed = true,                                                                   \
		 .post_write = gliu_status_written},                                               \
		{.name = "AERR",                                                                   \
		 .addr = 0x84,                                                                     \
		 .width = 64,                                                                      \
		 .ro = BITS(7, 0),                                                                 \
		 .reserved = BITS(63, 16),                                                         \
		 .probed = true,                                                                   \
		 .post_write = gliu_status_written},                                               \
		{.name = "DEBUG", .addr = 0x85, .width = 64, .reset = 0x104, .unmodelled = ~0ULL}, \
		{.name = "PHY_CAP", .addr = 0x86, .width = 64, .reset = (phy_cap), .ro = ~0ULL},   \
		{.name = "NOUT_RESP", .addr = 0x87, .width = 64, .ro = ~0ULL},                     \
		{.name = "NOUT_WDATA", .addr = 0x88, .width = 64, .ro = ~0ULL},                    \
		{.name = "WHOAMI",                                                                 \
		 .addr = 0x8b,                                                                     \
		 .width = 64,                                                                      \
		 .reset = (whoami),                                                                \
		 .ro = ~0ULL,                                                                      \
		 .read = gliu_whoami_read},                                                        \
	{                                                                                          \
		.name = "SLV_DIS", .addr = 0x8c, .width = 64, .reserved = BITS(63, 8),             \
		.post_write = gliu_routes_written                                                  \
	}

#define ARB2                                                                         \
	{                                                                            \
		.name = "ARB2", .addr = 0x8d, .width = 64, .unmodelled = BITS(3, 0), \
		.reserved = BITS(63, 4)                                              \
	}

#define COUNTER(n)                                                                  \
	{.name = "STATISTIC_CNT" #n,                                                \
	 .addr = 0xa0 + 4 * (n),                                                    \
	 .width = 64,                                                               \
	 .read = gliu_count_read,                                                   \
	 .post_write = gliu_counter_written},                                       \
		{.name = "STATISTIC_MASK" #n,                                       \
		 .addr = 0xa1 + 4 * (n),                                            \
		 .width = 64,                                                       \
		 .post_write = gliu_counter_written},                               \
	{                                                                           \
		.name = "STATISTIC_ACTION" #n, .addr = 0xa2 + 4 * (n), .width = 64, \
		.reserved = BITS(63, 24), .pre_write = gliu_action_writing,         \
		.post_write = gliu_counter_written                                  \
	}

#define RQ_COMPARE(n)                                                              \
	{.name = "RQ_COMPARE_VAL" #n,                                              \
	 .addr = 0xc0 + 2 * (n),                                                   \
	 .width = 64,                                                              \
	 .reset = BITS(52, 0),                                                     \
	 .unmodelled = BITS(52, 0),                                                \
	 .reserved = BITS(63, 53)},                                                \
	{                                                                          \
		.name = "RQ_COMPARE_MASK" #n, .addr = 0xc1 + 2 * (n), .width = 64, \
		.unmodelled = BITS(52, 0), .reserved = BITS(63, 53)                \
	}

#define DA_COMPARE(n)                                                                 \
	{.name = "DA_COMPARE_VAL_LO" #n,                                              \
	 .addr = 0xd0 + 4 * (n),                                                      \
	 .width = 64,                                                                 \
	 .reset = BITS(44, 0),                                                        \
	 .unmodelled = BITS(44, 0),                                                   \
	 .reserved = BITS(63, 45)},                                                   \
		{.name = "DA_COMPARE_VAL_HI" #n,                                      \
		 .addr = 0xd1 + 4 * (n),                                              \
		 .width = 64,                                                         \
		 .reset = BITS(35, 0),                                                \
		 .unmodelled = BITS(35, 0),                                           \
		 .reserved = BITS(63, 36)},                                           \
		{.name = "DA_COMPARE_MASK_LO" #n,                                     \
		 .addr = 0xd2 + 4 * (n),                                              \
		 .width = 64,                                                         \
		 .unmodelled = BITS(44, 0),                                           \
		 .reserved = BITS(63, 45)},                                           \
	{                                                                             \
		.name = "DA_COMPARE_MASK_HI" #n, .addr = 0xd3 + 4 * (n), .width = 64, \
		.unmodelled = BITS(35, 0), .reserved = BITS(63, 36)                   \
	}

static const struct reg gliu0_reg[] = {
	P2D_BM(0, 0x20),
	P2D_BM(1, 0x21),
	P2D_BM(2, 0x22),
	P2D_BM(3, 0x23),
	P2D_BM(4, 0x24),
	P2D_BM(5, 0x25),
	P2D_BMO(0, 0x26),
	P2D_BMO(1, 0x27),
	P2D_R(0, 0x28),
	P2D_RO(0, 0x29),
	P2D_RO(1, 0x2a),
	P2D_RO(2, 0x2b),
	P2D_SC(0, 0x2c),
	/* The value is from memory of the data book's register summary: the sheet has it field by
	 * field (6 BM, 2 BMO, 1 R, 3 RO, 1 SC, 3 IOD_BM, 6 IOD_SC, 5 ports, 2 counters). */
	COMMON(0x20291830010c1086, 3),
	ARB2,
	COUNTER(0),
	COUNTER(1),
	RQ_COMPARE(0),
	RQ_COMPARE(1),
	RQ_COMPARE(2),
	RQ_COMPARE(3),
	DA_COMPARE(0),
	DA_COMPARE(1),
	DA_COMPARE(2),
	DA_COMPARE(3),
	IOD_BM(0, 0xe0),
	IOD_BM(1, 0xe1),
	IOD_BM(2, 0xe2),
	IOD_SC(0, 0xe3, 0),
	IOD_SC(1, 0xe4, 0),
	IOD_SC(2, 0xe5, 0),
	IOD_SC(3, 0xe6, 0),
	IOD_SC(4, 0xe7, 0),
	IOD_SC(5, 0xe8, 0),
	CAP(0x2000, 0x1400),
	CONFIG(0x2001, 2),
	SMI(0x2002, 5),
	ERR(0x2003),
	PM(0x2004),
	DIAG(0x2005),
};

static const struct reg gliu1_reg[] = {
	P2D_BM(0, 0x20),
	P2D_BM(1, 0x21),
	P2D_BM(2, 0x22),
	P2D_BM(3, 0x23),
	P2D_BM(4, 0x24),
	P2D_BM(5, 0x25),
	P2D_BM(6, 0x26),
	P2D_BM(7, 0x27),
	P2D_BM(8, 0x28),
	P2D_BM(9, 0x29),
	P2D_R(0, 0x2a),
	P2D_R(1, 0x2b),
	P2D_R(2, 0x2c),
	P2D_R(3, 0x2d),
	P2D_SC(0, 0x2e),
	COMMON(0x203110300100400a, 1),
	ARB2,
	COUNTER(0),
	COUNTER(1),
	RQ_COMPARE(0),
	RQ_COMPARE(1),
	RQ_COMPARE(2),
	RQ_COMPARE(3),
	DA_COMPARE(0),
	DA_COMPARE(1),
	DA_COMPARE(2),
	DA_COMPARE(3),
	IOD_BM(0, 0xe0),
	IOD_BM(1, 0xe1),
	IOD_BM(2, 0xe2),
	IOD_SC(0, 0xe3, 0),
	IOD_SC(1, 0xe4, 0),
	IOD_SC(2, 0xe5, 0),
	IOD_SC(3, 0xe6, 0),
	CAP(0x2000, 0x1400),
	CONFIG(0x2001, 4),
	SMI(0x2002, 5),
	ERR(0x2003),
	PM(0x2004),
	DIAG(0x2005),
};

/*
 * E0 sends the IDE command block to the IDE controller. EA is not free after reset on real boards;
 * its value is derived: byte 3F6h to the IDE controller (CS5536 sheet 1.4).
 */
static const struct reg gliu_sb_reg[] = {
	CAP(0x00, 0x501000),
	CONFIG(0x01, 4),
	SMI(0x02, 4),
	ERR(0x03),
	PM(0x04),
	DIAG(0x05),
	P2D_BM(0, 0x20),
	P2D_BM(1, 0x21),
	P2D_BM(2, 0x22),
	P2D_BMK(0, 0x23),
	P2D_BMK(1, 0x24),
	P2D_BM(3, 0x25),
	P2D_BM(4, 0x26),
	COMMON(0x327920a080000003, 1),
	COUNTER(0),
	COUNTER(1),
	COUNTER(2),
	RQ_COMPARE(0),
	DA_COMPARE(0),
	DESCRIPTOR("IOD_BM0", 0xe0, 0x600000001f0ffff0, BITS(59, 40)),
	IOD_BM(1, 0xe1),
	IOD_BM(2, 0xe2),
	IOD_BM(3, 0xe3),
	IOD_BM(4, 0xe4),
	IOD_BM(5, 0xe5),
	IOD_BM(6, 0xe6),
	IOD_BM(7, 0xe7),
	IOD_BM(8, 0xe8),
	IOD_BM(9, 0xe9),
	IOD_SC(0, 0xea, 0x60000000403003f0),
	IOD_SC(1, 0xeb, 0),
	IOD_SC(2, 0xec, 0),
	IOD_SC(3, 0xed, 0),
	IOD_SC(4, 0xee, 0),
	IOD_SC(5, 0xef, 0),
	IOD_SC(6, 0xf0, 0),
	IOD_SC(7, 0xf1, 0),
};

static const struct reg_why gliu_why[] = {
	{0x82, 0x82, "arbitration: one request at a time"},
	{0x85, 0x85, "debug: bits not published"},
	{0x8d, 0x8d, "arbitration: one request at a time"},
	{0xc0, 0xcf, "the layout of request packets is not published"},
	{0xd0, 0xdf, "the layout of data packets is not published"},
	GLD_WHY_PM(0),
	GLD_WHY_DIAG(0),
	GLD_WHY_PM(0x2000),
	GLD_WHY_DIAG(0x2000),
};
static const struct reg_table gliu0_table = REG_TABLE_WHY("GLIU0", "msr", gliu0_reg, gliu_why);
static const struct reg_table gliu1_table = REG_TABLE_WHY("GLIU1", "msr", gliu1_reg, gliu_why);
static const struct reg_table gliu_sb_table =
	REG_TABLE_WHY("GLIU_SB", "msr", gliu_sb_reg, gliu_why);

_Static_assert(sizeof(gliu0_reg) / sizeof(gliu0_reg[0]) <= GLIU_REGS_MAX, "GLIU0 registers");
_Static_assert(sizeof(gliu1_reg) / sizeof(gliu1_reg[0]) <= GLIU_REGS_MAX, "GLIU1 registers");
_Static_assert(sizeof(gliu_sb_reg) / sizeof(gliu_sb_reg[0]) <= GLIU_REGS_MAX, "GLIU_SB registers");

static const struct gliu_run gliu0_runs[] = {
	{GLIU_P2D_BM, 0x20, 6}, {GLIU_P2D_BMO, 0x26, 2}, {GLIU_P2D_R, 0x28, 1},
	{GLIU_P2D_RO, 0x29, 3}, {GLIU_P2D_SC, 0x2c, 1},	 {GLIU_IOD_BM, 0xe0, 3},
	{GLIU_IOD_SC, 0xe3, 6}, {GLIU_NONE, 0, 0},
};

static const struct gliu_run gliu1_runs[] = {
	{GLIU_P2D_BM, 0x20, 10}, {GLIU_P2D_R, 0x2a, 4},	 {GLIU_P2D_SC, 0x2e, 1},
	{GLIU_IOD_BM, 0xe0, 3},	 {GLIU_IOD_SC, 0xe3, 4}, {GLIU_NONE, 0, 0},
};

static const struct gliu_run gliu_sb_runs[] = {
	{GLIU_P2D_BM, 0x20, 3},	 {GLIU_P2D_BMK, 0x23, 2}, {GLIU_P2D_BM, 0x25, 2},
	{GLIU_IOD_BM, 0xe0, 10}, {GLIU_IOD_SC, 0xea, 8},  {GLIU_NONE, 0, 0},
};

const struct gliu_shape gliu0_shape = {
	.name = "GLIU0",
	.msrs = &gliu0_table,
	.base = 0x10000000,
	.runs = gliu0_runs,
	.counters = 2,
	.uplink = -1,
};

const struct gliu_shape gliu1_shape = {
	.name = "GLIU1",
	.msrs = &gliu1_table,
	.base = 0x40000000,
	.runs = gliu1_runs,
	.counters = 2,
	.uplink = -1,
};

/*
 * The companion's subtractive port (DIVIL) is for what comes in from PCI. Firmware never gives the
 * companion descriptors for main memory, yet its masters reach it: their requests that hit
 * nothing go out to PCI.
 */
const struct gliu_shape gliu_sb_shape = {
	.name = "GLIU_SB",
	.msrs = &gliu_sb_table,
	.base = 0x51010000,
	.alias = 0x2000,
	.runs = gliu_sb_runs,
	.counters = 3,
	.uplink = 1,
	.external = true,
};
