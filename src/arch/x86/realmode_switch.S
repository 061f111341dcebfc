/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From ramstage to real-mode code and back, and from its software interrupts into C. Runs at REALMODE_BASE, where
 * realmode.c copies it: real mode reaches nothing above. AT() is where something in it then is.
 */
#include <arch/realmode.h>
#include <arch/segments.h>

#define AT(place)	REALMODE_BASE + (place - realmode_code)
#define CODE16		0x20
#define DATA16		0x28
#define BIOS_SEGMENT	(REALMODE_BIOS_DATA >> 4)
/* A vector n enters at segment VECTOR_0 - n: CS tells which one it is. */
#define VECTOR_0	(REALMODE_BASE >> 4)

	.section .text.realmode, "ax", @progbits
	.globl realmode_code, realmode_code_end, realmode_slots, realmode_interrupt
	.code32
realmode_code:
	pushal
	movl	%esp, AT(saved_esp)
	sgdt	AT(saved_gdt)
	sidt	AT(saved_idt)
	lidt	AT(vectors)
	lgdt	AT(own_gdt)
	ljmp	$CODE16, $AT(leave_protected)

	.code16
leave_protected:
	movw	$DATA16, %ax
	movw	%ax, %ds
	movw	%ax, %es
	movw	%ax, %fs
	movw	%ax, %gs
	movw	%ax, %ss
	movl	%cr0, %eax
	andb	$0xfe, %al
	movl	%eax, %cr0
	ljmp	$0, $AT(call_out)
call_out:
	xorl	%eax, %eax
	movw	%ax, %ds
	movw	%ax, %es
	movw	%ax, %fs
	movw	%ax, %gs
	movw	%ax, %ss
	movl	$REALMODE_BASE, %esp
	xorl	%ebx, %ebx
	xorl	%esi, %esi
	xorl	%edi, %edi
	xorl	%ebp, %ebp
	movl	AT(slot_ecx), %ecx
	movl	AT(slot_edx), %edx
	movw	$BIOS_SEGMENT, %ax
	movw	%ax, %ds
	xorl	%eax, %eax
	lcall	*%cs:AT(slot_target)

	/* The code may have left anything in segments and flags. */
	cli
	cld
	xorw	%ax, %ax
	movw	%ax, %ds
	movw	%ax, %es
	movw	%ax, %ss
	movl	$0, AT(result)
	lgdtl	AT(own_gdt)
	movl	%cr0, %eax
	orb	$1, %al
	movl	%eax, %cr0
	ljmpl	$FLAT_CODE, $AT(come_back)

	.code32
come_back:
	movl	$FLAT_DATA, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %fs
	movl	%eax, %gs
	movl	%eax, %ss
back_in_c:
	movl	AT(saved_esp), %esp
	lidt	AT(saved_idt)
	lgdt	AT(saved_gdt)
	popal
	movl	AT(result), %eax
	ret

	/* Every vector. Interrupts are off; the frame is struct realmode_frame. */
	.code16
realmode_interrupt:
	pushal
	pushw	%ds
	pushw	%es
	pushw	%fs
	pushw	%gs
	cld
	movw	%cs, %bx
	ljmp	$0, $AT(common)
common:
	xorl	%eax, %eax
	movw	%ax, %ds
	movw	$VECTOR_0, %ax
	subw	%bx, %ax
	movl	%eax, AT(vector)
	movl	%esp, AT(program_sp)
	movw	%ss, AT(program_ss)
	lgdtl	AT(own_gdt)
	movl	%cr0, %eax
	orb	$1, %al
	movl	%eax, %cr0
	ljmpl	$FLAT_CODE, $AT(serve)

	.code32
serve:
	movl	$FLAT_DATA, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	movl	AT(saved_esp), %esp
	lidt	AT(saved_idt)
	movzwl	AT(program_ss), %eax
	shll	$4, %eax
	movzwl	AT(program_sp), %edx
	addl	%edx, %eax
	movl	AT(vector), %edx
	call	*AT(slot_service)	/* -mregparm: frame, vector */
	movl	%eax, AT(result)
	testl	%eax, %eax
	jnz	come_back
	lidt	AT(vectors)
	ljmp	$CODE16, $AT(leave_again)

	.code16
leave_again:
	movw	$DATA16, %ax
	movw	%ax, %ds
	movw	%ax, %es
	movw	%ax, %ss
	movl	%cr0, %eax
	andb	$0xfe, %al
	movl	%eax, %cr0
	ljmp	$0, $AT(return)
return:
	xorw	%ax, %ax
	movw	%ax, %ds
	movw	AT(program_ss), %ss
	movl	AT(program_sp), %esp
	popw	%gs
	popw	%fs
	popw	%es
	popw	%ds
	popal
	iret

	.balign	8
gdt:
	.quad	0
	.quad	0
	.quad	0x00cf9b000000ffff	/* FLAT_CODE */
	.quad	0x00cf93000000ffff	/* FLAT_DATA */
	.quad	0x00009b000000ffff	/* CODE16 */
	.quad	0x000093000000ffff	/* DATA16 */
gdt_end:
own_gdt:
	.word	gdt_end - gdt - 1
	.long	AT(gdt)
	.balign	4
vectors:
	.word	0x3ff
	.long	0
	.balign	4
saved_gdt:
	.space	8
saved_idt:
	.space	8
saved_esp:
	.long	0
result:
	.long	0
vector:
	.long	0
program_sp:
	.long	0
program_ss:
	.long	0
	/* struct realmode_slots of realmode.c */
realmode_slots:
slot_ecx:
	.long	0
slot_edx:
	.long	0
slot_service:
	.long	0
slot_target:
	.word	0, 0
realmode_code_end:
