/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The conversion stub's bytes inside the host tool. */

	.section .rodata
	.globl	stub_image, stub_image_end
	.balign	16
stub_image:
	.incbin	STUB_BIN
stub_image_end:
	.section .note.GNU-stack, "", @progbits
