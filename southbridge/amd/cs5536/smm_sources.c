/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * CS5536: registers that tell of SMIs (GLD_MSR_SMI of each module, data book 33238G, chapter 6). In DIVIL and GLPCI_SB
 * control bits switch events on, in the others off.
 */
#include <smm/modules.h>

const struct smm_source smm_south_sources[SMM_SOURCES - SMM_DIVIL] = {
	[SMM_DIVIL - SMM_DIVIL] = {0x51400002, 0xfbff, true, true},
	[SMM_GLPCI_SB - SMM_DIVIL] = {0x51000002, 0x007f, false, true},
	[SMM_GLIU_SB - SMM_DIVIL] = {0x51010002, 0x000f, true, false},
	[SMM_USB - SMM_DIVIL] = {0x51200002, 0x0010, true, false},
};
