/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decodes and checks the EEPROM contents of DDR SDRAM modules (JEDEC Standard 21-C, 4.1.2, annex D). */
#include <string.h>
#include <lib/errors.h>
#include <lib/spd.h>

#define TYPE_DDR	  7
#define TYPE_DDR2	  8
#define VOLTAGE_SSTL2	  4
#define BURST_OF_4	  0x04
#define ATTR_BUFFERED	  0x01
#define ATTR_REGISTERED	  0x02
#define CHIP_WEAK_DRIVER  0x01
#define CHIP_QFC	  0x02
#define REFRESH_SELF	  0x80
#define MODULE_WIDTH_BITS 64

/* What a DDR SDRAM chip can have at all (JESD79, tables of 64 Mbit to 1 Gbit parts). */
#define MIN_ROWS	  12
#define MAX_ROWS	  15
#define MIN_COLUMNS	  8
#define MAX_COLUMNS	  12

/* Average refresh interval by code, in ns: normal, and the reduced and extended ones. */
static const uint32_t refresh_ns[] = {15600, 3900, 7800, 31300, 62500, 125000};

/* Hundredths of a nanosecond by the low digit: tenths, or one of four fractions. */
static const uint8_t fraction_10ps[] = {0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 25, 33, 66, 75};

uint32_t spd_cycle_ps(uint8_t code)
{
	const unsigned digit = code & 0x0f;

	if (digit >= sizeof(fraction_10ps))
		return 0;
	/* 33 and 66 stand for thirds. */
	if (digit == 11 || digit == 12)
		return (code >> 4) * 1000u + (digit - 10) * 1000u / 3;
	return (code >> 4) * 1000u + fraction_10ps[digit] * 10u;
}

struct decoder {
	const uint8_t *spd;
	struct ddr_module *m;
	struct spd_refusal *refusal;
	int err;
};

/* Notes the first thing that is wrong. */
static void refuse(struct decoder *d, uint8_t byte, int err, const char *reason)
{
	if (d->err)
		return;
	d->err = err;
	*d->refusal = (struct spd_refusal){byte, d->spd[byte], reason};
}

static void check_kind(struct decoder *d)
{
	const uint8_t *spd = d->spd;
	uint8_t sum = 0;

	if (spd[SPD_MEMORY_TYPE] == TYPE_DDR2)
		refuse(d, SPD_MEMORY_TYPE, ERR_UNSUPPORTED, "DDR2 memory, not DDR");
	else if (spd[SPD_MEMORY_TYPE] != TYPE_DDR)
		refuse(d, SPD_MEMORY_TYPE, ERR_UNSUPPORTED, "not DDR memory");
	for (unsigned i = 0; i < SPD_CHECKSUM; i++)
		sum = (uint8_t)(sum + spd[i]);
	if (sum != spd[SPD_CHECKSUM])
		refuse(d, SPD_CHECKSUM, ERR_CHECKSUM, "wrong checksum of bytes 0 to 62");
	if (spd[SPD_WIDTH] == 72)
		refuse(d, SPD_WIDTH, ERR_UNSUPPORTED, "72 bits wide: made for error correction");
	if (spd[SPD_WIDTH] != MODULE_WIDTH_BITS || spd[SPD_WIDTH_HIGH])
		refuse(d, SPD_WIDTH, ERR_UNSUPPORTED, "not 64 bits wide");
	if (spd[SPD_CONFIGURATION])
		refuse(d, SPD_CONFIGURATION, ERR_UNSUPPORTED,
		       "made for parity or error correction");
	if (spd[SPD_VOLTAGE] != VOLTAGE_SSTL2)
		refuse(d, SPD_VOLTAGE, ERR_UNSUPPORTED, "not for 2.5 V (SSTL 2)");
	if (spd[SPD_ATTRIBUTES] & ATTR_REGISTERED)
		refuse(d, SPD_ATTRIBUTES, ERR_UNSUPPORTED, "a registered module");
	if (spd[SPD_ATTRIBUTES] & ATTR_BUFFERED)
		refuse(d, SPD_ATTRIBUTES, ERR_UNSUPPORTED, "a buffered module");
	if (!(spd[SPD_BURST_LENGTHS] & BURST_OF_4))
		refuse(d, SPD_BURST_LENGTHS, ERR_UNSUPPORTED, "no bursts of 4");
}

/*
 * Byte 31 has one bit for each size of a rank: 4 MiB times the bit's value from bit 2 on (16 MiB), and 1 and 2 GiB in
 * bits 0 and 1.
 */
static unsigned rank_size_bit(uint32_t mib)
{
	for (unsigned bit = 2; bit < 8; bit++) {
		if (mib == 4u << bit)
			return bit;
	}
	return mib == 1024 ? 0 : mib == 2048 ? 1 : 8;
}

static void geometry(struct decoder *d)
{
	const uint8_t *spd = d->spd;
	struct ddr_module *m = d->m;
	uint32_t mib;

	m->rows = spd[SPD_ROWS];
	m->columns = spd[SPD_COLUMNS];
	m->ranks = spd[SPD_RANKS];
	m->banks = spd[SPD_BANKS];
	m->chip_width = spd[SPD_CHIP_WIDTH];
	if (m->rows & 0xf0 || m->columns & 0xf0 || m->chip_width & 0x80) {
		uint8_t byte = m->rows & 0xf0	   ? SPD_ROWS
			       : m->columns & 0xf0 ? SPD_COLUMNS
						   : SPD_CHIP_WIDTH;

		refuse(d, byte, ERR_UNSUPPORTED, "the ranks differ");
	}
	if (m->rows < MIN_ROWS || m->rows > MAX_ROWS)
		refuse(d, SPD_ROWS, ERR_CORRUPT, "no number of row address bits");
	if (m->columns < MIN_COLUMNS || m->columns > MAX_COLUMNS)
		refuse(d, SPD_COLUMNS, ERR_CORRUPT, "no number of column address bits");
	if (m->ranks < 1 || m->ranks > 2)
		refuse(d, SPD_RANKS, ERR_UNSUPPORTED, "not one or two ranks");
	if (m->banks != 2 && m->banks != 4)
		refuse(d, SPD_BANKS, ERR_UNSUPPORTED, "not two or four banks");
	if (m->chip_width != 4 && m->chip_width != 8 && m->chip_width != 16 && m->chip_width != 32)
		refuse(d, SPD_CHIP_WIDTH, ERR_CORRUPT, "no width of a chip");
	if (d->err)
		return;
	m->chips = (uint8_t)(MODULE_WIDTH_BITS / m->chip_width * m->ranks);
	/* A column is 8 bytes. */
	mib = (8u * m->banks << (m->rows + m->columns - 20));
	m->rank_mib = (uint16_t)mib;
	if (spd[SPD_RANK_SIZE] != 1u << rank_size_bit(mib))
		refuse(d, SPD_RANK_SIZE, ERR_CORRUPT,
		       "not the rank's size by its rows, columns and banks");
}

static void cas_latencies(struct decoder *d)
{
	static const uint8_t cycle_byte[] = {SPD_CYCLE_CL_MAX, SPD_CYCLE_CL_MAX_05,
					     SPD_CYCLE_CL_MAX_10};
	const uint8_t *spd = d->spd;
	const uint8_t mask = spd[SPD_CAS_LATENCIES];
	unsigned highest = 0;

	if (!mask || mask & 0x80) {
		refuse(d, SPD_CAS_LATENCIES, ERR_CORRUPT, "no set of CAS latencies");
		return;
	}
	for (unsigned bit = 0; bit < 7; bit++) {
		if (mask >> bit & 1)
			highest = bit;
	}
	if (!spd_cycle_ps(spd[SPD_CYCLE_CL_MAX]))
		refuse(d, SPD_CYCLE_CL_MAX, ERR_CORRUPT, "no cycle time");
	/* Bit 0 is CL 1, each bit half a clock more. There are cycle times for the three highest latencies. */
	for (unsigned down = 0; down < 3 && down <= highest; down++) {
		const unsigned bit = highest - down;

		if (mask >> bit & 1)
			d->m->cycle_ps[CAS_MIN + bit] = spd_cycle_ps(spd[cycle_byte[down]]);
	}
}

/*
 * tRFC of a chip whose SPD, written by revision 0.0, does not have it: 75 ns up to 512 Mbit, 120 ns above (JESD79,
 * table 11, the slowest grades).
 */
static uint32_t usual_trfc_ps(const struct ddr_module *m)
{
	const uint32_t chip_mbit = (uint32_t)m->rank_mib * m->chip_width / 8;

	return chip_mbit > 512 ? 120000 : 75000;
}

static uint32_t given_ns(uint8_t value)
{
	return value == 0xff ? 0 : value * 1000u;
}

/* Bytes 27 to 29 and 43 count quarters, 30, 41 and 42 whole nanoseconds. */
static void times(struct decoder *d)
{
	static const uint8_t must_be[] = {SPD_TRP, SPD_TRRD, SPD_TRCD, SPD_TRAS};
	const uint8_t *spd = d->spd;
	struct ddr_module *m = d->m;
	const uint8_t refresh = spd[SPD_REFRESH] & (uint8_t)~REFRESH_SELF;

	for (unsigned i = 0; i < sizeof(must_be); i++) {
		if (spd[must_be[i]] == 0 || spd[must_be[i]] == 0xff)
			refuse(d, must_be[i], ERR_CORRUPT, "no time");
	}
	if (refresh >= sizeof(refresh_ns) / sizeof(refresh_ns[0])) {
		refuse(d, SPD_REFRESH, ERR_CORRUPT, "no refresh interval");
		return;
	}
	m->trefi_ps = refresh_ns[refresh] * 1000;
	m->trp_ps = spd[SPD_TRP] * 250u;
	m->trrd_ps = spd[SPD_TRRD] * 250u;
	m->trcd_ps = spd[SPD_TRCD] * 250u;
	m->tras_ps = spd[SPD_TRAS] * 1000u;
	m->trc_ps = given_ns(spd[SPD_TRC]);
	if (m->trc_ps < m->tras_ps + m->trp_ps)
		m->trc_ps = m->tras_ps + m->trp_ps;
	m->trfc_ps = given_ns(spd[SPD_TRFC]);
	if (!m->trfc_ps)
		m->trfc_ps = usual_trfc_ps(m);
	m->longest_cycle_ps = spd[SPD_CYCLE_MAX] == 0xff ? 0 : spd[SPD_CYCLE_MAX] * 250u;
	m->weak_driver = spd[SPD_CHIP_ATTRIBUTES] & CHIP_WEAK_DRIVER;
	m->qfc = (spd[SPD_CHIP_ATTRIBUTES] & CHIP_QFC) != 0;
}

int spd_decode(const uint8_t spd[SPD_SIZE], struct ddr_module *module, struct spd_refusal *refusal)
{
	struct decoder d = {spd, module, refusal, 0};

	memset(module, 0, sizeof(*module));
	check_kind(&d);
	geometry(&d);
	cas_latencies(&d);
	times(&d);
	return d.err;
}
