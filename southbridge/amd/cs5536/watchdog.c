/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * CS5536, ramstage: a watchdog out of multi-function timer 0 (data book 6.17), when the board wants one:
 * unless somebody sets its counter back in time, the system is reset. Otherwise all timers stay free.
 */
#include <arch/cpu.h>
#include <arch/io.h>
#include <console/console.h>
#include "chip.h"
#include "ramstage.h"
#include "watchdog.h"

#define MFGPT0_CMP2	   0x02
#define MFGPT0_CNT	   0x04
#define MFGPT0_SETUP	   0x06
#define SETUP_CNT_EN	   0x8000u
#define SETUP_EVENTS	   0x6000u /* write 1 to clear */
#define SETUP_CMP2_EVENT   0x0300u
#define SETUP_PRESCALE_1HZ 0x000fu /* 32768 Hz / 2^15 */
#define MFGPT_NR	   0x51400029
#define NR_RESET_0	   (1u << 24) /* comparator 2 of timer 0 resets the system */

void cs5536_watchdog_start(uint16_t base, uint16_t seconds)
{
	outw(base + MFGPT0_CNT, 0);
	outw(base + MFGPT0_CMP2, seconds);
	outw(base + MFGPT0_SETUP, SETUP_EVENTS | SETUP_CMP2_EVENT | SETUP_PRESCALE_1HZ);
	wrmsr(MFGPT_NR, rdmsr(MFGPT_NR) | NR_RESET_0);
	outw(base + MFGPT0_SETUP, SETUP_CNT_EN | SETUP_EVENTS);
}

void cs5536_watchdog_stop(uint16_t base)
{
	outw(base + MFGPT0_SETUP, SETUP_EVENTS);
	wrmsr(MFGPT_NR, rdmsr(MFGPT_NR) & ~(uint64_t)NR_RESET_0);
}

bool cs5536_watchdog_running(uint16_t base)
{
	return inw(base + MFGPT0_SETUP) & SETUP_CNT_EN;
}

static int init(struct device *dev)
{
	const struct amd_cs5536_watchdog_config *config = dev->node->config;
	const uint16_t base =
		((const struct amd_cs5536_config *)cs5536_chip(dev)->node->config)->mfgpt_base;

	if (!config->seconds)
		return 0;
	cs5536_watchdog_start(base, config->seconds);
	pr_info("watchdog: resets the system after %u s\n", config->seconds);
	return 0;
}

const struct device_ops amd_cs5536_watchdog_ops = {
	.init = init,
};
