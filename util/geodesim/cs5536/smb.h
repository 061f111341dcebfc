/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CS5536's SMBus (ACCESS.bus) controller (cs5536 sheet 3). */
#ifndef GEODESIM_CS5536_SMB_H
#define GEODESIM_CS5536_SMB_H

#include "cs5536/gpio.h"
#include "parts/i2c.h"

#define SMB_REGS 7

enum smb_state {
	SMB_IDLE, /* not master, or started: the next byte is an address */
	SMB_SEND,
	SMB_RECV,
	SMB_NACKED,
};

/* What is on the wire at the moment. */
enum smb_work { SMB_QUIET, SMB_START, SMB_ADDRESS, SMB_BYTE_OUT, SMB_BYTE_IN, SMB_STOP };

struct smb {
	const struct env *env;
	const struct gpio *gpio; /* NULL: the pins are always switched to the controller */
	struct i2c_bus bus;	 /* devices: i2c_attach(&smb.bus, ...) */
	struct reg_file regs;
	uint64_t value[SMB_REGS];
	struct reg_cover cover[SMB_REGS];
	struct signal irq; /* to Y12 and GPE0 bit 2; level */
	enum smb_state state;
	enum smb_work work;
	bool fetch_held; /* a read stalls after its address byte until STASTR is cleared */
	bool foreign;	 /* another master owns the bus */
	bool slave;	 /* that master addressed us */
	bool slave_read;
	bool slave_full; /* SDA holds a byte of the other master */
	uint8_t shift;	 /* byte on the wire or received */
	struct event done;
};

/** smb_init - power-on. @gpio: whose pins 14 and 15 must be switched to AUX1 both ways. */
void smb_init(struct smb *s, const struct env *env, const struct gpio *gpio);

/** smb_reset - reset of the working domain; the bus and its devices stay as they are. */
void smb_reset(struct smb *s);

/** smb_io - 8 ports at LBAR_SMB. */
struct io_if smb_io(struct smb *s);

/** smb_regs - register file @n, NULL after the last. */
const struct reg_file *smb_regs(const struct smb *s, unsigned n);

/** smb_byte_ns - length of one byte with its acknowledge at the programmed rate. */
uint64_t smb_byte_ns(const struct smb *s);

/** smb_wired - do pins 14 and 15 reach the controller? */
bool smb_wired(const struct smb *s);

/**
 * Test face: another master. smb_foreign_start() takes the bus and sends the address byte @byte;
 * smb_foreign_write() a data byte, smb_foreign_read() fetches one; smb_foreign_stop() ends. The
 * boolean is the acknowledge of this controller as a slave (false: stretched or not addressed).
 */
bool smb_foreign_start(struct smb *s, uint8_t byte);
bool smb_foreign_write(struct smb *s, uint8_t byte);
bool smb_foreign_read(struct smb *s, uint8_t *byte);
void smb_foreign_stop(struct smb *s);

#endif
