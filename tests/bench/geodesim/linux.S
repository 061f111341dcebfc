/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A ROM that enters a Linux kernel which already lies in RAM (zero page at 90000h), for Bochs. */
	.section .text, "ax"
	.code16
start16:
	cli
	lgdtl	%cs:(gdt_pointer - start16)
	movl	%cr0, %eax
	andl	$0x9fffffff, %eax
	orb	$1, %al
	movl	%eax, %cr0
	ljmpl	$0x10, $start32

	.code32
start32:
	movl	$0x18, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	movl	$0x90000, %esi
	movl	%esi, %esp
	xorl	%ebp, %ebp
	xorl	%edi, %edi
	xorl	%ebx, %ebx
	movl	$0x100000, %eax
	jmp	*%eax

	.align	8
gdt:	.quad	0, 0, 0x00cf9b000000ffff, 0x00cf93000000ffff
gdt_pointer:
	.word	gdt_pointer - gdt - 1
	.long	gdt
	.org	0xfff0
	.code16
	jmp	start16
	.org	0x10000
