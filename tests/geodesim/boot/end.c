/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * After the memory test: what an operating system needs of the companion, tried once. A timer
 * pin's interrupt through mapper and 8259s, power management, a bus master, the flash's lock.
 */
#include "boot.h"

#define YSEL_LOW    0x51400020
#define YSEL_HIGH   0x51400021
#define ZSEL_HIGH   0x51400023
#define INTB	    0x80 /* GPIO7 */
#define LPC_IRQS    0x51400025
#define LPC_SIRQ    0x5140004e
#define OHCI_MSR    0x51200008
#define OHCI_PAGE   0xfe01a
#define OHCI_BASE   (OHCI_PAGE * 4096u)
#define HCCA	    0x60000u
#define IDT	    0x61000u
#define COPY	    0x63000u
#define VECTOR_UART 0x24 /* IRQ 4 */
#define UART_IRQ    4
#define USB_IRQ	    11

static volatile u32 *const interrupts_seen = (u32 *)0x62000;

struct gate {
	u16 low, selector, type, high;
};

/* The processor's way in and out. */
void uart_entry(void);
__asm__(".text\nuart_entry: pushal; cld; call uart_isr; popal; iretl\n");

__attribute__((used)) void uart_isr(void)
{
	inb(COM1 + 2); /* the transmitter is empty: acknowledged by this read */
	outb(COM1 + 1, 0);
	++*interrupts_seen;
	outb(0x20, 0x20);
}

static void pic_setup(void)
{
	outb(0x20, 0x11);
	outb(0xa0, 0x11);
	outb(0x21, 0x20);
	outb(0xa1, 0x28);
	outb(0x21, 0x04);
	outb(0xa1, 0x02);
	outb(0x21, 0x01);
	outb(0xa1, 0x01);
	outb(0x21, (u8) ~(1 << UART_IRQ));
	outb(0xa1, 0xff);
}

/* The console's UART asks for IRQ 4: by the mapper, or in its frame of the serial interrupts. */
static void uart_irq(void)
{
	if (MISTAKE_IS(IRQ_NOT_MAPPED))
		return;
	if (BOARD_CONSOLE == UART1) {
		msr_change(YSEL_HIGH, 0xf000000, UART_IRQ << 24);
	} else if (BOARD_CONSOLE == UART2) {
		msr_change(YSEL_HIGH, 0xf0000000, (u64)UART_IRQ << 28);
	} else {
		wrmsr(LPC_IRQS, 1 << UART_IRQ);
		wrmsr(LPC_SIRQ, (0xffffull & ~(1 << UART_IRQ)) << 16 | 0xc0); /* quiet */
	}
}

/* One interrupt of the UART: the way from source to processor. */
static void interrupts(void)
{
	volatile struct gate *idt = (struct gate *)IDT;
	struct __attribute__((packed)) {
		u16 limit;
		u32 base;
	} table = {0x7ff, IDT};
	u32 isr = (u32)uart_entry;

	*interrupts_seen = 0;
	for (u32 i = 0; i < 256; i++)
		idt[i] = (struct gate){0, 0, 0, 0};
	idt[VECTOR_UART] = (struct gate){(u16)isr, 8, 0x8e00, (u16)(isr >> 16)};
	__asm__ volatile("lidt %0" : : "m"(table));
	pic_setup();
	uart_irq();
	say_wait();
	__asm__ volatile("sti");
	outb(COM1 + 1, 0x02);
	delay_us(1000);
	outb(COM1 + 1, 0);
	__asm__ volatile("cli");
	if (!MISTAKE_IS(IRQ_NOT_MAPPED) && *interrupts_seen != 1)
		stop("no interrupt\n");
}

/* The 8237s as a reset leaves them: cleared, the cascade open; one address, read back. */
static void isa_dma(void)
{
	outb(0x0d, 0);
	outb(0xda, 0);
	outb(0xd6, 0xc0);
	outb(0xd4, 0);
	outb(0x0c, 0);
	outb(0x02, 0x34);
	outb(0x02, 0x12);
	outb(0x0c, 0);
	if (inb(0x02) != 0x34 || inb(0x02) != 0x12)
		stop("no 8237\n");
}

static void power_management(void)
{
	outl(PMS_BASE + 0x10, 0xe00); /* SLP_CLK_EN# after 1 ms */
	outl(ACPI_BASE, 0xffff);      /* all old events away, nothing enabled */
	outb(0xf0, 0);		      /* no FPU error is pending */
	if (MISTAKE_IS(ACPI_HALF_WRITE))
		outw(ACPI_BASE + 2, 0x100);
	if (MISTAKE_IS(GPIO_HALF_WRITE))
		outw(GPIO_BASE + 0x18, 0x40);
}

/* A PCI interrupt: level triggered. The processor does not take it; the 8259 shows it. */
static void usb_interrupt(void)
{
	msr_change(YSEL_LOW, 0xf00, USB_IRQ << 8);
	if (!MISTAKE_IS(IRQ_EDGE))
		outb(0x4d1, 1 << (USB_IRQ - 8));
	outb(0xa1, (u8) ~(1 << (USB_IRQ - 8)));
	outb(0xa0, 0x0a); /* reads show the requests */
}

/* The PCI bus's INTB#: active low, group 1 of the pins, IRQ 11. */
static void pci_interrupt(void)
{
	if (!MISTAKE_IS(INT_PIN_OFF)) {
		outl(GPIO_BASE + 0x20, INTB); /* input, inverted, an event */
		outl(GPIO_BASE + 0x24, INTB);
		outl(GPIO_BASE + 0x38, INTB);
	}
	outl(GPIO_BASE + 0xe0, 1 << 28);
	if (!MISTAKE_IS(INT_NOT_MAPPED))
		msr_change(ZSEL_HIGH, 0xf0, USB_IRQ << 4);
}

/* The OHCI counts frames into memory: a bus master at work. */
static void usb_frames(void)
{
	u32 hcca = MISTAKE_IS(DMA_OUTSIDE) ? 0xd0000000 : HCCA;
	volatile u32 *ohci = (u32 *)OHCI_BASE;

	for (u32 i = 0; i < 256; i += 4)
		*(volatile u32 *)(HCCA + i) = 0;
	if (MISTAKE_IS(DMA_INCOHERENT))
		wrmsr(0x40000080, 0);
	if (MISTAKE_IS(MASTER_OFF))
		msr_change(0x40000081, 0xc0, 0);
	wrmsr(0x51010020, 0x4000000000000000ull | (u64)OHCI_PAGE << 20 | 0xfffff);
	msr_change(0x51000010, 0, 3);
	wrmsr(OHCI_MSR, (MISTAKE_IS(DMA_NOT_ALLOWED) ? 2ull : 6ull) << 32 | OHCI_BASE);
	ohci[0x08 / 4] = 1; /* reset of the controller */
	for (u32 i = 0; i < 100 && ohci[0x08 / 4] & 1; i++)
		delay_us(1);
	ohci[0x18 / 4] = hcca;
	ohci[0x34 / 4] = 0x27782edf; /* frame interval */
	ohci[0x40 / 4] = 0x2a2f;
	usb_interrupt();
	ohci[0x10 / 4] = 0x80000004; /* start of frame */
	ohci[0x04 / 4] = 0x80;	     /* operational, no lists */
	delay_us(3000);
	ohci[0x04 / 4] = 0xc0; /* suspended */
	if (!(inb(0xa0) & 1 << (USB_IRQ - 8)))
		stop("no USB interrupt\n");
	ohci[0x14 / 4] = 0x80000004;
	ohci[0x0c / 4] = 0x7f;
	outb(0xa1, 0xff);
	if (!MISTAKE_IS(DMA_OUTSIDE) && !MISTAKE_IS(DMA_NOT_ALLOWED) && !MISTAKE_IS(MASTER_OFF) &&
	    *(volatile u32 *)(HCCA + 0x80) == 0)
		stop("no frames in memory\n");
	wrmsr(OHCI_MSR, 0);
	wrmsr(0x51010020, 0x000000fffff00000ull);
}

/* The boot flash's identity: device, manufacturer. */
static void flash(void)
{
	const u8 *from = (const u8 *)flash_id;
	u32 id;

	for (u32 i = 0; from + i < flash_id_end; i++)
		((volatile u8 *)COPY)[i] = from[i];
	id = ((u32(*)(void))COPY)();
	say("flash ");
	say_hex(id, 4);
	say("\n");
}

void at_end(u32 ram_mib)
{
	(void)ram_mib;
	interrupts();
	isa_dma();
	power_management();
	usb_frames();
	pci_interrupt();
	flash();
	if (MISTAKE_IS(FLASH_WRITE)) {
		msr_change(0x1808, 0x0400000000000000ull, 0);
		*(volatile u8 *)0xfffd5555 = 0xaa;
		*(volatile u8 *)0xfffd5555;
	}
	post(0xf8);
}
