/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A payload that disturbs the SMI handler: configuration accesses of all kinds in protected and in real mode while
 * timer interrupts arrive that make accesses of their own, and every way to SMM memory that needs no change of its
 * descriptors. TURNS (-D) turns in each mode; ends a simulator by its exit port (-DEXIT_PORT).
 */
#include "payload.h"

#define ADDRESS	   0xcf8
#define DATA	   0xcfc
#define SMM_BASE   0x80400000u
#define SMM_SIZE   0x20000u
#define ISA_IDS	   0x20901022u
#define SMM_MAGIC  0x314d4d53u
#define REGION_EN  0x100u
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

	/* What follows runs at 7000h in real mode. Ticks are counted at 6ff0h, wrong identities at 6ff4h. */
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
	" sti\n"
	" mov $" TEXT(TURNS) ", %ecx\n"
			     "2: mov $0x80007800, %eax\n"
			     " cli\n mov $0xcf8, %dx\n outl %eax, %dx\n"
			     " mov $0xcfc, %dx\n inl %dx, %eax\n sti\n"
			     " cmp $0x20901022, %eax\n je 3f\n incl 0x6ff4\n"
			     "3: inb %dx, %al\n inw %dx, %ax\n"
			     " mov $0x6000, %di\n cld\n insl\n insw\n"
			     " mov $0xcfe, %dx\n inw %dx, %ax\n inl %dx, %eax\n"
			     " mov $0xac1c, %dx\n inw %dx, %ax\n inl %dx, %eax\n"
			     " dec %ecx\n jnz 2b\n"
			     " cli\n mov %cr0, %eax\n or $1, %al\n mov %eax, %cr0\n"
			     " ljmpl $8, $back\n"
			     "real_timer: push %eax\n push %dx\n"
			     " incl 0x6ff0\n"
			     " mov $0xcfc, %dx\n inl %dx, %eax\n"
			     " cmp $0x20901022, %eax\n je 4f\n incl 0x6ff4\n"
			     "4: mov $0x20, %al\n out %al, $0x20\n"
			     " pop %dx\n pop %eax\n iret\n"
			     "real_idt: .word 0x3ff\n .long 0\n"
			     ".globl real_end\n"
			     "real_end: .code32\n");

static unsigned wrong;

static void check(const char *what, uint32_t found, uint32_t expected)
{
	if (found == expected)
		return;
	wrong++;
	put("WRONG ");
	put(what);
	put(" ");
	put_hex(found, 8);
	put(" not ");
	put_hex(expected, 8);
	put("\r\n");
}

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

/* Each turn: the identities in all widths, at odd places, by string instructions. */
static void protected_mode(void)
{
	static uint32_t buffer[4];

	for (uint32_t n = 0; n < TURNS; n++) {
		void *to = buffer;

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

static uint32_t sum_of_smm(void)
{
	const volatile uint32_t *at = (const volatile uint32_t *)SMM_BASE;
	uint32_t sum = 0;

	/* The image alone: data of the handler behind it moves. */
	for (unsigned i = 0x0c / 4; i < 0x30 / 4; i++)
		sum = (sum << 1 | sum >> 31) ^ at[i];
	return sum;
}

/* Writes where SMM memory is seen, by the processor and by INS; then where it really is, behind all of RAM. */
static void reach_for_smm(void)
{
	volatile uint32_t *smm = (volatile uint32_t *)SMM_BASE;
	const uint64_t descriptor = rdmsr(0x10000026);
	const uint32_t physical = SMM_BASE + ((uint32_t)(descriptor >> 40) << 12);
	const uint32_t before = sum_of_smm();
	void *to = (void *)(SMM_BASE + 4);

	smm[1] = 0;
	*(volatile uint8_t *)(SMM_BASE + SMM_SIZE / 8) = 0xf4;
	outl(ADDRESS, 0x80007800);
	__asm__ volatile("cld\n insl" : "+D"(to) : "d"(DATA) : "memory");
	check("write to SMM memory", smm[1], SMM_MAGIC);
	check("SMM memory", sum_of_smm(), before);
	put("SMM memory lies at ");
	put_hex(physical, 8);
	put("\r\n");
	/* What PCI masters may reach: GLPCI's regions. */
	for (uint32_t msr = 0x50002018; msr <= 0x5000201d; msr++) {
		const uint64_t region = rdmsr(msr);
		const uint32_t top = (uint32_t)(region >> 32) | 0xfff;
		const uint32_t base = (uint32_t)region & 0xfffff000;

		if (!((uint32_t)region & REGION_EN))
			continue;
		check("masters", base < SMM_BASE + SMM_SIZE && top >= SMM_BASE, 0);
		check("masters", base < physical + SMM_SIZE && top >= physical, 0);
	}
	check("leak", ((volatile uint32_t *)physical)[1] == SMM_MAGIC, 0);
}

void payload_main(void);

void payload_main(void)
{
	volatile uint32_t *real = (volatile uint32_t *)0x6ff0;

	put("\r\nSMI handler, disturbed\r\n");
	start_timer();
	__asm__ volatile("sti");
	protected_mode();
	__asm__ volatile("cli");
	check("in interrupts", wrong_in_interrupt, 0);
	put_hex(ticks, 8);
	put(" interrupts in protected mode\r\n");
	for (const uint8_t *from = real_start; from < real_end; from++)
		((volatile uint8_t *)0x7000)[from - real_start] = *from;
	real[0] = 0;
	real[1] = 0;
	run_real();
	check("in real mode", real[1], 0);
	put_hex(real[0], 8);
	put(" interrupts in real mode\r\n");
	check("no interrupts", !ticks || !real[0], 0);
	reach_for_smm();
	put(wrong ? "not as it should be\r\n" : "all as it should be\r\n");
	drain();
	outb(EXIT_PORT, wrong != 0);
	for (;;)
		__asm__ volatile("hlt");
}
