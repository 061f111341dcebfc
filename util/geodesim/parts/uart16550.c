/* SPDX-License-Identifier: GPL-2.0-or-later */
/* 16550A UART (National PC16550D data sheet). */
#include "parts/uart16550.h"

#include <string.h>

#include "parts/portregs.h"

enum { IER_RX = 1, IER_TX = 2, IER_LINE = 4, IER_MODEM = 8 };
enum { FCR_ENABLE = 1, FCR_CLEAR_RX = 2, FCR_CLEAR_TX = 4 };
enum { LCR_BREAK = 0x40, LCR_DLAB = 0x80 };
enum { MCR_DTR = 1, MCR_RTS = 2, MCR_OUT1 = 4, MCR_OUT2 = 8, MCR_LOOP = 0x10 };
enum { LSR_DR = 1, LSR_OE = 2, LSR_PE = 4, LSR_FE = 8, LSR_BI = 0x10, LSR_THRE = 0x20 };
enum { LSR_TEMT = 0x40, LSR_FIFO_ERROR = 0x80, LSR_ERRORS = LSR_OE | LSR_PE | LSR_FE | LSR_BI };
enum { MSR_DELTAS = 0x0f, MSR_CTS = 0x10, MSR_DSR = 0x20, MSR_RI = 0x40, MSR_DCD = 0x80 };

enum { RBR, THR, IER, DLL, DLM, IIR, FCR, LCR, MCR, LSR, MSR, SCR };

/* Not modelled: parity (LCR bits 5:3 only lengthen the character), DMA mode (FCR bit 3). */
static const struct reg regs[UART16550_REGS] = {
	PORT_REG(RBR, "UART RBR (+0)", 8, .ro = 0xff, .side_effect = true),
	PORT_REG(THR, "UART THR (+0)", 8, ),
	PORT_REG(IER, "UART IER (+1)", 8, .reserved = 0xf0),
	PORT_REG(DLL, "UART DLL (+0, DLAB)", 8, ),
	PORT_REG(DLM, "UART DLM (+1, DLAB)", 8, ),
	PORT_REG(IIR, "UART IIR (+2)", 8, .ro = 0xff, .side_effect = true),
	PORT_REG(FCR, "UART FCR (+2)", 8, .reserved = 0x30, .unmodelled = 8),
	PORT_REG(LCR, "UART LCR (+3)", 8, .unmodelled = 0x30),
	PORT_REG(MCR, "UART MCR (+4)", 8, .reserved = 0xe0),
	PORT_REG(LSR, "UART LSR (+5)", 8, .ro = 0xff, .side_effect = true),
	PORT_REG(MSR, "UART MSR (+6)", 8, .ro = 0xff, .side_effect = true),
	PORT_REG(SCR, "UART SCR (+7)", 8, ),
};

static const struct reg_why why[] = {
	{0x18, 0x18, "bit 3: DMA request pins nobody has wired"},
	{0x1c, 0x1c, "parity errors: characters arrive whole"},
};
static const struct reg_table reg_table = REG_TABLE_WHY("UART", PORT_REGS, regs, why);

static bool fifo_on(const struct uart16550 *u)
{
	return u->fcr & FCR_ENABLE;
}

static unsigned fifo_size(const struct uart16550 *u)
{
	return fifo_on(u) ? UART16550_FIFO : 1;
}

static void fifo_put(struct uart_fifo *f, uint8_t byte, uint8_t flags)
{
	unsigned at = (f->head + f->count) % UART16550_FIFO;

	f->byte[at] = byte;
	f->flags[at] = flags;
	f->count++;
}

static uint8_t fifo_get(struct uart_fifo *f, uint8_t *flags)
{
	uint8_t byte = f->byte[f->head];

	*flags = f->flags[f->head];
	f->head = (f->head + 1) % UART16550_FIFO;
	f->count--;
	return byte;
}

/* Picoseconds of one character: start, data, parity and stop bits at the programmed rate. */
static uint64_t char_ps(const struct uart16550 *u)
{
	unsigned data = 5 + (u->lcr & 3);
	unsigned half_bits = 2 * (1 + data + (u->lcr >> 3 & 1) + 1);
	uint64_t divisor = u->divisor ? u->divisor : 65536;

	if (u->lcr & 4)
		half_bits += data == 5 ? 1 : 2;
	return UINT64_C(500000000000) * half_bits * divisor / u->base_baud;
}

static uint64_t after_ps(const struct uart16550 *u, uint64_t ps)
{
	return clock_at_ps(u->clock, clock_ps(u->clock, clock_now(u->clock)) + ps);
}

static unsigned trigger_level(const struct uart16550 *u)
{
	static const uint8_t level[4] = {1, 4, 8, 14};

	return fifo_on(u) ? level[u->fcr >> 6] : 1;
}

/* Interrupt identification: the highest pending source, 1 for none. */
static uint8_t pending_source(const struct uart16550 *u)
{
	if ((u->ier & IER_LINE) && (u->lsr & LSR_ERRORS))
		return 0x06;
	if ((u->ier & IER_RX) && u->rx.count >= trigger_level(u))
		return 0x04;
	if ((u->ier & IER_RX) && u->timeout_irq)
		return 0x0c;
	if ((u->ier & IER_TX) && u->thr_irq)
		return 0x02;
	if ((u->ier & IER_MODEM) && (u->msr & MSR_DELTAS))
		return 0x00;
	return 0x01;
}

static void update(struct uart16550 *u)
{
	bool want = pending_source(u) != 1;

	/* OUT2 gates the interrupt onto the bus on a PC; in loop-back the pin is inactive. */
	signal_set(&u->irq, want && (u->mcr & MCR_OUT2) && !(u->mcr & MCR_LOOP));
}

/* Line status of the character now at the head of the receiver. */
static void head_status(struct uart16550 *u)
{
	if (u->rx.count)
		u->lsr |= LSR_DR | u->rx.flags[u->rx.head];
	else
		u->lsr &= (uint8_t)~LSR_DR;
}

static void rx_accept(struct uart16550 *u, uint8_t byte, uint8_t flags)
{
	if (u->rx.count >= fifo_size(u)) {
		u->lsr |= LSR_OE;
		if (!fifo_on(u)) { /* the new character replaces the old one */
			u->rx.byte[u->rx.head] = byte;
			u->rx.flags[u->rx.head] = flags;
		}
	} else {
		fifo_put(&u->rx, byte, flags);
	}
	head_status(u);
	if (fifo_on(u))
		event_schedule(u->clock, &u->rx_timeout, after_ps(u, 4 * char_ps(u)));
	update(u);
}

static void wire_next(struct uart16550 *u)
{
	if (u->wire_count && !u->rx_char.queued)
		event_schedule(u->clock, &u->rx_char, after_ps(u, char_ps(u)));
}

static void rx_char_fire(void *opaque, uint64_t due)
{
	struct uart16550 *u = opaque;
	uint8_t byte;

	(void)due;
	if (!u->wire_count)
		return;
	if (u->deaf) {
		u->wire_count = 0;
		return;
	}
	/* The other end keeps hardware handshake: it waits while RTS is off or the FIFO is full,
	 * so a host that types ahead loses nothing. */
	if (!(u->mcr & MCR_RTS) || (u->mcr & MCR_LOOP) || u->rx.count >= fifo_size(u)) {
		wire_next(u);
		return;
	}
	byte = u->wire[u->wire_head];
	u->wire_head = (u->wire_head + 1) % UART16550_WIRE;
	u->wire_count--;
	rx_accept(u, byte, 0);
	wire_next(u);
}

static void rx_timeout_fire(void *opaque, uint64_t due)
{
	struct uart16550 *u = opaque;

	(void)due;
	if (u->rx.count) {
		u->timeout_irq = true;
		update(u);
	}
}

static void tx_start(struct uart16550 *u)
{
	uint8_t flags;

	if (u->shifting || !u->tx.count)
		return;
	u->shift = fifo_get(&u->tx, &flags);
	u->shifting = true;
	u->lsr &= (uint8_t)~LSR_TEMT;
	if (!u->tx.count) {
		u->lsr |= LSR_THRE;
		u->thr_irq = true;
	}
	event_schedule(u->clock, &u->tx_done, after_ps(u, char_ps(u)));
}

static void tx_done_fire(void *opaque, uint64_t due)
{
	struct uart16550 *u = opaque;
	uint8_t mask = (uint8_t)(0xff >> (3 - (u->lcr & 3)));

	(void)due;
	u->shifting = false;
	if (u->mcr & MCR_LOOP)
		rx_accept(u, u->shift & mask, 0);
	else if (u->sent)
		u->sent(u->opaque, u->shift & mask);
	tx_start(u);
	if (!u->shifting)
		u->lsr |= LSR_TEMT;
	update(u);
}

/* New modem input levels; sets the delta bits. */
static void modem_inputs(struct uart16550 *u, uint8_t lines)
{
	uint8_t changed = (u->msr ^ lines) & 0xf0;

	if (lines & MSR_RI) /* only the end of ringing counts */
		changed &= (uint8_t)~MSR_RI;
	u->msr = lines | (u->msr & MSR_DELTAS) | changed >> 4;
}

static uint8_t loop_lines(const struct uart16550 *u)
{
	return (uint8_t)((u->mcr & MCR_RTS ? MSR_CTS : 0) | (u->mcr & MCR_DTR ? MSR_DSR : 0) |
			 (u->mcr & MCR_OUT1 ? MSR_RI : 0) | (u->mcr & MCR_OUT2 ? MSR_DCD : 0));
}

static void write_mcr(struct uart16550 *u, uint8_t val)
{
	bool was_loop = u->mcr & MCR_LOOP;

	u->mcr = val & 0x1f;
	if (val & MCR_LOOP)
		modem_inputs(u, loop_lines(u));
	else if (was_loop)
		modem_inputs(u, MSR_CTS | MSR_DSR | MSR_DCD);
	update(u);
}

static void clear_rx(struct uart16550 *u)
{
	u->rx.count = 0;
	u->timeout_irq = false;
	u->lsr &= (uint8_t) ~(LSR_DR | LSR_ERRORS);
	event_cancel(u->clock, &u->rx_timeout);
}

static void clear_tx(struct uart16550 *u)
{
	u->tx.count = 0;
	u->lsr |= LSR_THRE;
	u->thr_irq = true;
}

static void write_fcr(struct uart16550 *u, uint8_t val)
{
	bool toggled = (u->fcr ^ val) & FCR_ENABLE;

	u->fcr = val & 0xc9;
	if (!(val & FCR_ENABLE))
		u->fcr = 0;
	if (toggled || (val & FCR_CLEAR_RX))
		clear_rx(u);
	if (toggled || (val & FCR_CLEAR_TX))
		clear_tx(u);
	update(u);
}

static void write_ier(struct uart16550 *u, uint8_t val)
{
	/* Enabling the transmitter interrupt while THR is empty raises it at once. */
	if ((val & IER_TX) && !(u->ier & IER_TX) && (u->lsr & LSR_THRE))
		u->thr_irq = true;
	u->ier = val & 0x0f;
	update(u);
}

static void write_thr(struct uart16550 *u, uint8_t val)
{
	uint8_t flags;

	if (u->tx.count >= fifo_size(u)) /* overrun: the newest place is overwritten */
		fifo_get(&u->tx, &flags);
	fifo_put(&u->tx, val, 0);
	u->lsr &= (uint8_t) ~(LSR_THRE | LSR_TEMT);
	u->thr_irq = false;
	tx_start(u);
	update(u);
}

static uint8_t read_rbr(struct uart16550 *u)
{
	uint8_t flags, byte;

	u->timeout_irq = false;
	if (!u->rx.count) {
		update(u);
		return 0;
	}
	byte = fifo_get(&u->rx, &flags);
	head_status(u);
	if (u->rx.count && fifo_on(u))
		event_schedule(u->clock, &u->rx_timeout, after_ps(u, 4 * char_ps(u)));
	else
		event_cancel(u->clock, &u->rx_timeout);
	update(u);
	return byte;
}

static uint8_t read_iir(struct uart16550 *u)
{
	uint8_t source = pending_source(u);

	if (source == 0x02) { /* reading it clears the transmitter's request */
		u->thr_irq = false;
		update(u);
	}
	return source | (fifo_on(u) ? 0xc0 : 0);
}

static uint8_t read_lsr(struct uart16550 *u)
{
	uint8_t lsr = u->lsr;

	for (unsigned i = 0; fifo_on(u) && i < u->rx.count; i++) {
		if (u->rx.flags[(u->rx.head + i) % UART16550_FIFO])
			lsr |= LSR_FIFO_ERROR;
	}
	u->lsr &= (uint8_t)~LSR_ERRORS;
	if (u->rx.count)
		u->rx.flags[u->rx.head] = 0; /* told once */
	update(u);
	return lsr;
}

static uint8_t read_msr(struct uart16550 *u)
{
	uint8_t msr = u->msr;

	u->msr &= 0xf0;
	update(u);
	return msr;
}

/* The register behind an offset: two share most of them. */
static unsigned register_at(const struct uart16550 *u, uint16_t offset, bool write)
{
	static const uint8_t reads[8] = {RBR, IER, IIR, LCR, MCR, LSR, MSR, SCR};
	static const uint8_t writes[8] = {THR, IER, FCR, LCR, MCR, LSR, MSR, SCR};

	if ((u->lcr & LCR_DLAB) && (offset & 7) < 2)
		return DLL + (offset & 7u);
	return (write ? writes : reads)[offset & 7];
}

static uint8_t read_register(struct uart16550 *u, unsigned reg)
{
	switch (reg) {
	case RBR: return read_rbr(u);
	case DLL: return u->divisor & 0xff;
	case DLM: return u->divisor >> 8;
	case IER: return u->ier;
	case IIR: return read_iir(u);
	case LCR: return u->lcr;
	case MCR: return u->mcr;
	case LSR: return read_lsr(u);
	case MSR: return read_msr(u);
	default: return u->scr;
	}
}

static uint32_t io_read(void *opaque, uint16_t offset, unsigned size)
{
	struct uart16550 *u = opaque;
	unsigned reg = register_at(u, offset, false);

	(void)size;
	return port_reg_read(&u->regs, reg, read_register(u, reg));
}

static void io_write(void *opaque, uint16_t offset, unsigned size, uint32_t val)
{
	struct uart16550 *u = opaque;
	unsigned reg = register_at(u, offset, true);
	uint8_t byte = (uint8_t)val;

	(void)size;
	port_reg_write(&u->regs, reg, byte, 0xff);
	switch (reg) {
	case THR: write_thr(u, byte); break;
	case DLL: u->divisor = (u->divisor & 0xff00) | byte; break;
	case DLM: u->divisor = (uint16_t)((u->divisor & 0xff) | byte << 8); break;
	case IER: write_ier(u, byte); break;
	case FCR: write_fcr(u, byte); break;
	case LCR: u->lcr = byte; break;
	case MCR: write_mcr(u, byte); break;
	case SCR: u->scr = byte; break;
	default: break; /* LSR and MSR are for the factory */
	}
}

struct io_if uart16550_io(struct uart16550 *u)
{
	return (struct io_if){.opaque = u, .read = io_read, .write = io_write};
}

void uart16550_init(struct uart16550 *u, struct clock *clock, const char *name,
		    void (*sent)(void *opaque, uint8_t byte), void *opaque)
{
	memset(u, 0, sizeof(*u));
	u->name = name;
	u->clock = clock;
	reg_file_init(&u->regs, &reg_table, u, u->reg_value, u->reg_cover);
	u->base_baud = 115200;
	u->sent = sent;
	u->opaque = opaque;
	signal_init(&u->irq, name);
	event_init(&u->tx_done, "uart.tx", tx_done_fire, u);
	event_init(&u->rx_char, "uart.rx", rx_char_fire, u);
	event_init(&u->rx_timeout, "uart.timeout", rx_timeout_fire, u);
	uart16550_reset(u);
}

void uart16550_reset(struct uart16550 *u)
{
	event_cancel(u->clock, &u->tx_done);
	event_cancel(u->clock, &u->rx_timeout);
	u->divisor = 1;
	u->ier = 0;
	u->fcr = 0;
	u->lcr = 0;
	u->mcr = 0;
	u->scr = 0;
	u->lsr = LSR_THRE | LSR_TEMT;
	u->msr = MSR_CTS | MSR_DSR | MSR_DCD;
	u->rx.count = 0;
	u->tx.count = 0;
	u->shifting = false;
	u->thr_irq = false;
	u->timeout_irq = false;
	update(u);
}

unsigned uart16550_receive(struct uart16550 *u, const uint8_t *bytes, unsigned count)
{
	unsigned n = 0;

	while (n < count && u->wire_count < UART16550_WIRE) {
		u->wire[(u->wire_head + u->wire_count++) % UART16550_WIRE] = bytes[n++];
	}
	wire_next(u);
	return n;
}

void uart16550_break(struct uart16550 *u)
{
	rx_accept(u, 0, LSR_BI | LSR_FE);
}

void uart16550_modem(struct uart16550 *u, uint8_t lines)
{
	if (!(u->mcr & MCR_LOOP))
		modem_inputs(u, lines & 0xf0);
	update(u);
}
