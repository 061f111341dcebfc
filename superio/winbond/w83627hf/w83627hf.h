/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Registers of the W83627HF (Winbond data sheet, configuration register chapter), and access to them. */
#ifndef W83627HF_H
#define W83627HF_H

#include <stdint.h>
#include <arch/io.h>

#define W83627HF_ENTER	  0x87 /* twice */
#define W83627HF_EXIT	  0xaa

/* Registers CRxx; from 30h on of the logical device that CR07 chooses. */
#define W83627HF_CR_LDN	  0x07
#define W83627HF_CR_ID	  0x20
#define W83627HF_CR_ON	  0x30
#define W83627HF_CR_BASE  0x60 /* high byte, then low byte; 62h, 63h a second base */
#define W83627HF_CR_BASE2 0x62
#define W83627HF_CR_IRQ	  0x70
#define W83627HF_CR_IRQ2  0x72

#define W83627HF_ID	  0x52

/* Logical devices */
#define W83627HF_FDC	  0
#define W83627HF_LPT	  1
#define W83627HF_COM1	  2
#define W83627HF_COM2	  3
#define W83627HF_KBC	  5
#define W83627HF_HWM	  11

static inline void w83627hf_enter(uint16_t port)
{
	outb(port, W83627HF_ENTER);
	outb(port, W83627HF_ENTER);
}

static inline void w83627hf_exit(uint16_t port)
{
	outb(port, W83627HF_EXIT);
}

static inline uint8_t w83627hf_read(uint16_t port, uint8_t reg)
{
	outb(port, reg);
	return inb(port + 1);
}

static inline void w83627hf_write(uint16_t port, uint8_t reg, uint8_t value)
{
	outb(port, reg);
	outb(port + 1, value);
}

static inline void w83627hf_set_base(uint16_t port, uint8_t reg, uint16_t base)
{
	w83627hf_write(port, reg, (uint8_t)(base >> 8));
	w83627hf_write(port, (uint8_t)(reg + 1), (uint8_t)base);
}

#endif
