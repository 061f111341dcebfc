/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers that the firmware finds out at run time; its generated SSDT holds them (src/tables). */
External (\MMIB, IntObj)	// memory window of PCI: first address,
External (\MMIE, IntObj)	// and last address
External (\PMBS, IntObj)	// I/O base of the power management block
External (\GPEB, IntObj)	// I/O base of the general purpose event block
External (\CBTB, IntObj)	// coreboot table: physical address,
External (\CBTS, IntObj)	// and size in bytes
