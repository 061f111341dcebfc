/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What every CPU module (src/cpu/<name>) provides; Kconfig links exactly one.
 * In assembly it also provides cpu_car_setup: entered by a jump in flat 32-bit mode without a stack, makes
 * CONFIG_CAR_SIZE bytes at CONFIG_CAR_BASE work as memory, sets ESP to their end, keeps EBP and jumps to car_ready.
 */
#ifndef CPU_CPU_H
#define CPU_CPU_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Leaves cache-as-RAM; called once in romstage, on a stack in RAM. Nothing in the CAR block is needed
 * any more, and afterwards caching is on for RAM as the CPU wants it.
 */
void cpu_car_disable(void);

/*
 * Romstage, before RAM: this code in flash, which nobody reads as data, may run from the cache. What is not
 * possible is left out.
 */
void cpu_cache_code(uintptr_t start, uintptr_t end);

/* Rate of the time-stamp counter in kHz, found out without long delays; never 0. */
uint32_t cpu_tsc_khz(void);

/* Ramstage's set-up of the processor: caches, MSRs, errata. */
void cpu_init(void);

/*
 * Ramstage: on: the flash is read through the caches; off: it is not, as it must be when a payload takes over.
 */
void cpu_rom_cache(bool on);

/* Waits at least `us` microseconds by the time-stamp counter. */
void delay_us(uint32_t us);

#endif
