/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The way back to an operating system that sleeps in RAM. */
#ifndef ARCH_WAKEUP_H
#define ARCH_WAKEUP_H

#include <stdint.h>

/* Enters the waking vector, a physical address below 1 MiB, in real mode (ACPI 2.0, 5.2.9). Uses memory at 600h. */
_Noreturn void wakeup(uint32_t vector);

#endif
