/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Entry of the conversion stub: keeps what the loader said, calls stub_main, enters the kernel. */

#include "params.h"

#define MULTIBOOT_MAGIC 0x1badb002
#define MULTIBOOT_FLAGS 0x00000002 /* memory information wanted */

	.section .start, "ax"
	.globl _start
_start:
	cli
	cld
	jmp	begin

	.balign	4
	.long	MULTIBOOT_MAGIC, MULTIBOOT_FLAGS, -(MULTIBOOT_MAGIC + MULTIBOOT_FLAGS)

begin:
	/* Loaders that return to the firmware need their own stack back. */
	movl	%esp, loader_esp
	movl	4(%esp), %ecx
	movl	$stack_end, %esp
	pushl	%ecx			/* third argument: coreboot table, if the loader gave it */
	pushl	%ebx			/* second */
	pushl	%eax			/* first */
	call	stub_main
	testl	%eax, %eax
	jnz	refuse

	lgdt	gdt_pointer
	ljmp	$0x10, $flat
flat:
	movl	$0x18, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %fs
	movl	%eax, %gs
	movl	%eax, %ss
	movl	$ZERO_PAGE_ADDRESS, %esi
	xorl	%ebp, %ebp
	xorl	%edi, %edi
	xorl	%ebx, %ebx
	jmp	*params + 8		/* kernel_entry */

	/* The kernel cannot run here: back to the loader with the reason in EAX. */
refuse:
	movl	loader_esp, %esp
	ret

	.section .rodata
	.balign	8
gdt:
	.quad	0
	.quad	0
	.quad	0x00cf9b000000ffff	/* 0x10: flat code */
	.quad	0x00cf93000000ffff	/* 0x18: flat data */
gdt_pointer:
	.word	. - gdt - 1
	.long	gdt

	.bss
	.balign	16
loader_esp:
	.skip	16
	.skip	4096
stack_end:
