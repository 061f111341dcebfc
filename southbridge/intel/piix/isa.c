/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PIIX3 function 0: ISA bridge and PIRQ router. */
#include <arch/io.h>
#include <device/pci.h>
#include <device/pci_ids.h>
#include "chip.h"
#include "piix.h"

#define PORT_92	      0x92
#define PORT_92_A20   0x02
#define PORT_92_RESET 0x01

static int scan(struct device *dev)
{
	const struct intel_piix3_isa_config *config = dev->node->config;

	dev->isa_cards = config->isa_slots;
	return 0;
}

static int init(struct device *dev)
{
	const struct intel_piix3_isa_config *config = dev->node->config;

	pci_write8(pci_address_of(dev), PIIX_IORT, config->io_recovery);
	/* Address line 20 is open, whatever ran before. */
	outb(PORT_92, (uint8_t)((inb(PORT_92) | PORT_92_A20) & ~PORT_92_RESET));
	return 0;
}

static const struct irq_router_ops router = {
	.allowed_irqs = PIIX_PIRQ_ALLOWED,
	.pir_value = PIIX_PIRQRC_A,
	.pir_vendor = PCI_VENDOR_INTEL,
	.pir_device = PCI_DEVICE_INTEL_82371SB_ISA,
};

const struct device_ops intel_piix3_isa_ops = {
	.scan = scan,
	.init = init,
	.router = &router,
};

/* The router's node lies in the ISA bridge's; its interrupts are the routes of PIRQA..PIRQD. */
static int enable_router(struct device *dev)
{
	const struct device *bridge = dev->parent;

	for (unsigned i = 0; i < 4; i++) {
		uint8_t irq = i < dev->node->irq_count ? dev->node->irq[i].irq : 0;

		pci_write8(pci_address_of(bridge), PIIX_PIRQRC_A + i, irq ? irq : PIIX_PIRQRC_OFF);
	}
	return 0;
}

const struct device_ops intel_piix3_pirq_ops = {
	.enable = enable_router,
};
