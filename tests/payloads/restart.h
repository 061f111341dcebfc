/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * For payloads that reset the processor alone, as programs for the 286 do: an entry with descriptors of its own, and a
 * BIOS, a far jump at F000:FFF0, that leads back to who asked for the reset.
 */
#ifndef TESTS_PAYLOADS_RESTART_H
#define TESTS_PAYLOADS_RESTART_H

#include "payload.h"

#define LOW	   0x7000
#define SHUTDOWN   0x8f /* CMOS register, NMI off */
#define PORT_92	   0x92
#define KEYBOARD   0x64
#define PULSE	   0xfe /* the keyboard controller's command for a reset */
#define FOUND	   ((volatile uint32_t *)0x6fe0)
#define BIOS_ENTRY ((volatile uint8_t *)0xffff0)

/* What the firmware gave the payload: the coreboot table. */
extern const uint32_t *const argument;
extern const uint8_t low_start[], low_end[];
int reset_here(uint32_t port, uint32_t value);

/* reset_here() comes back by way of LOW, in real mode, and returns 1; 0: the processor was not reset. */
__asm__(".globl _start\n"
	"_start: cli\n"
	" mov 4(%esp), %eax\n mov %eax, argument\n"
	" mov $stack + 4096, %esp\n"
	" lgdt gdt_pointer\n"
	" ljmp $8, $1f\n"
	"1: mov $0x10, %eax\n"
	" mov %eax, %ds\n mov %eax, %es\n mov %eax, %ss\n mov %eax, %fs\n mov %eax, %gs\n"
	" call payload_main\n"
	"gdt_start: .quad 0, 0x00cf9b000000ffff, 0x00cf93000000ffff\n"
	"gdt_pointer: .word . - gdt_start - 1\n .long gdt_start\n"
	"back_esp: .long 0\n"
	"argument: .long 0\n"
	".globl reset_here\n"
	"reset_here: push %ebp\n push %ebx\n push %esi\n push %edi\n"
	" mov %esp, back_esp\n"
	" mov 20(%esp), %edx\n mov 24(%esp), %eax\n"
	" outb %al, %dx\n"
	" mov $10000000, %ecx\n"
	"2: loop 2b\n"
	" xor %eax, %eax\n"
	" jmp 3f\n"
	"back: mov $0x10, %eax\n"
	" mov %eax, %ds\n mov %eax, %es\n mov %eax, %ss\n mov %eax, %fs\n mov %eax, %gs\n"
	" mov back_esp, %esp\n"
	" mov $1, %eax\n"
	"3: pop %edi\n pop %esi\n pop %ebx\n pop %ebp\n"
	" ret\n"

	".code16\n"
	".globl low_start\n"
	/* What the reset left, to 6fe0h. */
	"low_start: movl %edx, %cs:0x6fe8\n"
	" movl %eax, %cs:0x6fec\n"
	" movl %esp, %cs:0x6ff0\n"
	" movl %cr0, %eax\n movl %eax, %cs:0x6fe0\n"
	" xor %ax, %ax\n mov %ax, %bx\n"
	" mov %ds, %bx\n mov %es, %cx\n or %cx, %bx\n mov %ss, %cx\n or %cx, %bx\n"
	" mov %fs, %cx\n or %cx, %bx\n mov %gs, %cx\n or %cx, %bx\n"
	" mov %bx, 0x6ff4\n"
	" mov $0x6f00, %sp\n"
	" pushfl\n popl %eax\n movl %eax, 0x6fe4\n"
	" sidtl 0x6ff8\n"
	" lgdtl 0x7000 + low_gdtr - low_start\n"
	" movl %cr0, %eax\n or $1, %al\n movl %eax, %cr0\n"
	" ljmpl $8, $back\n"
	".balign 4\n"
	"low_gdtr: .word 23\n .long gdt_start\n"
	".globl low_end\n"
	"low_end: .code32\n");

static void shutdown_code(uint8_t code)
{
	outb(0x70, SHUTDOWN);
	outb(0x71, code);
}

/** put_bios - the far jump, and where it leads to. */
static void put_bios(void)
{
	static const uint8_t jump[] = {0xea, LOW & 0xff, LOW >> 8, 0, 0};

	for (const uint8_t *from = low_start; from < low_end; from++)
		((volatile uint8_t *)LOW)[from - low_start] = *from;
	for (unsigned i = 0; i < sizeof(jump); i++)
		BIOS_ENTRY[i] = jump[i];
}

#endif
