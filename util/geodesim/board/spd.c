/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Serial presence detect of DDR SDRAM modules: legal contents from a geometry, and back. */
#include "board/spd.h"

#include <stdio.h>
#include <string.h>

/* Byte numbers of JEDEC standard 21-C, annex D. */
enum {
	SPD_USED = 0,
	SPD_EEPROM_SIZE = 1,
	SPD_TYPE = 2,
	SPD_ROWS = 3,
	SPD_COLUMNS = 4,
	SPD_RANKS = 5,
	SPD_DATA_WIDTH = 6,
	SPD_VOLTAGE = 8,
	SPD_CYCLE = 9,
	SPD_ACCESS = 10,
	SPD_REFRESH = 12,
	SPD_WIDTH = 13,
	SPD_COLUMN_DELAY = 15,
	SPD_BURSTS = 16,
	SPD_BANKS = 17,
	SPD_CAS = 18,
	SPD_CS_LATENCY = 19,
	SPD_WE_LATENCY = 20,
	SPD_MODULE = 21,
	SPD_DEVICE = 22,
	SPD_CYCLE_2 = 23,
	SPD_ACCESS_2 = 24,
	SPD_CYCLE_3 = 25,
	SPD_ACCESS_3 = 26,
	SPD_TRP = 27,
	SPD_TRRD = 28,
	SPD_TRCD = 29,
	SPD_TRAS = 30,
	SPD_DENSITY = 31,
	SPD_SETUP = 32, /* address setup, hold; data setup, hold */
	SPD_TRC = 41,
	SPD_TRFC = 42,
	SPD_CYCLE_MAX = 43,
	SPD_SKEW = 44,
	SPD_HOLD_SKEW = 45,
	SPD_REVISION = 62,
	SPD_CHECKSUM = 63,
	SPD_MAKER = 64,
	SPD_PART = 73,
	SPD_SERIAL = 95,
};

#define TYPE_DDR 7

/*
 * Speed bins of JESD79: DDR400B (3-3-3), DDR333B (2.5-3-3), DDR266B (2.5-3-3), DDR200 (2-2-2).
 * Cycle times as SPD nibbles (ns and tenths), tRP, tRRD, tRCD in quarter ns, the others in ns.
 */
static const struct spd_speed {
	uint16_t speed;
	uint8_t cas; /* mask: bit 2 is CL2, 3 is CL2.5, 4 is CL3 */
	uint8_t cycle[3], access[3];
	uint8_t trp, trrd, trcd, tras, trc, trfc;
	uint8_t setup[4], skew, hold_skew;
} speeds[] = {
	{200,
	 0x04,
	 {0xa0, 0, 0},
	 {0x80, 0, 0},
	 80,
	 60,
	 80,
	 50,
	 70,
	 80,
	 {0xb0, 0xb0, 0x60, 0x60},
	 0x3c,
	 0xa0},
	{266,
	 0x0c,
	 {0x75, 0xa0, 0},
	 {0x75, 0x75, 0},
	 80,
	 60,
	 80,
	 45,
	 65,
	 75,
	 {0x90, 0x90, 0x50, 0x50},
	 0x32,
	 0x75},
	{333,
	 0x0c,
	 {0x60, 0x75, 0},
	 {0x70, 0x70, 0},
	 72,
	 48,
	 72,
	 42,
	 60,
	 72,
	 {0x75, 0x75, 0x45, 0x45},
	 0x2d,
	 0x55},
	{400,
	 0x1c,
	 {0x50, 0x60, 0x75},
	 {0x70, 0x70, 0x75},
	 60,
	 40,
	 60,
	 40,
	 55,
	 70,
	 {0x60, 0x60, 0x40, 0x40},
	 0x28,
	 0x50},
};

static unsigned log2_of(unsigned n)
{
	unsigned bits = 0;

	while (n > 1) {
		n >>= 1;
		bits++;
	}
	return bits;
}

/* Bits of one chip as a power of two: 26 is 64 Mbit. */
static unsigned chip_bits(const struct spd_geometry *g)
{
	return g->rows + g->columns + log2_of(g->banks) + log2_of(g->width);
}

static bool legal(const struct spd_geometry *g)
{
	bool power = (g->banks == 2 || g->banks == 4) && (g->ranks == 1 || g->ranks == 2) &&
		     (g->width == 4 || g->width == 8 || g->width == 16);

	return power && g->rows >= 11 && g->rows <= 14 && g->columns >= 8 && g->columns <= 12 &&
	       chip_bits(g) >= 24 && chip_bits(g) <= 30;
}

static unsigned rank_mib(unsigned rows, unsigned columns, unsigned banks)
{
	uint64_t bytes = (UINT64_C(8) << (rows + columns)) * banks;

	return (unsigned)(bytes >> 20);
}

/* Byte 31: bit 2 is 16 MiB ... bit 7 is 512 MiB, then bit 0 is 1 GiB and bit 1 is 2 GiB. */
static uint8_t density(unsigned mib)
{
	unsigned n = log2_of(mib);

	return (uint8_t)(1u << (n >= 10 ? n - 10 : n - 2));
}

uint8_t spd_checksum(const uint8_t spd[SPD_BYTES])
{
	uint8_t sum = 0;

	for (unsigned n = 0; n < SPD_CHECKSUM; n++)
		sum = (uint8_t)(sum + spd[n]);
	return sum;
}

static void put_timing(const struct spd_speed *s, bool gigabit, uint8_t *spd)
{
	spd[SPD_CAS] = s->cas;
	spd[SPD_CYCLE] = s->cycle[0];
	spd[SPD_ACCESS] = s->access[0];
	spd[SPD_CYCLE_2] = s->cycle[1];
	spd[SPD_ACCESS_2] = s->access[1];
	spd[SPD_CYCLE_3] = s->cycle[2];
	spd[SPD_ACCESS_3] = s->access[2];
	spd[SPD_TRP] = s->trp;
	spd[SPD_TRRD] = s->trrd;
	spd[SPD_TRCD] = s->trcd;
	spd[SPD_TRAS] = s->tras;
	spd[SPD_TRC] = s->trc;
	spd[SPD_TRFC] = gigabit ? 120 : s->trfc;
	memcpy(spd + SPD_SETUP, s->setup, sizeof(s->setup));
	spd[SPD_CYCLE_MAX] = 0x30; /* 12 ns */
	spd[SPD_SKEW] = s->skew;
	spd[SPD_HOLD_SKEW] = s->hold_skew;
}

int spd_build(const struct spd_geometry *g, uint8_t spd[SPD_BYTES])
{
	const struct spd_speed *s = NULL;
	char part[19];

	for (size_t n = 0; n < sizeof(speeds) / sizeof(speeds[0]); n++) {
		if (speeds[n].speed == g->speed)
			s = &speeds[n];
	}
	if (!s || !legal(g))
		return -1;
	memset(spd, 0, SPD_BYTES);
	spd[SPD_USED] = 128;
	spd[SPD_EEPROM_SIZE] = 8;
	spd[SPD_TYPE] = TYPE_DDR;
	spd[SPD_ROWS] = g->rows;
	spd[SPD_COLUMNS] = g->columns;
	spd[SPD_RANKS] = g->ranks;
	spd[SPD_DATA_WIDTH] = 64;
	spd[SPD_VOLTAGE] = 4;				/* SSTL 2.5 V */
	spd[SPD_REFRESH] = g->rows >= 13 ? 0x82 : 0x80; /* self-refresh; 7.8 or 15.6 us */
	spd[SPD_WIDTH] = g->width;
	spd[SPD_COLUMN_DELAY] = 1;
	spd[SPD_BURSTS] = 0x0e; /* 2, 4, 8 */
	spd[SPD_BANKS] = g->banks;
	spd[SPD_CS_LATENCY] = 1;
	spd[SPD_WE_LATENCY] = 2;
	spd[SPD_MODULE] = 0x20; /* differential clock; neither registered nor buffered */
	spd[SPD_DEVICE] = 0xc0; /* concurrent and fast auto-precharge, strong driver only */
	put_timing(s, chip_bits(g) == 30, spd);
	spd[SPD_DENSITY] = density(rank_mib(g->rows, g->columns, g->banks));
	spd[SPD_REVISION] = 0x10;
	spd[SPD_CHECKSUM] = spd_checksum(spd);
	memset(spd + SPD_MAKER, 0, 8);
	snprintf(part, sizeof(part), "GS-DDR%u-%u", g->speed, spd_mib(spd));
	memset(spd + SPD_PART, ' ', 18);
	memcpy(spd + SPD_PART, part, strlen(part));
	spd[SPD_SERIAL + 3] = 1;
	return 0;
}

int spd_for_size(unsigned mib, unsigned speed, struct spd_geometry *g)
{
	/* Chips as they were sold, the usual ones first: rows, columns, width. */
	static const uint8_t chip[][3] = {
		{13, 10, 16}, {13, 9, 16}, {12, 9, 16}, {12, 8, 16},
		{13, 11, 8},  {13, 10, 8}, {12, 10, 8},
	};

	for (unsigned ranks = 1; ranks <= 2; ranks++) {
		for (size_t n = 0; n < sizeof(chip) / sizeof(chip[0]); n++) {
			if (rank_mib(chip[n][0], chip[n][1], 4) * ranks != mib)
				continue;
			*g = (struct spd_geometry){
				.rows = chip[n][0],
				.columns = chip[n][1],
				.width = chip[n][2],
				.banks = 4,
				.ranks = (uint8_t)ranks,
				.speed = (uint16_t)speed,
			};
			return 0;
		}
	}
	return -1;
}

unsigned spd_mib(const uint8_t spd[SPD_BYTES])
{
	unsigned rows = spd[SPD_ROWS] & 15, columns = spd[SPD_COLUMNS] & 15;

	if (rows < 11 || rows > 14 || columns < 8 || columns > 12 || spd[SPD_RANKS] < 1 ||
	    spd[SPD_RANKS] > 2 || (spd[SPD_BANKS] != 2 && spd[SPD_BANKS] != 4))
		return 0;
	return rank_mib(rows, columns, spd[SPD_BANKS]) * spd[SPD_RANKS];
}

int spd_load(const uint8_t *bytes, size_t size, uint8_t spd[SPD_BYTES], char *err, size_t err_size)
{
	if (size != 128 && size != SPD_BYTES) {
		snprintf(err, err_size,
			 "an SPD file has 128 or 256 bytes (the EEPROM's contents), this one %zu",
			 size);
		return -1;
	}
	memset(spd, 0xff, SPD_BYTES);
	memcpy(spd, bytes, size);
	if (spd[SPD_TYPE] != TYPE_DDR) {
		snprintf(err, err_size,
			 "SPD byte 2 is %02X: not DDR SDRAM (07), the only kind a Geode LX drives",
			 spd[SPD_TYPE]);
		return -1;
	}
	if (spd[SPD_CHECKSUM] != spd_checksum(spd)) {
		snprintf(
			err, err_size,
			"SPD byte 63 is %02X, but bytes 0 to 62 add up to %02X: the file is damaged",
			spd[SPD_CHECKSUM], spd_checksum(spd));
		return -1;
	}
	if (!spd_mib(spd)) {
		snprintf(err, err_size,
			 "SPD bytes 3, 4, 5, 17 (%u rows, %u columns, %u module banks, %u banks) "
			 "are no DDR module",
			 spd[SPD_ROWS], spd[SPD_COLUMNS], spd[SPD_RANKS], spd[SPD_BANKS]);
		return -1;
	}
	return 0;
}
