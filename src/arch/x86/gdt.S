/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ramstage's entry: its own descriptor table in RAM, so that flash is not needed any more. */
#include <arch/segments.h>

	.section .text.entry, "ax"
	.globl ramstage_entry
ramstage_entry:
	lgdt	ramstage_gdt_pointer
	ljmp	$FLAT_CODE, $1f
1:	movl	$FLAT_DATA, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	movl	%eax, %fs
	movl	%eax, %gs
	call	ramstage_main
2:	hlt
	jmp	2b

/* Where a payload that returns comes back to, on a fresh stack: the hand-off's descriptor table will not stay. */
	.globl ramstage_resume
ramstage_resume:
	lgdt	ramstage_gdt_pointer
	call	ramstage_payload_returned
3:	hlt
	jmp	3b

	.section .rodata.gdt, "a"
	.balign 8
ramstage_gdt:
	.quad	0
	.quad	0
	.quad	0x00cf9b000000ffff
	.quad	0x00cf93000000ffff
ramstage_gdt_pointer:
	.word	31
	.long	ramstage_gdt
