/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * CS5536, ramstage: power management (data book 6.18): the ACPI block, and the switch-off sequence.
 * The chip wants all of these registers written as 32 bits (errata 17 and 18).
 */
#include <arch/io.h>
#include <boot/context.h>
#include <tables/acpi.h>
#include "chip.h"
#include "cs5536.h"
#include "ramstage.h"

/* ACPI block */
#define PM1_CNT	       0x08
#define PM2_CNT	       0x0c
#define PM_TMR	       0x10
#define GPE0_STS       0x18
#define GPE0_EN	       0x1c
#define GPE0_LENGTH    8
#define PM1_CNT_SCI_EN 0x1u
#define PM1_EN_POWER   0x01000000u
#define PM1_STS_ALL    0x0000ffffu

#define PORT_92	       0x92
#define PORT_92_RESET  0x01 /* A20, bit 1, is off only until the reset */

/* Power management support block: delays of the switch-off sequence, in 3.58 MHz and 32 kHz clocks. */
#define PM_SCLK	       0x10
#define PM_SED	       0x14
#define PM_SIDD	       0x20
#define PM_WKXD	       0x34
#define PM_SSC	       0x54
#define PM_ENABLE      0x40000000u
#define SCLK_1_MS      0x0e00u
#define SED_5_MS       0x4601u
#define SIDD_10_MS     0x8c02u
#define WORK_4900_US   0x00a0u
#define SSC_CLEAR \
	0x0002ffffu /* clears all causes; after a power cut the power button starts the board */
#define SSC_POWER_BACK 0x0001ffffu /* after a power cut it starts by itself */

static const struct amd_cs5536_config *chip_config(const struct device *dev)
{
	return cs5536_chip(dev)->node->config;
}

/*
 * Nothing may wake or interrupt yet; then S5 is the one sleep state: clocks, inputs, WORK_AUX where the
 * board has it, and WORKING go off when the OS sets SLP_EN.
 */
static int enable(struct device *dev)
{
	const struct amd_cs5536_pm_config *config = dev->node->config;
	const uint16_t acpi = chip_config(dev)->acpi_base, pms = chip_config(dev)->pms_base;

	outl(acpi + PM1_CNT, 0);
	outl(acpi + PM2_CNT, 0);
	/* After a wake the OS wants to know what woke it. */
	if (!CONFIG(ACPI_RESUME) || !context()->resuming) {
		outl(acpi + PM1_STS, PM1_EN_POWER);
		outl(acpi + GPE0_EN, 0);
		outl(acpi + GPE0_STS, 0xffffffff);
		outl(acpi + PM1_STS, PM1_STS_ALL);
	}

	outl(pms + PM_SCLK, PM_ENABLE | SCLK_1_MS);
	outl(pms + PM_SED, SED_5_MS);
	outl(pms + PM_SIDD, PM_ENABLE | SIDD_10_MS);
	outl(pms + PM_WKXD, chip_config(dev)->work_aux ? PM_ENABLE | WORK_4900_US : WORK_4900_US);
	outl(pms + PM_WKD, PM_ENABLE | WORK_4900_US);
	outl(pms + PM_SSC, config->power_returns_on ? SSC_POWER_BACK : SSC_CLEAR);
	return 0;
}

/* There is no SMI that could switch to ACPI: it is on from the start. */
static int init(struct device *dev)
{
	outl(chip_config(dev)->acpi_base + PM1_CNT, PM1_CNT_SCI_EN);
	return 0;
}

/*
 * Port 92h resets the system where the SMI handler serves it (smm_legacy.c); without it no port does, and a
 * triple fault is what is left (LEG_IO).
 */
static void reset_register(struct acpi_fadt *fadt)
{
	if (!CONFIG(SMM_LEGACY))
		return;
	fadt->reset_register = (struct acpi_gas){
		.space = ACPI_SPACE_IO,
		.bit_width = 8,
		.access = 1,
		.address = PORT_92,
	};
	fadt->reset_value = PORT_92_RESET;
	fadt->flags |= ACPI_FADT_RESET_REGISTER;
}

/*
 * An OS writes the general purpose events byte by byte, which the chip does not take: they are there where the SMI
 * handler makes 32 bits of it (smm_acpi.c).
 */
static void acpi_fadt(const struct device *dev, struct acpi_fadt *fadt)
{
	const struct amd_cs5536_config *chip = chip_config(dev);

	fadt->sci_irq = dev->node->irq_count ? dev->node->irq[0].irq : 9;
	fadt->pm1a_event = chip->acpi_base + PM1_STS;
	fadt->pm1a_control = chip->acpi_base + PM1_CNT;
	fadt->pm_timer = chip->acpi_base + PM_TMR;
	fadt->pm1_event_length = 4;
	fadt->pm1_control_length = 2;
	fadt->pm_timer_length = 4;
	if (CONFIG(SMM_ACPI)) {
		fadt->gpe0 = chip->acpi_base + GPE0_STS;
		fadt->gpe0_length = GPE0_LENGTH;
	}
	/* The alarm of the clock is a fixed event; its day and month are where isa.c told the clock. */
	fadt->day_alarm = CS5536_RTC_DAY_ALARM;
	fadt->month_alarm = CS5536_RTC_MONTH_ALARM;
	fadt->flags &= ~ACPI_FADT_NO_FIXED_RTC;
	fadt->flags |= ACPI_FADT_TIMER_32_BIT;
	reset_register(fadt);
	if (!chip->power_button)
		fadt->flags |= ACPI_FADT_NO_POWER_BUTTON;
}

const struct device_ops amd_cs5536_pm_ops = {
	.enable = enable,
	.init = init,
	.acpi_fadt = acpi_fadt,
};
