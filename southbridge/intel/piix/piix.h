/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Registers of 82371SB (PIIX3) and 82371AB (PIIX4); names and bits as in their data sheets. */
#ifndef PIIX_H
#define PIIX_H

/* Function 0, ISA bridge (82371SB section 2.2) */
#define PIIX_IORT		0x4c /* ISA I/O recovery timer */
#define PIIX_XBCS		0x4e /* X-bus chip select, 16 bits */
#define PIIX_XBCS_RTC		0x0001
#define PIIX_XBCS_KBC		0x0002
#define PIIX_XBCS_BIOS_WRITE	0x0004
#define PIIX_XBCS_MOUSE_IRQ12	0x0010
#define PIIX_XBCS_COPROCESSOR	0x0020
#define PIIX_XBCS_BIOS_LOWER	0x0040 /* E0000h..EFFFFh and its alias below 4 GiB */
#define PIIX_XBCS_BIOS_EXTENDED 0x0080 /* FFF80000h..FFFDFFFFh */
#define PIIX_XBCS_APIC		0x0100
#define PIIX_PIRQRC_A		0x60 /* to 63h */
#define PIIX_PIRQRC_OFF		0x80

/* IRQs a PIRQ can drive: all but 0, 1, 2, 8 and 13. */
#define PIIX_PIRQ_ALLOWED	0xdef8

/* Function 1, IDE (82371SB section 2.3) */
#define PIIX_IDETIM_PRIMARY	0x40
#define PIIX_IDETIM_SECONDARY	0x42
#define PIIX_IDETIM_DECODE	0x8000

/* Function 3 of the 82371AB, power management (sections 7.1 and 7.2) */
#define PIIX4_PMBA		0x40
#define PIIX4_PMBA_SIZE		64
#define PIIX4_PMREGMISC		0x80
#define PIIX4_PMIOSE		0x01 /* PM I/O space enable */
#define PIIX4_SMBBA		0x90
#define PIIX4_SMBBA_SIZE	16
#define PIIX4_SMBHSTCFG		0xd2
#define PIIX4_SMB_HST_EN	0x01

#endif
