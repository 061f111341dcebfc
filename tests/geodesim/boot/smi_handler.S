/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An SMI handler: 16-bit code in the SMM window with flat data segments, in the manner of VSA.
 *
 * It writes down the header and the status registers, answers the traps and the calls, restores
 * what it changed and leaves. It is copied to SMI_BASE; all addresses are offsets from there.
 */
#include "smi.h"

#define ES 0
#define CS 1
#define SS 2
#define DS 3
#define FS 4
#define GS 5
#define OFF(label) ((label) - smi_handler)

	/* SVDC and RSDC with a CS prefix and a 16-bit address. */
	.macro svdc_cs to, sreg
	.byte	0x2e, 0x0f, 0x78, \sreg << 3 | 6
	.word	OFF(\to)
	.endm
	.macro rsdc_cs sreg, from
	.byte	0x2e, 0x0f, 0x79, \sreg << 3 | 6
	.word	OFF(\from)
	.endm
	.macro rsm_insn
	.byte	0x0f, 0xaa
	.endm
	.macro smint_insn
	.byte	0x0f, 0x38
	.endm

	.section .smi, "ax"
	.code16
	.globl	smi_handler, smi_handler_end
	.align	16
smi_handler:
entry:	.byte	0xe9			/* jmp; its target changes while the task runs */
entry_target:
	.word	OFF(first) - 3

	.align	4
smm_segment:	/* base SMI_BASE, limit 1FFFF, 16 bit */
	.quad	0x800193400000ffff
	.word	0
flat_segment:	/* base 0, 4 GiB */
	.quad	0x008f93000000ffff
	.word	0
real_segment:	/* as after a reset */
	.quad	0x000093000000ffff
	.word	0
save_ds: .fill	10
save_es: .fill	10
save_fs: .fill	10
save_gs: .fill	10
save_ss: .fill	10
	.align	4
save_esp: .long	0
record:	.long	0			/* where this SMI is written down */
virtual_index: .long 0
save_idt: .long	0, 0, 0, 0		/* 1329, 1339 */

/* Status registers in the order in which VSA asks them. */
sources: .long	0x50002002, 0x10002002, 0x40002002, 0x4c002002, 0x51400002, 0x51000002, 0x51010002
sources_end:

first:
	svdc_cs	save_ds, DS
	rsdc_cs	DS, smm_segment
	svdc_cs	save_es, ES
	svdc_cs	save_fs, FS
	svdc_cs	save_gs, GS
	svdc_cs	save_ss, SS
	rsdc_cs	SS, smm_segment
	movl	%esp, OFF(save_esp)
	movl	$SMI_STACK, %esp
	pushal
	movw	%sp, %bp		/* bp: EDI ESI EBP ESP EBX EDX ECX EAX of the guest */
	rsdc_cs	ES, flat_segment
	rsdc_cs	FS, flat_segment
	cld

	movl	$BOX, %ebx
	movl	%es:BOX_COUNT(%ebx), %ecx
	incl	%es:BOX_COUNT(%ebx)
	andl	$63, %ecx
	shll	$8, %ecx
	leal	BOX_RECORDS(%ebx, %ecx), %edi
	movl	%edi, OFF(record)
	movw	$SMI_HEADER - 4, %si
	call	copy_header
	call	note_state
	movl	OFF(record), %edi
	call	note_sources

	movl	SMI_HEADER - 0x24, %eax	/* SMM flags */
	testb	$0x08, %al
	jnz	called
	testb	$0xa0, %al
	jnz	trapped
	testb	$0x40, %al
	jnz	asynchronous
	jmp	leave

/* 13 dwords downward from DS:SI to ES:EDI upward. */
copy_header:
	movw	$13, %cx
1:	movl	(%si), %eax
	movl	%eax, %es:(%edi)
	addl	$4, %edi
	subw	$4, %si
	loop	1b
	ret

note_state:
	movl	OFF(record), %edi
	movl	%cr0, %eax
	movl	%eax, %es:RECORD_CR0(%edi)
	pushfl
	popl	%eax
	movl	%eax, %es:RECORD_EFLAGS(%edi)
	xorl	%eax, %eax
	movw	%cs, %ax
	movl	%eax, %es:RECORD_CS(%edi)
	movw	$0xcf8, %dx
	inl	%dx, %eax
	movl	%eax, %es:RECORD_CF8(%edi)
	ret

note_sources:
	addl	$RECORD_MSRS, %edi
	movw	$OFF(sources), %si
1:	movl	(%si), %ecx
	rdmsr
	movl	%eax, %es:(%edi)
	movl	%edx, %es:4(%edi)
	addl	$8, %edi
	addw	$4, %si
	cmpw	$OFF(sources_end), %si
	jb	1b
	ret

/* All sources are acknowledged with the values found; the state of before comes back. */
leave:
	movl	OFF(record), %edi
	addl	$RECORD_MSRS, %edi
	movw	$OFF(sources), %si
1:	movl	(%si), %ecx
	movl	%es:(%edi), %eax
	movl	%es:4(%edi), %edx
	wrmsr
	addl	$8, %edi
	addw	$4, %si
	cmpw	$OFF(sources_end), %si
	jb	1b
	movl	OFF(record), %edi
	movl	%es:RECORD_CF8(%edi), %eax
	movw	$0xcf8, %dx
	outl	%eax, %dx

	movl	$BOX, %ebx		/* a halted processor goes on if it shall */
	movl	%es:BOX_COUNT(%ebx), %eax
	cmpl	%es:BOX_WAKE(%ebx), %eax
	jb	2f
	andb	$0xef, SMI_HEADER - 0x24
2:	popal
	movl	OFF(save_esp), %esp
	rsdc_cs	SS, save_ss
	rsdc_cs	GS, save_gs
	rsdc_cs	FS, save_fs
	rsdc_cs	ES, save_es
	rsdc_cs	DS, save_ds
	rsm_insn

/* A trapped access: its answer goes to the guest's EAX in the access's size. */
trapped:
	movl	SMI_HEADER - 0x28, %edx	/* size, port */
	movw	%dx, %ax
	andw	$0xfffc, %ax
	cmpw	$0xac1c, %ax
	je	virtual_register
	cmpw	$0x0cfc, %ax
	je	configuration
	cmpw	$0x0092, %dx
	je	gate_a20
	testb	$0x02, SMI_HEADER - 0x24
	jnz	leave
	movl	$0x1badcafe, %eax
answer:
	movl	SMI_HEADER - 0x28, %edx
	shrl	$16, %edx
	cmpb	$1, %dl
	jne	1f
	movb	%al, 28(%bp)
	jmp	leave
1:	cmpb	$3, %dl
	jne	2f
	movw	%ax, 28(%bp)
	jmp	leave
2:	movl	%eax, 28(%bp)
	jmp	leave

virtual_register:
	movl	SMI_HEADER - 0x2c, %ecx
	testb	$0x02, SMI_HEADER - 0x24
	jz	2f
	cmpw	$0xac1c, %dx
	jne	leave
	cmpl	$0x000fac1c, %edx	/* a dword: both halves at once */
	jne	1f
	movl	%ecx, OFF(virtual_index)
	jmp	leave
1:	cmpw	$0xfc53, %cx
	je	leave
	movw	%cx, OFF(virtual_index)
	jmp	leave
2:	movl	$0xffffffff, %eax
	cmpw	$0x0003, OFF(virtual_index)
	jne	answer
	movl	$0x56534132, 28(%bp)	/* "VSA2" in all of EAX */
	jmp	leave

/* Device 1 exists only here; device 15 is asked for itself. */
configuration:
	movl	OFF(record), %edi
	movl	%es:RECORD_CF8(%edi), %ecx
	shrl	$11, %ecx
	andl	$31, %ecx
	cmpb	$1, %cl
	je	2f
	movl	$0x50002012, %ecx	/* the trap is off for one access */
	rdmsr
	pushl	%eax
	andl	$~0x8000, %eax
	wrmsr
	movl	%es:RECORD_CF8(%edi), %eax
	movw	$0xcf8, %dx
	outl	%eax, %dx
	movw	$0xcfc, %dx
	inl	%dx, %eax
	movl	%eax, %ebx
	popl	%eax
	movl	$0x50002012, %ecx
	xorl	%edx, %edx
	wrmsr
	movl	%ebx, %eax
	jmp	1f
2:	movl	$0x20801022, %eax
1:	testb	$0x02, SMI_HEADER - 0x24
	jnz	leave
	jmp	answer

/* Port 92h wants to change A20: the processor's gate, then the port itself without another SMI. */
gate_a20:
	movb	SMI_HEADER - 0x2c, %bl
	movl	$0x4c000031, %ecx
	xorl	%eax, %eax
	xorl	%edx, %edx
	testb	$2, %bl
	jnz	1f
	incl	%eax
1:	wrmsr
	movl	$0x51400002, %ecx
	rdmsr
	movl	%eax, %esi
	xorl	%edx, %edx
	andb	$~0x40, %al
	wrmsr
	movb	%bl, %al
	outb	%al, $0x92
	movl	%esi, %eax
	wrmsr
	jmp	leave

/* Timer, GPIO, power management: the list in the box tells how each is quieted. */
asynchronous:
	movl	$BOX + BOX_ACKS, %ebx
	movw	$4, %cx
1:	movl	%es:(%ebx), %edx
	movl	%es:4(%ebx), %eax
	addl	$8, %ebx
	testl	%edx, %edx
	jz	3f
	btrl	$31, %edx		/* bit 31: 16 bits */
	jc	2f
	outl	%eax, %dx
	jmp	3f
2:	outw	%ax, %dx
3:	loop	1b
	jmp	leave

called:
	movl	28(%bp), %eax
	cmpw	$CALL_FAULTS, %ax
	je	faults
	cmpw	$CALL_TASK, %ax
	je	task
	cmpw	$CALL_CODE, %ax
	je	modified
	cmpw	$CALL_RESTART, %ax
	je	restart
	movl	$0x600dca11, 28(%bp)
	jmp	leave

/* What an INIT would do, by a header: the processor goes on at its reset vector. */
restart:
	wbinvd
	movl	$0x00000400, SMI_HEADER - 0x04
	movl	$0x00000002, SMI_HEADER - 0x08
	movl	$0x60000010, SMI_HEADER - 0x0c
	movl	$0x0000fff0, SMI_HEADER - 0x14
	movl	$0x009bf000, SMI_HEADER - 0x18
	movl	$0xffff0000, SMI_HEADER - 0x1c
	movl	$0x0000ffff, SMI_HEADER - 0x20
	movl	$0x00938001, SMI_HEADER - 0x24
	movl	$0x00000000, SMI_HEADER - 0x30
	xorl	%eax, %eax
	rsdc_cs	SS, real_segment
	rsdc_cs	GS, real_segment
	rsdc_cs	FS, real_segment
	rsdc_cs	ES, real_segment
	rsdc_cs	DS, real_segment
	rsm_insn

/* An instruction that is changed just before it runs. */
modified:
	movl	$0x51f00d15, OFF(1f) + 2
	jmp	1f
1:	movl	$0x01d01d01, %eax
	movl	$BOX, %ebx
	movl	%eax, %es:BOX_CODE(%ebx)
	movl	$0x01d01d01, OFF(1b) + 2
	jmp	leave

/* Exceptions inside SMM go through the table that MSR 1339 points to. */
faults:
	movl	$0x1329, %ecx
	rdmsr
	movl	%eax, OFF(save_idt)
	movl	%edx, OFF(save_idt) + 4
	movl	$0x1339, %ecx
	rdmsr
	movl	%eax, OFF(save_idt) + 8
	movl	%edx, OFF(save_idt) + 12
	movl	$SMI_BASE + OFF(vectors), %eax
	movl	$4 * 0x21 - 1, %edx
	wrmsr
	movl	$0x1329, %ecx
	movl	$4 * 0x21 - 1, %eax
	xorl	%edx, %edx
	wrmsr
	ud2
	int	$0x20
	movl	$0x1329, %ecx
	movl	OFF(save_idt), %eax
	movl	OFF(save_idt) + 4, %edx
	wrmsr
	movl	$0x1339, %ecx
	movl	OFF(save_idt) + 8, %eax
	movl	OFF(save_idt) + 12, %edx
	wrmsr
	jmp	leave

/*
 * A task in the manner of a VSM: the processor gets the task's own header and RSM starts it, still
 * in SMM. Its SMINT comes back here through the entry, whose jump has been turned.
 */
task:
	movl	$0x00000400, SMI_TASK_HEADER - 0x04
	movl	$0x00000002, SMI_TASK_HEADER - 0x08
	movl	%cr0, %eax
	movl	%eax, SMI_TASK_HEADER - 0x0c
	movl	$0, SMI_TASK_HEADER - 0x10
	movl	$0, SMI_TASK_HEADER - 0x14
	movl	$0x009b0000 | OFF(task_code) >> 4, SMI_TASK_HEADER - 0x18
	movl	$SMI_BASE + OFF(task_code), SMI_TASK_HEADER - 0x1c
	movl	$0x0000ffff, SMI_TASK_HEADER - 0x20
	movl	$0x00938101, SMI_TASK_HEADER - 0x24
	movl	$0, SMI_TASK_HEADER - 0x28
	movl	$0, SMI_TASK_HEADER - 0x2c
	movl	$0x0000003c, SMI_TASK_HEADER - 0x30
	movw	$OFF(task_called) - 3, OFF(entry_target)
	movl	$0x132b, %ecx
	movl	$SMI_BASE + SMI_TASK_HEADER, %eax
	xorl	%edx, %edx
	wrmsr
	rsm_insn

task_called:
	movw	$OFF(first) - 3, OFF(entry_target)
	movl	$0x132b, %ecx
	pushl	%eax
	movl	$SMI_BASE + SMI_HEADER, %eax
	xorl	%edx, %edx
	wrmsr
	popl	%eax
	movl	%eax, 28(%bp)		/* the task's call number is the answer */
	movl	$BOX + BOX_TASK, %edi
	movw	$SMI_TASK_HEADER - 4, %si
	call	copy_header
	jmp	leave

	.align	256
/* Real-mode vectors: selector 10h is SMI_BASE + 100h. */
	.align	4
vectors:
	.fill	6, 4, 0
	.word	OFF(undefined) - 0x100, 0x10
	.fill	0x20 - 7, 4, 0
	.word	OFF(interrupt) - 0x100, 0x10
undefined:
	movw	%sp, %di
	addw	$2, (%di)		/* behind ud2; DS and SS are the same segment */
interrupt:
	movl	$BOX, %edi
	incl	%es:BOX_FAULTS(%edi)
	iretw

	.align	16
task_code:
	movl	$0x7a5c0001, %eax
	smint_insn
	hlt
smi_handler_end:
