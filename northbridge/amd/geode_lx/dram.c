/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Geode LX: start-up of the DDR SDRAM (data book 33234H, 6.2; JESD79, 2.2; AMD application note 46959A, 2.0). */
#include <arch/cpu.h>
#include <arch/io.h>
#include <console/console.h>
#include <cpu/cpu.h>
#include <lib/errors.h>
#include "dram.h"
#include "geode_lx.h"

#define STABLE_CLOCKS_US 200 /* before CKE rises (JESD79, 2.2) */
#define DLL_WAIT_US	 3   /* 200 clocks, at 100 MHz 2 us */
#define DLL_WRITES	 5

static void change(uint32_t msr, uint64_t clear, uint64_t set)
{
	wrmsr(msr, (rdmsr(msr) & ~clear) | set);
}

/* A command to the modules is given by a bit that becomes 1. */
static void command(uint32_t bits)
{
	change(MC_CF07_DATA, 0, bits);
	change(MC_CF07_DATA, bits, 0);
}

static void write_plan(const struct geode_lx_plan *plan)
{
	static const uint32_t msrs[GEODE_LX_MC_REGISTERS] = {MC_CF07_DATA, MC_CF8F_DATA,
							     MC_CF1017_DATA};

	for (unsigned i = 0; i < GEODE_LX_MC_REGISTERS; i++)
		wrmsr(msrs[i], geode_lx_register(plan, i, rdmsr(msrs[i])));
}

int geode_lx_dram_start(const struct geode_lx_memory *memory, const struct geode_lx_plan *plan)
{
	(void)memory;
	wrmsr(GLCP_DELAY_CONTROLS, plan->delay_controls);
	write_plan(plan);
	delay_us(STABLE_CLOCKS_US);
	change(MC_CFCLK_DBUG, MC_CFCLK_MASK_CKE, 0);

	/* FORCE_PRE puts a precharge of all banks in front of the next command. */
	change(MC_CFCLK_DBUG, 0, MC_CFCLK_FORCE_PRE);
	command(MC_CF07_MSR_BA | MC_CF07_PROG_DRAM);
	change(MC_CFCLK_DBUG, MC_CFCLK_FORCE_PRE, 0);
	command(MC_CF07_RST_DLL | MC_CF07_PROG_DRAM);
	delay_us(DLL_WAIT_US);
	change(MC_CFCLK_DBUG, 0, MC_CFCLK_FORCE_PRE);
	command(MC_CF07_REF_TST);
	change(MC_CFCLK_DBUG, MC_CFCLK_FORCE_PRE, 0);
	command(MC_CF07_REF_TST);
	command(MC_CF07_PROG_DRAM);

	/* Idle address and control lines may float; sensitivity of the idle modes. */
	change(MC_CFCLK_DBUG, MC_CFCLK_TRISTATE_DIS, 0);
	wrmsr(MC_CF_PMCTR, MC_CF_PMCTR_VALUE);

	/* The DLL of the controller locks with the first writes, to a page that no OS gets. */
	for (uint32_t i = 0; i < DLL_WRITES; i++)
		write32(i * sizeof(uint32_t), 0);
	if ((rdmsr(GLCP_DELAY_CONTROLS) & DELAY_CONTROLS_DLL_MASK) == DELAY_CONTROLS_DLL_DEAD)
		return ERR_IO;
	return 0;
}

static int compare(uint32_t address, uint32_t wanted)
{
	const uint32_t found = read32(address);

	if (found == wanted)
		return 0;
	pr_err("RAM test: at %08x %08x was written, %08x is there\n", address, wanted, found);
	return ERR_IO;
}

/*
 * Data lines: a 1 and a 0 walk through both halves of the bus. Address lines: each power of two gets its own value, and
 * address 0 must not have changed; a line that is stuck, tied to another or not there mixes two of them up.
 */
int geode_lx_dram_test(uint32_t bytes)
{
	int err = 0;

	for (unsigned bit = 0; bit < 64 && !err; bit++) {
		const uint32_t address = bit < 32 ? 0 : 4;
		const uint32_t value = 1u << (bit & 31);

		write32(address, value);
		write32(address ^ 4, ~value);
		err = compare(address, value);
		if (!err)
			err = compare(address ^ 4, ~value);
	}
	write32(0, 0x55aa00ff);
	for (uint32_t address = 8; address < bytes && address; address <<= 1)
		write32(address, ~address);
	for (uint32_t address = 8; address < bytes && address && !err; address <<= 1)
		err = compare(address, ~address);
	return err ? err : compare(0, 0x55aa00ff);
}
