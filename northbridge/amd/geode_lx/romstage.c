/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Geode LX, romstage: GeodeLink, the memory modules, and the descriptors that lead to them. */
#include <string.h>
#include <arch/cpu.h>
#include <arch/io.h>
#include <boot/context.h>
#include <console/console.h>
#include <lib/errors.h>
#include "chip.h"
#include "clocks.h"
#include "dram.h"
#include "geode_lx.h"
#include "memory_map.h"

#define MIB		 (1024u * 1024)

#define CMOS2_INDEX	 0x72
#define CMOS2_DATA	 0x73
#define CMOS2_DLL_RESETS 0x7f
#define CMOS2_COUNT	 0x0f
#define CMOS2_MARK	 0xd0
#define DLL_MAX_RESETS	 3u

static void change(uint32_t msr, uint64_t clear, uint64_t set)
{
	wrmsr(msr, (rdmsr(msr) & ~clear) | set);
}

static int early_init(const void *data)
{
	(void)data;
	/* "Quack": the arbiters keep a master that hits open pages. */
	change(GLIU0_ARB, GLIU_ARB_DACK_EN, GLIU_ARB_QUACK_EN);
	change(GLIU1_ARB, GLIU_ARB_DACK_EN, GLIU_ARB_QUACK_EN);
	change(GLIU1_PAE, GLIU1_PAE_ONE_REQUEST, 0);
	wrmsr(GLCP_TH_OD, GLCP_TH_OD_VALUE);
	return 0;
}

static void refused(const char *where, uint8_t address, uint8_t byte, uint8_t value,
		    const char *reason)
{
	pr_err("Memory module %s %02x: %s (SPD byte %u is %02x)\n", where, address, reason, byte,
	       value);
}

struct slots {
	uint8_t spd[GEODE_LX_SLOTS][SPD_SIZE];
	struct geode_lx_memory memory;
};

/* The description of what is in a slot, from its EEPROM or from the board's tree. */
static int read_spd(const struct amd_geode_lx_config *config, unsigned slot, uint8_t *spd)
{
	const uint8_t address = config->spd_address[slot];

	if (slot == 0 && config->soldered_spd[SPD_MEMORY_TYPE]) {
		memcpy(spd, config->soldered_spd, SPD_SIZE);
		return 0;
	}
	if (!DEVTREE_SPD_EEPROMS || !address)
		return ERR_NO_DEVICE;
	return chips_smbus_read(address, 0, spd, SPD_SIZE);
}

/* What can be used goes into the slots; everything else is named. */
static int read_modules(const struct amd_geode_lx_config *config, struct slots *slots)
{
	int result = ERR_NO_DEVICE;

	for (unsigned i = 0; i < GEODE_LX_SLOTS; i++) {
		struct ddr_module *module = &slots->memory.module[i];
		struct spd_refusal refusal = {0};
		int err = read_spd(config, i, slots->spd[i]);

		if (!err) {
			err = spd_decode(slots->spd[i], module, &refusal);
			if (err)
				refused("at", config->spd_address[i], refusal.byte, refusal.value,
					refusal.reason);
			else
				pr_debug("Memory module %u: %u MiB, %u rank(s)\n", i,
					 module->rank_mib * module->ranks, module->ranks);
		}
		slots->memory.present[i] = !err;
		if (err && err != ERR_NO_DEVICE)
			result = err;
	}
	return result;
}

static int plan_memory(const struct amd_geode_lx_config *config, struct slots *slots,
		       struct geode_lx_plan *plan)
{
	struct geode_lx_refusal refusal = {0};
	int unreadable, err;

	slots->memory.multiplier = geode_lx_clocks_of(rdmsr(GLCP_SYS_RSTPLL)).geodelink;
	slots->memory.terminated = config->ddr_terminated;
	unreadable = read_modules(config, slots);
	/* With one module less it may work. */
	for (unsigned tries = 0; tries <= GEODE_LX_SLOTS; tries++) {
		err = geode_lx_plan(&slots->memory, plan, &refusal);
		if (err != ERR_UNSUPPORTED)
			break;
		refused("at", config->spd_address[refusal.slot], refusal.byte,
			slots->spd[refusal.slot][refusal.byte], refusal.reason);
		slots->memory.present[refusal.slot] = false;
		unreadable = err;
	}
	return err ? unreadable : 0;
}

static void report(const struct geode_lx_plan *plan, uint32_t multiplier)
{
	const uint16_t *f = plan->field;

	pr_info("Memory: DDR%u, CL %u%s, %u-%u-%u-%u clocks\n",
		geode_lx_clock_mhz((uint8_t)multiplier), plan->cas / 2, plan->cas & 1 ? ".5" : "",
		f[GEODE_LX_ACT2CMD], f[GEODE_LX_PRE2ACT], f[GEODE_LX_ACT2PRE],
		f[GEODE_LX_ACT2ACTREF]);
}

/*
 * Erratum 34: only a full reset starts the delay-locked loop. How many there were in a row is kept in a byte of the
 * companion's second bank of CMOS RAM, which a reset leaves alone.
 */
static int dll_failed(void)
{
	uint8_t resets;

	outb(CMOS2_INDEX, CMOS2_DLL_RESETS);
	resets = inb(CMOS2_DATA);
	if ((resets & ~CMOS2_COUNT) != CMOS2_MARK)
		resets = CMOS2_MARK;
	pr_err("The DRAM's delay-locked loop does not start (erratum 34)\n");
	if ((resets & CMOS2_COUNT) == DLL_MAX_RESETS)
		return ERR_IO;
	outb(CMOS2_DATA, resets + 1);
	pr_notice("Attempt %u of %u with a full reset\n", (resets & CMOS2_COUNT) + 1u,
		  DLL_MAX_RESETS);
	console_uart_drain();
	chips_full_reset();
	return ERR_IO;
}

static void dll_works(void)
{
	outb(CMOS2_INDEX, CMOS2_DLL_RESETS);
	outb(CMOS2_DATA, 0);
}

static int ram_init(const void *data, struct ram_info *ram)
{
	const struct amd_geode_lx_config *config = data;
	struct geode_lx_plan plan;
	struct slots slots = {0};
	uint32_t bytes;
	int err = plan_memory(config, &slots, &plan);

	if (err)
		return err;
	report(&plan, slots.memory.multiplier);
	geode_lx_map_base();
	err = geode_lx_dram_start(&slots.memory, &plan);
	if (err)
		return dll_failed();
	dll_works();
	bytes = plan.total_mib * MIB;
	geode_lx_map_high(bytes);
	if (!CONFIG(ACPI_RESUME) || !context()->resuming)
		err = geode_lx_dram_test(bytes);
	ram->low_top = geode_lx_usable_top(bytes, config->framebuffer_mib);
	geode_lx_map_high((uint32_t)ram->low_top);
	return err;
}

const struct chip_romstage_ops amd_geode_lx_romstage_ops = {
	.early_init = early_init,
	.ram_init = ram_init,
};
