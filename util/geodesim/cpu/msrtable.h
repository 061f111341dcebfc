/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of the core's MSRs and the hooks behind it. */
#ifndef GEODESIM_CPU_MSRTABLE_H
#define GEODESIM_CPU_MSRTABLE_H

#include "frame/regs.h"

extern const struct reg_table msr_table;

typedef int msr_pre_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val);
typedef void msr_post_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);
typedef uint64_t msr_read_hook(struct reg_file *f, unsigned i, uint64_t val);

msr_read_hook msr_tsc_read, msr_segment_read, msr_segment_base_read, msr_dr_read, msr_gpr_read,
	msr_eflags_read, msr_cr0_read, msr_cr_read, msr_dc_data_read, msr_dc_tag_read,
	msr_real_tsc_read;
msr_post_write msr_tsc_write, msr_segment_write, msr_segment_base_write, msr_dr_write,
	msr_gpr_write, msr_eflags_write, msr_cr0_write, msr_regions_write, msr_dm_config_write,
	msr_dc_data_write, msr_dc_tag_write, msr_l2_write, msr_attention_write;
msr_pre_write msr_lock_write;

#endif
