/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The start of record of Open Firmware on Geode LX: no cache-as-RAM, memory started by code that
 * lives in registers, a small SMI handler in the page at FF000.
 */
#include "ofw.h"

	.section .text16, "ax"
	.code16
start16:
	cli
	lgdtl	%cs:(gdt_pointer - start16)
	movl	%cr0, %eax
	orb	$1, %al
	movl	%eax, %cr0
	ljmpl	$0x08, $start32

	.code32
	.macro set msr, hi, lo
	movl	$\msr, %ecx
	movl	$\lo, %eax
	movl	$\hi, %edx
	wrmsr
	.endm
	.macro change msr, clear, bits
	movl	$\msr, %ecx
	rdmsr
	andl	$~\clear, %eax
	orl	$\bits, %eax
	wrmsr
	.endm
	.macro pulse bits
	change	0x20000018, 0, \bits
	change	0x20000018, \bits, 0
	.endm
	.macro out32 port, val
	movw	$\port, %dx
	movl	$\val, %eax
	outl	%eax, %dx
	.endm
	.macro post code
	movb	$\code, %al
	outb	%al, $0x80
	.endm

start32:
	movw	$0x10, %ax
	movw	%ax, %ds
	movw	%ax, %es
	movw	%ax, %ss
	post	0x01
	movl	$0x4c000014, %ecx
	rdmsr
	testl	$0xfc000000, %eax
	jnz	1f
	set	0x4c000014, 0x0000049c, 0x04de6001
	hlt
1:	post	0x02
	set	0x5000201e, 0, 0x0f00
	set	0x51000010, 0x44000020, 0x00200013
	set	0x5140000c, 0xf001, GPIO
	out32	GPIO, 0x100		/* the sender's pin high first */
	set	0x5140003a, 0, 0x12
	out32	GPIO + 0x04, 0x100
	out32	GPIO + 0x10, 0x100
	out32	GPIO + 0x20, 0x200
	out32	GPIO + 0x34, 0x200
	set	0x51400014, 0, 0x80070003
	set	0x5140000f, 0xf001, PMS
	movw	$PMS + 0x30, %dx
	inl	%dx, %eax
	cmpw	$0x9999, %ax		/* asleep before? */
	je	dead

	/* Memory: 13 rows, 10 columns at 166 MHz. */
	post	0x03
	set	0x1981, 0, 0x2814d352
	set	0x1982, 0, 0x1068334d
	set	0x1983, 0x106, 0x83104104
	set	0x1980, 0, 1
	set	0x4c00000f, 0xf2f100ff, 0x56960004
	set	0x20000019, 0x18000100, 0x6a7332a0
	set	0x2000001a, 0, 0x130cd801
	set	0x20000018, 0x10076013, 0x00005040
	set	0x20000020, 0x200, 0
	change	0x2000001d, 0x300, 0
	rdtsc				/* 200 us of clock */
	movl	%eax, %ebx
2:	rdtsc
	subl	%ebx, %eax
	cmpl	$100000, %eax
	jb	2b
	change	0x2000001d, 0, 0x10000
	pulse	0x10000001
	change	0x2000001d, 0x10000, 0
	pulse	0x08000001
	rdtsc
	movl	%eax, %ebx
3:	rdtsc
	subl	%ebx, %eax
	cmpl	$2000, %eax
	jb	3b
	change	0x2000001d, 0, 0x10000
	pulse	8
	change	0x2000001d, 0x10000, 0
	movl	$9, %ebx
4:	pulse	8
	decl	%ebx
	jnz	4b
	pulse	1
	pulse	2			/* SOFT_RST */
	set	0x2000001d, 0, 0x1000

	post	0x04
	set	0x1808, 0x25fff002, 0x10f00000
	set	0x10000020, 0x20000000, 0x000fff80
	set	0x10000026, 0x20000000, 0x080fffe0
	set	0x10000027, 0x20000000, 0x0c0fffc0
	set	0x10000028, 0x2000000e, 0xfff00100
	movl	$0xdeadbeef, 0xffff0
	movl	$0x4c00000f, %ecx
	rdmsr
	orl	$4, %eax
	wrmsr
	rdmsr
	andl	$0x7ff, %eax
	cmpl	$0x104, %eax
	je	dead
	movl	%cr0, %eax
	andl	$0x9fffffff, %eax
	movl	%eax, %cr0
	invd
	movl	$ram_begin, %esi
	movl	$0x200000, %edi
	movl	$ram_words, %ecx
	cld
	rep movsl
	movl	$0x90000, %esp
	movl	$ofw_main, %eax
	call	*%eax
dead:	post	0xee
1:	hlt
	jmp	1b

	.align	8
gdt:	.quad	0, 0x00cf9b000000ffff, 0x00cf93000000ffff
gdt_pointer:
	.word	gdt_pointer - gdt - 1
	.long	gdt

/* Copied to SMM_PAGE: entry, its descriptors, what it saves. */
	.section .ramstart, "awx"
	.globl	smi_page, smi_page_end
#define OFF(label) ((label) - smi_page)
	.macro svdc to, sreg
	.byte	0x2e, 0x0f, 0x78, \sreg << 3 | 6
	.word	\to
	.endm
	.macro rsdc sreg, from
	.byte	0x2e, 0x0f, 0x79, \sreg << 3 | 6
	.word	\from
	.endm
#define ES 0
#define SS 2
#define DS 3
#define FS 4
#define GS 5
	.align	16
	.code16
smi_page:
	jmp	entry
	.align	4
smi_gdt: .quad	0x00cf93000000ffff
	/* The first entry can hold anything: this is the data segment that RSDC loads. */
	.quad	0x00cf9b000000ffff, 0x00cf93000000ffff, 0x00009b0ff000ffff, 0x0000930ff000ffff
smi_gdt_pointer:
	.word	39
	.long	SMM_PAGE + OFF(smi_gdt)
own_data: .word	0xffff, 0xf000, 0x930f, 0x0000, 0x0020
save_ds: .fill	10
save_es: .fill	10
save_fs: .fill	10
save_gs: .fill	10
save_ss: .fill	10
save_gdt: .fill	6
	.align	4
save_esp: .long	0
entry:
	svdc	OFF(save_ds), DS
	rsdc	DS, OFF(own_data)
	svdc	OFF(save_es), ES
	svdc	OFF(save_fs), FS
	svdc	OFF(save_gs), GS
	svdc	OFF(save_ss), SS
	rsdc	SS, OFF(own_data)
	movl	%esp, OFF(save_esp)
	movl	$SMM_STACK, %esp
	pushal
	movw	$0xcf8, %dx
	inl	%dx, %eax
	pushl	%eax
	movl	%cr3, %eax
	pushl	%eax
	sgdtl	OFF(save_gdt)
	lgdtl	OFF(smi_gdt_pointer)
	movl	%cr0, %eax
	orb	$1, %al
	movl	%eax, %cr0
	ljmpl	$0x08, $SMM_PAGE + OFF(flat)
	.code32
flat:	movw	$0x10, %ax
	movw	%ax, %ds
	movw	%ax, %es
	movw	%ax, %fs
	movw	%ax, %gs
	movw	%ax, %ss
	addl	$SMM_PAGE, %esp
	leal	8(%esp), %ebx
	pushl	4(%esp)			/* CF8 */
	pushl	%ebx			/* registers */
	movl	$ofw_smi, %eax
	call	*%eax
	addl	$8, %esp
	subl	$SMM_PAGE, %esp
	movw	$0x20, %ax
	movw	%ax, %ds
	movw	%ax, %ss
	ljmpl	$0x18, $OFF(back)
	.code16
back:	movl	%cr0, %eax
	andb	$0xfe, %al
	movl	%eax, %cr0
	ljmpw	$SMM_PAGE >> 4, $OFF(real)
real:	lgdtl	OFF(save_gdt)
	popl	%eax
	movl	%eax, %cr3
	popl	%eax
	movw	$0xcf8, %dx
	outl	%eax, %dx
	popal
	movl	OFF(save_esp), %esp
	rsdc	SS, OFF(save_ss)
	rsdc	GS, OFF(save_gs)
	rsdc	FS, OFF(save_fs)
	rsdc	ES, OFF(save_es)
	rsdc	DS, OFF(save_ds)
	.byte	0x0f, 0xaa
smi_page_end:
	.globl	fault_count, irq_count
	.align	4
fault_count: .long 0
irq_count: .long 0

	.section .reset, "ax"
	.code16
	.globl	reset
reset:
	jmp	start16
	.align	16, 0xff
