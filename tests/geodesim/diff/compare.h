/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether two results agree, and how to show that they do not. */
#ifndef GEODESIM_DIFF_COMPARE_H
#define GEODESIM_DIFF_COMPARE_H

#include <stdbool.h>
#include <stdio.h>

#include "diff.h"

/** compare_results - true when sim agrees with c->host in all that is defined. */
bool compare_results(const struct diff_case *c, const struct diff_result *sim);

/** compare_print - the case and every difference, in words. */
void compare_print(const struct diff_case *c, const struct diff_result *sim, FILE *out);

#endif
