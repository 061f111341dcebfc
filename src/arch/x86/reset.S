/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The reset vector and the way from 16-bit real mode to flat 32-bit protected mode. */
#include <arch/segments.h>

/*
 * The processor starts at FFFFFFF0h with CS base FFFF0000h (Geode LX data book 33234H, section 5.5.1;
 * formats: doc/image.md). The jump must stay inside the last 64 KiB.
 */
	.section .reset, "ax"
	.code16
	.globl _reset
_reset:
	/*
	 * A near jump by hand: ld finds 16-bit distances near 4 GiB out of range, a 32-bit one is right in
	 * its low half.
	 */
	.byte	0xe9
	.long	_start16 - (. + 2)

	.section .text.entry, "ax"
	.code16
_start16:
	cli
	movl	%eax, %ebp		/* the built-in self test's result, for bootblock_main */
	movb	$0x01, %al		/* POST_RESET_VECTOR */
	outb	%al, $0x80
	xorl	%eax, %eax
	movl	%eax, %cr3		/* drops the TLB after a warm reset */
	movw	$gdt_pointer_low16, %bx
	lgdtl	%cs:(%bx)
	movw	$null_idt_pointer_low16, %bx
	lidtl	%cs:(%bx)		/* a fault before there is an IDT resets the machine */
	movl	%cr0, %eax
	andl	$0x7ffaffd1, %eax	/* PG, AM, WP, NE, TS, EM, MP off */
	orl	$0x60000001, %eax	/* CD, NW, PE on */
	movl	%eax, %cr0
	ljmpl	$FLAT_CODE, $_start32

	.code32
_start32:
	movw	$FLAT_DATA, %ax
	movw	%ax, %ds
	movw	%ax, %es
	movw	%ax, %ss
	movw	%ax, %fs
	movw	%ax, %gs
	movb	$0x10, %al		/* POST_PROTECTED_MODE */
	outb	%al, $0x80
	movb	$0x20, %al		/* POST_CAR_SETUP */
	outb	%al, $0x80
	cld
	/* The CPU's own module: returns to car_ready with ESP at the end of the block; keeps EBP. */
	jmp	cpu_car_setup

	.globl car_ready
car_ready:
	movb	$0x23, %al		/* POST_CAR_READY */
	outb	%al, $0x80
	movl	%ebp, %eax		/* -mregparm: the first argument */
	call	bootblock_main
1:	hlt
	jmp	1b

	.section .rodata.gdt, "a"
	.balign 8
gdt:
	.quad	0
	.quad	0
	.quad	0x00cf9b000000ffff	/* FLAT_CODE, accessed: the CPU must not write flash */
	.quad	0x00cf93000000ffff	/* FLAT_DATA */
gdt_end:
	.globl gdt_pointer
gdt_pointer:
	.word	gdt_end - gdt - 1
	.long	gdt
	.globl null_idt_pointer
null_idt_pointer:
	.word	0
	.long	0
