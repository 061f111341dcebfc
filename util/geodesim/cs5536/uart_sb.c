/* SPDX-License-Identifier: GPL-2.0-or-later */
/* UART1 and UART2: a 16550 behind enables, upper banks and pins (cs5536 sheet 2.3, 7.7). */
#include "cs5536/uart_sb.h"

#include <string.h>

#include "strict/rules.h"

enum { REG_LCR = 3, BSR_BANK = 0x80 };
enum { EXCR1_LOOP = 0x10, EXCR2_PRESCALE = 0x30, MCR_LOOP = 0x10 };

static bool pin_switched(const struct uart_sb *u, bool tx)
{
	return !u->pin || u->pin(u->pin_opaque, u->n, tx);
}

/* A character leaves the shift register: without a pin nobody hears it. */
static void sent(void *opaque, uint8_t byte)
{
	struct uart_sb *u = opaque;

	if (!pin_switched(u, true)) {
		u->lost++;
		rule_broken(u->env->rules, RULE_UART_PINS,
			    "UART%u sends, but GPIO%u is not switched to it", u->n + 1,
			    u->n ? 4 : 8);
		return;
	}
	if (u->sent)
		u->sent(u->sent_opaque, byte);
}

void uart_sb_init(struct uart_sb *u, const struct env *env, unsigned n)
{
	memset(u, 0, sizeof(*u));
	u->env = env;
	u->n = n;
	uart16550_init(&u->uart, env->clock, n ? "uart2" : "uart1", sent, u);
	uart_sb_reset(u);
}

static void reset_banks(struct uart_sb *u)
{
	u->bank = 0;
	u->bsr = 0;
	u->excr1 = 0;
	u->excr2 = 0;
	u->uart.base_baud = 115200;
}

void uart_sb_reset(struct uart_sb *u)
{
	u->conf = UART_SB_DEVEN;
	u->base = 0;
	reset_banks(u);
	uart16550_reset(&u->uart);
}

void uart_sb_set_conf(struct uart_sb *u, uint8_t val)
{
	u->conf = val;
	if (val & UART_SB_RESET) {
		reset_banks(u);
		uart16550_reset(&u->uart);
	}
	if (!(val & UART_SB_EN_BANKS))
		u->bank = 0;
}

void uart_sb_set_base(struct uart_sb *u, unsigned field)
{
	static const uint16_t base[4] = {0x2e8, 0x2f8, 0x3e8, 0x3f8};

	u->base = field & 4 ? base[field & 3] : 0;
}

void uart_sb_pins(struct uart_sb *u)
{
	u->uart.deaf = !pin_switched(u, false);
}

bool uart_sb_hit(const struct uart_sb *u, uint16_t port)
{
	return u->base && (port & ~7) == u->base &&
	       (u->conf & (UART_SB_DEVEN | UART_SB_RESET)) == UART_SB_DEVEN;
}

/*
 * Bank selection of the National cell: LCR with bit 7 set is the bank select register. Bank 1 (the
 * divisor latch) is any code with bits 1:0 set and those below E0h, as a 16550 has it.
 */
static unsigned bank_of(uint8_t bsr)
{
	if (!(bsr & BSR_BANK))
		return 0;
	if ((bsr & 0xe0) != 0xe0 || (bsr & 3))
		return 1;
	return 2 + (bsr >> 2 & 7);
}

/* Prescaler of the 24 MHz clock: 13, 1.625, (reserved: 13) or 1. */
static void set_excr2(struct uart_sb *u, uint8_t val)
{
	static const uint32_t base_baud[4] = {115200, 921600, 115200, 1500000};

	u->excr2 = val & 0xbf;
	u->uart.base_baud = base_baud[(val & EXCR2_PRESCALE) >> 4];
}

static uint8_t bank_read(const struct uart_sb *u, unsigned offset)
{
	if (offset == REG_LCR)
		return u->bsr;
	if (u->bank != 2)
		return 0;
	switch (offset) {
	case 0: return u->uart.divisor & 0xff;
	case 1: return u->uart.divisor >> 8;
	case 2: return (uint8_t)((u->excr1 & ~EXCR1_LOOP) | (u->uart.mcr & MCR_LOOP));
	case 4: return u->excr2;
	case 6: return (uint8_t)u->uart.tx.count;
	case 7: return (uint8_t)u->uart.rx.count;
	default: return 0;
	}
}

static void bank_write(struct uart_sb *u, unsigned offset, uint8_t val)
{
	if (u->bank != 2)
		return;
	switch (offset) {
	case 0: u->uart.divisor = (u->uart.divisor & 0xff00) | val; break;
	case 1: u->uart.divisor = (uint16_t)((u->uart.divisor & 0xff) | val << 8); break;
	case 2: u->excr1 = val; break;
	case 4: set_excr2(u, val); break;
	default: break;
	}
}

uint8_t uart_sb_read(struct uart_sb *u, unsigned offset)
{
	struct io_if io = uart16550_io(&u->uart);

	uart_sb_pins(u);
	if (u->bank >= 2)
		return bank_read(u, offset & 7);
	return (uint8_t)io.read(io.opaque, offset & 7, 1);
}

void uart_sb_write(struct uart_sb *u, unsigned offset, uint8_t val)
{
	struct io_if io = uart16550_io(&u->uart);

	uart_sb_pins(u);
	if ((offset & 7) == REG_LCR && (u->conf & UART_SB_EN_BANKS)) {
		u->bsr = val;
		u->bank = (uint8_t)bank_of(val);
		if (u->bank >= 2)
			return; /* LCR keeps its contents */
	}
	if (u->bank >= 2)
		bank_write(u, offset & 7, val);
	else
		io.write(io.opaque, offset & 7, 1, val);
}
