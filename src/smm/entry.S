/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * First and last instructions of an SMI (Geode LX data book 33234H, 8.3).
 *
 * The processor enters at SMM_BASE in 16-bit real mode, CS at SMM_BASE; all other registers are those of
 * the interrupted program. DS, ES and SS are saved with their hidden parts, then the C part runs in flat
 * 32-bit mode without paging. Everything goes back the way it came; RSM restores CS, CR0 and EFLAGS.
 */
#include <smm/image.h>

#define ES		  0
#define SS		  2
#define DS		  3
#define FS		  4
#define GS		  5
#define CODE32		  0x08
#define DATA32		  0x10
#define CODE16		  0x18

/* Instructions that the assembler does not know; operand: CS:place, both in this section. */
.macro svdc reg, place
	.byte 0x2e, 0x0f, 0x78, \reg << 3 | 6
	.word \place - smm_image
.endm
.macro rsdc reg, place
	.byte 0x2e, 0x0f, 0x79, \reg << 3 | 6
	.word \place - smm_image
.endm
/* The same in 32-bit code, with an address. */
.macro rsdc32 reg, address
	.byte 0x0f, 0x79, \reg << 3 | 5
	.long \address
.endm

/* With 32-bit operand and address, which not every assembler can write in 16-bit code: ESP, GDTR, and a place. */
.macro esp_flat opcode, place
	.byte 0x67, 0x66, \opcode, 0x25
	.long \place
.endm
.macro gdt_flat opcode, place
	.byte 0x67, 0x66, 0x0f, 0x01, \opcode << 3 | 5
	.long \place
.endm
#define STORE_ESP 0x89
#define LOAD_ESP  0x8b
#define SGDT	  0
#define LGDT	  2

	.section .smm_entry, "awx", @progbits
	.code16
	.globl smm_image
smm_image:
	jmp entry
	.balign 4
	.long SMM_MAGIC
	.long smm_image_size
	.long 0
	.balign SMM_PARAMS_OFFSET
	.space 32 /* struct smm_params */

saved_ds: .space 10
saved_es: .space 10
saved_ss: .space 10
	/* A segment register's whole contents: descriptor and selector. */
flat:
	.word 0xffff, 0
	.byte 0, 0x93, 0xcf, 0
	.word DATA32
	.balign 4
saved_esp: .long 0
saved_gdt: .space 8

	.balign 8
gdt:
	.quad 0
	.quad 0x00cf9b000000ffff
	.quad 0x00cf93000000ffff
	.quad 0x00009b000000ffff | (SMM_BASE & 0xffffff) << 16 | (SMM_BASE & 0xff000000) << 32
gdt_pointer:
	.word . - gdt - 1
	.long gdt

entry:
	svdc DS, saved_ds
	rsdc DS, flat
	svdc ES, saved_es
	svdc SS, saved_ss
	rsdc ES, flat
	rsdc SS, flat
	esp_flat STORE_ESP, saved_esp
	movl $SMM_BASE + SMM_STACK_TOP, %esp
	pushal
	gdt_flat SGDT, saved_gdt
	gdt_flat LGDT, gdt_pointer
	movl %cr0, %eax
	orb $1, %al
	movl %eax, %cr0
	ljmpl $CODE32, $in_c

	.code32
in_c:
	movl %esp, %eax
	/* The base in the saved descriptor: bytes 2 to 4 and 7. */
	movl saved_es + 2, %edx
	andl $0x00ffffff, %edx
	movb saved_es + 7, %cl
	shll $24, %ecx
	orl %ecx, %edx
	call smm_enter
	ljmp $CODE16, $leave - SMM_BASE

	.code16
leave:
	movl %cr0, %eax
	andb $0xfe, %al
	movl %eax, %cr0
	gdt_flat LGDT, saved_gdt
	popal
	esp_flat LOAD_ESP, saved_esp
	rsdc SS, saved_ss
	rsdc ES, saved_es
	rsdc DS, saved_ds
	rsm

	.code32
	.section .text.smm_start_state, "ax", @progbits
	.globl smm_start_state
smm_start_state:
	pushl %esi
	pushl %edi
	xorl %eax, %eax
	movl %eax, %cr3
	movl %eax, %cr4
	movl %eax, saved_esp
	movl $saved_ds, %edi
	movb $3, %dl
1:	movl $start_segment, %esi
	movsl
	movsl
	movsw
	decb %dl
	jnz 1b
	rsdc32 FS, start_segment
	rsdc32 GS, start_segment
	lidtl start_idt
	popl %edi
	popl %esi
	ret
	/* As a descriptor in memory and the selector: base 0, 64 KiB, data */
start_segment:
	.word 0xffff, 0
	.byte 0, 0x93, 0, 0
	.word 0
start_idt:
	.word 0x3ff
	.long 0
