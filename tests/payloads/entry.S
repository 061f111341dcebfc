/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A kernel that only tells how long the way to it was: a bzImage (Linux boot protocol 2.06) that any
 * firmware or boot loader starts, at its 16-bit or its 32-bit entry. It reads the time-stamp counter
 * first, prints it on the serial port as "entry NN tsc HHHHHHHHHHHHHHHH" and switches off.
 * -DDATA="file" makes it as big as that file.
 */
#define COM1	      0x3f8
#define LINE_STATUS   0x3fd
#define PM1_CONTROL   0x604
#define SLEEP_S5      0x2000
#define SETUP_SECTORS 1

	.text
	.globl _start
_start:
	.org 0x1f1
	.byte	SETUP_SECTORS
	.word	0			/* root flags */
	.long	(image_end - code32) / 16
	.word	0, 0xffff, 0		/* RAM size, video mode, root device */
	.word	0xaa55
	.org 0x200
	.code16
	jmp	setup
	.org 0x202
	.ascii	"HdrS"
	.word	0x206			/* protocol */
	.long	0			/* realmode switch */
	.word	0x1000, 0		/* start_sys, kernel version */
	.byte	0, 1			/* type of loader, load flags: loaded high */
	.word	0x8000
	.long	0x100000		/* code32_start */
	.long	0, 0			/* ramdisk image, size */
	.long	0			/* bootsect kludge */
	.word	0			/* heap end */
	.byte	0, 0			/* extended loader version, type */
	.long	0			/* command line */
	.long	0x37ffffff		/* highest initrd address */
	.long	16			/* kernel alignment */
	.byte	0, 0			/* not relocatable */
	.word	0
	.long	255			/* command line size */

/* Prints the NUL-terminated text at %si and the 64-bit number in %edi:%ebp. Uses no stack. */
.macro report bits, from
	rdtsc
	mov	%eax, %ebp
	mov	%edx, %edi
	mov	\from, %esi
1:	mov	$LINE_STATUS, %dx
2:	in	%dx, %al
	test	$0x20, %al
	jz	2b
	.if \bits == 16
	movb	%cs:(%si), %al
	.else
	movb	(%esi), %al
	.endif
	test	%al, %al
	jz	3f
	mov	$COM1, %dx
	out	%al, %dx
	inc	%esi
	jmp	1b
3:	mov	$16, %cx
4:	mov	%edi, %eax
	shr	$28, %eax
	add	$'0', %al
	cmp	$'9', %al
	jbe	5f
	add	$'a' - '0' - 10, %al
5:	mov	%al, %ah
	mov	$LINE_STATUS, %dx
6:	in	%dx, %al
	test	$0x20, %al
	jz	6b
	mov	%ah, %al
	mov	$COM1, %dx
	out	%al, %dx
	shld	$4, %ebp, %edi
	shl	$4, %ebp
	dec	%cx
	jnz	4b
	mov	$'\n', %al
	out	%al, %dx
	mov	$LINE_STATUS, %dx
7:	in	%dx, %al
	test	$0x40, %al
	jz	7b
	mov	$SLEEP_S5, %ax
	mov	$PM1_CONTROL, %dx
	out	%ax, %dx
	cli
8:	hlt
	jmp	8b
.endm

setup:
	report 16, $(text16 - _start - 0x200)
text16:
	.asciz	"entry 16 tsc "
	.org 0x200 + SETUP_SECTORS * 512

	.code32
code32:
	report 32, $(0x100000 + text32 - code32)
text32:
	.asciz	"entry 32 tsc "
#ifdef DATA
	.incbin DATA			/* something to load, for measuring how long that takes */
#endif
	.balign 16
image_end:
