/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A DDR SDRAM module: what its SPD says, its cells, its start-up. */
#ifndef GEODESIM_LX_DRAM_H
#define GEODESIM_LX_DRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "strict/rules.h"

#define DRAM_SPD_BYTES 256
#define DRAM_FAULTS    16

/* A module by its SPD (JEDEC standard 21-C, annex D). Times in picoseconds, 0 = not given. */
struct dram_spd {
	const uint8_t *bytes; /* NULL: empty socket */
	bool usable;	      /* DDR, unbuffered, 64 bits, a geometry the controller can address */
	const char *unusable; /* why not */
	uint8_t rows, columns, banks, ranks, width;
	unsigned devices;
	uint64_t size;
	uint8_t cas;	      /* mask: bit n is CAS latency 1 + n / 2 */
	uint32_t cycle_ps[8]; /* shortest cycle at that latency; 0: not given */
	uint32_t cycle_max_ps;
	uint32_t trp, trrd, trcd, tras, trc, trfc;
	uint32_t refresh; /* longest mean interval between refreshes */
	bool weak_driver;
};

/** dram_spd_decode - @bytes may be NULL (empty). Never fails: see usable. */
void dram_spd_decode(struct dram_spd *s, const uint8_t *bytes);

/* A stuck bit of the test face. */
struct dram_fault {
	uint64_t offset; /* byte in the module's cells */
	uint8_t bit;
	bool level;
};

/*
 * Cells. Undefined contents come from a hash of seed, generation and place, and are made page by
 * page when first touched. Order of the bytes: column, bank, rank, row, so that a module that is
 * programmed right with low-order interleave is linear.
 */
struct dram_cells {
	uint8_t *bytes;
	uint64_t size;
	uint64_t *made; /* bitmap by 4 KiB page */
	uint64_t seed, generation;
	struct dram_fault fault[DRAM_FAULTS];
	unsigned faults;
};

/** dram_cells_init - @size bytes, contents undefined. 0, or -1: no memory. */
int dram_cells_init(struct dram_cells *c, uint64_t size, uint64_t seed);
void dram_cells_free(struct dram_cells *c);
/** dram_cells_lose - the contents are lost. */
void dram_cells_lose(struct dram_cells *c);
/** dram_cells_page - the 4 KiB at @offset (page aligned); NULL when a stuck bit is in it. */
uint8_t *dram_cells_page(struct dram_cells *c, uint64_t offset);
/** dram_cells_read, dram_cells_write - 1, 2, 4 or 8 bytes, not across an 8-byte boundary. */
uint64_t dram_cells_read(struct dram_cells *c, uint64_t offset, unsigned size);
void dram_cells_write(struct dram_cells *c, uint64_t offset, unsigned size, uint64_t val);
/** dram_noise - what undefined data looks like at @place: reproducible, never a constant. */
uint64_t dram_noise(uint64_t seed, uint64_t place);

/* Commands the controller sends. */
enum dram_command { DRAM_PRECHARGE_ALL, DRAM_EMRS, DRAM_MRS, DRAM_REFRESH };

/* Where a module is in the start-up JEDEC standard 79 demands. */
struct dram_start {
	bool cke;
	bool precharged;    /* all banks idle by a command */
	bool dll_enabled;   /* EMRS with the DLL on */
	bool dll_reset;	    /* MRS with DLL reset */
	bool precharged_2;  /* precharge after the DLL reset */
	unsigned refreshes; /* since the DLL reset */
	bool ready;	    /* the last MRS, without DLL reset, has come */
	bool refreshed;	    /* enough of them, after this or an earlier DLL reset */
	bool told;	    /* what misses was named; told again after the next command */
	bool wait_told;
	uint8_t cas_code; /* CAS latency field loaded into the mode register */
	bool weak_drive;
	uint64_t dll_reset_ps;
};

/* What a command carries. */
struct dram_mode {
	bool dll_disable, weak_drive; /* EMRS */
	bool dll_reset;		      /* MRS */
	uint8_t cas_code;
};

/** dram_start_reset - power-on or CKE never raised. */
void dram_start_reset(struct dram_start *d);
/** dram_start_cke - CKE goes to @level at @now_ps; clocks run since @clock_ps. */
void dram_start_cke(struct dram_start *d, struct rules *rules, unsigned dimm, bool level,
		    uint64_t now_ps, uint64_t clock_ps);
/** dram_start_command - a command at @now_ps; a clock lasts @period_ps. */
void dram_start_command(struct dram_start *d, struct rules *rules, unsigned dimm,
			enum dram_command command, const struct dram_mode *mode, uint64_t now_ps,
			uint32_t period_ps);
/** dram_start_access - a read or write: names what is missing; false: data is undefined. */
bool dram_start_access(struct dram_start *d, struct rules *rules, unsigned dimm, bool write,
		       uint64_t now_ps, uint32_t period_ps);
/** dram_start_loaded - has the module all its settings? dram_start_works - and its clock enable? */
bool dram_start_loaded(const struct dram_start *d);
bool dram_start_works(const struct dram_start *d);

/* How the controller takes an address apart, from MC_CF07_DATA and MC_CF8F_DATA. */
struct dram_socket {
	bool present; /* page size code is not 7 */
	uint64_t size;
	uint8_t columns, bank_bits, rank_bits, row_bits;
};

struct dram_layout {
	struct dram_socket socket[2];
	uint64_t size;
	bool interleaved; /* both modules as one, by low-order interleave */
	bool high_order;
	bool valid;	 /* sizes that can be decoded */
	uint8_t xor_bit; /* address bit, 0: none */
	bool xor_ba0, xor_ba1, xor_mb0;
};

/* A place in a module as the pins say it. */
struct dram_place {
	unsigned dimm, rank, bank;
	uint32_t row, column; /* column in units of 8 bytes */
};

/** dram_layout_decode - the programmed layout. */
void dram_layout_decode(struct dram_layout *l, uint64_t cf07, uint64_t cf8f);
/** dram_layout_place - where physical address @addr goes; false: beyond all modules. */
bool dram_layout_place(const struct dram_layout *l, uint32_t addr, struct dram_place *p);
/** dram_spd_offset - the cell of @p in the module @s that is really there; false: no such rank.
 *  Address lines the chips do not have are ignored, as by real ones. */
bool dram_spd_offset(const struct dram_spd *s, const struct dram_place *p, uint64_t *offset);

/* A timing: what the controller is told against what the modules need. */
struct dram_timing {
	const char *name;
	unsigned programmed, required;
	const char *unit;
	int margin;	  /* programmed - required, positive = slower than needed */
	uint8_t spd_byte; /* 0: from the standard, not the SPD */
	bool violated;
	enum rule rule; /* what is broken when violated */
};

#define DRAM_TIMINGS 14

/** dram_timings - fill @t; returns how many. @pm: GLMC's GLD_MSR_PM. Unusable modules do not
 *  count. */
unsigned dram_timings(struct dram_timing t[DRAM_TIMINGS], const struct dram_spd spd[2],
		      uint64_t cf07, uint64_t cf8f, uint64_t cf1017, uint64_t pm, unsigned ddr_khz);

#endif
