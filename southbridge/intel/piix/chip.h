/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Intel 82371SB (PIIX3) ISA bridge, interrupt router and IDE; 82371AB (PIIX4) power management. */
#ifndef SOUTHBRIDGE_INTEL_PIIX_CHIP_H
#define SOUTHBRIDGE_INTEL_PIIX_CHIP_H

#include <device/chip.h>
#include <device/device.h>

/* Function 0: PCI to ISA bridge (82371SB data sheet, section 2.2). */
struct intel_piix3_isa_config {
	/* ISA I/O recovery timer (register 4Ch): clocks between I/O cycles of 8 and 16 bits. */
	uint8_t io_recovery DT_DEFAULT(0x4d);
	/* BIOSCS# answers writes too (XBCS bit 2): flash programming works. */
	bool flash_write_enable;
	/* IRQ12 comes from the PS/2 mouse (XBCS bit 4). */
	bool mouse_irq12;
	/* An external I/O APIC is selected at FEC00000h (XBCS bit 8). */
	bool apic_chip_select;
	/*
	 * There are ISA slots: cards in them may decode ten address bits only. PCI I/O then stays out
	 * of their aliases, and bridges do not forward these (bridge control bit 2).
	 */
	bool isa_slots;
};

extern const struct chip_bootblock_ops intel_piix3_isa_bootblock_ops;
extern const struct device_ops intel_piix3_isa_ops;

/* PIRQ router in function 0, registers 60h..63h: the node's interrupts are its four routes. */
extern const struct device_ops intel_piix3_pirq_ops;

/* Function 1: IDE (section 2.3). Each timing register: 40h, 42h. */
struct intel_piix3_ide_config {
	bool primary;	/* decode 1F0h..1F7h and 3F6h */
	bool secondary; /* decode 170h..177h and 376h */
	/* Bits 14..0 of the timing registers; 0 is the compatible timing every drive knows. */
	uint16_t primary_timing DT_RANGE(0, 0x7fff) DT_DEFAULT(0);
	uint16_t secondary_timing DT_RANGE(0, 0x7fff) DT_DEFAULT(0);
};

extern const struct device_ops intel_piix3_ide_ops;

/* Function 3 of the PIIX4: power management and SMBus (82371AB data sheet, section 7). */
struct intel_piix4_pm_config {
	/* I/O base of the power management block, 64 ports. */
	uint16_t pm_base DT_RANGE(0x0400, 0xffc0) DT_ALIGN(64) DT_DEFAULT(0x600);
	/* I/O base of the SMBus host, 16 ports. */
	uint16_t smbus_base DT_RANGE(0x0400, 0xffc0) DT_ALIGN(64) DT_DEFAULT(0x700);
	/* I/O base of the GPE0 block, 4 ports; 0: inside the power management block, at 0Ch. */
	uint16_t gpe0_base DT_RANGE(0, 0xfffc) DT_ALIGN(4) DT_DEFAULT(0);
};

extern const struct device_ops intel_piix4_pm_ops;

#endif
