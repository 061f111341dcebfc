/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the integer parts of the generator share. */
#ifndef GEODESIM_DIFF_GEN_INT_H
#define GEODESIM_DIFF_GEN_INT_H

#include "gen.h"

enum size { SIZE8, SIZE16, SIZE32 };

/* A random immediate of the operand size. */
void gen_immediate(struct gen *g, enum size size);

/* One unit: moves and conversions; string instructions; branches, calls and flag instructions. */
void gen_moves(struct gen *g);
void gen_strings(struct gen *g);
void gen_branches(struct gen *g);

#endif
