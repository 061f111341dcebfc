/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The serial console on an 8250-compatible UART in I/O space (PC16550D data sheet, section 8). */
#include <arch/io.h>
#include <boot/context.h>
#include <console/console.h>

#include "sinks.h"

#define UART(reg)	 ((uint16_t)(CONSOLE_UART_BASE + (reg)))

#define RBR		 0 /* receiver buffer, read */
#define THR		 0 /* transmitter holding, write */
#define DLL		 0 /* divisor latch, low byte, while LCR.DLAB */
#define IER		 1 /* interrupt enable */
#define DLM		 1 /* divisor latch, high byte, while LCR.DLAB */
#define FCR		 2 /* FIFO control, write */
#define IIR		 2 /* interrupt identification, read */
#define LCR		 3 /* line control */
#define MCR		 4 /* modem control */
#define LSR		 5 /* line status */

#define FCR_ENABLE	 0x01 /* FIFOs on */
#define FCR_ENABLE_CLEAR 0x07 /* FIFOs on, both emptied */
#define IIR_FIFOS	 0xc0 /* both bits: there are FIFOs that work */
#define FIFO_SIZE	 16
#define LCR_8N1		 0x03
#define LCR_DLAB	 0x80
#define MCR_DTR_RTS	 0x03
#define LSR_DATA_READY	 0x01
#define LSR_THR_EMPTY	 0x20
#define LSR_IDLE	 0x40

/*
 * At the slowest rate, 1200 baud, a character takes 8.3 ms and a port read at least 0.5 us: a part that
 * has no room after this many reads is not there.
 */
#define TX_POLLS	 50000

void uart8250_init(void)
{
	const uint16_t divisor = DEVTREE_CONSOLE_CLOCK_HZ / 16 / CONSOLE_UART_BAUD;

	outb(UART(IER), 0);
	/* Later stages keep what was typed since the first one: it opens the boot menu. */
	outb(UART(FCR), context()->uart_ready ? FCR_ENABLE : FCR_ENABLE_CLEAR);
	outb(UART(MCR), MCR_DTR_RTS);
	outb(UART(LCR), LCR_DLAB | LCR_8N1);
	outb(UART(DLL), divisor & 0xff);
	outb(UART(DLM), divisor >> 8);
	outb(UART(LCR), LCR_8N1);
	context()->uart_room = 0;
	/* A UART that is not decoded reads all ones; do not wait for it again and again. */
	context()->uart_ready = inb(UART(LSR)) != 0xff;
}

/* Waits until the transmitter has nothing more to take, which is when the FIFO is empty. */
static bool wait_empty(void)
{
	for (unsigned int polls = 0; polls < TX_POLLS * FIFO_SIZE; polls++) {
		if (inb(UART(LSR)) & LSR_THR_EMPTY)
			return true;
	}
	return false;
}

/* The FIFO takes 16 characters at once, and sends them while the boot goes on. */
static void put_raw(uint8_t byte)
{
	struct stage_context *ctx = context();

	if (!ctx->uart_room) {
		if (!wait_empty()) {
			ctx->uart_ready = false;
			return;
		}
		ctx->uart_room = (inb(UART(IIR)) & IIR_FIFOS) == IIR_FIFOS ? FIFO_SIZE : 1;
	}
	outb(UART(THR), byte);
	ctx->uart_room--;
}

void console_uart_putc(char c)
{
	if (c == '\n')
		put_raw('\r');
	put_raw((uint8_t)c);
}

void console_uart_drain(void)
{
	/* What is in the FIFO, and one character on the wire. */
	for (unsigned int polls = 0; polls < (FIFO_SIZE + 1) * TX_POLLS && context()->uart_ready;
	     polls++) {
		if (inb(UART(LSR)) & LSR_IDLE)
			return;
	}
}

int console_uart_getc(void)
{
	if (!CONFIG(CONSOLE_SERIAL) || !context()->uart_ready)
		return -1;
	if (!(inb(UART(LSR)) & LSR_DATA_READY))
		return -1;
	return inb(UART(RBR));
}
