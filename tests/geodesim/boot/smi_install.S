/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The handler's installer, called in real mode at 6000:0020 as VSA's is, and the way there from
 * 32-bit code and back. Copied to INSTALL_BASE.
 */
#include "smi.h"

#define OFF(label) ((label) - smi_install)

	.section .smi, "ax"
	.globl	smi_install, smi_install_end, smi_install_result
	.align	16
smi_install:
	.code16
	.org	smi_install + 0x20
	movb	$0x10, %al
	outb	%al, $0x80
	smsww	%ax
	testb	$1, %al
	jnz	2f
	movl	$0x1301, %ecx		/* SMM instructions outside SMM */
	rdmsr
	orl	$0x08, %eax
	wrmsr
	/* A flat ES in real mode. */
	.byte	0x2e, 0x0f, 0x79, 0 << 3 | 6
	.word	OFF(flat)
	movl	$SMI_BASE, %edi
	movl	%cs:OFF(source), %esi
1:	movb	%es:(%esi), %al
	movb	%al, %es:(%edi)
	incl	%esi
	incl	%edi
	cmpl	%cs:OFF(source_end), %esi
	jne	1b

	movl	$0x132b, %ecx
	movl	$SMI_BASE + SMI_HEADER, %eax
	xorl	%edx, %edx
	wrmsr
	movl	$0x133b, %ecx
	movl	$SMI_BASE, %eax
	movl	$SMI_LIMIT, %edx
	wrmsr
	movl	$0x180e, %ecx
	movl	$SMI_BASE | 0x100, %eax
	movl	$SMI_LAST_PAGE, %edx
	wrmsr
	movl	$0x1301, %ecx
	rdmsr
	orl	$0x30, %eax
	wrmsr
	movl	$CALL_INIT, %eax
	.byte	0x0f, 0x38		/* SMINT */
	movl	%eax, %cs:OFF(smi_install_result)
	movb	$0x1a, %al
	outb	%al, $0x80
2:	lretw

	.align	16
flat:	.quad	0x008f93000000ffff
	.word	0
	.align	4
source:	.long	smi_handler
source_end: .long smi_handler_end
smi_install_result: .long 0
idt_real: .word 0x3ff
	.long	0
idt_none: .word 0
	.long	0

/* From 32-bit code: a call of INSTALL_FROM_32. */
	.org	smi_install + 0x200
	.code32
	pushal
	movl	%esp, INSTALL_BASE + OFF(stack)
	lgdtl	INSTALL_BASE + OFF(gdt_pointer)
	ljmpl	$0x18, $OFF(to_real)
	.code16
to_real:
	movw	$0x20, %ax
	movw	%ax, %ds
	movw	%ax, %es
	movw	%ax, %ss
	movl	%cr0, %eax
	andb	$0xfe, %al
	movl	%eax, %cr0
	ljmpw	$INSTALL_BASE >> 4, $OFF(real)
real:	xorw	%ax, %ax
	movw	%ax, %ds
	movw	%ax, %es
	movw	$0x5000, %ax
	movw	%ax, %ss
	movl	$0xfff0, %esp
	lidtl	%cs:OFF(idt_real)
	movl	$0x10000026, %ecx
	movl	$0x10000028, %edx
	lcallw	$INSTALL_BASE >> 4, $0x20
	movl	%cr0, %eax
	orb	$1, %al
	movl	%eax, %cr0
	ljmpl	$0x08, $INSTALL_BASE + OFF(to_protected)
	.code32
to_protected:
	movl	$0x10, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %fs
	movl	%eax, %gs
	movl	%eax, %ss
	movl	INSTALL_BASE + OFF(stack), %esp
	popal
	ret
	.align	8
gdt:	.quad	0, 0x00cf9b000000ffff, 0x00cf93000000ffff
	.quad	0x00009b060000ffff, 0x000093000000ffff
gdt_pointer:
	.word	gdt_pointer - gdt - 1
	.long	INSTALL_BASE + OFF(gdt)
stack:	.long	0
smi_install_end:
