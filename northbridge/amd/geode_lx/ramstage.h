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

struct dt_node;
struct smm_params;

/*
 * The SMI handler (smm_start.c): its memory, and what it must know; the display has a PCI header; SMIs of the
 * processor's GeodeLink reach it.
 */
int geode_lx_smm_prepare(const struct dt_node *node, struct smm_params *params);
int geode_lx_smm_display(const struct dt_node *node, struct smm_params *params);
void geode_lx_smm_enable(const struct dt_node *node);

/* Priorities and clock gating of the modules, once nobody switches their clocks any more. */
void geode_lx_tune_modules(void);

/* The parts in VSA2's start (vsa2.c). */
struct vsa2_ops;
extern const struct vsa2_ops geode_lx_vsa2_ops, geode_lx_vsa2_display_ops;

#endif
