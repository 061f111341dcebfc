/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CS5536, ramstage: the IDE channel (data book 6.4), in the timing of one PIO mode for both drives. */
#include <stddef.h>
#include <arch/cpu.h>
#include <arch/io.h>
#include "chip.h"
#include "cs5536.h"
#include "ramstage.h"

#define CTRL_PPIDE	 0x00020000u /* writes to the data port are posted */
#define GLIU_IOD_BM0	 0x510100e0
#define IOD_IDE		 0x600000001f0ffff8ull /* 1F0h to 1F7h to the IDE controller and no more */
#define ATA_MSR_ERROR	 0x51300003
#define ERROR_DMA_ACCESS 0x100u /* a target abort for access to the registers during DMA */
#define ATAC_CH0_CFG	 0x51300010
#define CFG_CHANEN	 0x00000002u
#define CFG_CABLE	 0x00030000u /* 80 wires, drives 0 and 1 */
#define ATAC_CH0_DTC	 0x51300012
#define ATAC_CH0_CAST	 0x51300013
#define ATAC_CH0_ETC	 0x51300014
#define ETC_NO_UDMA	 0x03030000u

/* IRQ 14 comes in through GPIO2. */
#define GPIO_CLEAR_SHIFT 16
#define GPIO_IDE_IRQ	 (1u << 2)

/*
 * High nibble active time, low nibble recovery time, both in PCI clocks less one; then address set-up
 * time, clocks less one.
 */
static const struct {
	uint8_t data;
	uint8_t command;
	uint8_t setup;
} pio_timing[] = {
	{0x98, 0x99, 2}, {0x55, 0x92, 1}, {0x32, 0x90, 0}, {0x21, 0x22, 0}, {0x20, 0x20, 0},
};

static int enable(struct device *dev)
{
	const struct amd_cs5536_config *chip = cs5536_chip(dev)->node->config;
	const struct amd_cs5536_ide_config *config = dev->node->config;
	const uint32_t data = pio_timing[config->pio_mode].data;
	const uint32_t setup = pio_timing[config->pio_mode].setup;

	cs5536_msr_change(CS5536_BALL_OPTS_MSR, 0, CS5536_BALL_OPTS_IDE);
	/* A drive lets the line go while its interrupts are off: that must read as no interrupt. */
	outl(chip->gpio_base + GPIO_PU_EN, GPIO_IDE_IRQ << GPIO_CLEAR_SHIFT);
	outl(chip->gpio_base + GPIO_PD_EN, GPIO_IDE_IRQ);
	outl(chip->gpio_base + GPIO_IN_EN, GPIO_IDE_IRQ);
	outl(chip->gpio_base + GPIO_IN_AUX1_SEL, GPIO_IDE_IRQ);
	wrmsr(GLIU_IOD_BM0, IOD_IDE);
	cs5536_msr_change(GLPCI_SB_CTRL_MSR, 0, CTRL_PPIDE);
	cs5536_msr_change(ATA_MSR_ERROR, ERROR_DMA_ACCESS, 0);

	cs5536_msr_change(ATAC_CH0_DTC, 0xffff0000, data << 24 | data << 16);
	cs5536_msr_change(ATAC_CH0_CAST, 0xff0000f0,
			  (uint32_t)pio_timing[config->pio_mode].command << 24 | setup << 6 |
				  setup << 4);
	cs5536_msr_change(ATAC_CH0_ETC, 0xffff0000, ETC_NO_UDMA);
	cs5536_msr_change(ATAC_CH0_CFG, CFG_CABLE,
			  CFG_CHANEN | (config->cable_80_wires ? CFG_CABLE : 0));
	return 0;
}

const struct device_ops amd_cs5536_ide_ops = {
	.enable = enable,
	.smm_prepare = CONFIG(SMM_HANDLER) ? cs5536_smm_ide : NULL,
	.vsa2 = CONFIG(SMM_VSA2) ? &cs5536_vsa2_ide_ops : NULL,
};
