/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Region configuration of the Geode LX: what is cached, and how writes are ordered, by phase of the boot.
 *
 * Before RAM car.S and cpu_cache_code() have their own: only the cache-as-RAM block and pages of code are cached.
 */
#include <arch/cpu.h>
#include <boot/region.h>
#include <cpu/geode_lx.h>

#define PAGE_SHIFT 12
#define UNCACHED   (RCONF_WS | RCONF_CD)

/*
 * RAM is write-back. Devices and everything from A0000h to FFFFFh are uncached and write-serialised: load misses
 * that wait behind PCI writes would lock the bus ("PCI deadlock", with DM_CONFIG0.MISSER). Writes to the flash are
 * discarded, also when a flash tool has not asked for them.
 */
static const struct policy {
	uint8_t ram;	/* RCONF_DEFAULT.SYSRC and RCONF_BYPASS */
	uint8_t device; /* RCONF_DEFAULT.DEVRC */
	uint8_t rom;	/* RCONF_DEFAULT.ROMRC */
	uint8_t legacy; /* each 16 KiB of RCONF_A0_BF, C0_DF, E0_FF */
} policies[] = {
	[GEODE_LX_PHASE_RAM] = {0, UNCACHED, RCONF_WP, UNCACHED},
	[GEODE_LX_PHASE_PAYLOAD] = {0, UNCACHED, RCONF_WP | UNCACHED, UNCACHED},
};

void geode_lx_set_regions(enum geode_lx_phase phase, uint32_t top)
{
	const struct policy *policy = &policies[phase];
	const uint64_t legacy = policy->legacy * 0x0101010101010101ull;

	wrmsr(RCONF_BYPASS_MSR, policy->ram | policy->ram << 8);
	wrmsr(RCONF_A0_BF_MSR, legacy);
	wrmsr(RCONF_C0_DF_MSR, legacy);
	wrmsr(RCONF_E0_FF_MSR, legacy);
	wrmsr(RCONF_DEFAULT_MSR, (uint64_t)policy->rom << 56 |
					 (uint64_t)(FLASH_BASE >> PAGE_SHIFT) << 36 |
					 (uint64_t)policy->device << 28 |
					 (uint64_t)((top - 1) >> PAGE_SHIFT) << 8 | policy->ram);
}
