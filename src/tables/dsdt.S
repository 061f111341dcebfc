/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The board's DSDT as iasl compiled it; the Makefile.mk here makes dsdt.aml. */
	.section .rodata.dsdt_aml, "a"
	.globl dsdt_aml, dsdt_aml_end
	.balign 4
dsdt_aml:
	.incbin "dsdt.aml"
dsdt_aml_end:

	.section .note.GNU-stack, "", @progbits
