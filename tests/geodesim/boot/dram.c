/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The memory controller's registers from the DIMMs' SPD (LX data book, GLMC; JEDEC SPD). */
#include "boot.h"

#define MC_CF07	   0x20000018
#define MC_CF8F	   0x20000019
#define MC_CF1017  0x2000001a
#define DELAYS	   0x4c00000f

#define NOT_FITTED 0x1007 /* as after a reset */
#define QUARTER_NS 250

static u32 bits_log2(u32 val)
{
	u32 n = 0;

	while (val >>= 1)
		n++;
	return n;
}

/* Size in MiB of one module bank: bits 2-7 of byte 31 are 16-512 MiB, bit 0 is 1 GiB. */
static u32 bank_mib(const struct dimm *d)
{
	return d->spd[31] & 1 ? 1024 : (d->spd[31] & 0xfc) * 4u;
}

/* The DIMM's half of MC_CF07's high dword. */
static u32 geometry(const struct dimm *d, unsigned n)
{
	u32 mib, columns, banks, module_banks, size;

	if (!d->present)
		return NOT_FITTED;
	columns = d->spd[4];
	banks = d->spd[17];
	module_banks = d->spd[5];
	mib = bank_mib(d) * module_banks;
	if (columns < 7 || columns > 12 || (banks != 2 && banks != 4) || mib < 8 || mib > 1024)
		stop("DIMM geometry not supported\n");
	if (d->spd[3] + columns + bits_log2(banks) + 3 != 20 + bits_log2(bank_mib(d)))
		stop("SPD contradicts itself\n");
	size = bits_log2(mib) - 2;
	if (MISTAKE_IS(WRONG_COLUMNS))
		columns++;
	if (MISTAKE_IS(WRONG_COMPONENT_BANKS))
		banks = 2;
	if (MISTAKE_IS(WRONG_MODULE_BANKS))
		module_banks = 3 - module_banks;
	if (MISTAKE_IS(WRONG_SIZE))
		size++;
	if (MISTAKE_IS(RESERVED_SIZE))
		size = 9;
	if (MISTAKE_IS(SECOND_DIMM_MISSED) && n == 1)
		return NOT_FITTED;
	return size << 12 | (module_banks >> 1) << 8 | (banks >> 2) << 4 | (columns - 7);
}

static u32 slowest(const struct boot_info *info, unsigned byte)
{
	u32 a = info->dimm[0].present ? info->dimm[0].spd[byte] : 0;
	u32 b = info->dimm[1].present ? info->dimm[1].spd[byte] : 0;

	return a > b ? a : b;
}

/* The lowest CAS latency that every DIMM stands at this clock, as MC_CF8F codes it. */
static u32 cas_code(const struct boot_info *info)
{
	static const u8 code[7] = {0, 5, 2, 6, 3, 7, 4}; /* CL 1.5, 2, 2.5, 3, 3.5, 4 */
	u32 period = 60000 / info->glius;
	u32 usable = 0x7e;

	for (unsigned n = 0; n < 2; n++) {
		const struct dimm *d = &info->dimm[n];
		u32 good = 0;
		unsigned high;

		if (!d->present)
			continue;
		high = bits_log2(d->spd[18] & 0x7f);
		for (unsigned step = 0; step < 3 && step <= high; step++) {
			u32 cycle = spd_cycle(d, step);

			if (d->spd[18] >> (high - step) & 1 && cycle && cycle <= period)
				good |= 1u << (high - step);
		}
		usable &= good;
	}
	if (MISTAKE_IS(GLIU_TOO_FAST))
		return 6;
	if (!usable)
		stop("no common CAS latency\n");
	if (MISTAKE_IS(CAS_TOO_SHORT))
		return 2;
	for (unsigned bit = 1;; bit++) {
		if (usable >> bit & 1)
			return code[bit];
	}
}

/* Refresh interval in units of 16 clocks; byte 12 codes the average period. */
static u32 refresh_interval(const struct boot_info *info)
{
	static const u32 period_ns[6] = {15625, 3900, 7800, 31300, 62500, 125000};
	u32 least = 125000;

	for (unsigned n = 0; n < 2; n++) {
		const struct dimm *d = &info->dimm[n];
		u32 code = d->spd[12] & 0x7f;

		if (!d->present)
			continue;
		if (code > 5)
			stop("refresh rate not known\n");
		if (period_ns[code] < least)
			least = period_ns[code];
	}
	if (MISTAKE_IS(REFRESH_TOO_SLOW))
		least *= 4;
	if (MISTAKE_IS(REFRESH_OFF))
		return 0;
	return (u32)((u64)least * memory_khz(info) / 16000000);
}

static void timings(const struct boot_info *info)
{
	u32 ras = clocks(info, slowest(info, 30) * 1000);
	u32 rp = clocks(info, slowest(info, 27) * QUARTER_NS);
	u32 rcd = clocks(info, slowest(info, 29) * QUARTER_NS);
	u32 rrd = clocks(info, slowest(info, 28) * QUARTER_NS);
	u32 rc = clocks(info, slowest(info, 41) * 1000);
	u32 rfc = clocks(info, slowest(info, 42) * 1000);
	u32 wr = clocks(info, 15000);
	u32 cas = cas_code(info);
	u32 wtr = memory_khz(info) > 198000 ? 2 : 1;
	u32 rd_delay = info->glius <= 10 || MISTAKE_IS(READ_DELAY_WRONG) ? 3 : 4;

	if (rc < ras + rp)
		rc = ras + rp;
	if (!rfc)
		rfc = rc + 1;
	if (MISTAKE_IS(TRCD_TOO_SHORT))
		rcd--;
	if (MISTAKE_IS(TRP_TOO_SHORT))
		rp--;
	if (MISTAKE_IS(TRAS_TOO_SHORT))
		ras--;
	if (MISTAKE_IS(TRC_TOO_SHORT))
		rc--;
	if (MISTAKE_IS(TRRD_TOO_SHORT))
		rrd--;
	if (MISTAKE_IS(TRFC_TOO_SHORT))
		rfc--;
	if (MISTAKE_IS(TWR_TOO_SHORT))
		wr--;
	if (MISTAKE_IS(TWTR_TOO_SHORT))
		wtr--;
	msr_change(MC_CF8F, 0x7ff77fc0,
		   1ull << 40 | cas << 28 | rc << 24 | ras << 20 | rp << 16 | rcd << 12 | rrd << 8 |
			   wr << 6);
	if (MISTAKE_IS(REORDER_ENABLED))
		msr_change(MC_CF8F, 1ull << 40, 0);
	msr_change(MC_CF1017, 0x371f0000, (u64)wtr << 28 | rd_delay << 24 | rfc << 16);
}

/** dram_setup - geometry and timings; nothing is sent to the DRAM yet. */
void dram_setup(struct boot_info *info)
{
	u32 d0 = geometry(&info->dimm[0], 0), d1 = geometry(&info->dimm[1], 1);

	info->ram_mib = 0;
	for (unsigned n = 0; n < 2; n++) {
		if (info->dimm[n].present)
			info->ram_mib += bank_mib(&info->dimm[n]) * info->dimm[n].spd[5];
	}
	info->ram_pages = info->ram_mib * 256;
	msr_change(MC_CF07, 0xf117f11700fffff0ull,
		   (u64)d1 << 48 | (u64)d0 << 32 | refresh_interval(info) << 8 | 0x40);
	timings(info);
}

/**
 * dram_delays - drive strength and delays by the number of DRAM devices on the bus, as the
 * porting guide's table has them; one module in the first socket of a terminated bus has its own.
 */
void dram_delays(const struct boot_info *info)
{
	int fast = info->glius > 10, both = info->dimm[0].present && info->dimm[1].present;
	u32 devices = 0, hi;

	for (unsigned n = 0; n < 2; n++) {
		const struct dimm *d = &info->dimm[n];

		if (d->present)
			devices += 64 / (d->spd[13] & 0x7f) * d->spd[5];
	}
	if (info->dimm[0].present && !both)
		hi = 0xf2f100ff;
	else if (!both && devices <= 4)
		hi = fast ? 0x827100ff : 0x837100ff;
	else if (!both)
		hi = fast && devices > 8 ? 0x82710055 : fast ? 0x827100aa : 0x837100aa;
	else if (devices <= 8)
		hi = fast ? 0x82710000 : 0x837100a5;
	else if (devices <= 16)
		hi = fast ? 0xc27100a5 : 0x937100a5;
	else if (devices <= 24)
		hi = fast ? 0xb27100a5 : 0xb37100a5;
	else
		hi = fast ? 0xb2710000 : 0xb37100a5;
	if (!info->dimm[1].present)
		hi |= 1u << 23; /* SDCLK 1, 3, 5 off */
	if (MISTAKE_IS(DELAYS_NOT_ENABLED))
		hi &= 0x7fffffff;
	if (MISTAKE_IS(SECOND_DIMM_CLOCKS_OFF))
		hi |= 1u << 23;
	if (!MISTAKE_IS(DELAYS_FORGOTTEN))
		wrmsr(DELAYS, (u64)hi << 32 | 0x56960004);
}
