/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PIIX4 function 3: the power management block, and what ACPI says of it. */
#include <device/pci.h>
#include <tables/acpi.h>
#include "chip.h"
#include "piix.h"
#include "smbus.h"

/* In the power management block */
#define PM1_STATUS	 0x00
#define PM1_CONTROL	 0x04
#define PM_TIMER	 0x08
#define GPE0_STATUS	 0x0c

/* APM control port: the OS writes these to take power management over (QEMU, as SeaBIOS has it). */
#define APM_CONTROL	 0xb2
#define APM_ACPI_ENABLE	 0xf1
#define APM_ACPI_DISABLE 0xf0

static int scan(struct device *dev)
{
	const struct intel_piix4_pm_config *config = dev->node->config;

	device_add_fixed(dev, RES_IO, config->pm_base, PIIX4_PMBA_SIZE, "power management");
	device_add_fixed(dev, RES_IO, config->smbus_base, PIIX4_SMBBA_SIZE, "SMBus");
	if (config->gpe0_base)
		device_add_fixed(dev, RES_IO, config->gpe0_base, 4, "GPE0");
	return 0;
}

static int set_resources(struct device *dev)
{
	const struct intel_piix4_pm_config *config = dev->node->config;
	const pci_address address = pci_address_of(dev);

	pci_write32(address, PIIX4_PMBA, config->pm_base | 1u);
	pci_write32(address, PIIX4_SMBBA, config->smbus_base | 1u);
	return 0;
}

static int enable(struct device *dev)
{
	const pci_address address = pci_address_of(dev);

	pci_write8(address, PIIX4_PMREGMISC, PIIX4_PMIOSE);
	pci_write8(address, PIIX4_SMBHSTCFG, PIIX4_SMB_HST_EN);
	return 0;
}

static int smbus_read_byte(const struct device *dev, uint8_t slave, uint8_t command)
{
	const struct intel_piix4_pm_config *config = dev->node->config;

	return piix4_smbus_read_byte(config->smbus_base, slave, command);
}

static void acpi_fadt(const struct device *dev, struct acpi_fadt *fadt)
{
	const struct intel_piix4_pm_config *config = dev->node->config;

	fadt->sci_irq = dev->node->irq_count ? dev->node->irq[0].irq : 9;
	fadt->smi_command = APM_CONTROL;
	fadt->acpi_enable = APM_ACPI_ENABLE;
	fadt->acpi_disable = APM_ACPI_DISABLE;
	fadt->pm1a_event = config->pm_base + PM1_STATUS;
	fadt->pm1a_control = config->pm_base + PM1_CONTROL;
	fadt->pm_timer = config->pm_base + PM_TIMER;
	fadt->gpe0 = config->gpe0_base ? config->gpe0_base : config->pm_base + GPE0_STATUS;
	fadt->pm1_event_length = 4;
	fadt->pm1_control_length = 2;
	fadt->pm_timer_length = 4;
	fadt->gpe0_length = 4;
}

const struct device_ops intel_piix4_pm_ops = {
	.scan = scan,
	.set_resources = set_resources,
	.enable = enable,
	.acpi_fadt = acpi_fadt,
	.smbus_read_byte = smbus_read_byte,
};
