/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reset vector, cache-as-RAM and its end, the way to the second stage, and the real-mode call,
 * as on record for coreboot on Geode LX boards (steps 1, 2, 12, 16).
 */
#include "boards.h"

#define CAR_SIZE 0x8000
#define STUB	 0x600	/* where the real-mode call is copied to */
#define OFF(label) (STUB + (label) - real_stub)

	.section .text16, "ax"
	.code16
start16:
	cli
	movl	%eax, %ebp
	movb	$0x01, %al
	outb	%al, $0x80
	xorl	%eax, %eax
	movl	%eax, %cr3		/* nothing in the TLB */
	lidtl	%cs:(no_idt - start16)
	lgdtl	%cs:(gdt_pointer - start16)
	movl	%cr0, %eax
	andl	$0x7ffaffd1, %eax
	orl	$0x60000001, %eax
	movl	%eax, %cr0
	ljmpl	$0x08, $start32

	.code32
start32:
	movb	$0x10, %al
	outb	%al, $0x80
	movw	$0x10, %ax
	movw	%ax, %ds
	movw	%ax, %es
	movw	%ax, %ss
	movw	%ax, %fs
	movw	%ax, %gs

	invd
	movl	$0x1808, %ecx
	rdmsr
	movl	$0x10010000, %eax
	wrmsr
	movl	$0x1800, %ecx
	rdmsr
	andl	$~0x100, %eax
	wrmsr
	movl	$0x1981, %ecx
	movl	$0x2814d352, %eax
	xorl	%edx, %edx
	wrmsr
	movl	$0x1982, %ecx
	movl	$0x1068334d, %eax
	xorl	%edx, %edx
	wrmsr
	movl	$0x1983, %ecx
	movl	$0x83104104, %eax
	movl	$0x00000106, %edx
	wrmsr
	movl	$0x4c00005e, %ecx
	rdmsr
	movl	$5, %edx
	wrmsr
	movl	$0x1980, %ecx
	movl	$1, %eax
	xorl	%edx, %edx
	wrmsr

	xorl	%ebx, %ebx		/* way */
	movl	$CAR_BASE, %esi
1:	movl	%ebx, %edi		/* line 0 of the way */
	movl	$128, %ebp
2:	movl	$0x1890, %ecx
	movl	%edi, %eax
	xorl	%edx, %edx
	wrmsr
	movl	$0x1891, %ecx
	xorl	%eax, %eax
	wrmsr
	wrmsr
	wrmsr
	wrmsr
	movl	$0x1892, %ecx
	movl	%esi, %eax
	orl	$1, %eax
	wrmsr
	addl	$0x10, %edi
	decl	%ebp
	jnz	2b
	addl	$0x1000, %esi
	incl	%ebx
	cmpl	$CAR_BASE + CAR_SIZE, %esi
	jne	1b

	movl	%cr0, %eax
	orl	$0x60000000, %eax
	movl	%eax, %cr0
	movl	$CAR_BASE + CAR_SIZE - 1, %esp	/* the odd address is on record */
	movl	$0xf0f05a5a, %edx
	pushl	%edx
	popl	%eax
	cmpl	%eax, %edx
	movb	$0xc5, %al
	jne	dead
	movb	$0x23, %al
	outb	%al, $0x80
	call	rom_main

	/* The window onto itself, all of it written back; then CD and NW are toggled off. */
	movl	$CAR_BASE, %esi
	movl	%esi, %edi
	movl	$CAR_SIZE / 4, %ecx
	cld
	rep movsl
	wbinvd
	movl	%cr0, %eax
	xorl	$0x60000000, %eax
	movl	%eax, %cr0
	movb	$0x11, %al
	outb	%al, $0x80
	movl	$ram_begin, %esi
	movl	$0x100000, %edi
	movl	$ram_words, %ecx
	rep movsl
	movb	$0x12, %al
	outb	%al, $0x80
	movl	$ram_entry, %eax
	jmp	*%eax
dead:
	outb	%al, $0x80
1:	hlt
	jmp	1b

	.align	8
gdt:	.quad	0, 0x00cf9b000000ffff, 0x00cf93000000ffff
gdt_pointer:
	.word	gdt_pointer - gdt - 1
	.long	gdt
no_idt:	.word	0
	.long	0

	.section .ramstart, "awx"
	.globl	ram_entry, real_stub, real_stub_end, fault_entry, fault_count, ram_gdt
	.globl	irq_entry, irq_count
ram_entry:
	movb	$0x13, %al
	outb	%al, $0x80
	movl	$stack_end, %esp
	lgdtl	ram_gdt_pointer
	ljmpl	$0x08, $1f
1:	call	ram_main
2:	hlt
	jmp	2b

/* A #GP of RDMSR or WRMSR: counted, the instruction is stepped over. */
fault_entry:
	incl	fault_count
	addl	$4, %esp		/* the error code */
	addl	$2, (%esp)
	iret

/* An interrupt: counted, acknowledged. */
irq_entry:
	incl	irq_count
	pushl	%eax
	movb	$0x20, %al
	outb	%al, $0x20
	popl	%eax
	iret
	.align	4
fault_count: .long 0
irq_count: .long 0

	.align	8
ram_gdt: .quad	0, 0x00cf9b000000ffff, 0x00cf93000000ffff
	.quad	0x00009b000000ffff, 0x000093000000ffff
ram_gdt_pointer:
	.word	ram_gdt_pointer - ram_gdt - 1
	.long	ram_gdt

/* Copied to STUB and called there: 6000:0020 in real mode, with ECX and EDX, and back. */
	.align	16
real_stub:
	pushal
	sidtl	OFF(stub_idt)
	movl	%esp, OFF(stub_esp)
	lidtl	OFF(stub_real_idt)
	ljmpl	$0x18, $OFF(stub16)
	.code16
stub16:	movw	$0x20, %ax
	movw	%ax, %ds
	movw	%ax, %es
	movw	%ax, %fs
	movw	%ax, %gs
	movw	%ax, %ss
	movl	%cr0, %eax
	andl	$~1, %eax
	movl	%eax, %cr0
	ljmpw	$0, $OFF(stub_real)
stub_real:
	xorw	%ax, %ax
	movw	%ax, %es
	movw	%ax, %fs
	movw	%ax, %gs
	movw	%ax, %ss
	movl	$0x1000, %esp
	movw	$0x40, %ax
	movw	%ax, %ds
	movl	$0x10000026, %ecx
	movl	$0x10000028, %edx
	lcallw	$0x6000, $0x0020
	movl	%cr0, %eax
	orl	$1, %eax
	movl	%eax, %cr0
	ljmpl	$0x08, $OFF(stub32)
	.code32
stub32:	movw	$0x10, %ax
	movw	%ax, %ds
	movw	%ax, %es
	movw	%ax, %fs
	movw	%ax, %gs
	movw	%ax, %ss
	movl	OFF(stub_esp), %esp
	lidtl	OFF(stub_idt)
	popal
	ret
	.align	4
stub_esp: .long	0
stub_idt: .long	0, 0
stub_real_idt:
	.word	0x3ff
	.long	0
real_stub_end:

	.align	16
	.fill	0x2000
stack_end:

	.section .reset, "ax"
	.code16
	.globl	reset
reset:
	jmp	start16
	.align	16, 0xff
