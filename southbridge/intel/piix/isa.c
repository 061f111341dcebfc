/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PIIX3 function 0: ISA bridge and PIRQ router. */
#include <arch/io.h>
#include <device/pci.h>
#include <device/pci_ids.h>
#include <tables/acpi.h>
#include "chip.h"
#include "piix.h"

#define PORT_92		   0x92
#define PORT_92_A20	   0x02
#define PORT_92_RESET	   0x01

/* Reset control register (82371SB data sheet, RC): hard reset of everything. */
#define PORT_RESET_CONTROL 0xcf9
#define RESET_CONTROL_HARD 0x06

static int scan(struct device *dev)
{
	const struct intel_piix3_isa_config *config = dev->node->config;

	dev->isa_cards = config->isa_slots;
	/* What nobody else claims goes to ISA. */
	device_add_fixed(dev, RES_IO | RES_SUBTRACTIVE, 0, 0x10000, "ISA");
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

static void acpi_fadt(const struct device *dev, struct acpi_fadt *fadt)
{
	(void)dev;
	fadt->reset_register = (struct acpi_gas){
		.space = ACPI_SPACE_IO,
		.bit_width = 8,
		.access = 1,
		.address = PORT_RESET_CONTROL,
	};
	fadt->reset_value = RESET_CONTROL_HARD;
	fadt->flags |= ACPI_FADT_RESET_REGISTER;
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
	.acpi_fadt = acpi_fadt,
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
