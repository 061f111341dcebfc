/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ramstage's part of System Management Mode. */
#ifndef SMM_LOAD_H
#define SMM_LOAD_H

#include <stdint.h>

/*
 * Loads the handler from the boot region into SMM memory and starts it. Returns 0 or the error of the step that failed;
 * then no SMI comes.
 */
int smm_load(void);

/* The processor's part (src/cpu): header_top: where it stores its state, all three linear and physical. */
void cpu_smm_enable(uint32_t base, uint32_t size, uint32_t header_top);

/* A software SMI with this EAX; returns EAX. */
uint32_t cpu_smm_call(uint32_t code);

#endif
