/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From the reset vector to C: flat 32-bit mode, cache-as-RAM, and its end.
 *
 * The L1 data cache serves as RAM at C8000-CFFFF: a valid tag is planted for each of its lines,
 * then CD and NW keep all as it is (LX data book, DC_INDEX, DC_DATA, DC_TAG).
 */
#define CAR_BASE 0xc8000
#define CAR_SIZE 0x8000
#define CAR_STACK (CAR_BASE + CAR_SIZE - 16)

	.section .text16, "ax"
	.code16
start16:
	cli
	movl	%eax, %ebp		/* the self-test's result */
	movb	$0x01, %al
	outb	%al, $0x80
	xorl	%eax, %eax
	movl	%eax, %cr3
	lgdtl	%cs:(gdt_pointer - start16)
	movl	%cr0, %eax
	orb	$1, %al
	movl	%eax, %cr0
	ljmpl	$0x08, $start32

	.code32
start32:
	movl	$0x10, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %fs
	movl	%eax, %gs
	movl	%eax, %ss
	movb	$0x10, %al
	outb	%al, $0x80
	testl	%ebp, %ebp
	jnz	.Lhalt

	.globl	car_setup
car_setup:
#ifdef MISTAKE_CKE_EARLY
	movl	$0x4c000014, %ecx	/* on the second pass */
	rdmsr
	testl	$0x04000000, %eax
	jz	1f
	movl	$0x2000001d, %ecx
	rdmsr
	andl	$~0x300, %eax
	wrmsr
1:
#endif
	invd
	/* System memory up to 1 MiB written back; the rest as at reset. */
	movl	$0x1808, %ecx
	rdmsr
	movl	$0x10010000, %eax
	wrmsr
	/* C8000-CFFFF written back, C0000-C7FFF and D0000-DFFFF uncached. */
	movl	$0x180c, %ecx
	movl	$0x00000101, %eax
	movl	$0x01010101, %edx
	wrmsr
	movl	$0x1800, %ecx		/* the data cache on */
	rdmsr
	andl	$~0x100, %eax
	wrmsr
	/* Timing of the arrays. */
	movl	$0x1981, %ecx
	xorl	%edx, %edx
	movl	$0x2814d352, %eax
	wrmsr
	movl	$0x1982, %ecx
	movl	$0x1068334d, %eax
	wrmsr
	movl	$0x1983, %ecx
	movl	$0x00000106, %edx
	movl	$0x83104104, %eax
	wrmsr
	movl	$0x4c00005e, %ecx
	rdmsr
	movl	$5, %edx
	wrmsr
	movl	$0x1980, %ecx
	xorl	%edx, %edx
	movl	$1, %eax
	wrmsr

	/* ebx: line and way for DC_INDEX; esi: address of the way; edi: lines left. */
	xorl	%ebx, %ebx
	movl	$CAR_BASE, %esi
.Lnext_way:
	movl	$128, %edi
.Lnext_line:
	movl	$0x1890, %ecx
	movl	%ebx, %eax
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
	addl	$0x10, %ebx
	decl	%edi
	jnz	.Lnext_line
	andl	$0xf, %ebx
	incl	%ebx			/* line 0 of the next way */
	addl	$0x1000, %esi
	cmpl	$CAR_BASE + CAR_SIZE, %esi
	jb	.Lnext_way

	movl	%cr0, %eax
	orl	$0x60000000, %eax	/* no fills, no write-through */
	movl	%eax, %cr0
	movl	$CAR_STACK, %esp
	movl	$0xf0f05a5a, %eax
	pushl	%eax
	popl	%edx
	cmpl	%edx, %eax
	movb	$0xc5, %al
	jne	.Lhalt_code
	movb	$0x23, %al
	outb	%al, $0x80
	call	boot_main
.Lhalt_code:
	outb	%al, $0x80
.Lhalt:	hlt
	jmp	.Lhalt

/*
 * void leave_cache_as_ram(void): every line is made dirty, written back to the DRAM below it, and
 * the caches work as caches.
 */
	.globl	leave_cache_as_ram
leave_cache_as_ram:
	pushl	%esi
	pushl	%edi
	cld
	movl	$CAR_BASE, %esi
	movl	%esi, %edi
	movl	$CAR_SIZE / 4, %ecx
	rep movsl
#ifdef MISTAKE_CAR_DROPPED
	invd
#else
	wbinvd
#endif
	movl	%cr0, %eax
	andl	$~0x60000000, %eax
	movl	%eax, %cr0
	popl	%edi
	popl	%esi
	ret

/* void hand_over(void): a program at 1 MiB gets the processor, as an operating system would. */
	.globl	hand_over
hand_over:
	movl	$.Lprogram, %esi
	movl	$0x100000, %edi
	movl	$.Lprogram_end - .Lprogram, %ecx
	rep movsb
	movl	$0x100000, %eax
	jmp	*%eax

.Lprogram:
	movl	$0x100000 + .Ltext - .Lprogram, %esi
1:	movl	$100000, %ecx		/* wait for the transmitter, but not for ever */
2:	movw	$0x3fd, %dx
	inb	%dx, %al
	testb	$0x40, %al
	jnz	3f
	decl	%ecx
	jnz	2b
3:	lodsb
	testb	%al, %al
	jz	4f
	movw	$0x3f8, %dx
	outb	%al, %dx
	jmp	1b
4:	cli
	hlt
	jmp	4b
.Ltext:	.asciz	"end\r\n"
.Lprogram_end:

/*
 * u32 flash_id(void): manufacturer, device of the boot flash, as flash tools ask for them. Runs
 * from memory, where it is copied: the ROM shows something else meanwhile.
 */
	.globl	flash_id, flash_id_end
flash_id:
	pushl	%ebx
	movl	$0x1808, %ecx		/* the ROM: not cached, writes go there */
	rdmsr
	pushl	%edx
	andl	$0x00ffffff, %edx
	orl	$0x21000000, %edx
	wrmsr
	wbinvd
	movl	$0x51400018, %ecx	/* and to the chip */
	rdmsr
	orl	$8, %eax
	wrmsr
	movb	$0xaa, 0xfff85555
	movb	$0x55, 0xfff82aaa
	movb	$0x90, 0xfff85555
	movzbl	0xfff80000, %ebx
	movb	0xfff80001, %bh
	movb	$0xf0, 0xfff80000
	andl	$~8, %eax
	wrmsr
	movl	$0x1808, %ecx
	rdmsr
	popl	%edx
	wrmsr
	movl	%ebx, %eax
	popl	%ebx
	ret
flash_id_end:

/* void call_on_stack(void *stack, void (*function)(void *), void *argument) */
	.globl	call_on_stack
call_on_stack:
	movl	12(%esp), %ecx
	movl	8(%esp), %edx
	movl	4(%esp), %esp
	subl	$12, %esp
	pushl	%ecx
	call	*%edx
	jmp	.Lhalt

/*
 * void pattern_fill(u32 from, u32 to, u32 add): each dword is its own address plus @add. Both
 * addresses are multiples of 32.
 */
	.globl	pattern_fill
pattern_fill:
	pushl	%edi
	movl	8(%esp), %edi
	call	pattern_start
	movl	12(%esp), %ecx
	subl	%edi, %ecx
	jbe	2f
1:	movq	%mm0, (%edi)
	paddd	%mm7, %mm0
	movq	%mm0, 8(%edi)
	paddd	%mm7, %mm0
	movq	%mm0, 16(%edi)
	paddd	%mm7, %mm0
	movq	%mm0, 24(%edi)
	paddd	%mm7, %mm0
	addl	$32, %edi
	subl	$32, %ecx
	jnz	1b
2:	emms
	popl	%edi
	ret

/* mm0: the pattern at edi (plus the third argument of the caller's caller); mm7: its step. */
pattern_start:
	movl	%edi, %eax
	addl	20(%esp), %eax
	movd	%eax, %mm0
	addl	$4, %eax
	movd	%eax, %mm1
	punpckldq %mm1, %mm0
	movl	$8, %eax
	movd	%eax, %mm7
	punpckldq %mm7, %mm7
	ret

/*
 * u32 pattern_check(u32 from, u32 to, u32 add, u32 *sum): adds every dword to *sum; returns the
 * number of quadwords that are not the pattern.
 */
	.globl	pattern_check
pattern_check:
	pushl	%edi
	movl	8(%esp), %edi
	call	pattern_start
	pxor	%mm4, %mm4		/* sum */
	pxor	%mm5, %mm5		/* minus the count of bad dwords */
	movl	12(%esp), %ecx
	subl	%edi, %ecx
	jbe	2f
	pcmpeqd	%mm6, %mm6		/* all ones */
1:	.irp	offset, 0, 8, 16, 24
	movq	\offset(%edi), %mm2
	paddd	%mm2, %mm4
	pcmpeqd	%mm0, %mm2
	pandn	%mm6, %mm2
	paddd	%mm2, %mm5
	paddd	%mm7, %mm0
	.endr
	addl	$32, %edi
	subl	$32, %ecx
	jnz	1b
2:	movq	%mm4, %mm3
	psrlq	$32, %mm3
	paddd	%mm3, %mm4
	movd	%mm4, %eax
	movl	20(%esp), %edi
	addl	%eax, (%edi)
	movq	%mm5, %mm3
	psrlq	$32, %mm3
	paddd	%mm3, %mm5
	movd	%mm5, %eax
	negl	%eax
	emms
	popl	%edi
	ret

	.align	8
gdt:	.quad	0, 0x00cf9b000000ffff, 0x00cf93000000ffff
gdt_pointer:
	.word	gdt_pointer - gdt - 1
	.long	gdt

	.section .reset, "ax"
	.code16
	.globl	reset
reset:
	jmp	start16
	.align	16
