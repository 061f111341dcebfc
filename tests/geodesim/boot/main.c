/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The order of a boot: companion, SPD, PLL, processor, memory, the end of cache-as-RAM, test. */
#include "boot.h"

#define RSTPLL	    0x4c000014
#define SECOND_PASS 0xfc000000u /* software flags */

static void pattern_set(struct boot_info *info)
{
	for (u32 i = 0; i < sizeof(info->pattern) / 4; i++)
		info->pattern[i] = i * 0x01010101 ^ BOOT_MAGIC;
}

static int pattern_kept(const struct boot_info *info)
{
	for (u32 i = 0; i < sizeof(info->pattern) / 4; i++) {
		if (info->pattern[i] != (i * 0x01010101 ^ BOOT_MAGIC))
			return 0;
	}
	return 1;
}

void boot_main(void)
{
	struct boot_info info;

	companion_link();
	if (!((u32)rdmsr(RSTPLL) & SECOND_PASS))
		companion_setup();
	say_msr("\nRSTPLL", RSTPLL);
#ifdef BOOT_SMI
	smi_restarted();
#endif
	pattern_set(&info);
	spd_read(&info);
	pll_setup(&info);

	cpu_setup();
	if (MISTAKE_IS(CAR_ENDED_EARLY))
		leave_cache_as_ram();
	dram_setup(&info);
	if (!MISTAKE_IS(DESCRIPTORS_LATE))
		gliu_memory(&info);
	dram_delays(&info);
	dram_start(&info);
	say("DRAM started\n");
	cpu_regions(&info);
	leave_cache_as_ram();
	if (!pattern_kept(&info))
		stop("cache-as-RAM lost its data\n");
	say("cache-as-RAM left\n");
	cpu_caches();
	glpci_setup(&info);
#ifdef BOOT_SMI
	gliu_hidden_close();
	at_end(info.ram_mib);
#else
	memory_test(info.ram_mib, info.ram_pages);
#endif
}
