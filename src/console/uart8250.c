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

void console_uart_pump(void)
{
	struct stage_context *ctx = context();

	while (ctx->uart_ready && ctx->uart_sent != ctx->uart_queued) {
		/* The FIFO takes 16 characters at once, when it is empty, and sends them while the boot goes on. */
		if (!ctx->uart_room) {
			if (!(inb(UART(LSR)) & LSR_THR_EMPTY))
				return;
			ctx->uart_room = (inb(UART(IIR)) & IIR_FIFOS) == IIR_FIFOS ? FIFO_SIZE : 1;
		}
		outb(UART(THR), ctx->uart_queue[ctx->uart_sent++ % UART_QUEUE_SIZE]);
		ctx->uart_room--;
	}
}

/* Waits until at most `most` characters are in the queue. A UART that takes none is given up. */
static void wait_queue(uint32_t most)
{
	struct stage_context *ctx = context();
	uint32_t sent = ctx->uart_sent;

	for (unsigned int polls = 0; ctx->uart_queued - ctx->uart_sent > most; polls++) {
		console_uart_pump();
		if (sent != ctx->uart_sent) {
			sent = ctx->uart_sent;
			polls = 0;
		}
		if (polls == TX_POLLS * FIFO_SIZE) {
			ctx->uart_ready = false;
			ctx->uart_sent = ctx->uart_queued;
		}
	}
}

static void put_raw(uint8_t byte)
{
	struct stage_context *ctx = context();

	wait_queue(UART_QUEUE_SIZE - 1);
	ctx->uart_queue[ctx->uart_queued++ % UART_QUEUE_SIZE] = byte;
}

void uart8250_write(const char *text, size_t length)
{
	for (; length; text++, length--) {
		if (*text == '\n')
			put_raw('\r');
		put_raw((uint8_t)*text);
	}
	console_uart_pump();
}

void console_uart_drain(void)
{
	wait_queue(0);
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
	console_uart_pump();
	if (!(inb(UART(LSR)) & LSR_DATA_READY))
		return -1;
	return inb(UART(RBR));
}
