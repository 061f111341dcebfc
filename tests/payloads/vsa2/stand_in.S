/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A stand-in for VSA2, of the published image's size and shape: an installer that is called in real mode, and a
 * program for SMM memory (handler.S). The installer checks all that a loader must have prepared and says on the
 * serial port what is wrong; then it installs the program, which answers virtual registers and the end of POST.
 *
 * TOP_MIB: the board's RAM; CPU_MHZ: its processor. FAIL_...: makes a step fail, see where it is asked for.
 */
#include "common.S"

	.text
	.code16
	.globl	image
image:
	.ascii	"MZ: not for DOS"
	.org	0x1e
	.word	FIRST_MODULE

	.org	ENTRY
	movb	$0x10, %al
	outb	%al, $0x80
	jmp	start

	.org	0x4ce
saved_ecx:
	.long	0
saved_edx:
	.long	0
	.org	ERROR_WORD
errors:
	.word	0
saved:					/* what the loader gave: see the table of words */
	.space	2 * SAVED_WORDS
saved_flags:
	.long	0
faults:
	.word	0
flat:					/* a segment register's contents: 4 GiB from 0 */
	.word	0xffff, 0
	.byte	0, 0x93, 0xcf, 0
	.word	0
interrupt_table:
	.space	8

	.org	FIRST_MODULE
	.ascii	"VSM "
	.byte	0, 0xff
	.word	0x2090, 0x03b0
	.long	IMAGE_SIZE - FIRST_MODULE

	.org	FIRST_MODULE + 0x80
start:
	movw	%ss, %cs:saved + 0
	movw	%sp, %cs:saved + 2
	movw	%ds, %cs:saved + 4
	movw	%es, %cs:saved + 6
	movw	%fs, %cs:saved + 8
	movw	%gs, %cs:saved + 10
	movw	%cs, %cs:saved + 12
	pushfl
	popl	%cs:saved_flags
	movl	%ecx, %cs:saved_ecx
	movl	%edx, %cs:saved_edx
#ifdef FAIL_EXCEPTION
	ud2
#endif
	movw	%cs, %ax
	movw	%ax, %ds

#ifdef FAIL_HANG
	sti				/* the interrupt controllers let nothing through */
1:	hlt
	jmp	1b
#endif

	/* All bytes are what they were: from start on their sum is 0. The words above have changed. */
	xorl	%ebx, %ebx
	movw	$start, %si
1:	lodsl
	addl	%eax, %ebx
	cmpw	$IMAGE_SIZE, %si
	jb	1b
	movl	%ebx, %eax
	expect	"the image", 0

	movzwl	saved + 0, %eax
	expect	"SS", 0
	movzwl	saved + 2, %eax
	expect	"SP", 0x0ffc
	movzwl	saved + 4, %eax
	expect	"DS", 0x40
	movl	saved + 6, %eax
	expect	"ES, FS", 0
	movzwl	saved + 10, %eax
	expect	"GS", 0
	movzwl	saved + 12, %eax
	expect	"CS", 0x6000
	movl	saved_ecx, %eax
	expect	"ECX", 0x10000026
	movl	saved_edx, %eax
	expect	"EDX", 0x10000028
	movl	saved_flags, %eax
	andl	$0x0600, %eax
	expect	"IF, DF", 0
	movl	%cr0, %eax
	andl	$0xe0000001, %eax
	expect	"CR0", 0
	sidtl	interrupt_table
	movzwl	interrupt_table, %eax
	expect	"IDT's limit", 0x3ff
	movl	interrupt_table + 2, %eax
	expect	"IDT's base", 0
	inb	$0x21, %al
	movb	%al, %ah
	inb	$0xa1, %al
	movzwl	%ax, %eax
	expect	"masks of the interrupt controllers", 0xffff

	call	services
	call	msrs
	call	memory
	cmpw	$0, faults
	jne	1f
	movw	$all_right, %si
	call	puts
1:	call	install
	movb	$0x1a, %al
	outb	%al, $0x80
	/* Nothing of the registers is left but flags and stack. */
	movl	$0xdeadbeef, %eax
	movl	%eax, %ebx
	movl	%eax, %ecx
	movl	%eax, %edx
	movl	%eax, %esi
	movl	%eax, %edi
	movl	%eax, %ebp
	movw	%ax, %ds
	movw	%ax, %fs
	movw	%ax, %gs
	lret

all_right:
	.asciz	"VSA2 stand-in: all checks right\r\n"

/* Compares EAX with ECX; DS:SI is what it is about. */
compare:
	cmpl	%ecx, %eax
	je	1f
	incw	faults
	pushl	%ecx
	pushl	%eax
	pushw	%si
	movw	$wrong, %si
	call	puts
	popw	%si
	call	puts
	popl	%edx
	call	puthex
	movw	$not, %si
	call	puts
	popl	%edx
	call	puthex
	movw	$end_of_line, %si
	call	puts
1:	ret
wrong:
	.asciz	"VSA2 stand-in: WRONG: "
not:
	.asciz	", not"
end_of_line:
	.asciz	"\r\n"

	serial_output

/* BIOS interrupts */
services:
	clc
	xorl	%eax, %eax
	int	$0x12
	expect	"INT 12h", 640
	movl	$0xbea7, %eax
	int	$0x15
	expect	"INT 15h, BEA7h", 66
	movl	$0xbea4, %eax
	int	$0x15
	expect	"INT 15h, BEA4h", CPU_MHZ
	movl	$0x1234, %eax
	int	$0x15
	carry_and_ah
	expect	"INT 15h, unknown", 0x186
	movl	$0xb101, %eax
	xorl	%edx, %edx
	int	$0x1a
	carry_and_ah
	expect	"PCI BIOS", 0
	movl	%edx, %eax
	expect	"PCI BIOS: signature", 0x20494350
	movzwl	%bx, %eax
	expect	"PCI BIOS: version", 0x0210
	movl	$0xb102, %eax
	movw	$0x208f, %cx
	movw	$0x1022, %dx
	xorw	%si, %si
	xorl	%ebx, %ebx
	int	$0x1a
	carry_and_ah
	shll	$16, %eax
	movw	%bx, %ax
	expect	"PCI BIOS: companion", 0x78
	movl	$0xb102, %eax
	movw	$1, %si
	movw	$0x208f, %cx
	int	$0x1a
	carry_and_ah
	expect	"PCI BIOS: second companion", 0x186
	movw	$0x78, %bx
	movw	$0, %di
	movl	$0xb10a, %eax
	int	$0x1a
	movl	%ecx, %eax
	expect	"PCI BIOS: read 32 bits", 0x208f1022
	movl	$0xb109, %eax
	movw	$2, %di
	xorl	%ecx, %ecx
	int	$0x1a
	movl	%ecx, %eax
	expect	"PCI BIOS: read 16 bits", 0x208f
	movl	$0xb108, %eax
	movw	$3, %di
	xorl	%ecx, %ecx
	int	$0x1a
	movl	%ecx, %eax
	expect	"PCI BIOS: read 8 bits", 0x20
	movl	$0xb109, %eax
	movw	$1, %di
	int	$0x1a
	carry_and_ah
	expect	"PCI BIOS: odd register", 0x187
	/* The class, and the device by its class. */
	movl	$0xb10a, %eax
	movw	$8, %di
	int	$0x1a
	shrl	$8, %ecx
	movl	$0xb103, %eax
	xorw	%si, %si
	xorl	%ebx, %ebx
	int	$0x1a
	carry_and_ah
	shll	$16, %eax
	movw	%bx, %ax
	expect	"PCI BIOS: class", 0x78
	/* The command register, off and as it was. */
	movw	$0x78, %bx
	movw	$4, %di
	movl	$0xb109, %eax
	int	$0x1a
	pushw	%cx
	xorw	%cx, %cx
	movl	$0xb10c, %eax
	int	$0x1a
	carry_and_ah
	expect	"PCI BIOS: write 16 bits", 0
	popw	%cx
	pushw	%cx
	movw	$0x78, %bx
	movw	$4, %di
	movl	$0xb10b, %eax
	int	$0x1a
	carry_and_ah
	expect	"PCI BIOS: write 8 bits", 0
	popw	%cx
	pushw	%cx
	movzwl	%cx, %ecx
	movw	$0x78, %bx
	movw	$4, %di
	movl	$0xb10d, %eax
	int	$0x1a
	carry_and_ah
	expect	"PCI BIOS: write 32 bits", 0
	movl	$0xb109, %eax
	movw	$0x78, %bx
	movw	$4, %di
	int	$0x1a
	popw	%ax
	movzwl	%ax, %eax
	movzwl	%cx, %ecx
	movw	$command, %si
	call	compare
	ret
command:
	.asciz	"PCI BIOS: command register"

/* The table of MSRs: those that are not as they should be are named. */
msrs:
	movw	$msr_table, %bx
1:	movl	(%bx), %ecx
	testl	%ecx, %ecx
	jz	2f
	rdmsr
	andl	4(%bx), %edx
	andl	8(%bx), %eax
	pushl	%edx
	movl	16(%bx), %ecx
	movw	$low_half, %si
	call	compare
	popl	%eax
	movl	12(%bx), %ecx
	movw	$high_half, %si
	movw	faults, %di
	pushw	%di
	call	compare
	popw	%di
	addw	$20, %bx
	jmp	1b
2:	ret
low_half:
	.asciz	"low half of an MSR"
high_half:
	.asciz	"high half of an MSR"

/* MSR; masks of the halves; halves. */
	.macro	msr number, high, low, high_mask=0xffffffff, low_mask=0xffffffff
	.long	\number, \high_mask, \low_mask, \high, \low
	.endm
msr_table:
	msr	0x10000020, 0x20000000, 0x000fff80
	msr	0x10000021, 0x20000000, 0x080fffe0
	msr	0x10000028, 0x20000000 | LAST_PAGE >> 12, (LAST_PAGE & 0xfff) << 20 | 0x100
	msr	0x10000026, 0x20000080 | (SMM_OFFSET & 0xfffff) << 8, 0x400fffe0
	msr	0x10000080, 0, 3
	msr	0x40000080, 0, 1
	msr	0x40000020, 0x20000000, 0x000fff80
	msr	0x40000021, 0x20000000, 0x080fffe0
	msr	0x40000023, 0x20000080, 0x400fffe0
	msr	0x4000002a, 0x20000000 | LAST_PAGE >> 12, (LAST_PAGE & 0xfff) << 20 | 0x100
	msr	0x400000e3, 0x60000000, 0x033000f0
	msr	0x50002018, 0x0009f000, 0x00000130
	msr	0x50002019, LAST_PAGE << 12, 0x00100130
	msr	0x5000201a, 0x8041f000, 0x80400120
	msr	0x5000201e, 0, 0x00000f00, 0, 0x0000ff00
	msr	0x00001808, 0, 0x10000000 | LAST_PAGE << 8, 0
	msr	0x0000180a, 0, 0
	msr	0x00001301, 0, 8, 0, 8
	/* Free: what VSA2 takes for free. */
	msr	0x10000022, 0x000000ff, 0xfff00000
	msr	0x10000023, 0x000000ff, 0xfff00000
	msr	0x10000024, 0x000000ff, 0xfff00000
	msr	0x10000025, 0x000000ff, 0xfff00000
	msr	0x10000029, 0x00000000, 0x000fffff
	msr	0x1000002a, 0x00000000, 0x000fffff
	msr	0x1000002b, 0x00000000, 0x000fffff
	msr	0x100000e3, 0, 0
	msr	0x100000e8, 0, 0
	msr	0x4000002b, 0x00000000, 0x000fffff
	msr	0x4000002c, 0x00000000, 0x000fffff
	msr	0x4000002d, 0x00000000, 0x000fffff
	msr	0x400000e6, 0, 0
	/* The companion. */
	msr	0x51000010, 0, 0x10, 0, 0x18
	msr	0x51400008, 0x0000f001, 0x6300
	msr	0x5140000b, 0x0000f001, 0x6000
	msr	0x5140000c, 0x0000f001, 0x6100
	msr	0x5140000d, 0x0000f001, 0x6200
	msr	0x5140000e, 0x0000f001, 0x9c00
	msr	0x5140000f, 0x0000f001, 0x9d00
	msr	0x51400015, 0, 1, 0, 1
	.long	0

/* SMM memory is there, all of it and nothing else; so is the end of RAM, and address line 20. */
memory:
	rsdc	ES, flat
	movl	$RAM_END - 4, %edi
	movl	%es:(%edi), %ebp
	movl	$SMM_BASE, %edi
1:	movl	%edi, %es:(%edi)
	addl	$4, %edi
	cmpl	$SMM_BASE + SMM_SIZE, %edi
	jb	1b
	movl	$SMM_BASE, %edi
2:	cmpl	%edi, %es:(%edi)
	jne	3f
	addl	$4, %edi
	cmpl	$SMM_BASE + SMM_SIZE, %edi
	jb	2b
3:	movl	%edi, %eax
	expect	"end of SMM memory", SMM_BASE + SMM_SIZE
	movl	$RAM_END - 4, %edi
	movl	%es:(%edi), %eax
	movl	%ebp, %ecx
	movw	$end_of_ram, %si
	call	compare
	movl	$0x00000600, %edi
	movl	$0x600d600d, %es:(%edi)
	movl	$0x00100600, %edi
	movl	%es:(%edi), %ebp
	movl	$0xa20a20, %es:(%edi)
	movl	$0x00000600, %edi
	movl	%es:(%edi), %eax
	expect	"address line 20", 0x600d600d
	movl	$0x00100600, %edi
	movl	%ebp, %es:(%edi)
	ret
end_of_ram:
	.asciz	"end of RAM"

/* The program for SMM memory. */
install:
#ifdef FAIL_INSTALLER
	movw	$0x0020, errors
	movb	$0xee, %al
	outb	%al, $0x80
	ret
#endif
	rsdc	ES, flat
	movw	$handler, %si
	movl	$SMM_BASE, %edi
1:	lodsl
	movl	%eax, %es:(%edi)
	addl	$4, %edi
	cmpw	$handler_end, %si
	jb	1b
	movl	$0x180e, %ecx
	movl	$SMM_BASE + SMM_SIZE - 0x1000, %edx
	movl	$SMM_BASE | 0x104, %eax
	wrmsr
	movl	$0x133b, %ecx
	movl	$SMM_SIZE - 1, %edx
	movl	$SMM_BASE, %eax
	wrmsr
	movl	$0x132b, %ecx
	xorl	%edx, %edx
	movl	$SMM_HEADER_END, %eax
	wrmsr
	/* Accesses to the virtual registers' ports are SMIs. */
	movl	$0x10002002, %ecx
	movl	$0x1f, %edx
	movl	$0x1e, %eax
	wrmsr
	movl	$0x10002003, %ecx
	xorl	%edx, %edx
	movl	$1, %eax
	wrmsr
	movl	$0x100000e3, %ecx
	xorl	%edx, %edx
	movl	$0xf030ac18, %eax
	wrmsr
	movl	$0x1301, %ecx
	rdmsr
	orl	$0x38, %eax
	wrmsr
	movl	$0xf0, %eax
	.byte	0x0f, 0x38		/* SMINT */
	expect	"first SMI", 0x600d
	ret

	.balign	4
#include "handler.S"
