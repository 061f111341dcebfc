/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The PLLs: the straps choose the speeds, lowered to what the DIMMs stand; taking them over resets
 * the chip (LX data book, GLCP_SYS_RSTPLL).
 */
#include "boot.h"

#define RSTPLL 0x4c000014
#define DONE   (1u << 26) /* software flag, kept over the reset */
#define LOCKED (3u << 24)

static u32 gliu_multiplier(u64 rstpll)
{
	return (u32)(rstpll >> 39 & 31) + 1;
}

/* The highest GLIU multiplier that memory stands: its cycle is 60000 ps / multiplier. */
static u32 highest_multiplier(u32 cycle_ps)
{
	u32 n = 12;

	while (n > 6 && n * cycle_ps > 60000)
		n -= 2;
	return n;
}

void pll_setup(struct boot_info *info)
{
	u64 val = rdmsr(RSTPLL);
	u32 n = gliu_multiplier(val);

	if (!((u32)val & DONE) && !MISTAKE_IS(PLL_NOT_RESET)) {
		u32 most = highest_multiplier(spd_slowest_cycle(info));
		u32 lo = (u32)val;

		if (n > most && !MISTAKE_IS(GLIU_TOO_FAST)) {
			val &= ~(31ull << 39);
			val |= (u64)(most - 1) << 39;
		}
		if (MISTAKE_IS(CORE_SLOWER_THAN_GLIU)) {
			val &= ~(31ull << 33);
			val |= 5ull << 33;
		}
		if (MISTAKE_IS(CORE_TOO_FAST)) {
			val &= ~(31ull << 33);
			val |= 17ull << 33;
		}
		lo &= ~0x00ff1800u;
		lo |= 0x00de6001 | (MISTAKE_IS(PLL_LOOP) ? 0 : DONE);
		if (MISTAKE_IS(PLL_HOLD_SHORT))
			lo &= ~0x00ff0000u;
		if (MISTAKE_IS(PLL_WITHOUT_RESET)) {
			wrmsr(RSTPLL, (val & 0xffffffff00000000ull) | (lo & ~1u & ~DONE));
			lo |= DONE;
		}
		post(0xa0);
		wrmsr(RSTPLL, (val & 0xffffffff00000000ull) | lo);
		stop("the chip was not reset\n");
	}
	if (((u32)val & LOCKED) != LOCKED && !MISTAKE_IS(PLL_NOT_RESET))
		stop("PLLs not locked\n");
	info->glius = n;
}

/** memory_khz - clock of the DRAM: half of the GLIU's. */
u32 memory_khz(const struct boot_info *info)
{
	return info->glius * 100000 / 6;
}

/** clocks - how many clocks of the DRAM last at least @ps picoseconds. */
u32 clocks(const struct boot_info *info, u32 ps)
{
	return (u32)(((u64)ps * memory_khz(info) + 999999999) / 1000000000);
}
