/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The I/O APIC (Intel 82093AA data sheet): its id, and for ACPI how the ISA interrupts reach it. */
#include <arch/cpu.h>
#include <arch/io.h>
#include <tables/acpi.h>
#include "chip.h"

#define IOAPIC_INDEX   0x00
#define IOAPIC_DATA    0x10

#define IOAPIC_ID      0x00
#define IOAPIC_VERSION 0x01

static uint32_t base(const struct device *dev)
{
	return (uint32_t)dev->node->reg[0].base;
}

static uint32_t read(const struct device *dev, uint32_t reg)
{
	write32(base(dev) + IOAPIC_INDEX, reg);
	return read32(base(dev) + IOAPIC_DATA);
}

/* Without a local APIC nobody takes its messages. */
static bool is_there(const struct device *dev)
{
	return cpuid(1).edx & CPUID_1_EDX_APIC && read(dev, IOAPIC_VERSION) != 0xffffffff;
}

static int init(struct device *dev)
{
	const struct intel_ioapic_config *config = dev->node->config;

	if (!is_there(dev))
		return 0;
	write32(base(dev) + IOAPIC_INDEX, IOAPIC_ID);
	write32(base(dev) + IOAPIC_DATA, (uint32_t)config->id << 24);
	return 0;
}

static void add_override(struct acpi_apics *apics, uint8_t irq, uint32_t gsi, uint8_t flags)
{
	if (apics->override_count < ACPI_MAX_OVERRIDES)
		apics->override[apics->override_count++] = (struct acpi_override){
			.isa_irq = irq,
			.flags = flags,
			.gsi = gsi,
		};
}

static void acpi_madt(const struct device *dev, struct acpi_apics *apics)
{
	const struct intel_ioapic_config *config = dev->node->config;

	if (!is_there(dev))
		return;
	apics->ioapic_id = config->id;
	apics->ioapic_address = base(dev);
	if (config->timer_pin)
		add_override(apics, 0, config->timer_pin, ACPI_IRQ_CONFORMS);
	/* Level interrupts that are no PCI links: to the OS an ISA IRQ is edge triggered otherwise. */
	for (unsigned i = 0; i < devtree_node_count; i++) {
		const struct dt_node *node = &devtree_nodes[i];

		for (unsigned k = 0; k < node->irq_count; k++) {
			if (node->irq[k].sense > IRQ_LEVEL_HIGH || (node->ops && node->ops->router))
				continue;
			add_override(apics, node->irq[k].irq, node->irq[k].irq,
				     node->irq[k].sense == IRQ_LEVEL_HIGH ? ACPI_IRQ_HIGH_LEVEL
									  : ACPI_IRQ_LOW_LEVEL);
		}
	}
}

const struct device_ops intel_ioapic_ops = {
	.init = init,
	.acpi_madt = acpi_madt,
};
