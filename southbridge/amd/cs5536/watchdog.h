/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CS5536: multi-function timer 0 as watchdog. base: the timers' LBAR. */
#ifndef CS5536_WATCHDOG_H
#define CS5536_WATCHDOG_H

#include <stdbool.h>
#include <stdint.h>

/* A reset of the system after so many seconds, at most 65535, unless somebody sets the counter back. */
void cs5536_watchdog_start(uint16_t base, uint16_t seconds);

/* No reset any more. The timer keeps its set-up until the next reset. */
void cs5536_watchdog_stop(uint16_t base);

bool cs5536_watchdog_running(uint16_t base);

#endif
