/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A ROM that runs one kind of work ROUNDS times and says "Shutdown" on port 8900h: the same code
 * for geodesim (--exit-port) and Bochs (its shutdown port). KIND chooses the work. */
	.section .text, "ax"
	.code16
start16:
	cli
	lgdtl	%cs:(gdt_pointer - start16)
	movl	%cr0, %eax
	andl	$0x9fffffff, %eax	/* caches on */
	orb	$1, %al
	movl	%eax, %cr0
	ljmpl	$0x08, $start32

	.code32
start32:
	movl	$0x10, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	movl	$0x80000, %esp
	cld
#ifdef GEODE	/* caches as firmware leaves them: set up, not observable (as --bare-linux does) */
	movl	$0x1700, %ecx
	movl	$0x400, %eax
	xorl	%edx, %edx
	wrmsr
	movl	$0x1800, %ecx
	movl	$0x4022, %eax
	movl	$0x2000, %edx
	wrmsr
#endif
	/* Run from RAM, as programs do. */
	movl	$work, %esi
	movl	$0x10000, %edi
	movl	$work_end - work, %ecx
	rep movsb
	movl	$ROUNDS, %ebp
	movl	$0x10000, %eax
	jmp	*%eax

work:
#if KIND == 0	/* integer: arithmetic, branches, calls */
1:	movl	$1000, %ecx
	movl	$12345, %eax
2:	imull	$1664525, %eax, %eax
	addl	$1013904223, %eax
	movl	%eax, %edx
	shrl	$13, %edx
	xorl	%edx, %ebx
	testl	$64, %edx
	jz	3f
	leal	7(%ebx,%edx,4), %ebx
3:	call	4f
	subl	$1, %ecx
	jnz	2b
	jmp	5f
4:	adcl	%ebx, %esi
	rorl	$3, %esi
	ret
5:
#elif KIND == 1	/* memory: a walk through 1 MiB with loads, stores and dependent loads */
1:	movl	$0x200000, %esi
	movl	$16384, %ecx
2:	movl	(%esi), %eax
	addl	4(%esi), %eax
	movl	%eax, 8(%esi)
	movzbl	12(%esi), %edx
	addl	%edx, 16(%esi)
	pushl	%eax
	movw	%ax, 20(%esi)
	popl	%ebx
	addl	$64, %esi
	decl	%ecx
	jnz	2b
#elif KIND == 2	/* string: copy, fill, compare, search */
1:	movl	$0x200000, %esi
	movl	$0x300000, %edi
	movl	$4096, %ecx
	rep movsl
	movl	$0x300000, %edi
	movl	$8192, %ecx
	xorl	%eax, %eax
	rep stosb
	movl	$0x200000, %esi
	movl	$0x300000, %edi
	movl	$2048, %ecx
	repe cmpsb
	movl	$0x200000, %edi
	movl	$2048, %ecx
	movb	$1, %al
	repne scasb
#else		/* x87 */
1:	fninit
	fld1
	fldpi
	movl	$1000, %ecx
2:	fld	%st(0)
	fmul	%st(2), %st
	faddl	number - work + 0x10000
	fsqrt
	fstpl	0x20000
	fldl	0x20000
	fdivp	%st, %st(1)
	fxch
	fadd	%st(1), %st
	fcom	%st(1)
	fnstsw	%ax
	sahf
	jp	3f
3:	decl	%ecx
	jnz	2b
#endif
	decl	%ebp
	jnz	1b
	movw	$0x8900, %dx
	movl	$shutdown - work + 0x10000, %esi
	movl	$8, %ecx
	rep outsb
6:	hlt
	jmp	6b
	.align	8
number:	.double	1.25
shutdown:
	.ascii	"Shutdown"
work_end:

	.align	8
gdt:	.quad	0, 0x00cf9b000000ffff, 0x00cf93000000ffff
gdt_pointer:
	.word	gdt_pointer - gdt - 1
	.long	gdt
	.org	0xfff0
	.code16
	jmp	start16
	.org	0x10000
