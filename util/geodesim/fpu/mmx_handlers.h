/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the MMX files offer each other. */
#ifndef GEODESIM_FPU_MMX_HANDLERS_H
#define GEODESIM_FPU_MMX_HANDLERS_H

#include "fpu/exec.h"

/* Moves, shuffles, EMMS, FEMMS and prefetches; NULL when i is none of them. */
const struct fpu_op *mmx_move_op(const struct insn *i);

#endif
