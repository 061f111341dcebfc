/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shared by the parts of the GLMC model. */
#ifndef GEODESIM_LX_GLMC_INTERNAL_H
#define GEODESIM_LX_GLMC_INTERNAL_H

#include "lx/glmc.h"

/* MSR indexes. */
enum {
	MC_CF07 = 0x18,
	MC_CF8F = 0x19,
	MC_CF1017 = 0x1a,
	MC_CFCLK = 0x1d,
	MC_PM = 0x2004,
};

/* MC_CF07_DATA. */
#define CF07_PROG_DRAM	UINT64_C(0x1)
#define CF07_REF_TST	UINT64_C(0x8)
#define CF07_REF_INT	UINT64_C(0xffff00)
#define CF07_EMR_DLL	UINT64_C(0x1000000)
#define CF07_EMR_DRV	UINT64_C(0x2000000)
#define CF07_RST_DLL	UINT64_C(0x8000000)
#define CF07_MSR_BA	28 /* 2 bits */

/* MC_CFCLK_DBUG. */
#define CFCLK_MASK_CKE0 0x100
#define CFCLK_FORCE_PRE 0x10000

extern const struct reg_table glmc_table;

/* Hooks of the table (glmc_start.c). */
void glmc_cf07_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);
void glmc_cfclk_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);
void glmc_timing_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);

/** glmc_settings_changed - decode the layout anew, judge again, drop page pointers. */
void glmc_settings_changed(struct glmc *m);

/** glmc_refresh_changed - start or stop the decay of the contents. */
void glmc_refresh_changed(struct glmc *m);

/** glmc_decayed - the event: cells that nobody refreshed have lost their charge. */
void glmc_decayed(void *opaque, uint64_t due);

/** glmc_judge - name every setting that is wrong for what is in the sockets, once. */
void glmc_judge(struct glmc *m);

uint64_t glmc_now_ps(const struct glmc *m);
uint32_t glmc_period_ps(const struct glmc *m);

#endif
