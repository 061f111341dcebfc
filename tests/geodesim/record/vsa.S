/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A stand-in for VSA: what its installer and its system manager demand of the hardware, as far as
 * they are on record. 16-bit code with flat segments; services in C (smm.c) in protected mode, as
 * Open Firmware's handler runs.
 *
 * The image: installer at 0 (called at 20h), system manager at 1000h, second module at 2000h,
 * services at 4000h.
 */
#include "vsa.h"

#define ES 0
#define CS 1
#define SS 2
#define DS 3
#define FS 4
#define GS 5
#define MOFF(label) ((label) - module)

	.macro svdc_cs to, sreg
	.byte	0x2e, 0x0f, 0x78, \sreg << 3 | 6
	.word	\to
	.endm
	.macro rsdc_cs sreg, from
	.byte	0x2e, 0x0f, 0x79, \sreg << 3 | 6
	.word	\from
	.endm
	.macro post code
	movb	$\code, %al
	outb	%al, $0x80
	.endm

	.section .vsa, "awx"
	.code16
image:
#define AT(label) ((label) - image)
	.ascii	"record"
	.org	image + 0x20
	post	0x10
	pushfw
	cld
	movw	%cs, %ax
	movw	%ax, %ds
	movl	%ecx, AT(smm_descriptor)
	movl	%edx, AT(memory_descriptor)
	movl	$0x4c000014, %ecx
	rdmsr
	movl	$0x4c000017, %ecx
	rdmsr
	movl	$0x10002000, %ecx
	rdmsr
	shrl	$8, %eax
	andb	$0x0f, %al
	movw	$0x10, %bp		/* unsupported processor */
	cmpb	$4, %al
	jne	failed

	/* The companion: vendor and raw identity at devices 15 to 19, not yet a class 0601. */
	movl	$0x80007800, %ebx
1:	movl	%ebx, %eax
	movw	$0xcf8, %dx
	outl	%eax, %dx
	movw	$0xcfc, %dx
	inl	%dx, %eax
	cmpl	$0x208f1022, %eax
	je	2f
	addl	$0x800, %ebx
	cmpl	$0x80009800, %ebx
	jbe	1b
	movw	$0x20, %bp		/* no companion */
	jmp	failed
2:	leal	8(%ebx), %eax
	movw	$0xcf8, %dx
	outl	%eax, %dx
	movw	$0xcfc, %dx
	inl	%dx, %eax
	shrl	$16, %eax
	cmpw	$0x0601, %ax
	je	failed
	movl	$0x5100002f, %ecx
	movl	$0x00084009, %eax
	movl	$0x00084001, %edx
	wrmsr

	/* esi: base, edi: size of the SMM region, from the descriptor's base and mask. */
	movl	AT(smm_descriptor), %ecx
	rdmsr
	movl	%eax, %esi
	shrl	$20, %esi
	shll	$12, %esi
	movzbl	%dl, %edx
	shll	$24, %edx
	orl	%edx, %esi
	andl	$0xfffff, %eax
	negl	%eax
	andl	$0xfffff, %eax
	shll	$12, %eax
	movl	%eax, %edi
	leal	-0x1000(%esi, %edi), %edx
	leal	0x100(%esi), %eax
	movl	$0x180e, %ecx
	wrmsr
	movl	$0x1301, %ecx
	rdmsr
	orl	$0x08, %eax
	wrmsr
	rsdc_cs	ES, AT(flat)
	movl	$0x4c000031, %ecx
	rdmsr
	andl	$~1, %eax
	wrmsr
	post	0x11

	/* bx: entry of the table: POST code, from, to, bytes, bytes to zero. */
	movl	%esi, AT(base)
	movw	$AT(modules), %bx
next:	movb	(%bx), %al
	outb	%al, $0x80
	post	0x14
	call	addresses
1:	movl	%es:(%esi), %eax
	movl	%eax, %es:(%edi)
	addl	$4, %esi
	addl	$4, %edi
	decl	%ecx
	jnz	1b
	post	0x15
	post	0x1c
	call	addresses
2:	movl	%es:(%esi), %eax
	cmpl	%eax, %es:(%edi)
	movw	$0x80, %bp		/* verify failed */
	jne	failed
	addl	$4, %esi
	addl	$4, %edi
	decl	%ecx
	jnz	2b
	post	0x1d
	post	0x1e
	movl	16(%bx), %ecx
	xorl	%eax, %eax
3:	movl	%eax, %es:(%edi)
	addl	$4, %edi
	decl	%ecx
	jnz	3b
	post	0x1f
	addw	$20, %bx
	cmpw	$AT(modules_end), %bx
	jb	next

	.irp	address, 0x80007910, 0x80007b10
	movl	$\address, %eax
	movw	$0xcf8, %dx
	outl	%eax, %dx
	movw	$0xcfc, %dx
	inl	%dx, %eax
	.endr
	post	0x16
	movl	AT(base), %eax
	movl	$0x0001ffff, %edx
	movl	$0x133b, %ecx
	wrmsr
	addl	$VSA_HEADER, %eax
	xorl	%edx, %edx
	movl	$0x132b, %ecx
	wrmsr
	movl	$0x180e, %ecx
	rdmsr
	orl	$0x04, %eax
	wrmsr
	post	0x17
	movl	$0x1301, %ecx
	rdmsr
	orl	$0x30, %eax
	wrmsr
	movl	$0xf0, %eax
	xorl	%ebx, %ebx
	xorl	%ecx, %ecx
	.byte	0x0f, 0x38
	post	0x18

	/* Calibration: port 92h unchanged, bit 1 inverted, and back. */
	movl	$BOX, %edi
	movw	$0x92, %dx
	inb	%dx, %al
	movb	%al, %bl
	movl	%es:BOX_SMIS(%edi), %esi
	rdtsc
	movb	%bl, %al
	movw	$0x92, %dx
	outb	%al, %dx
	rdtsc
	movl	%es:BOX_SMIS(%edi), %ecx
	subl	%esi, %ecx
	movl	%ecx, %es:BOX_AT_92(%edi)
	rdtsc
	movb	%bl, %al
	xorb	$2, %al
	movw	$0x92, %dx
	outb	%al, %dx
	rdtsc
	movl	%es:BOX_SMIS(%edi), %ecx
	subl	%esi, %ecx
	movl	%ecx, %es:BOX_AT_92 + 4(%edi)
	movb	%bl, %al
	movw	$0x92, %dx
	outb	%al, %dx
	movl	%es:BOX_SMIS(%edi), %ecx
	subl	%esi, %ecx
	movl	%ecx, %es:BOX_AT_92 + 8(%edi)
	post	0x19
	jmp	leave
failed:
	orw	%bp, AT(errors)
	post	0xee
leave:	post	0x1a
	popfw
	lretw

/* esi: where the module is, edi: where it goes, ecx: dwords. */
addresses:
	movl	4(%bx), %esi
	addl	$0x60000, %esi
	movl	8(%bx), %edi
	addl	AT(base), %edi
	movl	12(%bx), %ecx
	ret

	.align	4
smm_descriptor:	.long 0
memory_descriptor: .long 0
base:	.long	0
flat:	.quad	0x008f93000000ffff
	.word	0
	.align	4
modules:
	.long	0x12, 0x1000, 0, 0x400, 0x100
	.long	0x13, 0x2000, VSA_MODULE, 0x400, 0x100
	.long	0x13, 0x4000, VSA_SERVICES, 0x2400, 0x100
modules_end:
	.org	image + VSA_ERRORS
errors:	.word	0

/* The system manager. The jump at its base is turned while the second module runs. */
	.org	image + 0x1000
manager:
#define OFF(label) ((label) - manager)
	.byte	0xe9
entry_target:
	.word	OFF(first) - 3
	.ascii	"manager"
	.org	manager + VSA_HEADER		/* the header is below */
	.align	4
smm_data: .quad	0x800193400000ffff
	.word	0
flat_data: .quad 0x008f93000000ffff
	.word	0
save_ds: .fill	10
save_es: .fill	10
save_fs: .fill	10
save_gs: .fill	10
save_ss: .fill	10
save_gdt: .fill	6
	.align	4
save_esp: .long	0
save_cf8: .long	0
save_idt: .long	0, 0, 0, 0
tsc:	.long	0
message: .long	0
	.align	8
gdt:	.quad	0, 0x00cf9b000000ffff, 0x00cf93000000ffff
	.quad	0x80009b400000ffff, 0x800193400000ffff
gdt_pointer:
	.word	39
	.long	VSA_BASE + OFF(gdt)

first:
	svdc_cs	OFF(save_ds), DS
	rsdc_cs	DS, OFF(smm_data)
	svdc_cs	OFF(save_es), ES
	svdc_cs	OFF(save_fs), FS
	svdc_cs	OFF(save_gs), GS
	svdc_cs	OFF(save_ss), SS
	rsdc_cs	SS, OFF(smm_data)
	movl	%esp, OFF(save_esp)
	movl	$VSA_STACK, %esp
	pushal
	movl	%esp, %ebp		/* EDI ESI EBP ESP EBX EDX ECX EAX */
	cld
	movw	$0xcf8, %dx
	inl	%dx, %eax
	movl	%eax, OFF(save_cf8)
	rdtsc
	movl	%eax, OFF(tsc)
	rsdc_cs	ES, OFF(flat_data)
	rsdc_cs	FS, OFF(flat_data)

	/* The interrupt table becomes the handler's own. */
	movl	$0x1329, %ecx
	rdmsr
	movl	%eax, OFF(save_idt)
	movl	%edx, OFF(save_idt) + 4
	movl	$4 * 0x21 - 1, %eax
	wrmsr
	movl	$0x1339, %ecx
	rdmsr
	movl	%eax, OFF(save_idt) + 8
	movl	%edx, OFF(save_idt) + 12
	movl	$VSA_BASE + OFF(vectors), %eax
	movl	$4 * 0x21 - 1, %edx
	wrmsr

	movl	$BOX, %ebx
	incl	%es:BOX_SMIS(%ebx)
	leal	BOX_HEADER(%ebx), %edi
	movw	$VSA_HEADER - 4, %si
	movw	$13, %cx
1:	movl	(%si), %eax
	movl	%eax, %es:(%edi)
	addl	$4, %edi
	subw	$4, %si
	loop	1b
	testb	$0x08, VSA_HEADER - 0x24
	jz	2f
	cmpw	$0xf0, 28(%bp)
	jne	2f
	int	$0x20			/* through that table */
2:
	/* The services: flat protected mode and back. */
	sgdtl	OFF(save_gdt)
	lgdtl	OFF(gdt_pointer)
	movl	%cr0, %eax
	orb	$1, %al
	movl	%eax, %cr0
	ljmpl	$0x08, $VSA_BASE + OFF(in32)
	.code32
in32:	movw	$0x10, %ax
	movw	%ax, %ds
	movw	%ax, %es
	movw	%ax, %ss
	addl	$VSA_BASE, %esp
	pushl	VSA_BASE + OFF(save_cf8)
	leal	VSA_BASE(%ebp), %eax
	pushl	%eax
	movl	$services, %eax		/* linked for its place, unlike this */
	call	*%eax
	addl	$8, %esp
	subl	$VSA_BASE, %esp
	movl	%eax, VSA_BASE + OFF(message)
	movw	$0x20, %ax
	movw	%ax, %ds
	movw	%ax, %ss
	ljmpl	$0x18, $OFF(in16)
	.code16
in16:	movl	%cr0, %eax
	andb	$0xfe, %al
	movl	%eax, %cr0
	ljmpw	$(VSA_BASE & 0xfffff) >> 4, $OFF(in_real)
in_real:
	lgdtl	OFF(save_gdt)
	rsdc_cs	ES, OFF(flat_data)
	cmpl	$0, OFF(message)
	jne	call_module
finish:
	movl	$0x1329, %ecx
	movl	OFF(save_idt), %eax
	movl	OFF(save_idt) + 4, %edx
	wrmsr
	movl	$0x1339, %ecx
	movl	OFF(save_idt) + 8, %eax
	movl	OFF(save_idt) + 12, %edx
	wrmsr
	movl	OFF(save_cf8), %eax
	movw	$0xcf8, %dx
	outl	%eax, %dx
	popal
	movl	OFF(save_esp), %esp
	rsdc_cs	SS, OFF(save_ss)
	rsdc_cs	GS, OFF(save_gs)
	rsdc_cs	FS, OFF(save_fs)
	rsdc_cs	ES, OFF(save_es)
	rsdc_cs	DS, OFF(save_ds)
	.byte	0x0f, 0xaa

/* The second module gets a message: RSM from its own header, with N, starts it. */
#define H2 VSA_MODULE + VSA_HEADER
call_module:
	movl	$0x00000400, H2 - 0x04
	movl	$0x00000002, H2 - 0x08
	movl	%cr0, %eax
	movl	%eax, H2 - 0x0c
	movl	$0, H2 - 0x10
	movl	$MOFF(module_code), H2 - 0x14
	movl	$0x009b0000 | ((VSA_BASE + VSA_MODULE) & 0xfffff) >> 4, H2 - 0x18
	movl	$VSA_BASE + VSA_MODULE, H2 - 0x1c
	movl	$0x0000ffff, H2 - 0x20
	movl	$0x00938101, H2 - 0x24
	movl	$0, H2 - 0x28
	movl	$0, H2 - 0x2c
	movl	$0x0000003c, H2 - 0x30
	movw	$OFF(nested) - 3, OFF(entry_target)
	movl	$0x132b, %ecx
	movl	$VSA_BASE + H2, %eax
	xorl	%edx, %edx
	wrmsr
	movl	OFF(message), %eax
	.byte	0x0f, 0xaa

/* The module's SMINT: AX = 1 reads the base, 0 ends it. Its header has N. */
nested:
	movl	H2 - 0x24, %ecx
	movl	$BOX, %ebx
	movl	%ecx, %es:BOX_NESTED(%ebx)
	testw	%ax, %ax
	jz	1f
	movl	$VSA_BASE, %eax
	.byte	0x0f, 0xaa		/* back to the module */
1:	movw	$OFF(first) - 3, OFF(entry_target)
	movl	$0x132b, %ecx
	movl	$VSA_BASE + VSA_HEADER, %eax
	xorl	%edx, %edx
	wrmsr
	jmp	finish

	.org	manager + 0x800
vectors:
	.fill	0x20, 4, 0
	.word	OFF(interrupt) - 0x800, ((VSA_BASE + 0x800) & 0xfffff) >> 4
interrupt:
	movl	$BOX, %edi
	incl	%es:BOX_FAULTS(%edi)
	iretw

/* The second module. */
	.org	image + 0x2000
module:
	.ascii	"module"
	.org	module + VSA_HEADER
module_code:
	movl	$BOX, %ebx
	shll	$8, %es:BOX_VSM(%ebx)
	movb	%al, %es:BOX_VSM(%ebx)
	lcallw	$((VSA_BASE + VSA_MODULE) & 0xfffff) >> 4, $MOFF(module_far)
	movl	$1, %eax
	.byte	0x0f, 0x38
	cmpl	$VSA_BASE, %eax
	je	1f
	movb	$0xff, %es:BOX_VSM(%ebx)
1:	xorl	%eax, %eax
	.byte	0x0f, 0x38
	hlt
module_far:
	movw	%cs, %cx
	movw	%cx, %es:BOX_SELECTOR(%ebx)
	lretw
	.org	image + 0x3000
