/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The stand-in for VSA2: places, and what both of its parts use. */
#define IMAGE_SIZE	57504
#define ENTRY		0x20
#define ERROR_WORD	0x502
#define FIRST_MODULE	0x7e0
#define SAVED_WORDS	7

#define SMM_BASE	0x80400000
#define SMM_SIZE	0x20000
#define SMM_STACK	0x80408000
#define SMM_HEADER_END	0x80409000

/* The end of RAM for everybody, while the display has taken nothing yet. */
#define RAM_END		(TOP_MIB * 0x100000 - SMM_SIZE)
#define LAST_PAGE	(TOP_MIB * 0x100 - SMM_SIZE / 0x1000 - 1)
#define SMM_OFFSET	(TOP_MIB * 0x100 - SMM_SIZE / 0x1000 - SMM_BASE / 0x1000)

/* Segment registers as SVDC and RSDC number them. */
#define ES		0
#define SS		2
#define DS		3

/* RSDC reg, DS:place */
	.macro	rsdc reg, place
	.byte	0x0f, 0x79, \reg << 3 | 6
	.word	\place - image
	.endm

/* EAX is the value. */
	.macro	expect what, value
	movl	$\value, %ecx
	movw	$100f, %si
	call	compare
	jmp	101f
100:	.asciz	"\what:"
101:
	.endm

/* EAX becomes AH, and 100h when carry is set. */
	.macro	carry_and_ah
	movzbl	%ah, %eax
	jnc	102f
	orl	$0x100, %eax
102:
	.endm

/* puts: the text at DS:SI; puthex: EDX behind a blank; putc: AL. On the first serial port. */
	.macro	serial_output
puts:
	lodsb
	testb	%al, %al
	jz	103f
	call	putc
	jmp	puts
puthex:
	movb	$' ', %al
	call	putc
	movw	$8, %cx
104:	roll	$4, %edx
	movb	%dl, %al
	andb	$15, %al
	addb	$'0', %al
	cmpb	$'9', %al
	jbe	105f
	addb	$'a' - '9' - 1, %al
105:	call	putc
	loop	104b
103:	ret
putc:
	pushw	%dx
	pushw	%ax
	movw	$0x3fd, %dx
106:	inb	%dx, %al
	testb	$0x20, %al
	jz	106b
	popw	%ax
	movw	$0x3f8, %dx
	outb	%al, %dx
	popw	%dx
	ret
	.endm
