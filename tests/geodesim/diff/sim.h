/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The simulator's side: geodesim's processor in flat 32-bit user mode. */
#ifndef GEODESIM_DIFF_SIM_H
#define GEODESIM_DIFF_SIM_H

#include <stdio.h>

#include "diff.h"

struct sim;

/* NULL when out of memory. */
struct sim *sim_new(void);
void sim_free(struct sim *s);

/** sim_run - run a case from its initial state; everything it ends with goes to *r. */
void sim_run(struct sim *s, const struct diff_case *c, struct diff_result *r);

/** sim_coverage - print which opcodes all cases so far executed. */
void sim_coverage(struct sim *s, FILE *out);

#endif
