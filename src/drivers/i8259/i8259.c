/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The 8259 pair (Intel 8259A data sheet): set up, all inputs masked, and level triggered where the
 * tree has PCI links or level interrupts.
 */
#include <arch/io.h>
#include "chip.h"

#define PIC1_COMMAND  0x20
#define PIC1_DATA     0x21
#define PIC2_COMMAND  0xa0
#define PIC2_DATA     0xa1
#define ELCR	      0x4d0 /* and 4D1h: a bit for each IRQ, 1 = level */

#define ICW1_INIT     0x11 /* cascade, ICW4 follows */
#define ICW2_BASE1    0x20 /* vectors behind the processor's exceptions */
#define ICW2_BASE2    0x28
#define ICW3_CASCADE  0x04 /* slave on input 2 */
#define ICW3_SLAVE_ID 0x02
#define ICW4_8086     0x01
#define ALL_MASKED    0xff

static int enable(struct device *dev)
{
	uint16_t level = irq_level_mask();

	(void)dev;
	outb(ELCR, (uint8_t)level);
	outb(ELCR + 1, (uint8_t)(level >> 8));

	outb(PIC1_COMMAND, ICW1_INIT);
	outb(PIC2_COMMAND, ICW1_INIT);
	outb(PIC1_DATA, ICW2_BASE1);
	outb(PIC2_DATA, ICW2_BASE2);
	outb(PIC1_DATA, ICW3_CASCADE);
	outb(PIC2_DATA, ICW3_SLAVE_ID);
	outb(PIC1_DATA, ICW4_8086);
	outb(PIC2_DATA, ICW4_8086);
	outb(PIC1_DATA, ALL_MASKED);
	outb(PIC2_DATA, ALL_MASKED);
	return 0;
}

const struct device_ops intel_i8259_ops = {
	.enable = enable,
};
