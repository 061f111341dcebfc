/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The last code of the firmware. It runs in a page of its own, where handoff_run() copied it, because
 * the payload may take the firmware's place. Position-independent; EAX is the page's address.
 */
#include <payload/handoff.h>

	.section .text
	.globl handoff_code, handoff_code_end
handoff_code:
	cli
	cld
	movl	%eax, %ebp
	leal	HANDOFF_SIZE(%ebp), %esp
	leal	handoff_gdt - handoff_code(%ebp), %eax
	movl	%eax, handoff_gdt_pointer - handoff_code + 2(%ebp)
	lgdt	handoff_gdt_pointer - handoff_code(%ebp)

	leal	HANDOFF_PARAMETERS(%ebp), %ebx
	movl	HANDOFF_COPIES(%ebx), %edx
	leal	HANDOFF_COPY(%ebx), %eax
1:	testl	%edx, %edx
	jz	2f
	movl	0(%eax), %edi
	movl	4(%eax), %esi
	movl	8(%eax), %ecx
	pushl	%ecx
	shrl	$2, %ecx
	rep movsl
	popl	%ecx
	andl	$3, %ecx
	rep movsb
	addl	$12, %eax
	decl	%edx
	jmp	1b

2:	pushl	HANDOFF_ARGUMENT(%ebx)
	leal	returned - handoff_code(%ebp), %eax
	pushl	%eax
	pushl	HANDOFF_ENTRY(%ebx)
	movl	HANDOFF_EAX(%ebx), %eax
	movl	HANDOFF_ESI(%ebx), %esi
	movl	HANDOFF_EBX(%ebx), %ebx
	xorl	%ecx, %ecx
	xorl	%edx, %edx
	xorl	%edi, %edi
	xorl	%ebp, %ebp
	ret				/* to the payload's entry; its return address stays */

returned:
	call	3f
3:	popl	%ebp
	subl	$(3b - handoff_code), %ebp
	leal	HANDOFF_PARAMETERS(%ebp), %ebx
	cli
	cld
	movl	HANDOFF_RETURN_TO(%ebx), %eax
	testl	%eax, %eax
	jz	4f
	lgdt	handoff_gdt_pointer - handoff_code(%ebp)
	movl	HANDOFF_RETURN_SP(%ebx), %esp
	pushl	$0
	jmp	*%eax
4:	hlt
	jmp	4b

	.balign 8
handoff_gdt:
	.quad	0
	.quad	0
	.quad	0x00cf9b000000ffff
	.quad	0x00cf93000000ffff
handoff_gdt_pointer:
	.word	31
	.long	0
	/* The assembler refuses to move backwards: code that reaches into its parameters does not build. */
	.org	handoff_code + HANDOFF_PARAMETERS, 0
handoff_code_end:
