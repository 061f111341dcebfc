/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From flat protected mode to a waking vector in real mode. EAX is the vector; the code runs at PLACE (wakeup.c). */

#define PLACE		0x600
#define AT(label)	((label) - wakeup_code + PLACE)
#define CODE16		0x08
#define DATA16		0x10

	.section .text
	.globl wakeup_code, wakeup_code_end
wakeup_code:
	cli
	movl	%eax, %edx
	andl	$0xf, %edx
	movw	%dx, AT(target)
	shrl	$4, %eax
	movw	%ax, AT(target) + 2
	lgdt	AT(gdt_pointer)
	lidt	AT(idt_pointer)
	ljmp	$CODE16, $AT(limits)

	.code16
limits:
	movw	$DATA16, %ax
	movw	%ax, %ds
	movw	%ax, %es
	movw	%ax, %fs
	movw	%ax, %gs
	movw	%ax, %ss
	movl	%cr0, %eax
	andb	$0xfe, %al
	movl	%eax, %cr0
	ljmp	$0, $AT(real)
real:
	xorw	%ax, %ax
	movw	%ax, %ds
	movw	%ax, %es
	movw	%ax, %fs
	movw	%ax, %gs
	movw	%ax, %ss
	movw	$PLACE, %sp
	.byte	0xea			/* ljmp */
target:
	.word	0, 0

	.balign 8
gdt:
	.quad	0
	.quad	0x00009b000000ffff
	.quad	0x000093000000ffff
gdt_pointer:
	.word	. - gdt - 1
	.long	AT(gdt)
idt_pointer:
	.word	0x3ff
	.long	0
wakeup_code_end:

	.section .note.GNU-stack, "", @progbits
