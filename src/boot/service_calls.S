/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Romstage's and ramstage's names for the bootblock's services (boot/services.def): a stub of 4 bytes for each,
 * which pushes the offset of the service's address in the table. Arguments stay in registers and on the stack.
 */
#include <boot/context.h>

	.section .text
service_stubs:
	service = 0
	.macro stub name
	.globl	\name
	.type	\name, @function
\name:
	pushl	$service
	jmp	service_call
	service = service + 4
	.endm
#define SERVICE(name) stub name;
#include <boot/services.def>
	.org	service_stubs + service	/* fails when a stub is longer */

/* On the stack: the offset, and the address the service returns to. */
service_call:
	pushl	%eax
	movl	%esp, %eax
	andl	$~(CONFIG_CAR_SIZE - 1), %eax
	movl	CONTEXT_SERVICES(%eax), %eax
	addl	4(%esp), %eax
	movl	(%eax), %eax
	movl	%eax, 4(%esp)
	popl	%eax
	ret
