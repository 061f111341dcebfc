/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The 8237 DMA controller pair (Intel 8237A data sheet): idle, all channels masked but the cascade. */
#include <arch/io.h>
#include "chip.h"

#define DMA1_MASTER_CLEAR 0x0d
#define DMA2_MASTER_CLEAR 0xda
#define DMA2_MODE	  0xd6
#define DMA2_SINGLE_MASK  0xd4

#define MODE_CASCADE	  0xc0 /* channel 0 of the second controller is the first controller */
#define UNMASK_0	  0x00

static int init(struct device *dev)
{
	(void)dev;
	outb(DMA1_MASTER_CLEAR, 0);
	outb(DMA2_MASTER_CLEAR, 0);
	outb(DMA2_MODE, MODE_CASCADE);
	outb(DMA2_SINGLE_MASK, UNMASK_0);
	return 0;
}

const struct device_ops intel_i8237_ops = {
	.init = init,
};
