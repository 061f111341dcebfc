/* SPDX-License-Identifier: GPL-2.0-or-later */
/* DIVIL's I/O decode: LBARs, UARTs, legacy ports, the rest to LPC (cs5536 sheet 2.2, 2.3, 7.1). */
#include "cs5536/divil.h"

#include <string.h>

#include "cs5536/divil_msr.h"
#include "cs5536/lbar.h"
#include "strict/rules.h"

/* Who answers a port. */
enum claim {
	TO_LPC,
	TO_BLOCK, /* + enum divil_block */
	TO_MAPPER = TO_BLOCK + DIVIL_BLOCKS,
	TO_UART1,
	TO_UART2,
	TO_NAND, /* + chip select */
	TO_DMA1 = TO_NAND + DIVIL_FLASH_SELECTS,
	TO_DMA2,
	TO_PAGE,
	TO_PIC1,
	TO_PIC2,
	TO_ELCR,
	TO_PIT,
	TO_KEYBOARD,
	TO_PORT61,
	TO_RTC,
	TO_PORT92,
};

struct target {
	enum claim claim;
	uint16_t offset;
};

static const uint16_t block_size[DIVIL_BLOCKS] = {8, 256, 64, 64, 128};

void divil_ports_changed(struct divil *d)
{
	memset(d->owner, 0, sizeof(d->owner));
}

static enum claim legacy(const struct divil *d, uint16_t port)
{
	uint64_t leg = divil_msr(d, DIVIL_LEG_IO);

	if (port >= 0x100)
		return (port & ~1) == 0x4d0 ? TO_ELCR : TO_LPC;
	switch (port & 0xf0) {
	case 0x00: return TO_DMA1;
	case 0x20: return port <= 0x21 ? TO_PIC1 : TO_LPC;
	case 0x40: return port <= 0x43 ? TO_PIT : TO_LPC;
	case 0x60:
		if (port == 0x60 || port == 0x64)
			return TO_KEYBOARD;
		return port == 0x61 ? TO_PORT61 : TO_LPC;
	case 0x70:
		if (port > 0x73)
			return TO_LPC;
		return leg & (port < 0x72 ? LEG_RTC0 : LEG_RTC1) ? TO_RTC : TO_LPC;
	case 0x80: return TO_PAGE;
	case 0x90: return port == 0x92 && (d->kel.ctrl & KEL_PORTA_EN) ? TO_PORT92 : TO_LPC;
	case 0xa0: return port <= 0xa1 ? TO_PIC2 : TO_LPC;
	case 0xc0:
	case 0xd0: return TO_DMA2;
	default: return TO_LPC;
	}
}

/* A second claim on the same port breaks a rule; the first one found answers. */
static bool claim(const struct divil *d, enum claim *now, enum claim c, uint16_t port)
{
	if (*now == TO_LPC) {
		*now = c;
		return true;
	}
	rule_broken(d->env->rules, RULE_LBAR_OVERLAP, "port %04X has two owners", port);
	return false;
}

/* Finds the owner; remembers it unless there are two, who are named every time. */
static enum claim find(struct divil *d, uint16_t port)
{
	enum claim c = TO_LPC, old = legacy(d, port);
	bool single = true;
	uint16_t offset;

	for (unsigned n = 0; n < DIVIL_BLOCKS; n++) {
		if (lbar_io_hit(divil_msr(d, DIVIL_LBAR_SMB + n), block_size[n], port, &offset))
			single &= claim(d, &c, TO_BLOCK + n, port);
	}
	if (lbar_io_hit(divil_msr(d, DIVIL_LBAR_IRQ), 32, port, &offset))
		single &= claim(d, &c, TO_MAPPER, port);
	for (unsigned n = 0; n < 2; n++) {
		if (uart_sb_hit(&d->uart[n], port))
			single &= claim(d, &c, TO_UART1 + n, port);
	}
	if (old != TO_LPC)
		single &= claim(d, &c, old, port);
	/* Handlers park flash windows on legacy ports for a moment: these come last, unjudged. */
	for (unsigned n = 0; c == TO_LPC && n < DIVIL_FLASH_SELECTS; n++) {
		struct lbar_flash l = lbar_flash(divil_msr(d, DIVIL_LBAR_FLSH0 + n));

		if (lbar_flash_hit(&l, false, port) && l.nand && !divil_ide_pins(d))
			c = TO_NAND + n;
	}
	if (single)
		d->owner[port] = (uint8_t)(c + 1);
	return c;
}

static struct target decode(struct divil *d, uint16_t port)
{
	struct target t = {d->owner[port] ? d->owner[port] - 1u : find(d, port), port};

	if (t.claim >= TO_BLOCK && t.claim < TO_MAPPER)
		t.offset = port & (block_size[t.claim - TO_BLOCK] - 1u);
	else if (t.claim == TO_UART1 || t.claim == TO_UART2)
		t.offset = port & 7;
	else if (t.claim >= TO_NAND && t.claim < TO_DMA1)
		t.offset = port & 15;
	return t;
}

static uint8_t part_read(struct io_if io, uint16_t offset)
{
	return (uint8_t)io.read(io.opaque, offset, 1);
}

static void part_write(struct io_if io, uint16_t offset, uint8_t val)
{
	io.write(io.opaque, offset, 1, val);
}

static bool lpc_io_off(const struct divil *d)
{
	return divil_msr(d, DIVIL_LEG_IO) & LEG_NO_LPC_IO;
}

static uint8_t lpc_read(struct divil *d, uint16_t port)
{
	return lpc_io_off(d) ? 0xff : (uint8_t)lpc_io_read(&d->lpc, port, 1);
}

static void lpc_write(struct divil *d, uint16_t port, uint8_t val)
{
	shadow_floppy(&d->shadow, port, val);
	if (!lpc_io_off(d))
		lpc_io_write(&d->lpc, port, 1, val);
}

static uint8_t byte_read(struct divil *d, struct target t, uint16_t port)
{
	switch (t.claim) {
	case TO_UART1:
	case TO_UART2: return uart_sb_read(&d->uart[t.claim - TO_UART1], t.offset);
	case TO_MAPPER: return 0; /* its window's contents are not documented */
	case TO_DMA1: return part_read(i8237_io(&d->dma, 0), port);
	case TO_DMA2: return part_read(i8237_io(&d->dma, 1), port - 0xc0);
	case TO_PAGE: return part_read(i8237_page_io(&d->dma), port - 0x80);
	case TO_PIC1: return part_read(i8259_io(&d->pic, 0), port & 1);
	case TO_PIC2: return part_read(i8259_io(&d->pic, 1), port & 1);
	case TO_ELCR: return part_read(i8259_elcr_io(&d->pic), port & 1);
	case TO_PIT: return part_read(i8254_io(&d->pit), port & 3);
	case TO_KEYBOARD:
		if (kel_active(&d->kel))
			return kel_port_read(&d->kel, port & 4);
		return lpc_read(d, port);
	case TO_PORT61: return part_read(port61_io(&d->port61), 0);
	case TO_RTC: return part_read(mc146818_io(&d->rtc), port & 3);
	case TO_PORT92: return part_read(port92_io(&d->port92), 0);
	default: break;
	}
	if (t.claim >= TO_NAND && t.claim < TO_DMA1)
		return divil_flash_io_read(&d->flash, t.claim - TO_NAND, t.offset);
	return lpc_read(d, port);
}

/*
 * A20 and INIT are no wires on this chip: an SMI handler makes them true in the processor. A20
 * changes tell nobody when the SMI is off; INIT still goes out, for processors that take it.
 */
static void port92_write(struct divil *d, uint8_t val)
{
	bool a20 = (d->port92.val ^ val) & 2;

	part_write(port92_io(&d->port92), 0, val);
	if (a20) {
		d->kel.a20 = val & 2;
		divil_ssmi(d, DIVIL_SMI_A20_P);
	}
	if ((val & 1) && !divil_ssmi(d, DIVIL_SMI_INIT_P))
		signal_pulse(&d->init);
}

static void keyboard_write(struct divil *d, uint16_t port, uint8_t val)
{
	bool command = port & 4;

	switch (kel_snoop(&d->kel, command, val)) {
	case KEL_A20_CHANGE: divil_ssmi(d, DIVIL_SMI_A20_K); break;
	case KEL_INIT: divil_ssmi(d, DIVIL_SMI_INIT_K); break;
	default: break;
	}
	if (kel_active(&d->kel))
		kel_port_write(&d->kel, command, val);
	else
		lpc_write(d, port, val);
}

/* 80h and 84h show codes on LPC as well. */
static void page_write(struct divil *d, uint16_t port, uint8_t val)
{
	part_write(i8237_page_io(&d->dma), port - 0x80, val);
	if (port != 0x80 && port != 0x84)
		return;
	if (port == 0x80)
		part_write(post_io(&d->post), 0, val);
	lpc_write(d, port, val);
}

static void byte_write(struct divil *d, struct target t, uint16_t port, uint8_t val)
{
	switch (t.claim) {
	case TO_UART1:
	case TO_UART2: uart_sb_write(&d->uart[t.claim - TO_UART1], t.offset, val); return;
	case TO_MAPPER: return;
	case TO_DMA1: part_write(i8237_io(&d->dma, 0), port, val); return;
	case TO_DMA2: part_write(i8237_io(&d->dma, 1), port - 0xc0, val); return;
	case TO_PAGE: page_write(d, port, val); return;
	case TO_PIC1: part_write(i8259_io(&d->pic, 0), port & 1, val); return;
	case TO_PIC2: part_write(i8259_io(&d->pic, 1), port & 1, val); return;
	case TO_ELCR: part_write(i8259_elcr_io(&d->pic), port & 1, val); return;
	case TO_PIT: part_write(i8254_io(&d->pit), port & 3, val); return;
	case TO_KEYBOARD: keyboard_write(d, port, val); return;
	case TO_PORT61: part_write(port61_io(&d->port61), 0, val); return;
	case TO_RTC:
		part_write(mc146818_io(&d->rtc), port & 3, val);
		divil_nmi_update(d);
		return;
	case TO_PORT92: port92_write(d, val); return;
	default: break;
	}
	if (t.claim >= TO_NAND && t.claim < TO_DMA1)
		divil_flash_io_write(&d->flash, t.claim - TO_NAND, t.offset, val);
	else
		lpc_write(d, port, val);
}

/* A block of wide registers that takes the access as it is, or NULL. */
static const struct io_if *whole_block(const struct divil *d, struct target t)
{
	if (t.claim < TO_BLOCK || t.claim >= TO_MAPPER)
		return NULL;
	return &d->block[t.claim - TO_BLOCK];
}

uint32_t divil_io_read(void *opaque, uint16_t port, unsigned size, unsigned flags)
{
	struct divil *d = opaque;
	uint32_t val = 0;

	(void)flags;
	for (unsigned i = 0; i < size; i++) {
		uint16_t at = (uint16_t)(port + i);
		struct target t = decode(d, at);
		const struct io_if *block = whole_block(d, t);

		if (block && !block->read) {
			val |= 0xffu << (8 * i);
		} else if (block && i == 0) {
			return block->read(block->opaque, t.offset, size);
		} else {
			uint8_t byte = block ? (uint8_t)block->read(block->opaque, t.offset, 1)
					     : byte_read(d, t, at);

			val |= (uint32_t)byte << (8 * i);
		}
	}
	return val;
}

void divil_io_write(void *opaque, uint16_t port, unsigned size, uint32_t val, unsigned flags)
{
	struct divil *d = opaque;

	(void)flags;
	for (unsigned i = 0; i < size; i++) {
		uint16_t at = (uint16_t)(port + i);
		struct target t = decode(d, at);
		const struct io_if *block = whole_block(d, t);

		if (block && !block->write)
			continue;
		if (block && i == 0) {
			block->write(block->opaque, t.offset, size, val);
			return;
		}
		if (block)
			block->write(block->opaque, t.offset, 1, val >> (8 * i) & 0xff);
		else
			byte_write(d, t, at, (uint8_t)(val >> (8 * i)));
	}
}
