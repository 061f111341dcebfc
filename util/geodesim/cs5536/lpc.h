/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The companion's LPC bus: ports and memory of board parts, boot flash, serial interrupts. */
#ifndef GEODESIM_CS5536_LPC_H
#define GEODESIM_CS5536_LPC_H

#include "frame/bus.h"
#include "frame/env.h"
#include "frame/signal.h"
#include "parts/lpcflash.h"

#define LPC_FLASHES 2
#define LPC_IRQS    16

/* Boot location codes of BALL_OPTS and of the boot straps. */
enum lpc_location { LPC_LOC_ROM = 0, LPC_LOC_RESERVED = 1, LPC_LOC_NOR = 2, LPC_LOC_FWH = 3 };

/* One board part's interrupt in the serial stream. */
struct lpc_irq {
	struct signal in; /* asserted, whatever the polarity on the wire */
	bool driven;	  /* some part has this frame; an undriven one floats high */
	bool active_low;
	struct lpc *lpc;
	struct signal_hook hook;
};

/*
 * Board parts (super I/O) add their ports to `io` with absolute addresses, memory to `mem`.
 * Flash chips answer memory cycles, firmware-hub cycles or both, as their data say.
 */
struct lpc {
	const struct env *env;
	struct io_map io;
	struct mem_map mem;
	struct lpcflash *flash[LPC_FLASHES];
	unsigned flashes;
	struct lpc_irq irq[LPC_IRQS]; /* 2 is the SMI frame */
	struct signal out[LPC_IRQS];  /* after LPC_SIRQ's inversion, to the interrupt mapper */
	uint32_t sirq;		      /* LPC_SIRQ as written */
	bool sirq_pin;		      /* the SERIRQ ball is not a GPIO */
	bool pins;		      /* the LPC balls are not GPIOs */
	uint32_t error_addr, error_status;
};

/** lpc_init - an empty bus: ports and memory read as ones. lpc_reset - LRESET#. */
void lpc_init(struct lpc *l, const struct env *env);
void lpc_reset(struct lpc *l);

/**
 * lpc_attach_flash - a boot flash on the bus (first: IDSEL of the boot device); 0 or -1 when full
 * Its `changed` and reset are served from here.
 */
int lpc_attach_flash(struct lpc *l, struct lpcflash *f);

/** lpc_location_of - the boot strap a board with @chip has. */
enum lpc_location lpc_location_of(const struct lpcflash_chip *chip);

/** lpc_serirq - the node a board part drives for interrupt frame @n (0..15). */
struct signal *lpc_serirq(struct lpc *l, unsigned n, bool active_low);

/** lpc_program_sirq - LPC_SIRQ was written; lpc_pins - BALL_OPTS says what the balls are. */
void lpc_program_sirq(struct lpc *l, uint32_t val);
void lpc_pins(struct lpc *l, bool lpc_balls, bool serirq_ball);

/** lpc_io_read, lpc_io_write - an I/O cycle; @port absolute, size 1, 2 or 4. These and the boot
 *  cycles charge their time on the LPC bus themselves; page pointers cannot. */
uint32_t lpc_io_read(struct lpc *l, uint16_t port, unsigned size);
void lpc_io_write(struct lpc *l, uint16_t port, unsigned size, uint32_t val);

/**
 * lpc_boot_read, lpc_boot_write, lpc_boot_page - cycles to the boot device at @loc
 * @addr: F0000000h and up as the processor sees it; array at the top, repeating; firmware-hub
 * registers 4 MiB below. lpc_boot_page is NULL where the contents cannot be read directly.
 */
uint64_t lpc_boot_read(struct lpc *l, enum lpc_location loc, uint32_t addr, unsigned size);
void lpc_boot_write(struct lpc *l, enum lpc_location loc, uint32_t addr, unsigned size,
		    uint64_t val);
uint8_t *lpc_boot_page(struct lpc *l, enum lpc_location loc, uint32_t addr);

#endif
