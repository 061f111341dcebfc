/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PIIX3 function 1: IDE. Which channels are decoded, and their timing. */
#include <device/pci.h>
#include "chip.h"
#include "piix.h"

static const struct {
	uint16_t base, size;
} channel_ports[2][2] = {
	{{0x1f0, 8}, {0x3f6, 1}},
	{{0x170, 8}, {0x376, 1}},
};

static int scan(struct device *dev)
{
	const struct intel_piix3_ide_config *config = dev->node->config;
	const bool on[2] = {config->primary, config->secondary};

	for (unsigned i = 0; i < 2; i++) {
		for (unsigned k = 0; k < 2 && on[i]; k++)
			device_add_fixed(dev, RES_IO, channel_ports[i][k].base,
					 channel_ports[i][k].size, "IDE");
	}
	return 0;
}

static int enable(struct device *dev)
{
	const struct intel_piix3_ide_config *config = dev->node->config;
	uint16_t primary = config->primary_timing, secondary = config->secondary_timing;

	if (config->primary)
		primary |= PIIX_IDETIM_DECODE;
	if (config->secondary)
		secondary |= PIIX_IDETIM_DECODE;
	pci_write16(pci_address_of(dev), PIIX_IDETIM_PRIMARY, primary);
	pci_write16(pci_address_of(dev), PIIX_IDETIM_SECONDARY, secondary);
	return 0;
}

const struct device_ops intel_piix3_ide_ops = {
	.scan = scan,
	.enable = enable,
};
