/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * CS5536, ramstage: the chip as the bridge to its PC parts (DIVIL) and the LPC bus, and what all its
 * modules share. PCI sees one function, its hardware header.
 */
#include <stddef.h>
#include <arch/cpu.h>
#include <arch/io.h>
#include <device/pci.h>
#include <device/pci_ids.h>
#include <lib/errors.h>
#include <devtree.h>
#include "chip.h"
#include "cs5536.h"
#include "ramstage.h"
#include "smbus.h"

/* Standard MSRs of a module (GLD_MSR_CONFIG, GLD_MSR_PM) and some of their own (data book 6.1 to 6.6 and 6.20). */
#define GLPCI_MSR_CONFIG    0x51000001
#define GLPCI_MSR_PM	    0x51000004
#define GLIU_MSR_PM	    0x51010004
#define USB_MSR_CONFIG	    0x51200001
#define ATA_MSR_CONFIG	    0x51300001
#define ATA_MSR_PM	    0x51300004
#define DIVIL_MSR_CONFIG    0x51400001
#define DIVIL_MSR_PM	    0x51400004
#define DIVIL_DMA_MAP	    0x51400040
#define DIVIL_RTC_DOMA	    0x51400055
#define DIVIL_RTC_MONA	    0x51400056
#define DIVIL_RTC_CEN	    0x51400057
#define ACC_MSR_CONFIG	    0x51500001
#define ACC_MSR_PM	    0x51500004
#define GLCP_MSR_PM	    0x51700004

/* A shutdown cycle of the processor, which follows a triple fault, resets the system. */
#define LEG_IO_RESET_SHUT   0x80000000u
/* The boot flash is no longer seen at F0000h: there is RAM. */
#define LEG_IO_F_REMAP	    0x04000000u

#define DMA_MAP_LPC	    0x7777u /* channels 0 to 3 serve the LPC bus */

/* Sizes of the blocks behind the LBARs */
#define SMBUS_SIZE	    8
#define GPIO_SIZE	    256
#define MFGPT_SIZE	    64
#define ACPI_SIZE	    64
#define PMS_SIZE	    128
#define IRQ_MAPPER_SIZE	    32

/* IRQs that the interrupt mapper can give an input: all but timer, cascade, clock and coprocessor. */
#define NO_OTHER_IRQS	    0

/* Compatible router in $PIR: National's CS5535, whose registers no OS touches. */
#define PIR_VENDOR_NATIONAL 0x100b
#define PIR_DEVICE_CS5535   0x002b
#define PIR_INTA	    1

/*
 * Where a PC starts in real mode, and an OS that knows no better way to reset jumps to: sets SOFT_RESET.
 * mov $DIVIL_SOFT_RESET_MSR, %ecx; xor %eax, %eax; cltd; inc %eax; wrmsr; hlt
 */
#define RESTART_ADDRESS	    0xffff0u
static const uint8_t restart_code[16] = {
	0x66,
	0xb9,
	DIVIL_SOFT_RESET_MSR & 0xff,
	DIVIL_SOFT_RESET_MSR >> 8 & 0xff,
	DIVIL_SOFT_RESET_MSR >> 16 & 0xff,
	DIVIL_SOFT_RESET_MSR >> 24,
	0x66,
	0x31,
	0xc0,
	0x66,
	0x99,
	0x66,
	0x40,
	0x0f,
	0x30,
	0xf4,
};

void cs5536_msr_change(uint32_t msr, uint32_t clear, uint32_t set)
{
	wrmsr(msr, (rdmsr(msr) & ~(uint64_t)clear) | set);
}

void cs5536_block_add(struct device *chip, uint16_t flags, uint32_t size, const char *name)
{
	device_add_resource(chip, flags, RES_NO_REGISTER, size)->name = name;
}

uint32_t cs5536_block_base(struct device *chip, const char *name)
{
	for (struct resource *res = chip->res; res; res = res->next) {
		if (res->name != name)
			continue;
		if (!(res->flags & RES_ASSIGNED))
			return 0;
		res->flags |= RES_FIXED | (res->flags & RES_MEM ? RES_RESERVED : 0);
		return (uint32_t)res->base;
	}
	return 0;
}

uint32_t cs5536_function_base(uint16_t device_id)
{
	const struct device *dev = device_find_pci(NULL, PCI_VENDOR_AMD, device_id);
	const struct resource *res = dev ? device_find_resource(dev, PCI_BAR0) : NULL;

	return res && res->flags & RES_ASSIGNED ? (uint32_t)res->base : 0;
}

static int scan(struct device *dev)
{
	const struct amd_cs5536_config *config = dev->node->config;

	device_add_fixed(dev, RES_IO, config->smbus_base, SMBUS_SIZE, "SMBus");
	device_add_fixed(dev, RES_IO, config->gpio_base, GPIO_SIZE, "GPIO");
	device_add_fixed(dev, RES_IO, config->mfgpt_base, MFGPT_SIZE, "MFGPT");
	device_add_fixed(dev, RES_IO, config->acpi_base, ACPI_SIZE, "ACPI");
	device_add_fixed(dev, RES_IO, config->pms_base, PMS_SIZE, "power management");
	if (dev->device == CS5536_ISA_ID)
		device_add_fixed(dev, RES_IO, CS5536_IRQ_MAPPER_BASE, IRQ_MAPPER_SIZE,
				 "interrupt mapper");
	/* What nobody else claims goes here, and on to the LPC bus. */
	device_add_fixed(dev, RES_IO | RES_SUBTRACTIVE, 0, 0x10000, "LPC");
	return 0;
}

/* Priorities, prefetching and coherence, as AMD's porting guide sets them. */
static void set_module_configs(void)
{
	wrmsr(USB_MSR_CONFIG, (rdmsr(USB_MSR_CONFIG) & 0xffffffff00000000ull) | 0x0008f000);
	wrmsr(ATA_MSR_CONFIG, 0x0048f000);
	wrmsr(ACC_MSR_CONFIG, 0x0008f000);
	wrmsr(DIVIL_MSR_CONFIG, 0x0000f000);
}

/*
 * Clocks stop while a module is idle. DIVIL: all but the SMBus controller's, whose transfers would stop
 * too (porting guide, PBZ 2226).
 */
static void set_clock_gating(void)
{
	wrmsr(GLIU_MSR_PM, 0x4);
	wrmsr(GLPCI_MSR_PM, 0x5);
	wrmsr(GLCP_MSR_PM, 0x4);
	wrmsr(DIVIL_MSR_PM, 0x50554111);
	wrmsr(ATA_MSR_PM, 0x5);
	wrmsr(ACC_MSR_PM, 0x5);
}

static int enable(struct device *dev)
{
	(void)dev;
	set_module_configs();
	cs5536_msr_change(DIVIL_LEG_IO_MSR, LEG_IO_F_REMAP, LEG_IO_RESET_SHUT);
	wrmsr(DIVIL_DMA_MAP, DMA_MAP_LPC);
	wrmsr(DIVIL_RTC_DOMA, CS5536_RTC_DAY_ALARM);
	wrmsr(DIVIL_RTC_MONA, CS5536_RTC_MONTH_ALARM);
	return 0;
}

static int init(struct device *dev)
{
	(void)dev;
	set_clock_gating();
	for (unsigned i = 0; i < sizeof(restart_code); i++)
		write8(RESTART_ADDRESS + i, restart_code[i]);
	return 0;
}

static int smbus_read_byte(const struct device *dev, uint8_t slave, uint8_t command)
{
	const struct amd_cs5536_config *config = dev->node->config;

	uint8_t byte;
	int err = cs5536_smbus_read(config->smbus_base, slave, command, &byte, 1);

	return err ? err : byte;
}

/* The router's inputs are pins; only the firmware can lead them elsewhere. */
static const struct irq_router_ops router = {
	.allowed_irqs = NO_OTHER_IRQS,
	.pir_value = PIR_INTA,
	.pir_vendor = PIR_VENDOR_NATIONAL,
	.pir_device = PIR_DEVICE_CS5535,
};

const struct device_ops amd_cs5536_ops = {
	.keep_decoding = true,
	.scan = scan,
	.enable = enable,
	.init = init,
	/* For memory modules' EEPROMs alone. */
	.smbus_read_byte = DEVTREE_SPD_EEPROMS ? smbus_read_byte : NULL,
	.router = &router,
	.smm_prepare = CONFIG(SMM_HANDLER) ? cs5536_smm_prepare : NULL,
	.smm_enable = CONFIG(SMM_HANDLER) ? cs5536_smm_enable : NULL,
	.vsa2 = CONFIG(SMM_VSA2) ? &cs5536_vsa2_ops : NULL,
};
