/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the CS5536's ramstage share. */
#ifndef CS5536_RAMSTAGE_H
#define CS5536_RAMSTAGE_H

#include <stdint.h>
#include <device/device.h>

/* Pins of the chip's own functions in the wiring of its PCI device: USB is on INTD, audio on INTB. */
#define CS5536_USB_PIN	 4
#define CS5536_AUDIO_PIN 2

/* The chip's PCI device of a node inside it. */
static inline struct device *cs5536_chip(const struct device *dev)
{
	return dev->parent;
}

/* Changes bits of an MSR's low half and leaves the high half alone. */
void cs5536_msr_change(uint32_t msr, uint32_t clear, uint32_t set);

/*
 * A block without a PCI header gets addresses: asks for size bytes (a power of two) of RES_IO or RES_MEM
 * on behalf of the chip. The name is how cs5536_block_base() finds it again, by its address.
 */
void cs5536_block_add(struct device *chip, uint16_t flags, uint32_t size, const char *name);

/* The address that a block got, or 0 when there was no room. From then on it is fixed, and reserved for the OS. */
uint32_t cs5536_block_base(struct device *chip, const char *name);

/* The base of a function's first base address register; 0: the SMI handler gives no such header. */
uint32_t cs5536_function_base(uint16_t device_id);

#define CS5536_ISA_ID	       0x2090
#define CS5536_AUDIO_ID	       0x2093
#define CS5536_EHCI_ID	       0x2095
#define CS5536_UDC_ID	       0x2096
#define CS5536_UOC_ID	       0x2097

/* Ports of the interrupt mapper, 32 of them, for operating systems. */
#define CS5536_IRQ_MAPPER_BASE 0x6300

/* CMOS bytes of the alarm's day and month. */
#define CS5536_RTC_DAY_ALARM   0x3d
#define CS5536_RTC_MONTH_ALARM 0x3e

/* What the SMI handler must know (smm_start.c), and that SMIs of this chip reach it. */
struct smm_params;
int cs5536_smm_prepare(const struct dt_node *node, struct smm_params *params);
int cs5536_smm_ide(const struct dt_node *node, struct smm_params *params);
int cs5536_smm_audio(const struct dt_node *node, struct smm_params *params);
int cs5536_smm_usb(const struct dt_node *node, struct smm_params *params);
void cs5536_smm_enable(const struct dt_node *node);

/* The same for VSA2 (vsa2.c). */
struct vsa2_ops;
extern const struct vsa2_ops cs5536_vsa2_ops, cs5536_vsa2_ide_ops, cs5536_vsa2_flash_ops,
	cs5536_vsa2_pirq_ops;

/* Names of blocks. */
extern const char cs5536_usb_block[], cs5536_audio_block[];

#endif
