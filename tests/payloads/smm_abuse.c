/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A payload that disturbs the SMI handler: ACCESSES (-D) configuration accesses at random in protected mode and as many
 * in real mode, among them some whose answer is known, while timer interrupts arrive that make accesses of their own.
 * EXIT_PORT (-D): what ends a simulator.
 */
#include "smm_accesses.h"

#define TIMER	   0x20 /* vector */
#define TEXT_OF(x) #x
#define TEXT(x)	   TEXT_OF(x)

static volatile uint32_t ticks, wrong_in_interrupt;

extern const uint8_t real_start[], real_end[];
void run_real(void);

/* Protected mode: the interrupt reads the ISA bridge's identity through an address of its own. */
__asm__(".globl _start\n"
	"_start: cli\n"
	" mov $stack + 4096, %esp\n"
	" lgdt gdt_pointer\n"
	" ljmp $8, $1f\n"
	"1: mov $0x10, %eax\n"
	" mov %eax, %ds\n mov %eax, %es\n mov %eax, %ss\n"
	" call payload_main\n"
	"timer: pushal\n"
	" cld\n"
	" call tick\n"
	" popal\n"
	" iret\n"
	".balign 8\n"
	"gdt: .quad 0, 0x00cf9b000000ffff, 0x00cf93000000ffff\n"
	" .quad 0x00009b000000ffff, 0x000093000000ffff\n"
	"gdt_pointer: .word . - gdt - 1\n .long gdt\n"
	"saved_esp: .long 0\n"

	".globl run_real\n"
	"run_real: pushal\n"
	" mov %esp, saved_esp\n"
	" movl $0x7000 + real_timer - real_start, 0x80\n"
	" ljmp $0x18, $0x7000\n"
	"back: mov $0x10, %eax\n"
	" mov %eax, %ds\n mov %eax, %es\n mov %eax, %ss\n"
	" mov saved_esp, %esp\n"
	" popal\n"
	" ret\n"

	/*
	 * What follows runs at 7000h in real mode. 6fe0h: the last number drawn, 6ff0h: ticks, 6ff4h: wrong identities.
	 * Each turn is one access at random, every 16th some to the ISA bridge besides.
	 */
	".code16\n"
	".globl real_start\n"
	"real_start: mov $0x20, %ax\n"
	" mov %ax, %ds\n mov %ax, %es\n mov %ax, %ss\n"
	" lidt 0x7000 + real_idt - real_start\n"
	" mov %cr0, %eax\n and $0xfe, %al\n mov %eax, %cr0\n"
	" ljmp $0, $0x7000 + in_real - real_start\n"
	"in_real: xor %ax, %ax\n"
	" mov %ax, %ds\n mov %ax, %es\n mov %ax, %ss\n"
	" mov $0x6f00, %sp\n"
	" cld\n"
	" sti\n"
	" mov $" TEXT(ACCESSES) ", %ecx\n"
				"2: test $15, %cl\n jnz 3f\n"
				" mov $0x80007800, %eax\n"
				" mov $0xcf8, %dx\n outl %eax, %dx\n"
				" mov $0xcfc, %dx\n inl %dx, %eax\n"
				" cmp $0x20901022, %eax\n je 3f\n incl 0x6ff4\n"
				" mov $0xcfd, %dx\n inl %dx, %eax\n"
				"3: call draw\n"
				" mov %eax, %ebp\n"
				" mov %ebp, %ebx\n shr $16, %ebx\n and $7, %bx\n"
				" mov %ebp, %edx\n shr $24, %edx\n and $3, %dx\n"
				" test $0x00f00000, %ebp\n jnz 4f\n"
				" add $0xac1c, %dx\n jmp 7f\n"
				/* The function in SI, the register in DI, the byte in DX */
				"4: mov %bp, %si\n and $7, %si\n"
				" movzbl 0x7000 + devices - real_start(%si), %esi\n"
				" mov %bp, %di\n shr $8, %di\n and $0xfc, %di\n"
				" movzwl %di, %edi\n"
				" mov %esi, %eax\n shl $8, %eax\n or %edi, %eax\n"
				" or $0x80000000, %eax\n"
				" push %dx\n mov $0xcf8, %dx\n outl %eax, %dx\n pop %dx\n"
				" cmp $0x78, %si\n je 5f\n cmp $0x08, %si\n je 5f\n"
				" cmp $0x04, %di\n je 5f\n cmp $0x44, %di\n jne 6f\n"
				/* The bridges, command, power: reads alone */
				"5: and $1, %bx\n"
				"6: mov %dx, %ax\n mov $0xcfc, %dx\n"
				" test %bx, %bx\n jz 8f\n cmp $3, %bx\n jne 7f\n"
				"8: or %ax, %dx\n"
				"7: call draw\n"
				" mov $0x6000, %si\n mov %si, %di\n"
				" shl $1, %bx\n"
				" jmp *0x7000 + ways - real_start(%bx)\n"
				"in_byte: inb %dx, %al\n jmp 9f\n"
				"in_word: inw %dx, %ax\n jmp 9f\n"
				"in_long: inl %dx, %eax\n jmp 9f\n"
				"out_byte: outb %al, %dx\n jmp 9f\n"
				"out_word: outw %ax, %dx\n jmp 9f\n"
				"out_long: outl %eax, %dx\n jmp 9f\n"
				"in_string: insl\n jmp 9f\n"
				"out_string: outsb\n"
				"9: dec %ecx\n jnz 2b\n"
				" cli\n mov %cr0, %eax\n or $1, %al\n mov %eax, %cr0\n"
				" ljmpl $8, $back\n"
				"draw: push %edx\n"
				" mov 0x6fe0, %eax\n"
				" mov %eax, %edx\n shl $13, %edx\n xor %edx, %eax\n"
				" mov %eax, %edx\n shr $17, %edx\n xor %edx, %eax\n"
				" mov %eax, %edx\n shl $5, %edx\n xor %edx, %eax\n"
				" mov %eax, 0x6fe0\n"
				" pop %edx\n ret\n"
				"real_timer: push %eax\n push %ecx\n push %dx\n"
				" incl 0x6ff0\n"
				" mov $0xcf8, %dx\n inl %dx, %eax\n mov %eax, %ecx\n"
				" mov $0x80007800, %eax\n outl %eax, %dx\n"
				" mov $0xcfc, %dx\n inl %dx, %eax\n"
				" cmp $0x20901022, %eax\n je 1f\n incl 0x6ff4\n"
				"1: mov $0xcf8, %dx\n mov %ecx, %eax\n outl %eax, %dx\n"
				" mov $0x20, %al\n out %al, $0x20\n"
				" pop %dx\n pop %ecx\n pop %eax\n iret\n"
				"devices: .byte 0x08, 0x09, 0x0a, 0x78, 0x7a, 0x7b, 0x7c, 0x7d\n"
				".macro way to\n .word 0x7000 + \\to - real_start\n .endm\n"
				"ways: way in_byte\n way in_word\n way in_long\n way out_byte\n"
				" way out_word\n way out_long\n way in_string\n way out_string\n"
				"real_idt: .word 0x3ff\n .long 0\n"
				".globl real_end\n"
				"real_end: .code32\n");

void tick(void);

void tick(void)
{
	const uint32_t address = inl(ADDRESS);

	outl(ADDRESS, 0x80007800);
	wrong_in_interrupt += inl(DATA) != ISA_IDS;
	outl(ADDRESS, address);
	ticks++;
	outb(0x20, 0x20);
}

/* IRQ 0 at 10 kHz, all others off. */
static void start_timer(void)
{
	static uint64_t idt[TIMER + 1] __attribute__((aligned(8)));
	static struct __attribute__((packed)) {
		uint16_t limit;
		uint32_t base;
	} pointer = {sizeof(idt) - 1, 0};
	uint32_t entry;

	__asm__("mov $timer, %0" : "=r"(entry));
	idt[TIMER] =
		(uint64_t)(entry & 0xffff0000) << 32 | 0x00008e0000080000ull | (entry & 0xffff);
	pointer.base = (uint32_t)idt;
	__asm__ volatile("lidt %0" : : "m"(pointer));
	outb(0x20, 0x11);
	outb(0x21, TIMER);
	outb(0x21, 0x04);
	outb(0x21, 0x01);
	outb(0x21, 0xfe);
	outb(0xa1, 0xff);
	outb(0x43, 0x34);
	outb(0x40, 119);
	outb(0x40, 0);
}

/* Accesses at random; every 16th turn the identities in all widths, at odd places, by string instructions. */
static void protected_mode(void)
{
	static uint32_t buffer[4];

	for (uint32_t n = 0; n < ACCESSES; n++) {
		void *to = buffer;

		random_access();
		if (n & 15)
			continue;
		outl(ADDRESS, 0x80007800);
		if (inl(DATA) != ISA_IDS)
			wrong++;
		inl(DATA + 1);
		inb(DATA + 3);
		__asm__ volatile("cld\n insl" : "+D"(to) : "d"(DATA) : "memory");
		if (buffer[0] != ISA_IDS || buffer[1])
			wrong++;
	}
}

void payload_main(void);

void payload_main(void)
{
	volatile uint32_t *real = (volatile uint32_t *)0x6fe0;
	const uint32_t sum = sum_of_smm();

	put("\r\nSMI handler, disturbed\r\n");
	switch_functions_off();
	start_timer();
	__asm__ volatile("sti");
	protected_mode();
	__asm__ volatile("cli");
	check("in interrupts", wrong_in_interrupt, 0);
	put_hex(ticks, 8);
	put(" interrupts in protected mode\r\n");
	for (const uint8_t *from = real_start; from < real_end; from++)
		((volatile uint8_t *)0x7000)[from - real_start] = *from;
	real[0] = seed;
	real[4] = 0;
	real[5] = 0;
	run_real();
	check("in real mode", real[5], 0);
	put_hex(real[4], 8);
	put(" interrupts in real mode\r\n");
	check("no interrupts", !ticks || !real[4], 0);
	check("not at random", seed == 1 || real[0] == seed, 0);
	check("SMM memory", sum_of_smm(), sum);
	check("ISA bridge", read(ISA, 0), ISA_IDS);
	check("class", read(IDE, 8) >> 8, 0x010180);
	put(wrong ? "not as it should be\r\n" : "all as it should be\r\n");
	drain();
	outb(EXIT_PORT, wrong != 0);
	for (;;)
		__asm__ volatile("hlt");
}
