/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A ROM that loads a Linux kernel from disk and enters it (zero page at 90000h), for Bochs. Sector 0
 * is a table of {address, first sector, sectors}, ended by sectors 0. */
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
	movl	$0x90000, %esp
	cld
	movl	$0x80000, %edi		/* the table */
	xorl	%esi, %esi
	call	read_sector
	movl	$0x80000, %ebx
1:	movl	(%ebx), %edi
	movl	4(%ebx), %esi
	movl	8(%ebx), %ebp
	testl	%ebp, %ebp
	jz	3f
2:	call	read_sector
	incl	%esi
	decl	%ebp
	jnz	2b
	addl	$12, %ebx
	jmp	1b
3:	movl	$0x90000, %esi
	xorl	%ebp, %ebp
	xorl	%edi, %edi
	xorl	%ebx, %ebx
	movl	$0x100000, %eax
	jmp	*%eax

/* Sector %esi to %edi, which moves on. */
read_sector:
	movw	$0x1f2, %dx
	movb	$1, %al
	outb	%al, %dx
	incl	%edx
	movl	%esi, %eax
	outb	%al, %dx
	incl	%edx
	shrl	$8, %eax
	outb	%al, %dx
	incl	%edx
	shrl	$8, %eax
	outb	%al, %dx
	incl	%edx
	movb	$0xe0, %al
	outb	%al, %dx
	incl	%edx
	movb	$0x20, %al
	outb	%al, %dx
4:	inb	%dx, %al
	andb	$0x88, %al
	cmpb	$0x08, %al
	jne	4b
	movw	$0x1f0, %dx
	movl	$256, %ecx
	rep insw
	ret

	.align	8
gdt:	.quad	0, 0, 0x00cf9b000000ffff, 0x00cf93000000ffff
gdt_pointer:
	.word	gdt_pointer - gdt - 1
	.long	gdt
	.org	0xfff0
	.code16
	jmp	start16
	.org	0x10000
