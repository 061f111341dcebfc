/* SPDX-License-Identifier: GPL-2.0-or-later */
/* 16550A UART with 16-byte FIFOs and true character times. */
#ifndef GEODESIM_PARTS_UART16550_H
#define GEODESIM_PARTS_UART16550_H

#include "frame/bus.h"
#include "frame/clock.h"
#include "frame/regs.h"
#include "frame/signal.h"

#define UART16550_FIFO 16
#define UART16550_REGS 12
#define UART16550_WIRE 4096 /* characters that wait on the line towards the UART */

struct uart_fifo {
	uint8_t byte[UART16550_FIFO];
	uint8_t flags[UART16550_FIFO]; /* receiver: error bits of LSR that came with the byte */
	unsigned head, count;
};

struct uart16550 {
	const char *name;
	struct clock *clock;
	uint32_t base_baud; /* baud rate of divisor 1: 115200 */
	uint16_t divisor;
	uint8_t ier, fcr, lcr, mcr, lsr, msr, scr;
	struct uart_fifo rx, tx;
	bool thr_irq;	  /* transmitter-empty interrupt is pending */
	bool timeout_irq; /* receive FIFO holds characters nobody fetched */
	bool shifting;
	uint8_t shift;
	uint8_t wire[UART16550_WIRE];
	unsigned wire_head, wire_count;
	bool deaf; /* the receive pin is not connected: characters on the line are lost */
	struct reg_file regs; /* what software used, see parts/portregs.h */
	uint64_t reg_value[UART16550_REGS];
	struct reg_cover reg_cover[UART16550_REGS];
	struct event tx_done, rx_char, rx_timeout;
	struct signal irq;
	void (*sent)(void *opaque, uint8_t byte); /* a character left the UART; may be NULL */
	void *opaque;
};

/**
 * uart16550_init - reset state
 * @sent(@opaque, byte): the other end of the line; called when the stop bit is over.
 */
void uart16550_init(struct uart16550 *u, struct clock *clock, const char *name,
		    void (*sent)(void *opaque, uint8_t byte), void *opaque);

/** uart16550_reset - RESET#: registers and FIFOs; characters on the line stay. */
void uart16550_reset(struct uart16550 *u);

/**
 * uart16550_receive - characters from the line; they arrive one by one at line speed
 * Returns how many were taken; the rest must be offered again later.
 */
unsigned uart16550_receive(struct uart16550 *u, const uint8_t *bytes, unsigned count);

/** uart16550_break - test face: the line sends a break. */
void uart16550_break(struct uart16550 *u);

/** uart16550_modem - test face: levels of CTS (10h), DSR (20h), RI (40h), DCD (80h). */
void uart16550_modem(struct uart16550 *u, uint8_t lines);

/** uart16550_io - the eight ports. */
struct io_if uart16550_io(struct uart16550 *u);

#endif
