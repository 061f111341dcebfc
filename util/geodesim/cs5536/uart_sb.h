/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The companion's two UARTs: configuration MSRs, place in I/O space, banks, and pins. */
#ifndef GEODESIM_CS5536_UART_SB_H
#define GEODESIM_CS5536_UART_SB_H

#include "frame/env.h"
#include "parts/uart16550.h"

/* UARTn_CONF. */
enum {
	UART_SB_RESET = 1,
	UART_SB_DEVEN = 2,
	UART_SB_FREEZE = 4,
	UART_SB_TEST = 8,
	UART_SB_EN_BANKS = 0x10,
};

struct uart_sb {
	const struct env *env;
	struct uart16550 uart;
	unsigned n; /* 0: UART1, 1: UART2 */
	uint8_t conf;
	uint8_t bank; /* 0: registers of the 16550; 2, 3: upper banks */
	uint8_t bsr;  /* as written */
	uint8_t excr1, excr2;
	uint16_t base; /* 0: not decoded */
	/* Are the GPIO pins switched to this UART? NULL: always. */
	bool (*pin)(void *opaque, unsigned uart, bool tx);
	void *pin_opaque;
	/* A character on the pin; may be NULL. */
	void (*sent)(void *opaque, uint8_t byte);
	void *sent_opaque;
	uint64_t lost; /* characters sent while the pin was not switched */
};

/** uart_sb_init - power-on; @n 0 or 1. uart_sb_reset - hard reset. */
void uart_sb_init(struct uart_sb *u, const struct env *env, unsigned n);
void uart_sb_reset(struct uart_sb *u);

/** uart_sb_set_conf - UARTn_CONF was written. uart_sb_set_base - LEG_IO's three-bit field. */
void uart_sb_set_conf(struct uart_sb *u, uint8_t val);
void uart_sb_set_base(struct uart_sb *u, unsigned field);

/** uart_sb_pins - the pins may have been switched. */
void uart_sb_pins(struct uart_sb *u);

/** uart_sb_hit - does it answer @port? */
bool uart_sb_hit(const struct uart_sb *u, uint16_t port);

/** uart_sb_read, uart_sb_write - register @offset 0..7. */
uint8_t uart_sb_read(struct uart_sb *u, unsigned offset);
void uart_sb_write(struct uart_sb *u, unsigned offset, uint8_t val);

#endif
