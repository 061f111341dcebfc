/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who this image is for: three words below the reset vector that flashrom reads before it writes a board
 * (flashrom manual, section on coreboot image checks): image size, and how far before the end of the image the
 * mainboard's part and vendor strings are.
 */
	.section .rodata.id, "a"
	.globl id_vendor, id_part
id_vendor:
	.asciz	CONFIG_MAINBOARD_VENDOR
id_part:
	.asciz	CONFIG_MAINBOARD_PART

	.section .id, "a"
	.long	id_vendor_distance	/* computed by bootblock.ld: the image ends at 4 GiB */
	.long	id_part_distance
	.long	CONFIG_ROM_SIZE_KB * 1024
