/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * CS5536, ramstage: NAND flash on the pins of IDE (data book 33238G, 6.6.2.9, 6.6.2.10, 6.19). A chip select gets a
 * page of memory addresses, where drivers find it by its LBAR; a board has either this or IDE.
 */
#include <stddef.h>
#include <arch/cpu.h>
#include <console/console.h>
#include <lib/errors.h>
#include "chip.h"
#include "cs5536.h"
#include "ramstage.h"

#define LBAR_FLSH0_MSR 0x51400010
#define FLSH_NAND_PAGE 0xfffff00700000000ull /* all of a page: memory, NAND, enabled */
#define NANDF_DATA_MSR 0x5140001b
#define NANDF_CTL_MSR  0x5140001c
#define CHIP_SELECTS   4u
#define WINDOW	       4096u

static const char *const blocks[CHIP_SELECTS] = {"NAND flash 0", "NAND flash 1", "NAND flash 2",
						 "NAND flash 3"};

static bool wanted(const struct device *dev, unsigned select)
{
	const struct amd_cs5536_flash_config *config = dev->node->config;

	return config->nand_selects & 1u << select;
}

static bool board_has_ide(void)
{
	for (unsigned i = 0; i < devtree_node_count; i++) {
		if (devtree_nodes[i].ops == &amd_cs5536_ide_ops)
			return true;
	}
	return false;
}

static int scan(struct device *dev)
{
	if (board_has_ide()) {
		pr_err("NAND flash and IDE share their pins: the board's tree has both\n");
		return ERR_INVALID;
	}
	for (unsigned i = 0; i < CHIP_SELECTS; i++) {
		if (wanted(dev, i))
			cs5536_block_add(cs5536_chip(dev), RES_MEM, WINDOW, blocks[i]);
	}
	return 0;
}

static int set_resources(struct device *dev)
{
	const struct amd_cs5536_flash_config *config = dev->node->config;
	int err = 0;

	if (board_has_ide())
		return ERR_INVALID;
	cs5536_msr_change(CS5536_BALL_OPTS_MSR, CS5536_BALL_OPTS_IDE, 0);
	wrmsr(NANDF_DATA_MSR, config->nand_data_timing);
	wrmsr(NANDF_CTL_MSR, config->nand_control_timing);
	for (unsigned i = 0; i < CHIP_SELECTS; i++) {
		const uint32_t base =
			wanted(dev, i) ? cs5536_block_base(cs5536_chip(dev), blocks[i]) : 0;

		if (base)
			wrmsr(LBAR_FLSH0_MSR + i, FLSH_NAND_PAGE | base);
		else if (wanted(dev, i))
			err = ERR_NO_SPACE;
	}
	return err;
}

const struct device_ops amd_cs5536_flash_ops = {
	.scan = scan,
	.set_resources = set_resources,
	.vsa2 = CONFIG(SMM_VSA2) ? &cs5536_vsa2_flash_ops : NULL,
};
