/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A payload that leaves protected mode as programs for the 286 do: a shutdown code in CMOS, then a reset of the
 * processor alone through port 92h and through the keyboard controller. It is a BIOS too: a far jump at F000:FFF0 leads
 * to code that looks at the processor. Then it resets with code 0. EXIT_PORT (-D): what ends a simulator.
 */
#include "check.h"

#define LOW	   0x7000
#define SHUTDOWN   0x8f /* CMOS register, NMI off */
#define PORT_92	   0x92
#define KEYBOARD   0x64
#define BIOS_ENTRY ((volatile uint8_t *)0xffff0)

extern const uint8_t low_start[], low_end[];
int reset_here(uint32_t port, uint32_t value);

/* reset_here() comes back by way of LOW, in real mode, and returns 1; 0: the processor was not reset. */
__asm__(".globl _start\n"
	"_start: cli\n"
	" mov $stack + 4096, %esp\n"
	" lgdt gdt_pointer\n"
	" ljmp $8, $1f\n"
	"1: mov $0x10, %eax\n"
	" mov %eax, %ds\n mov %eax, %es\n mov %eax, %ss\n mov %eax, %fs\n mov %eax, %gs\n"
	" call payload_main\n"
	"gdt_start: .quad 0, 0x00cf9b000000ffff, 0x00cf93000000ffff\n"
	"gdt_pointer: .word . - gdt_start - 1\n .long gdt_start\n"
	"back_esp: .long 0\n"
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

/* With A20 off. What the code at LOW found is at 6fe0h. */
static void leave(const char *how, uint8_t code, uint16_t port, uint8_t value)
{
	volatile uint32_t *const found = (volatile uint32_t *)0x6fe0;

	put(how);
	drain();
	for (unsigned i = 0; i < 8; i++)
		found[i] = 0xffffffff;
	found[0x100000 / 4] = 0;
	outb(PORT_92, 0);
	check("A20 off", found[0x100000 / 4], 0xffffffff);
	shutdown_code(code);
	if (!reset_here(port, value)) {
		wrong++;
		put(": nothing happens\r\n");
		return;
	}
	check("A20", found[0x100000 / 4], 0);
	check("port 92h", inb(PORT_92) & 2, 2);
	check("CR0", found[0] & 0x9fffffff, 0x10);
	check("EFLAGS", found[1] & 0x3f702, 0x2);
	check("EDX", found[2], 0x5a2);
	check("EAX", found[3], 0);
	check("ESP", found[4], 0);
	check("segments", found[5] & 0xffff, 0);
	check("IDT's limit", found[6] & 0xffff, 0x3ff);
	check("IDT", found[6] >> 16 | found[7] << 16, 0);
	put(": goes on\r\n");
}

void payload_main(void);

void payload_main(void)
{
	static const uint8_t jump[] = {0xea, LOW & 0xff, LOW >> 8, 0, 0};

	put("\r\nresets of the processor\r\n");
	for (const uint8_t *from = low_start; from < low_end; from++)
		((volatile uint8_t *)LOW)[from - low_start] = *from;
	for (unsigned i = 0; i < sizeof(jump); i++)
		BIOS_ENTRY[i] = jump[i];
	leave("port 92h, code 5", 0x05, PORT_92, 0x01);
	leave("port 92h, code 9", 0x09, PORT_92, 0x03);
	leave("keyboard controller, code 0Ah", 0x0a, KEYBOARD, 0xfe);
	put(wrong ? "not as it should be\r\n" : "all as it should be\r\n");
	drain();
	if (wrong) {
		outb(EXIT_PORT, 1);
	} else {
		shutdown_code(0);
		outb(PORT_92, 0x03);
	}
	for (;;)
		__asm__ volatile("hlt");
}
