/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One stub per exception vector, 4 bytes apart, and what makes a struct exception_frame behind it. */

	.section .text
	.globl exception_stubs
exception_stubs:
	vector = 0
	.rept	32
	pushl	$vector			/* 2 bytes, as the jump: all 32 reach exception_common */
	jmp	exception_common
	vector = vector + 1
	.endr
	.org	exception_stubs + 32 * 4	/* fails when a stub is longer */

/* On the stack: the vector, the error code if the vector has one, EIP, CS and EFLAGS. */
exception_common:
	pushl	%eax
	movl	4(%esp), %eax
	btl	%eax, with_error_code
	popl	%eax
	jc	1f
	pushl	(%esp)
	movl	$0, 4(%esp)
1:	pushal
	cld
	movl	%esp, %eax		/* -mregparm: the first argument */
	call	exception_report
2:	cli
	hlt
	jmp	2b

/* Vectors 8, 10 to 14, 17 and 30 push an error code of their own. */
with_error_code:
	.long	1 << 8 | 0x1f << 10 | 1 << 17 | 1 << 30
