/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Registers of the 82441FX host bridge (Intel 82441FX PMC data sheet, section 3.2). */
#ifndef I440FX_H
#define I440FX_H

#define I440FX_PAM0	0x59 /* high nibble: F0000h..FFFFFh */
#define I440FX_PAM1	0x5a /* C0000h..C7FFFh, and so on in 32 KiB steps up to PAM6 */
#define I440FX_PAM6	0x5f
#define I440FX_PAM0_RAM 0x30 /* read and write DRAM */
#define I440FX_PAM_RAM	0x33

#endif
