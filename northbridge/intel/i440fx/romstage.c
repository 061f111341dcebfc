/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i440FX, romstage: how much RAM there is, and RAM instead of ROM between C0000h and FFFFFh.
 *
 * QEMU has no DRAM controller to set up: RAM works from the first instruction and its size stands in
 * CMOS. A real 82441FX would be programmed here, from the modules' SPD.
 */
#include <arch/io.h>
#include <boot/context.h>
#include <device/pci_config.h>
#include "chip.h"
#include "i440fx.h"

#define KIB		     1024u
#define MIB		     (1024u * KIB)

#define CMOS_INDEX	     0x70
#define CMOS_DATA	     0x71

/* Where QEMU puts the memory size (hw/i386: the rows of CMOS that Bochs defined). */
#define CMOS_ABOVE_1M_KIB    0x30 /* 2 bytes, at most 65535 */
#define CMOS_ABOVE_16M_64KIB 0x34 /* 2 bytes, RAM below 4 GiB */
#define CMOS_ABOVE_4G_64KIB  0x5b /* 3 bytes */

static uint32_t cmos_read(uint8_t index, unsigned bytes)
{
	uint32_t value = 0;

	while (bytes--) {
		outb(CMOS_INDEX, (uint8_t)(index + bytes));
		value = value << 8 | inb(CMOS_DATA);
	}
	return value;
}

static int ram_init(const void *config, struct ram_info *ram)
{
	const pci_address host = PCI_ADDRESS(0, 0, 0);
	uint32_t blocks = cmos_read(CMOS_ABOVE_16M_64KIB, 2);

	(void)config;
	if (blocks)
		ram->low_top = 16 * MIB + (uint64_t)blocks * 64 * KIB;
	else
		ram->low_top = 1 * MIB + (uint64_t)cmos_read(CMOS_ABOVE_1M_KIB, 2) * KIB;
	ram->high_size = (uint64_t)cmos_read(CMOS_ABOVE_4G_64KIB, 3) * 64 * KIB;

	pci_write8(host, I440FX_PAM0, I440FX_PAM0_RAM);
	for (unsigned reg = I440FX_PAM1; reg <= I440FX_PAM6; reg++)
		pci_write8(host, reg, I440FX_PAM_RAM);
	return 0;
}

const struct chip_romstage_ops intel_i440fx_romstage_ops = {
	.ram_init = ram_init,
};
