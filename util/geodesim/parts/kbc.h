/* SPDX-License-Identifier: GPL-2.0-or-later */
/* 8042 keyboard controller: ports 60h and 64h, A20 gate and reset line, one PS/2 keyboard. */
#ifndef GEODESIM_PARTS_KBC_H
#define GEODESIM_PARTS_KBC_H

#include "frame/bus.h"
#include "frame/clock.h"
#include "frame/regs.h"
#include "frame/signal.h"
#include "parts/ps2kbd.h"

#define KBC_REGS 6

struct kbc {
	struct clock *clock;
	struct ps2kbd keyboard;
	uint8_t ram[32]; /* byte 0 is the command byte */
	uint8_t status;
	uint8_t out_byte;
	uint8_t output_port;
	uint8_t pending_command; /* a command of port 64h that waits for a byte at port 60h */
	uint8_t reply[4];	 /* answers of the controller itself */
	unsigned reply_count;
	struct reg_file regs; /* what software used, see parts/portregs.h */
	uint64_t reg_value[KBC_REGS];
	struct reg_cover reg_cover[KBC_REGS];
	struct event move; /* the next byte into the output buffer */
	struct signal irq1;
	struct signal a20;   /* gate: true lets address bit 20 through */
	struct signal reset; /* pulse: processor reset */
};

/** kbc_init - power-on: self test not run yet, A20 open, keyboard present. */
void kbc_init(struct kbc *k, struct clock *clock);

/** kbc_io - port 60h at offset 0 and 64h at offset 4. */
struct io_if kbc_io(struct kbc *k);

/** kbc_key - test face and console: a key in scan code set 2, pressed or released.
 *  @code: set 2 make code, 0xE0xx for extended keys. Returns 0, -1 when the buffer is full. */
int kbc_key(struct kbc *k, uint16_t code, bool pressed);

#endif
