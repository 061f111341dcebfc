/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Short ways for flat code. */
#ifndef GEODESIM_CPU_FAST_H
#define GEODESIM_CPU_FAST_H

#include "cpu/insn.h"

/** fast_form - a handler that does the same as fn for i (flat: under MODE_FLAT), or fn. */
cpu_handler fast_form(const struct insn *i, cpu_handler fn, bool flat);
/** op_block_end - the handler behind a block's last instruction: back to run_block(). */
void op_block_end(struct cpu *cpu, const struct insn *i);

#endif
