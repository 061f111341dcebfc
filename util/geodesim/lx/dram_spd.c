/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a DDR module is, by its SPD bytes. */
#include "lx/dram.h"

/* Byte numbers: JEDEC standard 21-C, annex D. */
enum {
	SPD_TYPE = 2,
	SPD_ROWS = 3,
	SPD_COLUMNS = 4,
	SPD_RANKS = 5,
	SPD_DATA_WIDTH = 6,
	SPD_CYCLE = 9,
	SPD_REFRESH = 12,
	SPD_WIDTH = 13,
	SPD_BANKS = 17,
	SPD_CAS = 18,
	SPD_MODULE = 21,
	SPD_DEVICE = 22,
	SPD_CYCLE_2 = 23,
	SPD_CYCLE_3 = 25,
	SPD_TRP = 27,
	SPD_TRRD = 28,
	SPD_TRCD = 29,
	SPD_TRAS = 30,
	SPD_DENSITY = 31,
	SPD_TRC = 41,
	SPD_TRFC = 42,
	SPD_CYCLE_MAX = 43,
};

#define TYPE_DDR  7
#define TYPE_DDR2 8
#define NOT_GIVEN 0xff
#define MAX_SIZE  (UINT64_C(1) << 30) /* what one size code can say */

/* Nanoseconds and a fraction: tenths, or A to D for 0.25, 0.33, 0.66, 0.75. */
static uint32_t cycle_ps(uint8_t byte)
{
	static const uint16_t fraction[16] = {0,   100, 200, 300, 400, 500, 600, 700,
					      800, 900, 250, 330, 660, 750, 0,	 0};

	return byte == NOT_GIVEN ? 0 : (byte >> 4) * 1000u + fraction[byte & 15];
}

static uint32_t quarters_ps(uint8_t byte)
{
	return byte == NOT_GIVEN ? 0 : byte * 250u;
}

static uint32_t ns_ps(uint8_t byte)
{
	return byte == NOT_GIVEN ? 0 : byte * 1000u;
}

/* Mean interval of JEDEC's codes; 0 for codes it does not have. */
static uint32_t refresh_ps(uint8_t byte)
{
	static const uint32_t ns[] = {15625, 3906, 7812, 31250, 62500, 125000};
	unsigned code = byte & 0x7f;

	return code < sizeof(ns) / sizeof(ns[0]) ? ns[code] * 1000 : 0;
}

static unsigned log2_of(uint64_t n)
{
	unsigned bits = 0;

	while (n > 1) {
		n >>= 1;
		bits++;
	}
	return bits;
}

/* Bytes of one rank by byte 31: bit n is 4 MiB << n, but bits 1 and 0 are 2 and 1 GiB. */
static uint64_t rank_size(uint8_t density)
{
	unsigned code = density;

	if (density & (density - 1))
		return 0;
	if (code < 4)
		code <<= 8;
	return code ? code * (UINT64_C(4) << 20) : 0;
}

static const char *check(struct dram_spd *s)
{
	const uint8_t *b = s->bytes;

	if (b[SPD_TYPE] == TYPE_DDR2)
		return "DDR2 SDRAM";
	if (b[SPD_TYPE] != TYPE_DDR)
		return "not DDR SDRAM";
	if (b[SPD_MODULE] != NOT_GIVEN && (b[SPD_MODULE] & 3))
		return "registered or buffered";
	if (b[SPD_DATA_WIDTH] && b[SPD_DATA_WIDTH] != NOT_GIVEN && b[SPD_DATA_WIDTH] != 64 &&
	    b[SPD_DATA_WIDTH] != 72)
		return "not 64 bits wide";
	if (s->columns < 8 || s->columns > 12)
		return "column bits out of range";
	if (s->banks != 2 && s->banks != 4)
		return "not 2 or 4 component banks";
	if (s->ranks != 1 && s->ranks != 2)
		return "not 1 or 2 module banks";
	/* Tables built into firmware for soldered chips often say the size alone right. */
	if (s->rows < 11 || s->rows > 14) {
		uint64_t row = (UINT64_C(8) << s->columns) * s->banks;

		s->rows = (uint8_t)(rank_size(b[SPD_DENSITY])
					    ? log2_of(rank_size(b[SPD_DENSITY]) / row)
					    : 0);
	}
	if (s->rows < 11 || s->rows > 14)
		return "row bits out of range";
	s->size = (UINT64_C(8) << s->columns << s->rows) * s->banks * s->ranks;
	return s->size > MAX_SIZE ? "larger than 1 GiB" : NULL;
}

void dram_spd_decode(struct dram_spd *s, const uint8_t *b)
{
	static const uint8_t cycle[3] = {SPD_CYCLE, SPD_CYCLE_2, SPD_CYCLE_3};
	unsigned top;

	*s = (struct dram_spd){.bytes = b};
	if (!b)
		return;
	s->rows = b[SPD_ROWS];
	s->columns = b[SPD_COLUMNS];
	s->banks = b[SPD_BANKS];
	s->ranks = b[SPD_RANKS];
	s->width = b[SPD_WIDTH] & 0x7f;
	s->unusable = check(s);
	s->usable = !s->unusable;
	if (!s->usable)
		s->size = 0;
	s->devices = (s->width && s->width <= 64 ? 64 / s->width : 8) * (s->ranks == 2 ? 2 : 1);
	s->cas = b[SPD_CAS] == NOT_GIVEN ? 0 : b[SPD_CAS] & 0x7f;
	top = log2_of(s->cas);
	for (unsigned n = 0; n < 3 && s->cas && n <= top; n++) {
		if (s->cas >> (top - n) & 1)
			s->cycle_ps[top - n] = cycle_ps(b[cycle[n]]);
	}
	s->cycle_max_ps = quarters_ps(b[SPD_CYCLE_MAX]);
	s->trp = quarters_ps(b[SPD_TRP]);
	s->trrd = quarters_ps(b[SPD_TRRD]);
	s->trcd = quarters_ps(b[SPD_TRCD]);
	s->tras = ns_ps(b[SPD_TRAS]);
	s->trc = ns_ps(b[SPD_TRC]);
	if (!s->trc && s->tras && s->trp)
		s->trc = s->tras + s->trp;
	s->trfc = ns_ps(b[SPD_TRFC]);
	s->refresh = refresh_ps(b[SPD_REFRESH]);
	s->weak_driver = b[SPD_DEVICE] != NOT_GIVEN && (b[SPD_DEVICE] & 1);
}
