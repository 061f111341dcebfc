/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Geode LX: suspend to RAM (33234H, 5.5.2.16 and 6.2). Nobody may ask for memory any more: the display's timing stops,
 * the caches are written back; SMM lets the companion's SUSP# through.
 */
#include <arch/cpu.h>
#include <arch/io.h>
#include <smm/hw.h>
#include <smm/modules.h>
#include <smm/pci.h>

#define DISPLAY		 1
#define DC_BAR		 0x18
#define DC_UNLOCK	 0x00
#define DC_UNLOCK_KEY	 0x4758
#define DC_DISPLAY_CFG	 0x08
#define DISPLAY_CFG_TGEN 0x01u

#define SMM_CTL		 0x1301
#define SMM_CTL_SUSP_EN	 0x02

void geode_lx_suspend(uint16_t control, uint32_t value)
{
	const struct vpci_register *bar = vpci_find(&geode_lx_vpci[DISPLAY], DC_BAR);
	const uint32_t dc = bar ? bar->value : 0;
	uint32_t config = 0;

	if (dc) {
		config = read32(dc + DC_DISPLAY_CFG);
		write32(dc + DC_UNLOCK, DC_UNLOCK_KEY);
		write32(dc + DC_DISPLAY_CFG, config & ~DISPLAY_CFG_TGEN);
	}
	/* What it was comes back with RSM. */
	smm_wrmsr(SMM_CTL, smm_rdmsr(SMM_CTL) | SMM_CTL_SUSP_EN);
	wbinvd();
	geode_lx_sleep(control, value);
	if (dc) {
		write32(dc + DC_DISPLAY_CFG, config);
		write32(dc + DC_UNLOCK, 0);
	}
}
