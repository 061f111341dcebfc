/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A 64 KiB ROM that enters a program at 0x10000 as a multiboot loader does, with a memory map for 64 MiB.
 * QEMU's "loader" device has put the program's segments into memory: any ELF loader, none of ours.
 */

#define INFO 0x8000
#define MMAP 0x8100

	.code16
	.section .text
start:
	cli
	lgdtl	%cs:gdt_pointer - start
	movl	%cr0, %eax
	orb	$1, %al
	movl	%eax, %cr0
	ljmpl	$0x08, $0xffff0000 + (flat - start)

	.code32
flat:
	movl	$0x10, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	movl	$0x7000, %esp
	movl	$1 << 6, INFO
	movl	$2 * 24, INFO + 44
	movl	$MMAP, INFO + 48
	movl	$20, MMAP			/* 0 .. 640 KiB */
	movl	$0x000a0000, MMAP + 12
	movl	$1, MMAP + 20
	movl	$20, MMAP + 24			/* 1 MiB .. 64 MiB */
	movl	$0x00100000, MMAP + 28
	movl	$0x03f00000, MMAP + 36
	movl	$1, MMAP + 44
	movl	$0x2badb002, %eax
	movl	$INFO, %ebx
	movl	$0x10000, %ecx
	call	*%ecx
1:	hlt
	jmp	1b

	.balign	8
gdt:
	.quad	0
	.quad	0x00cf9b000000ffff
	.quad	0x00cf93000000ffff
gdt_pointer:
	.word	. - gdt - 1
	.long	0xffff0000 + (gdt - start)

	.org	0xfff0
	.code16
	.byte	0xe9
	.word	(start - start) - 0xfff3
	.org	0x10000
