/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The start-up of DDR SDRAM in JEDEC's order (JESD79, power-up and initialisation) with the
 * commands of the memory controller (LX data book, MC_CF07_DATA, MC_CFCLK_DBUG).
 */
#include "boot.h"

#define MC_CF07	      0x20000018
#define MC_CF8F	      0x20000019
#define MC_CF1017     0x2000001a
#define MC_CFCLK_DBUG 0x2000001d
#define MC_PMCTR      0x20000020
#define DELAYS	      0x4c00000f

#define PROG_DRAM     0x00000001u
#define REF_TST	      0x00000008u
#define DLL_RESET     0x08000000u
#define EXTENDED      0x10000000u
#define MASK_CKE      0x300u
#define TRISTATE_DIS  0x1000u
#define FORCE_PRE     0x10000u

/* One command: the bits go to 1 and back to 0. */
HW void command(u32 bits)
{
	msr_change(MC_CF07, 0, bits);
	msr_change(MC_CF07, bits, 0);
}

static void load_extended_mode(void)
{
	if (MISTAKE_IS(NO_EMRS))
		return;
	if (MISTAKE_IS(DLL_DISABLED))
		msr_change(MC_CF07, 0, 1u << 24);
	if (MISTAKE_IS(WEAK_DRIVE))
		msr_change(MC_CF07, 0, 1u << 25);
	command(EXTENDED | PROG_DRAM);
}

static void load_mode(u32 dll_reset)
{
	command(dll_reset | PROG_DRAM);
}

static void precharge_all(int on)
{
	if (MISTAKE_IS(NO_PRECHARGE))
		return;
	if (on)
		msr_change(MC_CFCLK_DBUG, 0, FORCE_PRE);
	else
		msr_change(MC_CFCLK_DBUG, FORCE_PRE, 0);
}

static void refresh(void)
{
	command(REF_TST);
	delay_us(1);
}

static void commands(void)
{
	if (!MISTAKE_IS(CKE_LOW))
		msr_change(MC_CFCLK_DBUG, MASK_CKE, 0);
	delay_us(1); /* 400 ns before the first command */
	if (MISTAKE_IS(MODE_BEFORE_EXTENDED))
		load_mode(DLL_RESET);
	precharge_all(1);
	load_extended_mode();
	precharge_all(0);
	if (MISTAKE_IS(NO_DLL_WAIT)) /* one write for both: code from the ROM is slower than that */
		command(DLL_RESET | PROG_DRAM | REF_TST);
	else if (!MISTAKE_IS(MODE_BEFORE_EXTENDED))
		load_mode(MISTAKE_IS(NO_DLL_RESET) ? 0 : DLL_RESET);
	delay_us(10); /* 200 clocks are 1.5 us at 133 MHz */
	if (MISTAKE_IS(REFRESH_AFTER_MODE))
		load_mode(0);
	if (!MISTAKE_IS(NO_REFRESH)) {
		precharge_all(1);
		refresh();
		precharge_all(0);
		if (!MISTAKE_IS(ONE_REFRESH))
			refresh();
	}
	if (!MISTAKE_IS(REFRESH_AFTER_MODE))
		load_mode(MISTAKE_IS(DLL_RESET_LEFT) ? DLL_RESET : 0);
}

/** dram_start - from power-up to usable memory. The descriptors must lead to it already. */
void dram_start(const struct boot_info *info)
{
	if (MISTAKE_IS(DRAM_BEFORE_INIT))
		poke(0x100, 1);
	delay_us(200);
	commands();
	msr_change(MC_CFCLK_DBUG, TRISTATE_DIS, 0);
	wrmsr(MC_PMCTR, 0x20000000000ull);
	msr_change(MC_CF1017, 0, 0xd100); /* 209 clocks to leave power mode 1 */
	if (MISTAKE_IS(PROG_DRAM_LEFT))
		msr_change(MC_CF07, 0, PROG_DRAM);

	if (MISTAKE_IS(CAS_CHANGED))
		msr_change(MC_CF8F, 7ull << 28, 6ull << 28);

	/* The controller's DLL locks on writes. */
	for (unsigned i = 0; i < 5; i++)
		poke(i * 8, 0);
	if (!MISTAKE_IS(DLL_IGNORED) && (rdmsr(DELAYS) & 0x7ff) == 0x104)
		stop("the DRAM DLL did not start\n");
	if (info->dimm[1].present)
		post(0x7f);
	post(0x7e);
}
