/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * CS5536: suspend to RAM (33238G, 6.18). WORK_AUX switches everything off but RAM, which WORKING supplies. That the
 * machine suspends, and from which region it ran, is kept in the delay of WORKING: it is not enabled, and lies in the
 * standby domain.
 */
#include <smm/hw.h>
#include <smm/modules.h>
#include <smm/pci.h>
#include "cs5536.h"

#define ISA	   0
#define PMS_BAR	   0x20

#define PM_WKXD	   0x34
#define PM_RD	   0x38
#define PM_SSC	   0x54
#define ENABLE	   0x40000000u
#define WKXD_30_US 0x0001u
#define RD_3900_US 0x0080u /* the supplies rise before the reset ends */
#define SSC_CAUSES 0x0000ffffu

void cs5536_suspend(uint16_t control, uint32_t value)
{
	const uint16_t pms = (uint16_t)vpci_find(&cs5536_vpci[ISA], PMS_BAR)->value;
	const uint32_t wkd = smm_in(pms + PM_WKD, 4), wkxd = smm_in(pms + PM_WKXD, 4);

	smm_out(pms + PM_WKD, 4, PM_WKD_SUSPENDED | smm_image.params.region);
	smm_out(pms + PM_WKXD, 4, ENABLE | WKXD_30_US);
	smm_out(pms + PM_RD, 4, ENABLE | RD_3900_US);
	smm_out(pms + PM_SSC, 4, SSC_CAUSES);
	geode_lx_suspend(control, value);
	smm_out(pms + PM_WKD, 4, wkd);
	smm_out(pms + PM_WKXD, 4, wkxd);
}
