/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * CS5536: what VSA2 finds and takes over (data book 33238G, 6.6 and 6.17), and the reset that ends a start of VSA2 from
 * which it does not come back.
 */
#include <stddef.h>
#include <arch/cpu.h>
#include <arch/io.h>
#include <device/pci.h>
#include <device/pci_ids.h>
#include <lib/errors.h>
#include <smm/vsa2.h>
#include "chip.h"
#include "cs5536.h"
#include "ramstage.h"
#include "watchdog.h"

#define LBAR_IRQ_MSR	0x51400008

#define DIVIL_SMI	0x51400002
#define GLPCI_SB_SMI	0x51000002

/* Descriptors of the companion that lead nowhere (the value after reset): ports, several or some of eight. */
#define GLIU_SB_IOD_BM0 0x510100e0
#define GLIU_SB_IOD_BMS 10u
#define IOD_BM_NOTHING	0x000000fffff00000ull
#define GLIU_SB_IOD_SC0 0x510100ea
#define GLIU_SB_IOD_SCS 8u

/* A byte in the second bank of CMOS RAM, which a reset leaves alone: VSA2 is at work. */
#define CMOS2_INDEX	0x72
#define CMOS2_DATA	0x73
#define CMOS2_VSA2	0x7e
#define VSA2_AT_WORK	0xa5

/* Virtual registers, to be written once: pins of INTA (low) and INTB, INTC and INTD; then the IRQs' register. */
#define VR_PCI_INT_AB	0x0009u
#define VR_PCI_INT_CD	0x000au
#define PIRQ_REG	0x5c

static int prepare(const struct dt_node *node, struct vsa2_machine *machine)
{
	(void)node;
	(void)machine;
	wrmsr(LBAR_IRQ_MSR, LBAR_IO_ENABLE | CS5536_IRQ_MAPPER_BASE);
	return 0;
}

static void abandon(const struct dt_node *node)
{
	(void)node;
	wrmsr(DIVIL_SMI, 0);
	wrmsr(GLPCI_SB_SMI, 0);
	for (unsigned i = 0; i < GLIU_SB_IOD_BMS; i++)
		wrmsr(GLIU_SB_IOD_BM0 + i, IOD_BM_NOTHING);
	for (unsigned i = 0; i < GLIU_SB_IOD_SCS; i++)
		wrmsr(GLIU_SB_IOD_SC0 + i, 0);
}

static void mark(uint8_t value)
{
	outb(CMOS2_INDEX, CMOS2_VSA2);
	outb(CMOS2_DATA, value);
}

static bool marked(void)
{
	outb(CMOS2_INDEX, CMOS2_VSA2);
	return inb(CMOS2_DATA) == VSA2_AT_WORK;
}

static bool watch(const struct dt_node *node, unsigned seconds)
{
	const uint16_t base = ((const struct amd_cs5536_config *)node->config)->mfgpt_base;
	const bool hung = seconds && marked();
	static bool started;

	mark(seconds && !hung ? VSA2_AT_WORK : 0);
	if (hung)
		return false;
	/* The board's own watchdog, if it runs already, goes on. */
	if (!seconds && started)
		cs5536_watchdog_stop(base);
	started = seconds && !cs5536_watchdog_running(base);
	if (started)
		cs5536_watchdog_start(base, (uint16_t)seconds);
	return true;
}

const struct vsa2_ops cs5536_vsa2_ops = {
	.prepare = prepare,
	.abandon = abandon,
	.watch = watch,
};

static int prepare_ide(const struct dt_node *node, struct vsa2_machine *machine)
{
	(void)node;
	(void)machine;
	cs5536_msr_change(CS5536_BALL_OPTS_MSR, 0, CS5536_BALL_OPTS_IDE);
	return 0;
}

const struct vsa2_ops cs5536_vsa2_ide_ops = {
	.prepare = prepare_ide,
};

/* Which function VSA2 shows on the shared pins, it sees there. */
static int prepare_flash(const struct dt_node *node, struct vsa2_machine *machine)
{
	(void)node;
	(void)machine;
	cs5536_msr_change(CS5536_BALL_OPTS_MSR, CS5536_BALL_OPTS_IDE, 0);
	return 0;
}

const struct vsa2_ops cs5536_vsa2_flash_ops = {
	.prepare = prepare_flash,
};

/* The pins that VSA2 leads to IRQs when somebody writes its register, and what it says they are led to. */
static int started_pirq(const struct dt_node *node, const struct vsa2_machine *machine)
{
	const struct amd_cs5536_config *chip = node->parent->config;
	const struct amd_cs5536_pirq_config *config = node->config;
	const pci_address header = PCI_ADDRESS(0, chip->idsel_device, 0);
	uint16_t irqs = 0;

	(void)machine;
	for (unsigned i = 0; i < node->irq_count && i < 4; i++)
		irqs |= (uint16_t)(node->irq[i].irq << 4 * i);
	vsa2_write(VR_PCI_INT_AB, (uint16_t)(config->gpio_pins[0] | config->gpio_pins[1] << 8));
	vsa2_write(VR_PCI_INT_CD, (uint16_t)(config->gpio_pins[2] | config->gpio_pins[3] << 8));
	if (pci_read32(header, PCI_VENDOR_ID) == (CS5536_ISA_ID << 16 | PCI_VENDOR_AMD))
		pci_write16(header, PIRQ_REG, irqs);
	return 0;
}

const struct vsa2_ops cs5536_vsa2_pirq_ops = {
	.started = started_pirq,
};
