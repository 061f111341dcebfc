/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PIIX3, bootblock: the whole flash is decoded, and the chips on the X-bus as the board has them. */
#include <device/pci_config.h>
#include "chip.h"
#include "piix.h"

static int init(const void *data)
{
	const struct intel_piix3_isa_config *config = data;
	uint16_t xbcs = PIIX_XBCS_RTC | PIIX_XBCS_KBC | PIIX_XBCS_COPROCESSOR |
			PIIX_XBCS_BIOS_LOWER | PIIX_XBCS_BIOS_EXTENDED;

	if (config->flash_write_enable)
		xbcs |= PIIX_XBCS_BIOS_WRITE;
	if (config->mouse_irq12)
		xbcs |= PIIX_XBCS_MOUSE_IRQ12;
	if (config->apic_chip_select)
		xbcs |= PIIX_XBCS_APIC;
	/* The tree has PIIX at 00:01.0, and nothing was scanned yet. */
	pci_write16(PCI_ADDRESS(0, 1, 0), PIIX_XBCS, xbcs);
	return 0;
}

const struct chip_bootblock_ops intel_piix3_isa_bootblock_ops = {
	.init = init,
};
