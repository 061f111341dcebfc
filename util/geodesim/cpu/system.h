/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Control registers, for instructions and other ways to change them. */
#ifndef GEODESIM_CPU_SYSTEM_H
#define GEODESIM_CPU_SYSTEM_H

#include <stdint.h>

struct cpu;

#define CR4_ALL 0x19cu /* PCE PGE PSE DE TSD: all this processor has */

/* Store a control or debug register with all consequences, without checks. */
void set_cr0(struct cpu *cpu, uint32_t v);
void set_cr3(struct cpu *cpu, uint32_t v);
void set_cr4(struct cpu *cpu, uint32_t v);
void set_dr6(struct cpu *cpu, uint32_t v);
void set_dr7(struct cpu *cpu, uint32_t v);

#endif
