/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shared by the parts of the GLCP model. */
#ifndef GEODESIM_LX_GLCP_INTERNAL_H
#define GEODESIM_LX_GLCP_INTERNAL_H

#include "lx/glcp.h"

/* MSR indexes. */
enum {
	GLCP_DELAY = 0x0f,
	GLCP_RSTPLL = 0x14,
	GLCP_DOTPLL = 0x15,
	GLCP_REVID = 0x17,
	GLCP_CNT = 0x18,
	GLCP_LVL2 = 0x19,
	GLCP_TH_SD = 0x1c,
	GLCP_TH_SF = 0x1d,
	GLCP_TH_OD = 0x1e,
	GLCP_A20M = 0x31,
	GLCP_NMI = 0x32,
	GLCP_INIT = 0x33,
	GLCP_SMI = 0x2002,
};

extern const struct reg_table glcp_table;

/* Hooks of the table. */
void glcp_cnt_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);
void glcp_th_sd_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);
void glcp_th_sf_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);
void glcp_smi_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);
void glcp_a20m_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);
void glcp_nmi_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);
void glcp_init_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);
int glcp_rstpll_check(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val);
void glcp_rstpll_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);
uint64_t glcp_rstpll_read(struct reg_file *f, unsigned i, uint64_t val);
void glcp_dotpll_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);
uint64_t glcp_dotpll_read(struct reg_file *f, unsigned i, uint64_t val);
void glcp_delay_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);
uint64_t glcp_delay_read(struct reg_file *f, unsigned i, uint64_t val);

/* Power management (glcp_power.c). */
void glcp_power_init(struct glcp *g);
void glcp_power_reset(struct glcp *g);
uint32_t glcp_io_read(void *opaque, uint16_t port, unsigned size, unsigned flags);
void glcp_io_write(void *opaque, uint16_t port, unsigned size, uint32_t val, unsigned flags);
uint64_t glcp_now_ps(const struct glcp *g);

#endif
