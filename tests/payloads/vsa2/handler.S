/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The stand-in's program for SMM memory, which runs at SMM_BASE: the first SMI, virtual registers, memory for the
 * display from the end of RAM, the end of POST. In real mode with flat data segments, as VSA2.
 */
#define IN_HANDLER(place)	place - handler

	.macro	cs_segment operation, reg, place
	.byte	0x2e, 0x0f, \operation, \reg << 3 | 6
	.word	IN_HANDLER(\place)
	.endm

	.globl	handler
handler:
	cs_segment 0x78, DS, program_ds
	cs_segment 0x79, DS, flat_data
	cs_segment 0x78, SS, program_ss
	cs_segment 0x79, SS, flat_data
	addr32 movl	%esp, SMM_BASE + IN_HANDLER(program_esp)
	movl	$SMM_STACK, %esp
	pushal
	movl	$SMM_HEADER_END, %ebp
	movw	%ds:-0x24(%ebp), %ax
	testb	$8, %al
	jnz	software_smi
	call	acknowledge
	movzwl	%ds:-0x28(%ebp), %edx	/* port */
	movl	%ds:-0x2c(%ebp), %ebx	/* what was to be written */
	testb	$2, %al
	jnz	write
	cmpw	$0xac1e, %dx
	jne	leave
	addr32 movzwl	SMM_BASE + IN_HANDLER(index), %eax
	call	read_register
	movl	%eax, 28(%esp)
	jmp	leave
write:
	cmpw	$0xac1c, %dx
	je	write_index
	call	write_register
	jmp	leave
write_index:
	movl	%ebx, %eax
	shrl	$16, %eax
	cmpw	$0xfc53, %ax
	jne	leave
	addr32 movw	%bx, SMM_BASE + IN_HANDLER(index)
leave:
	popal
	addr32 movl	SMM_BASE + IN_HANDLER(program_esp), %esp
	cs_segment 0x79, SS, program_ss
	cs_segment 0x79, DS, program_ds
	.byte	0x0f, 0xaa		/* RSM */

acknowledge:
	pushl	%eax
	movl	$0x10002002, %ecx
	rdmsr
	wrmsr
	popl	%eax
	ret

software_smi:
	movl	28(%esp), %eax
	cmpw	$0xf0, %ax
	jne	2f
#ifdef FAIL_HANG_IN_SMM
1:	hlt
	jmp	1b
#endif
	movl	$0x600d, 28(%esp)
	jmp	leave
2:	cmpw	$0x5000, %ax
	jne	leave
#ifdef FAIL_HANG_AT_THE_END
3:	hlt
	jmp	3b
#endif
	movl	$SMM_BASE + IN_HANDLER(end_text), %esi
	call	say
	addr32 cmpl	$0x0d0c0700, SMM_BASE + IN_HANDLER(pins)
	je	4f
	movl	$SMM_BASE + IN_HANDLER(pins_text), %esi
	call	say
4:	movl	%ds:-0x0c(%ebp), %eax	/* CR0: caches are on */
	testl	$0x60000000, %eax
	jz	leave
	movl	$SMM_BASE + IN_HANDLER(cache_text), %esi
	call	say
	jmp	leave

/* EAX: the register; returns its value, or what EAX of the program was. */
read_register:
	cmpw	$3, %ax
	jne	1f
#ifdef FAIL_SIGNATURE
	movl	$0x12344132, %eax
#else
	movl	$0x56534132, %eax
#endif
	ret
1:	testw	%ax, %ax
	jnz	2f
	movl	$0x03b0, %eax
	ret
2:	cmpw	$0x200, %ax
	jne	3f
	addr32 movzwl	SMM_BASE + IN_HANDLER(graphics), %eax
	ret
3:	movl	30(%esp), %eax
	ret

/* BX is written. */
write_register:
	addr32 movw	SMM_BASE + IN_HANDLER(index), %ax
	cmpw	$9, %ax
	jne	1f
	addr32 movw	%bx, SMM_BASE + IN_HANDLER(pins)
	ret
1:	cmpw	$10, %ax
	jne	2f
	addr32 movw	%bx, SMM_BASE + IN_HANDLER(pins) + 2
	ret
2:	cmpw	$0x200, %ax
	jne	3f
#ifndef FAIL_GRAPHICS
	addr32 movw	%bx, SMM_BASE + IN_HANDLER(graphics)
#endif
	/* Memory for the display: off the end of RAM, wherever the end is written down. */
	andl	$0xfe, %ebx
#ifdef FAIL_TOP
	subl	$2, %ebx
#endif
	shll	$20, %ebx
	movl	$0x50002019, %ecx
	rdmsr
	subl	%ebx, %edx
	wrmsr
	movl	$0x1808, %ecx
	rdmsr
	movl	%ebx, %esi
	shrl	$4, %esi
	subl	%esi, %eax
	wrmsr
	movl	$0x10000028, %ecx
	call	lower_range
	movl	$0x4000002a, %ecx
	call	lower_range
3:	ret
lower_range:
	rdmsr
	movl	%ebx, %esi
	shll	$8, %esi
	movl	%ebx, %edi
	shrl	$24, %edi
	subl	%esi, %eax
	sbbl	%edi, %edx
	wrmsr
	ret

/* The text at ESI. */
say:
	movb	(%esi), %al
	testb	%al, %al
	jz	2f
	movb	%al, %bl
	movw	$0x3fd, %dx
1:	inb	%dx, %al
	testb	$0x20, %al
	jz	1b
	movw	$0x3f8, %dx
	movb	%bl, %al
	outb	%al, %dx
	incl	%esi
	jmp	say
2:	ret

end_text:
	.asciz	"VSA2 stand-in: end of POST\r\n"
pins_text:
	.asciz	"VSA2 stand-in: WRONG: pins of the PCI interrupts\r\n"
cache_text:
	.asciz	"VSA2 stand-in: WRONG: the caches are off\r\n"

	.balign	4
flat_data:
	.word	0xffff, 0
	.byte	0, 0x93, 0xcf, 0
	.word	0
program_ds:
	.space	10
program_ss:
	.space	10
	.balign	4
program_esp:
	.long	0
pins:
	.long	0
index:
	.word	0
graphics:
	.word	0xffff
	.balign	4
handler_end:
