/* SPDX-License-Identifier: GPL-2.0-or-later */
/* i440FX, ramstage: the windows of PCI bus 0, and the memory map. */
#include <boot/context.h>
#include <lib/errors.h>
#include <lib/memmap.h>
#include "chip.h"

#define KIB		1024u
#define GIB_4		0x100000000ull

#define BASE_MEMORY_END (640 * KIB)
#define TABLES_START	0xf0000u /* the segment where an OS looks for tables */
#define TABLES_SIZE	(64 * KIB)
#define HIGH_MEMORY	0x100000u

static int scan(struct device *dev)
{
	const struct intel_i440fx_config *config = dev->node->config;
	const struct ram_info *ram = device_ram();

	if (config->io_window[0] > config->io_window[1] || ram->low_top > config->memory_window_end)
		return ERR_RANGE;
	device_add_window(dev, RES_IO, config->io_window[0], config->io_window[1]);
	device_add_window(dev, RES_MEM, ram->low_top, config->memory_window_end);
	/* Configuration mechanism 1 */
	device_add_fixed(dev, RES_IO, 0xcf8, 8, "PCI configuration");
	return 0;
}

static int memmap(const struct device *dev, const struct ram_info *ram, struct memmap *map)
{
	int err = memmap_add(map, 0, BASE_MEMORY_END, MEM_RAM);

	(void)dev;
	if (!err)
		err = memmap_add(map, TABLES_START, TABLES_SIZE, MEM_RESERVED);
	if (!err)
		err = memmap_add(map, HIGH_MEMORY, ram->low_top - HIGH_MEMORY, MEM_RAM);
	if (!err && ram->high_size)
		err = memmap_add(map, GIB_4, ram->high_size, MEM_RAM);
	return err;
}

const struct device_ops intel_i440fx_ops = {
	.scan = scan,
	.memmap = memmap,
};
