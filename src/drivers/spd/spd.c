/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names the memory modules that their SPD EEPROMs (JEDEC Standard 21-C, 4.1.2) tell of. */
#include <console/console.h>
#include "chip.h"

#define SPD_TYPE     2
#define SPD_TYPE_DDR 7

static int init(struct device *dev)
{
	const struct device *host = dev->parent;
	int type;

	if (!host->ops->smbus_read_byte)
		return 0;
	type = host->ops->smbus_read_byte(host, (uint8_t)dev->node->address, SPD_TYPE);
	if (type <= 0)
		pr_debug("SMBus %02x: no module data\n", dev->node->address);
	else
		pr_info("SMBus %02x: memory module of type %u%s\n", dev->node->address, type,
			type == SPD_TYPE_DDR ? " (DDR)" : "");
	return 0;
}

const struct device_ops jedec_spd_ops = {
	.init = init,
};
