/* SPDX-License-Identifier: GPL-2.0-or-later */
/* W83627HF, ramstage: logical devices on or off, as the nodes inside the chip's node say. */
#include <console/console.h>
#include <lib/errors.h>
#include "chip.h"
#include "w83627hf.h"

#define NO_BASE 0

/* A logical device and the I/O bases that it may have here. */
static const struct {
	uint8_t number;
	uint16_t base[3];
} logical[] = {
	{W83627HF_FDC, {0x3f0, 0x3f2, NO_BASE}},  {W83627HF_LPT, {0x378, 0x278, 0x3bc}},
	{W83627HF_COM1, {0x3f8, 0x3e8, NO_BASE}}, {W83627HF_COM2, {0x2f8, 0x2e8, NO_BASE}},
	{W83627HF_KBC, {0x60, NO_BASE, NO_BASE}}, {W83627HF_HWM, {0x290, NO_BASE, NO_BASE}},
};

#define LOGICAL_COUNT (sizeof(logical) / sizeof(logical[0]))

/* The node inside the chip's that stands for a logical device, or NULL. */
static const struct dt_node *node_of(const struct device *dev, unsigned which)
{
	for (const struct device *child = dev->child; child; child = child->sibling) {
		for (unsigned i = 0; child->node->reg_count && i < 3; i++) {
			if (logical[which].base[i] &&
			    child->node->reg[0].base == logical[which].base[i])
				return child->node;
		}
	}
	return NULL;
}

static void switch_on(uint16_t port, const struct dt_node *node)
{
	w83627hf_set_base(port, W83627HF_CR_BASE, (uint16_t)node->reg[0].base);
	if (node->reg_count > 1)
		w83627hf_set_base(port, W83627HF_CR_BASE2, (uint16_t)node->reg[1].base);
	if (node->irq_count)
		w83627hf_write(port, W83627HF_CR_IRQ, node->irq[0].irq);
	if (node->irq_count > 1)
		w83627hf_write(port, W83627HF_CR_IRQ2, node->irq[1].irq);
	w83627hf_write(port, W83627HF_CR_ON, 1);
}

static int enable(struct device *dev)
{
	const struct winbond_w83627hf_config *config = dev->node->config;
	const uint16_t port = config->config_port;
	uint8_t id;

	w83627hf_enter(port);
	id = w83627hf_read(port, W83627HF_CR_ID);
	for (unsigned i = 0; id == W83627HF_ID && i < LOGICAL_COUNT; i++) {
		const struct dt_node *node = node_of(dev, i);

		w83627hf_write(port, W83627HF_CR_LDN, logical[i].number);
		if (node)
			switch_on(port, node);
		else
			w83627hf_write(port, W83627HF_CR_ON, 0);
	}
	w83627hf_exit(port);
	if (id == W83627HF_ID)
		return 0;
	pr_err("super I/O at %x: id %02x, not %02x\n", port, id, W83627HF_ID);
	return ERR_NO_DEVICE;
}

const struct device_ops winbond_w83627hf_ops = {
	.enable = enable,
};
