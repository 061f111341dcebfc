/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One stub per exception vector, 16 bytes apart, that makes a struct exception_frame. */

	.section .text
	.balign 16
	.globl exception_stubs
exception_stubs:
	vector = 0
	.rept	32
	.balign 16
	/* Vectors 8, 10 to 14, 17 and 30 push an error code of their own. */
	.if !(vector == 8 || (vector >= 10 && vector <= 14) || vector == 17 || vector == 30)
	pushl	$0
	.endif
	pushl	$vector
	jmp	exception_common
	vector = vector + 1
	.endr

exception_common:
	pushal
	cld
	movl	%esp, %eax		/* -mregparm: the first argument */
	call	exception_report
1:	cli
	hlt
	jmp	1b
