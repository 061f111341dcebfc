/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Geode LX, ramstage: the windows of PCI bus 0, the memory map, and the way from PCI to memory. */
#include <stddef.h>
#include <boot/context.h>
#include <device/device.h>
#include <lib/errors.h>
#include <lib/memmap.h>
#include <smm/vsa2.h>
#include "chip.h"
#include "ramstage.h"

#define KIB		  1024u

#define BASE_MEMORY_END	  (640 * KIB)
#define TABLES_START	  0xf0000u /* the segment where an OS looks for tables */
#define TABLES_SIZE	  (64 * KIB)
#define HIGH_MEMORY	  0x100000u
#define VIRTUAL_REGISTERS 0xac1c

static int scan(struct device *dev)
{
	const struct amd_geode_lx_config *config = dev->node->config;
	const struct ram_info *ram = device_ram();

	if (config->io_window[0] > config->io_window[1] ||
	    config->memory_window[0] > config->memory_window[1] ||
	    ram->low_top > config->memory_window[0])
		return ERR_RANGE;
	device_add_window(dev, RES_IO, config->io_window[0], config->io_window[1]);
	device_add_window(dev, RES_MEM, config->memory_window[0], config->memory_window[1]);
	/* Configuration mechanism 1; the companion never sees these ports. */
	device_add_fixed(dev, RES_IO, 0xcf8, 8, "PCI configuration");
	return 0;
}

/* Bus masters may reach memory from now on. */
static int set_resources(struct device *dev)
{
	(void)dev;
	geode_lx_glpci_setup((uint32_t)device_ram()->low_top);
	return 0;
}

static int init(struct device *dev)
{
	(void)dev;
	geode_lx_tune_modules();
	return 0;
}

static int memmap(const struct device *dev, const struct ram_info *ram, struct memmap *map)
{
	int err = memmap_add(map, 0, BASE_MEMORY_END, MEM_RAM);

	(void)dev;
	/* The block of cache-as-RAM is written there at every start, also when the OS wakes. */
	if (!err && CONFIG(ACPI_RESUME))
		err = memmap_add(map, CONFIG_CAR_BASE, CONFIG_CAR_SIZE, MEM_RESERVED);
	if (!err)
		err = memmap_add(map, TABLES_START, TABLES_SIZE, MEM_RESERVED);
	if (!err)
		err = memmap_add(map, HIGH_MEMORY, ram->low_top - HIGH_MEMORY, MEM_RAM);
	if (CONFIG(SMM_VSA2) && !err)
		err = memmap_add(map, VSA2_SMM_BASE, VSA2_RESERVED, MEM_RESERVED);
	return err;
}

const struct device_ops amd_geode_lx_ops = {
	.scan = scan,
	.set_resources = set_resources,
	.init = init,
	.memmap = memmap,
	.smm_prepare = CONFIG(SMM_HANDLER) ? geode_lx_smm_prepare : NULL,
	.smm_enable = CONFIG(SMM_HANDLER) ? geode_lx_smm_enable : NULL,
	.vsa2 = CONFIG(SMM_VSA2) ? &geode_lx_vsa2_ops : NULL,
};

/* The header that the SMI handler gives: its ports are those of the virtual registers, which drivers know. */
static int host_scan(struct device *dev)
{
	device_add_fixed(dev, RES_IO, VIRTUAL_REGISTERS, 4, "virtual registers");
	return 0;
}

const struct device_ops amd_geode_lx_host_ops = {
	.keep_decoding = true,
	.scan = host_scan,
};
