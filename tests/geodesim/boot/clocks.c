/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Multipliers on record of several boards, set by hand as their firmware does: CLOCKS_HI. */
#include "numbers.h"

#define RSTPLL 0x4c000014

void boot_main(void)
{
	u64 pll = rdmsr(RSTPLL);

	companion_link();
	if (!((u32)pll & 0xfc000000)) {
		companion_setup();
		wrmsr(RSTPLL, (u64)CLOCKS_HI << 32 | 0x04de0000 | ((u32)pll & 0xfe) | 1);
		stop("no chip reset\n");
	}
	say_msr("RSTPLL", RSTPLL);
	say_core_clock();
	stop("end\n");
}
