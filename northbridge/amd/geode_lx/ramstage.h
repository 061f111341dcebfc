/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the Geode LX's ramstage share. */
#ifndef GEODE_LX_RAMSTAGE_H
#define GEODE_LX_RAMSTAGE_H

#include <stdint.h>

/*
 * Sets up GLPCI (Geode LX data book 6.16) as bridge and arbiter, and opens memory to PCI bus masters:
 * 0 to 640 KiB, C0000h to 1 MiB and 1 MiB to low_top, a physical address. Cannot fail.
 */
void geode_lx_glpci_setup(uint32_t low_top);

/* Priorities and clock gating of the modules, once nobody switches their clocks any more. */
void geode_lx_tune_modules(void);

#endif
