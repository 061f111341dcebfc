/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A tiny firmware for tests of the tools: reset vector, protected mode, C. */
	.section .text16, "ax"
	.code16
start16:
	cli
	movb	$0x11, %al
	outb	%al, $0x80
	lgdtl	%cs:(gdt_pointer - start16)
	movl	%cr0, %eax
	orb	$1, %al
	movl	%eax, %cr0
	ljmpl	$0x08, $start32

	.code32
start32:
	movl	$0x10, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	movl	$0x8000, %esp
	call	firmware_main
1:	hlt
	jmp	1b

	.align	8
gdt:	.quad	0, 0x00cf9b000000ffff, 0x00cf93000000ffff
gdt_pointer:
	.word	gdt_pointer - gdt - 1
	.long	gdt

	.section .reset, "ax"
	.code16
	.globl	reset
reset:
	jmp	start16
	.align	16
