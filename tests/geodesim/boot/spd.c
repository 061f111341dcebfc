/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the DIMMs say about themselves (JEDEC 4.1.2.4, appendix D: SPD of DDR SDRAM). */
#include "boot.h"

#define SPD_FIRST 0x50

/* Only these bytes are wanted: reading takes a while at 47 kHz. */
static const u8 wanted[] = {2,	3,  4,	5,  9,	12, 13, 17, 18, 21,
			    22, 23, 25, 27, 28, 29, 30, 31, 41, 42};

#ifdef BOARD_SPD
static const u8 soldered[64] = {BOARD_SPD};

static int spd_byte(unsigned n, u8 offset)
{
	return n == 0 ? soldered[offset] : -1;
}
#else
static int spd_byte(unsigned n, u8 offset)
{
	return smbus_read((u8)(SPD_FIRST + n), offset);
}
#endif

void spd_read(struct boot_info *info)
{
	for (unsigned n = 0; n < 2; n++) {
		struct dimm *d = &info->dimm[n];
		int type = spd_byte(n, 2);

		d->present = type >= 0;
		if (!d->present)
			continue;
		for (unsigned i = 0; i < sizeof(wanted); i++) {
			int val = spd_byte(n, wanted[i]);

			if (val < 0)
				stop("SPD does not answer\n");
			d->spd[wanted[i]] = (u8)val;
		}
		if (d->spd[2] != 7)
			stop("not DDR SDRAM\n");
		if ((d->spd[3] | d->spd[4]) & 0xf0 || d->spd[5] < 1 || d->spd[5] > 2 ||
		    d->spd[21] & 3)
			stop("DIMM not supported\n");
	}
	if (!info->dimm[0].present && !info->dimm[1].present)
		stop("no DIMM\n");
}

/**
 * spd_cycle - cycle time at the highest CAS latency less @steps halves, in ps; 0: not supported.
 */
u32 spd_cycle(const struct dimm *d, unsigned steps)
{
	static const u8 at[3] = {9, 23, 25};
	static const u16 part[6] = {250, 333, 667, 750, 0, 0}; /* low digits A-F */
	u8 val = steps < 3 ? d->spd[at[steps]] : 0;
	u32 low = val & 15;

	if (!val || val == 0xff)
		return 0;
	return (u32)(val >> 4) * 1000 + (low < 10 ? low * 100 : part[low - 10]);
}

/** spd_slowest_cycle - the shortest cycle that all DIMMs stand, in ps. */
u32 spd_slowest_cycle(const struct boot_info *info)
{
	u32 slowest = 0;

	for (unsigned n = 0; n < 2; n++) {
		u32 cycle = info->dimm[n].present ? spd_cycle(&info->dimm[n], 0) : 0;

		if (cycle > slowest)
			slowest = cycle;
	}
	return slowest;
}
