/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Geode LX: registers that tell of SMIs (GLD_MSR_SMI of each module, data book 33234H, 4.2.1, 6.x.1). Control bits
 * switch events off.
 */
#include <smm/hw.h>
#include <smm/modules.h>

#define GLCP_SMI	   0x4c002002  /* 6.14.1.3 */
#define GLCP_SMI_COMPANION 0x00100000u /* the companion's SMI signal, as it is now */

const struct smm_source smm_north_sources[SMM_DIVIL] = {
	[SMM_GLPCI] = {.msr = 0x50002002, .events = 0x003f, .status_high = false},
	[SMM_GLIU0] = {.msr = 0x10002002, .events = 0x001f, .status_high = true},
	[SMM_GLIU1] = {.msr = 0x40002002, .events = 0x001f, .status_high = true},
	[SMM_GLCP] = {.msr = GLCP_SMI, .events = 0x000f, .status_high = false},
	[SMM_DC] = {.msr = 0x80002002, .events = 0x1001ffff, .status_high = true},
};

bool smm_companion_active(void)
{
	return smm_rdmsr(GLCP_SMI) & GLCP_SMI_COMPANION;
}
