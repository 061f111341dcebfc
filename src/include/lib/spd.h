/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the EEPROM of a DDR SDRAM module tells (JEDEC Standard 21-C, section 4.1.2 and annex D): geometry, and times in
 * picoseconds. Nothing is rounded: all times of an SPD are multiples of 10 ps or fractions that are given in full.
 */
#ifndef LIB_SPD_H
#define LIB_SPD_H

#include <stddef.h>
#include <stdint.h>

/* Bytes that describe the module; the last one is the checksum of the others. */
#define SPD_SIZE 64

enum spd_byte {
	SPD_BYTES_WRITTEN = 0,
	SPD_MEMORY_TYPE = 2,
	SPD_ROWS = 3,
	SPD_COLUMNS = 4,
	SPD_RANKS = 5,
	SPD_WIDTH = 6,
	SPD_WIDTH_HIGH = 7,
	SPD_VOLTAGE = 8,
	SPD_CYCLE_CL_MAX = 9,
	SPD_CONFIGURATION = 11,
	SPD_REFRESH = 12,
	SPD_CHIP_WIDTH = 13,
	SPD_BURST_LENGTHS = 16,
	SPD_BANKS = 17,
	SPD_CAS_LATENCIES = 18,
	SPD_ATTRIBUTES = 21,
	SPD_CHIP_ATTRIBUTES = 22,
	SPD_CYCLE_CL_MAX_05 = 23,
	SPD_CYCLE_CL_MAX_10 = 25,
	SPD_TRP = 27,
	SPD_TRRD = 28,
	SPD_TRCD = 29,
	SPD_TRAS = 30,
	SPD_RANK_SIZE = 31,
	SPD_TRC = 41,
	SPD_TRFC = 42,
	SPD_CYCLE_MAX = 43,
	SPD_CHECKSUM = 63,
};

/* CAS latencies in half clocks. */
#define CAS_MIN 2 /* CL 1 */
#define CAS_MAX 8 /* CL 4 */

struct ddr_module {
	uint8_t rows;	    /* address bits */
	uint8_t columns;    /* address bits */
	uint8_t banks;	    /* in each chip: 2 or 4 */
	uint8_t ranks;	    /* module banks: 1 or 2 */
	uint8_t chip_width; /* bits */
	uint8_t chips;	    /* of the whole module */
	uint16_t rank_mib;
	/* Chips have a reduced drive strength; chips have a QFC output. */
	uint8_t weak_driver, qfc;
	/* Shortest cycle for each CAS latency (index: half clocks); 0: not supported. */
	uint32_t cycle_ps[CAS_MAX + 1];
	uint32_t longest_cycle_ps; /* 0: the module does not say */
	uint32_t trp_ps, trrd_ps, trcd_ps, tras_ps, trc_ps;
	uint32_t trfc_ps;
	uint32_t trefi_ps;
};

/* Why a module was refused: the byte, its value, and what is wrong with it. */
struct spd_refusal {
	uint8_t byte;
	uint8_t value;
	const char *reason;
};

/* Length of a clock cycle in ps as bytes 9, 23 and 25 code it; 0: none. */
uint32_t spd_cycle_ps(uint8_t code);

/*
 * Takes the description apart and checks it: an unbuffered 64-bit DDR SDRAM module that runs on 2.5 V with equal ranks.
 * Returns 0, ERR_CHECKSUM, ERR_CORRUPT (contradicts itself or the standard) or ERR_UNSUPPORTED, with *refusal filled.
 */
int spd_decode(const uint8_t spd[SPD_SIZE], struct ddr_module *module, struct spd_refusal *refusal);

#endif
