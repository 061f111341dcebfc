/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Geode LX, bootblock: the way to the companion's registers, and the start of the clocks.
 *
 * After power-on the PLLs are in bypass. Multipliers take effect with a reset of this chip (CHIP_RESET), which
 * leaves the companion and the software flags of GLCP_SYS_RSTPLL alone: a flag tells the second pass from the
 * first, so the reset happens once, whatever the PLLs do.
 */
#include <arch/cpu.h>
#include <console/console.h>
#include <cpu/cpu.h>
#include <device/chip.h>
#include <lib/errors.h>
#include <lib/spd.h>
#include "chip.h"
#include "clocks.h"
#include "geode_lx.h"
#include "timings.h"

/* PLLs lock while the reset holds; what is still to come after it is nothing, or it never comes. */
#define LOCK_STEP_US  10
#define LOCK_WAIT_US  1000
#define RESET_WAIT_US 10000

static int init(const void *data)
{
	const struct amd_geode_lx_config *config = data;

	wrmsr(GLPCI_EXT_MSR, (uint64_t)config->companion_device << EXT_MSR_COMPANION_SHIFT);
	return 0;
}

static void limit(uint8_t *steps, uint8_t most)
{
	if (most && *steps > most)
		*steps = most;
}

/* The cycle of the slowest module tells how fast GeodeLink may run. What does not answer is no module. */
static void limit_by_modules(const struct amd_geode_lx_config *config, uint8_t *geodelink)
{
	uint8_t code = config->soldered_spd[SPD_CYCLE_CL_MAX];

	if (code)
		limit(geodelink, geode_lx_multiplier_for(spd_cycle_ps(code)));
	for (unsigned i = 0; i < GEODE_LX_SLOTS; i++) {
		if (DEVTREE_SPD_EEPROMS && config->spd_address[i] &&
		    !chips_bootblock_smbus_read(config->spd_address[i], SPD_CYCLE_CL_MAX, &code, 1))
			limit(geodelink, geode_lx_multiplier_for(spd_cycle_ps(code)));
	}
}

static struct geode_lx_clocks wanted(const struct amd_geode_lx_config *config, uint64_t rstpll)
{
	struct geode_lx_clocks clocks = geode_lx_clocks_of(rstpll);

	if (config->cpu_mhz)
		clocks.core = geode_lx_clock_steps(config->cpu_mhz);
	if (config->geodelink_mhz)
		clocks.geodelink = geode_lx_clock_steps(config->geodelink_mhz);
	limit(&clocks.core, geode_lx_clock_steps(CONFIG_GEODE_LX_MAX_CPU_MHZ));
	limit(&clocks.geodelink, geode_lx_clock_steps(CONFIG_GEODE_LX_MAX_GEODELINK_MHZ));
	limit_by_modules(config, &clocks.geodelink);
	/* The core must not be slower than GeodeLink (AMD application note 46959A). */
	limit(&clocks.geodelink, clocks.core);
	return clocks;
}

static int second_pass(uint64_t rstpll)
{
	const struct geode_lx_clocks clocks = geode_lx_clocks_of(rstpll);

	for (uint32_t waited = 0; waited < LOCK_WAIT_US; waited += LOCK_STEP_US) {
		if ((rdmsr(GLCP_SYS_RSTPLL) & RSTPLL_LOCKS) == RSTPLL_LOCKS) {
			pr_debug("Reset reason: clocks, CPU %u MHz, GeodeLink %u MHz\n",
				 geode_lx_clock_mhz(clocks.core),
				 geode_lx_clock_mhz(clocks.geodelink));
			return 0;
		}
		delay_us(LOCK_STEP_US);
	}
	pr_err("The PLLs do not lock (GLCP_SYS_RSTPLL %08x) at CPU %u MHz, GeodeLink %u MHz.\n",
	       (uint32_t)rdmsr(GLCP_SYS_RSTPLL), geode_lx_clock_mhz(clocks.core),
	       geode_lx_clock_mhz(clocks.geodelink));
	return ERR_TIMEOUT;
}

static int start_clocks(const void *data)
{
	const struct amd_geode_lx_config *config = data;
	const uint64_t rstpll = rdmsr(GLCP_SYS_RSTPLL);
	struct geode_lx_clocks clocks;

	if (rstpll & RSTPLL_SWFLAGS)
		return second_pass(rstpll);
	clocks = wanted(config, rstpll);
	pr_info("Clocks to %u/%u MHz: reset\n", geode_lx_clock_mhz(clocks.core),
		geode_lx_clock_mhz(clocks.geodelink));
	console_uart_drain();
	wrmsr(GLCP_SYS_RSTPLL, geode_lx_clocks_word(rstpll, clocks, config->pll_hold));
	delay_us(RESET_WAIT_US);
	pr_err("The reset for the clocks does not come: going on at the clocks there are.\n");
	return ERR_TIMEOUT;
}

const struct chip_bootblock_ops amd_geode_lx_bootblock_ops = {
	.init = init,
	.start_clocks = start_clocks,
};
