/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * CS5536, ramstage: the interrupt mapper (data book 5.8 and 6.9), from the wiring in the tree. PCI
 * interrupt pins enter through GPIOs: each one's event is an input "Z", the chip's own devices are
 * inputs "Y", the LPC bus brings IRQs in serial frames. Sixteen groups, the inputs of the 8259 pair,
 * take them.
 */
#include <stddef.h>
#include <arch/cpu.h>
#include <arch/io.h>
#include <device/pci.h>
#include <lib/errors.h>
#include "chip.h"
#include "cs5536.h"
#include "ramstage.h"

#define PIC_YSEL_LOW	0x51400020
#define PIC_YSEL_HIGH	0x51400021
#define PIC_ZSEL_LOW	0x51400022
#define PIC_ZSEL_HIGH	0x51400023
#define PIC_IRQM_PRIM	0x51400024
#define PIC_IRQM_LPC	0x51400025
#define LPC_SIRQ	0x5140004e

#define ALL_PRIMARY	0xffffu

/* Y inputs of the chip's own devices */
#define Y_USB		2
#define Y_ACC		4
#define Y_SCI		5
#define Y_UART1		14
#define Y_UART2		15
/* The first of the GPIO groups that are used; group n is Z input 8 + n. */
#define FIRST_GROUP	1
#define Z_GROUP_0	8

#define SIRQ_ENABLE	0x80u
#define SIRQ_QUIET	0x40u
#define SIRQ_POLARITY	16 /* a bit for each IRQ: 1 = low means active */

/* More GPIO registers (data book 6.16) */
#define GPIO_IN_INV_EN	0x24
#define GPIO_IN_FLTR_EN 0x28
#define GPIO_EVENTS_EN	0x38
#define GPIO_POSEDGE_EN 0x40
#define GPIO_NEGEDGE_EN 0x44
#define GPIO_MAPPER	0xe0 /* a nibble for each pin: interrupt group */

#define PINS_OF_CHIP	29

/* Both selection registers of Y or Z: a nibble for each input. */
struct selection {
	uint32_t word[2];
};

static void lead(struct selection *selection, unsigned input, unsigned irq)
{
	selection->word[input / 8] |= irq << input % 8 * 4;
}

static void set_feature(uint16_t gpio, unsigned pin, unsigned reg, bool on)
{
	outl((uint16_t)(gpio + (pin / 16 ? GPIO_HIGH_BANK : 0) + reg),
	     1u << (pin % 16 + (on ? 0 : 16)));
}

/* An INTx wire: low means active, for as long as the device asks. */
static void set_up_pin(uint16_t gpio, unsigned pin, unsigned group)
{
	const uint16_t mapper = (uint16_t)(gpio + GPIO_MAPPER + pin / 8 * 4);
	const unsigned shift = pin % 8 * 4;

	set_feature(gpio, pin, GPIO_OUT_EN, false);
	set_feature(gpio, pin, GPIO_PD_EN, false);
	set_feature(gpio, pin, GPIO_PU_EN, true);
	set_feature(gpio, pin, GPIO_IN_AUX1_SEL, false);
	set_feature(gpio, pin, GPIO_IN_FLTR_EN, false);
	set_feature(gpio, pin, GPIO_POSEDGE_EN, false);
	set_feature(gpio, pin, GPIO_NEGEDGE_EN, false);
	set_feature(gpio, pin, GPIO_IN_INV_EN, true);
	set_feature(gpio, pin, GPIO_IN_EN, true);
	outl(mapper, (inl(mapper) & ~(0xfu << shift)) | group << shift);
	set_feature(gpio, pin, GPIO_EVENTS_EN, true);
}

/* The IRQ of a pin of the chip's own PCI device. */
static unsigned own_irq(const struct device *chip, unsigned pin)
{
	int link = irq_route(chip, pin);

	return link < 0 ? 0 : devtree_links[link].irq;
}

/* The IRQ that the tree gives the device at an I/O address; 0: there is none. */
static unsigned irq_at(uint16_t base)
{
	for (unsigned i = 0; base && i < devtree_node_count; i++) {
		const struct dt_node *node = &devtree_nodes[i];

		if (node->reg_count && node->reg[0].flags & RES_IO && node->reg[0].base == base &&
		    node->irq_count)
			return node->irq[0].irq;
	}
	return 0;
}

/* IRQs of devices on the LPC bus: those whose node lies in a super I/O's, not directly in this chip's. */
static uint16_t lpc_irqs(const struct device *chip)
{
	unsigned mask = 0;

	for (unsigned i = 0; i < devtree_node_count; i++) {
		const struct dt_node *node = &devtree_nodes[i];

		if (node->type != DEVICE_ISA || node->parent == chip->node)
			continue;
		for (unsigned k = 0; k < node->irq_count; k++)
			mask |= 1u << node->irq[k].irq;
	}
	return (uint16_t)mask;
}

static void select_own_devices(struct selection *y, const struct device *chip)
{
	const struct amd_cs5536_config *config = chip->node->config;

	lead(y, Y_UART1, irq_at(config->uart_base[0]));
	lead(y, Y_UART2, irq_at(config->uart_base[1]));
	for (const struct device *dev = chip->child; dev; dev = dev->sibling) {
		if (dev->ops == &amd_cs5536_usb_ops)
			lead(y, Y_USB, own_irq(chip, CS5536_USB_PIN));
		if (dev->ops == &amd_cs5536_audio_ops)
			lead(y, Y_ACC, own_irq(chip, CS5536_AUDIO_PIN));
		if (dev->ops == &amd_cs5536_pm_ops && dev->node->irq_count)
			lead(y, Y_SCI, dev->node->irq[0].irq);
	}
}

static void set_serial_irqs(const struct amd_cs5536_pirq_config *config, uint16_t irqs)
{
	const uint32_t mode = config->serirq_continuous ? 0 : SIRQ_QUIET;

	wrmsr(PIC_IRQM_LPC, irqs);
	/* ISA interrupts rise; what is not used stays inverted, so that an idle frame is no interrupt. */
	wrmsr(LPC_SIRQ, irqs ? (uint32_t)(uint16_t)~irqs << SIRQ_POLARITY | SIRQ_ENABLE | mode : 0);
}

static int enable(struct device *dev)
{
	const struct amd_cs5536_pirq_config *config = dev->node->config;
	const struct device *chip = cs5536_chip(dev);
	const struct amd_cs5536_config *chip_config = chip->node->config;
	struct selection y = {0}, z = {0};

	for (unsigned i = 0; i < dev->node->irq_count && i < 4; i++) {
		const unsigned irq = dev->node->irq[i].irq;

		if (!irq)
			continue;
		if (config->gpio_pins[i] >= PINS_OF_CHIP)
			return ERR_RANGE;
		set_up_pin(chip_config->gpio_base, config->gpio_pins[i], FIRST_GROUP + i);
		lead(&z, Z_GROUP_0 + FIRST_GROUP + i, irq);
	}
	select_own_devices(&y, chip);
	wrmsr(PIC_YSEL_LOW, y.word[0]);
	wrmsr(PIC_YSEL_HIGH, y.word[1]);
	wrmsr(PIC_ZSEL_LOW, z.word[0]);
	wrmsr(PIC_ZSEL_HIGH, z.word[1]);
	wrmsr(PIC_IRQM_PRIM, ALL_PRIMARY);
	set_serial_irqs(config, lpc_irqs(chip));
	return 0;
}

const struct device_ops amd_cs5536_pirq_ops = {
	.enable = enable,
	.vsa2 = CONFIG(SMM_VSA2) ? &cs5536_vsa2_pirq_ops : NULL,
};
