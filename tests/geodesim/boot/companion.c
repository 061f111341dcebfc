/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The CS5536: the way to it, where its blocks answer, its pins, its UART (CS5536 data book:
 * GLPCI_SB, DIVIL, GPIO, UART).
 */
#include "boot.h"

#define EXTMSR	      0x5000201e
#define SB_GLPCI_CTRL 0x51000010
#define LBAR_SMB      0x5140000b
#define LBAR_GPIO     0x5140000c
#define LBAR_MFGPT    0x5140000d
#define LBAR_ACPI     0x5140000e
#define LBAR_PMS      0x5140000f
#define LEG_IO	      0x51400014
#define UART1_CONF    0x5140003a
#define UART2_CONF    0x5140003e
#define LBAR_ON	      0x0000f00100000000ull

#define OUT_EN	      0x04
#define OUT_AUX1      0x10
#define IN_EN	      0x20
#define IN_AUX1	      0x34
#define HIGH_BANK     0x80
#define SMB_PINS      0xc000 /* 14, 15 */
#define UART1_TX      0x100  /* 8 */
#define UART1_RX      0x200  /* 9 */
#define UART2_TX      0x10   /* 4 */
#define UART2_RX      0x08   /* 3 */

/* MSRs 51xxxxxx reach PCI device 15; the serial side-band in mode C, as an LX needs it. */
void companion_link(void)
{
	if (!MISTAKE_IS(NO_EXTMSR))
		wrmsr(EXTMSR, MISTAKE_IS(EXTMSR_WRONG) ? 0x0e00 : 0x0f00);
	msr_change(SB_GLPCI_CTRL, 0x18, 0x10);
}

/* A UART of the CS5536 at COM1: pins, address, on. */
static void companion_uart(u32 tx, u32 rx, u32 decode, u32 conf)
{
	if (!MISTAKE_IS(UART_PINS)) {
		outl(GPIO_BASE + OUT_AUX1, tx);
		outl(GPIO_BASE + OUT_EN, tx);
	}
	outl(GPIO_BASE + IN_EN, rx);
	outl(GPIO_BASE + IN_AUX1, rx);
	msr_change(LEG_IO, decode, decode);
	wrmsr(conf, 0x12);
}

static void uart_setup(void)
{
	switch (BOARD_CONSOLE) {
	case UART1: companion_uart(UART1_TX, UART1_RX, 7 << 16, UART1_CONF); break;
	case UART2: companion_uart(UART2_TX, UART2_RX, 7 << 20, UART2_CONF); break;
	default:
		wrmsr(UART1_CONF, 1);
		wrmsr(UART1_CONF, 0);
		wrmsr(UART2_CONF, 1);
		wrmsr(UART2_CONF, 0);
		superio_uart();
	}
	outb(COM1 + 3, 0x83); /* 115200 baud, 8 bits, no parity */
	outb(COM1, 1);
	outb(COM1 + 1, 0);
	outb(COM1 + 3, 0x03);
	outb(COM1 + 1, 0);
	outb(COM1 + 2, 0x07);
	outb(COM1 + 4, 0x0b); /* with the interrupt output */
}

/* Once after a reset of the companion; a reset of the processor alone leaves it as it is. */
void companion_setup(void)
{
	outl(0, 0x02000000); /* IDSEL: AD25, device 15 */
	wrmsr(LBAR_SMB, (MISTAKE_IS(LBAR_MASK) ? 1ull << 32 : LBAR_ON) | SMB_BASE);
	wrmsr(LBAR_GPIO, LBAR_ON | GPIO_BASE);
	wrmsr(LBAR_MFGPT, LBAR_ON | MFGPT_BASE);
	wrmsr(LBAR_ACPI, LBAR_ON | (MISTAKE_IS(LBARS_OVERLAP) ? PMS_BASE : ACPI_BASE));
	wrmsr(LBAR_PMS, LBAR_ON | PMS_BASE);

	if (!MISTAKE_IS(SMB_PINS)) {
		outl(GPIO_BASE + (MISTAKE_IS(GPIO_WRONG_AUX) ? 0x14 : OUT_AUX1), SMB_PINS);
		outl(GPIO_BASE + OUT_EN, SMB_PINS);
		outl(GPIO_BASE + IN_AUX1, SMB_PINS);
		outl(GPIO_BASE + IN_EN, SMB_PINS);
	}
	outb(SMB_BASE + 5, 0xff); /* slowest clock, on */

	/* WORK_AUX, so that a soft-off can drop the rails. */
	outl(GPIO_BASE + HIGH_BANK + OUT_AUX1, 0x100);
	outl(GPIO_BASE + HIGH_BANK + OUT_EN, 0x100);
	uart_setup();
}
